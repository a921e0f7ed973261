from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.editing import answer_file, as_yaml, one_line, with_phrasing
from bot.content.files import read_answer, read_yaml

LINE = st.text(min_size=1, max_size=200).filter(one_line)
TITLE = st.text(min_size=1, max_size=40).filter(one_line).map(one_line)
WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1)
reuse = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

FILE = "---\nrevision: 1\ntitle: T\nquestion: Q?\n---\nAn answer.\n\n# Phrasings\n- one\n- two\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "fr.md"
    path.write_bytes(text.encode())
    return path


@reuse
@given(LINE)
def test_a_phrasing_is_read_as_the_last_one_and_all_else_stays_byte_for_byte(
    tmp_path: Path, phrasing: str
) -> None:
    text = with_phrasing(FILE, phrasing)
    assert text.startswith(FILE)
    answer = read_answer(written(tmp_path, text))
    assert answer.phrasings == ("one", "two", one_line(phrasing))
    assert answer == read_answer(written(tmp_path, FILE)).model_copy(
        update={"phrasings": answer.phrasings}
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_phrasing_gets_a_line_of_its_own_that_ends_as_the_others_do(
    end: str, *, closed: bool
) -> None:
    before = FILE.replace("\n", end)
    text = with_phrasing(before if closed else before.removesuffix(end), "three")
    assert text == before + f"- three{end}"


@given(st.text())
def test_one_line_is_one_line_without_anything_that_is_not_shown(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip() == one_line(line)
    assert line.encode().decode() == line


def test_words_stay_apart_where_a_control_character_was() -> None:
    assert one_line(" where\x00is\r\nmy\tinvoice\x85\u2028 ") == "where is my invoice"


@reuse
@given(TITLE, LINE.map(one_line), WORDS.map(str.strip).filter(bool))
def test_a_new_file_is_read_as_what_it_was_written_from(
    tmp_path: Path, title: str, phrasing: str, text: str
) -> None:
    head = {"revision": 3, "title": title, "question": phrasing}
    answer = read_answer(written(tmp_path, answer_file(head, text, phrasing)))
    assert (answer.revision, answer.title, answer.question) == (3, title, phrasing)
    assert (answer.text, answer.phrasings) == (text, (phrasing,))


@reuse
@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}", fullmatch=True), TITLE))
def test_yaml_is_read_as_what_it_was_written_from(tmp_path: Path, values: dict[str, str]) -> None:
    path = tmp_path / "topic.yaml"
    path.write_text(as_yaml(values), encoding="utf-8")
    assert read_yaml(path, dict[str, str]) == values
