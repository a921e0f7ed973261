import csv
from datetime import UTC, date, datetime
from io import StringIO
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.sheets import Cell, read_sheet, sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
TRICKY = st.text(st.sampled_from("=+-@'\";,\t\r\n \u200b＝－ab1"), max_size=12)
ROWS = st.lists(st.lists(TEXTS | TRICKY, min_size=1, max_size=5), max_size=5)


def as_a_spreadsheet_shows(*cells: Cell) -> list[str]:
    text = StringIO(sheet([], [cells]).decode("utf-8-sig"), newline="")
    return list(csv.reader(text, strict=True))[1]


def test_a_sheet_is_utf_8_with_a_mark_and_ends_its_lines_as_rfc_4180_says() -> None:
    made = sheet(["Number", "公司"], [[1, 'a "b", c'], [2, "two\nlines"]])
    lines = ['"Number","公司"\r\n', '"1","a ""b"", c"\r\n', '"2","two\nlines"\r\n']
    assert made == b"\xef\xbb\xbf" + "".join(lines).encode()


@given(header=st.lists(TEXTS | TRICKY, min_size=1, max_size=5), rows=ROWS)
def test_what_is_read_back_is_what_was_written(header: list[str], rows: list[list[str]]) -> None:
    assert read_sheet(sheet(header, rows)) == [header, *rows]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("＠SUM", "'＠SUM"),
        ("\tA1", "'\tA1"),
        ("\rA1", "'\rA1"),
        ("\u200b=1", "'\u200b=1"),
        ('"=1"', '\'"=1"'),
        ("'quoted'", "''quoted'"),
        ("a;=1", "a;'=1"),
        ("a\n- b", "a\n'- b"),
        ("'", "''"),
    ],
)
def test_what_would_be_a_formula_gets_an_apostrophe(text: str, shown: str) -> None:
    assert as_a_spreadsheet_shows(text) == [shown]
    assert read_sheet(sheet([text], [])) == [[text]]


@pytest.mark.parametrize(
    "text", ["", "1+1", "a=b", "e-mail", "a, -b", "it's", "a; b", "学-习", "x@y.z"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert as_a_spreadsheet_shows(text) == [text]


def test_numbers_and_dates_stay_what_they_are_and_nothing_is_empty() -> None:
    moment = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    shown = as_a_spreadsheet_shows(-5, 2.5, -0.25, date(2026, 3, 9), moment, None, nan, -inf)
    assert shown[:4] == ["-5", "2.5", "-0.25", "2026-03-09"]
    assert shown[4:] == ["2026-03-09 08:30:00+00:00", "", "", ""]


def test_what_no_file_can_hold_is_marked() -> None:
    assert as_a_spreadsheet_shows("a\x00b", "\ud800=1", "\udfff") == [
        "a\ufffdb",
        "\ufffd=1",
        "\ufffd",
    ]


def test_a_sheet_without_rows_has_its_header() -> None:
    assert read_sheet(sheet(["a", "b"], [])) == [["a", "b"]]


@pytest.mark.parametrize("broken", [b'"a', b'"a"b"\r\n'])
def test_what_is_no_sheet_is_refused(broken: bytes) -> None:
    with pytest.raises(csv.Error):
        read_sheet(broken)
    with pytest.raises(ValueError, match="utf-8"):
        read_sheet(b"\xff")


def test_a_long_text_of_line_breaks_and_blanks_is_written_at_once() -> None:
    for piece in ("\n", " ", "; ", "'", '"', "\n ' "):
        text = (piece * 40_000)[:60_000]
        assert read_sheet(sheet([text], [])) == [[text]]
