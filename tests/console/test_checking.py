import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import MODEL
from bot.console.checking import findings
from bot.console.words import say
from bot.content.findings import Finding
from bot.settings import ROOT, TEMPLATES
from tests.content.small import copy_fitted, line_with, replace

ANSWER = "topics/kpi-discrepancy/fr.md"
DATED = "topics/kpi-report-schedule/en.md"
PROBLEMS = TEMPLATES / "console/problems.txt.j2"


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_fitted(tmp_path_factory.mktemp("checked") / "knowledge")


@pytest.fixture
def folder(pristine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pristine, tmp_path / "knowledge")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return shutil.copytree(TEMPLATES, tmp_path / "templates")


def rules(found: list[Finding]) -> set[tuple[str, int, str]]:
    return {(finding.path.name, finding.line, finding.rule) for finding in found}


def test_a_knowledge_base_in_order_has_no_finding(folder: Path) -> None:
    found, knowledge = findings(folder, TEMPLATES)
    assert found == []
    assert knowledge is not None


def test_a_model_that_is_older_than_the_examples_is_found(folder: Path) -> None:
    replace(folder / ANSWER, "# Phrasings\n", "# Phrasings\n- quelque chose de nouveau\n")
    assert findings(folder, TEMPLATES)[0] == [Finding(folder / MODEL, 1, "model-stale")]


def test_a_missing_model_is_found(folder: Path) -> None:
    (folder / MODEL).unlink()
    assert findings(folder, TEMPLATES)[0] == [Finding(folder / MODEL, 1, "no-model")]


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (ANSWER, "][partner-support]", "][partner-help]", "link-unknown"),
        (DATED, "  example:", "  sample:", "case-missing"),
        (DATED, "{month}", "{moon}", "values-differ"),
        (DATED, "{month}", "{month} {", "values-differ"),
        ("topics/kpi-report-schedule/topic.yaml", ": report-sch", ": s", "calculation-unknown"),
        ("categories.yaml", "  en: Support\n", "", "name-untranslated"),
        ("forms/directory/fr.yaml", "  country:", "  pays:", "field-differs"),
    ],
)
def test_what_content_lacks_is_named_and_keeps_no_other_check_from_running(
    folder: Path, file: str, old: str, new: str, rule: str
) -> None:
    replace(folder / file, old, new)
    found, _ = findings(folder, TEMPLATES)
    assert (folder / file, rule) in {(finding.path, finding.rule) for finding in found}


def test_a_form_without_english_words_is_named(folder: Path) -> None:
    (folder / "forms/directory/en.yaml").unlink()
    found, _ = findings(folder, TEMPLATES)
    assert found == [Finding(folder / "forms/directory/en.yaml", 1, "file-missing")]


def test_a_catalog_that_is_not_utf_8_is_named(folder: Path) -> None:
    path = folder / "interface/fr.po"
    path.write_bytes(path.read_bytes() + "# été\n".encode("latin-1"))
    found, _ = findings(folder, TEMPLATES)
    assert {(finding.path, finding.rule) for finding in found} == {(path, "not-utf-8")}


def test_a_file_that_cant_be_read_is_named_alone(folder: Path) -> None:
    (folder / ANSWER).write_text("", encoding="utf-8")
    found, knowledge = findings(folder, TEMPLATES)
    assert rules(found) == {("fr.md", 1, "part-missing")}
    assert knowledge is None


def test_a_template_that_is_broken_is_named_with_its_line(folder: Path, templates: Path) -> None:
    path = templates / "slack/answer.txt.j2"
    path.write_text(path.read_text(encoding="utf-8") + "\n{% nonsense %}\n", encoding="utf-8")
    found, _ = findings(folder, templates)
    where = Finding(path, line_with(path, "nonsense"), "template-broken")
    assert where in found


def test_a_message_that_slack_would_refuse_is_named_with_its_language(
    folder: Path, templates: Path
) -> None:
    replace(folder / "categories.yaml", "  sv: Support", f"  sv: {'S' * 151}")
    found, _ = findings(folder, templates)
    assert {(finding.path.name, finding.rule) for finding in found} == {
        ("home.json.j2", "drawing-refused")
    }
    assert {finding.values["locale"] for finding in found} == {"sv"}


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_finding_has_its_sentence_and_every_sentence_is_said() -> None:
    told = set(re.findall(r'  "([a-z0-9-]+)": _', PROBLEMS.read_text(encoding="utf-8")))
    said = {text for path in (ROOT / "bot").rglob("*.py") for text in constants(path)}
    assert told <= said
    of_content = {text for path in (ROOT / "bot/content").rglob("*.py") for text in constants(path)}
    rules = {text for text in of_content if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text)}
    assert rules - told == {"off-topic", "utf-8", "en-us"}


@pytest.mark.parametrize("locale", ["en", "fr", "zh", "nl", "sv"])
def test_every_sentence_is_whole_in_every_language(locale: str) -> None:
    sentences = PROBLEMS.read_text(encoding="utf-8")
    for rule, sentence in re.findall(r'  "([a-z0-9-]+)": _\("(.*)"\),', sentences):
        values = {name: f"<{name}>" for name in re.findall(r"\{([a-z_]+)\}", sentence)}
        said = say("problems", locale, rule=rule, values=values)
        assert said
        assert [value for value in values.values() if value not in said] == [], rule
        assert not re.search(r"[{}]", said), rule
