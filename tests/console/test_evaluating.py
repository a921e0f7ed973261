import json
from pathlib import Path

import pytest

from bot.app import Content
from bot.console.evaluating import evaluated, read_cases
from tests.console.commands import NOW, Run

RATES = ["answered_right", "suggested_right", "wrong", "missed"]
RATES += ["refused", "suggested", "false_answer"]
QUESTION_KEYS = ["locale", "expected", "question", "decision", "topic", "suggestions"]
QUESTION_KEYS += ["confidence", "detected"]
CASES = """# locale, topic, question
en\tkpi-report-schedule\tWhen do the KPIs of our invoice show up?
sv\tkpi-report-schedule\tWhen do the KPIs of our invoice show up?

fr\t-\tQuel temps fera-t-il demain à Paris ?
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.tsv"
    path.write_text(CASES, encoding="utf-8")
    return path


def test_the_command_prints_the_json_of_the_contract(run: Run, file: Path) -> None:
    done = run("evaluate", str(file), "--json")
    assert (done.code, done.err) == (0, "")
    result = json.loads(done.out)
    assert list(result) == ["overall", "locales", "questions"]
    assert list(result["locales"]) == ["en", "sv", "fr"]
    for rates in (result["overall"], *result["locales"].values()):
        assert [name for name in rates if name in RATES] == RATES
        assert all(0 <= rates[name] <= 1 for name in RATES)
    assert [list(question) for question in result["questions"]] == [QUESTION_KEYS] * 3


def test_every_question_is_told_with_what_was_expected_and_decided(
    content: Content, file: Path
) -> None:
    result = evaluated(content, read_cases(file), NOW, locale_known=False)
    first, _, last = result["questions"]
    assert (first["expected"], first["topic"]) == ("kpi-report-schedule",) * 2
    assert (first["decision"], first["suggestions"], first["detected"]) == ("answer", [], "en")
    assert isinstance(first["confidence"], float)
    assert (last["expected"], last["topic"], last["detected"]) == ("-", None, "fr")
    assert result["overall"]["answered_right"] == 1.0


def test_the_table_has_a_line_for_each_locale_and_one_for_all(run: Run, file: Path) -> None:
    lines = run("evaluate", str(file)).out.splitlines()
    assert [line.split()[0] for line in lines] == ["answered_right", "en", "sv", "fr", "="]
    assert lines[0].split() == RATES
    assert {len(line.split()) for line in lines[1:]} == {1 + len(RATES)}


def test_lines_may_end_as_on_windows(run: Run, file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert run("evaluate", str(file), "--locale-known").code == 0


def test_a_line_that_is_short_is_named_with_its_number(run: Run, file: Path) -> None:
    file.write_text(CASES + "en\twhich question?\n", encoding="utf-8")
    done = run("evaluate", str(file), "--json")
    assert (done.code, done.out) == (1, "")
    assert done.lines == [
        "Line 6 of cases.tsv has no locale, topic and question with tabs between: correct it."
    ]


@pytest.mark.parametrize("name", ["missing.tsv", "."])
def test_a_file_that_cant_be_opened_is_named(run: Run, tmp_path: Path, name: str) -> None:
    done = run("evaluate", str(tmp_path / name))
    assert (done.code, done.out) == (1, "")
    assert done.lines == [f"{tmp_path / name}: The file is missing: add it."]


def test_a_file_that_is_not_utf_8_is_refused_in_a_sentence(run: Run, file: Path) -> None:
    file.write_bytes("fr\t-\tété\n".encode("latin-1"))
    done = run("evaluate", str(file))
    assert (done.code, done.out) == (1, "")
    assert done.lines == ["The file is not UTF-8: save it as UTF-8."]
