import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content.files import read_lines, read_questions
from bot.content.findings import ContentError, Finding
from bot.content.models import Question
from bot.content.reader import read_knowledge
from tests.content.small import TOPICS, line_with, replace

TOPIC = "topics/kpi-discrepancy/topic.yaml"
ANSWER = "topics/kpi-discrepancy/fr.md"


def refusal(folder: Path) -> list[Finding]:
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    return error.value.findings


def test_a_knowledge_base_is_read_whole(folder: Path) -> None:
    knowledge = read_knowledge(folder)
    assert list(knowledge.locales) == ["en", "fr", "zh", "nl", "sv"]
    assert set(knowledge.topics) == set(TOPICS)
    assert set(knowledge.forms) == {"discrepancy", "directory"}
    for table in (knowledge.intents, knowledge.off_topic, knowledge.calibration, knowledge.dates):
        assert set(table) == set(knowledge.locales)


def test_an_answer_is_read_in_its_parts(folder: Path) -> None:
    answer = read_knowledge(folder).topics["kpi-report-schedule"].answers["en"]
    assert (answer.locale, answer.revision) == ("en", 1)
    assert set(answer.computed) == {"example", "upcoming", "visible"}
    assert answer.text.startswith("**KPI** reports are updated")
    assert "# Phrasings" not in answer.text
    assert answer.phrasings[0] == "when do my KPIs show up"


def test_what_topic_yaml_says_is_typed(folder: Path) -> None:
    topic = read_knowledge(folder).topics["kpi-discrepancy"]
    assert isinstance(topic.reviewed, date)
    assert (topic.form, topic.category) == ("discrepancy", "kpis")


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "part"),
    [
        (TOPIC, "category: kpis", "category: [kpis", "not-yaml", "source:"),
        (TOPIC, "category: kpis", "category: kpis\ncategory: other", "not-yaml", "other"),
        (TOPIC, "category: kpis", "category: kpis\ncolour: red", "wrong-value", "colour"),
        (TOPIC, "reviewed:", "reviewed: soon #", "wrong-value", "reviewed"),
        (TOPIC, "reviewed:", "reviewed: 2026-02-30 #", "wrong-value", "reviewed"),
        (TOPIC, "reviewed:", "reviewed: '\x01' #", "not-yaml", "reviewed"),
        (TOPIC, "related:", "related:\n- a\n- b\n- c", "wrong-value", "related"),
        (ANSWER, "revision: 1", "revision: 0", "wrong-value", "revision"),
        (ANSWER, "revision: 1", "revision: one", "wrong-value", "revision"),
        (ANSWER, "revision: 1", "revision: 1\nauthor: me", "wrong-value", "author"),
        (ANSWER, "title: ", "title: [", "not-yaml", "question"),
        (ANSWER, "title: ", f"title: {'x' * 40}", "wrong-value", "title"),
        (ANSWER, "question: ", f"question: {'x' * 200}", "wrong-value", "question"),
        ("locales.yaml", "  site: fr-fr", "  page: fr-fr", "wrong-value", "page"),
        ("locales.yaml", "zh:", "cn:", "wrong-value", "cn:"),
        ("links.yaml", "partner-center:", "partner-center: [] #", "wrong-value", "[]"),
        ("glossary.yaml", "- en: Yammer", "- Yammer", "wrong-value", "Yammer"),
        ("commands.yaml", "en: [help]", "en: help", "wrong-value", "en: help"),
        ("categories.yaml", "kpis:", "kpis", "not-yaml", "  en: KPIs"),
        ("dates.yaml", "this_month: [den här", "this: [den här", "wrong-value", "sv:"),
        ("intents/nl.yaml", "thanks:", "tanks:", "wrong-value", "tanks"),
        ("forms/directory/form.yaml", "topic:", "topics:", "wrong-value", "topics:"),
        ("forms/directory/sv.yaml", "title: ", f"title: {'x' * 24}", "wrong-value", "title"),
    ],
)
def test_a_file_that_cant_be_used_is_named_with_its_line(
    folder: Path, file: str, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / file, old, new)
    found = refusal(folder)
    assert Finding(folder / file, line_with(folder / file, part), rule) in found
    assert {finding.path for finding in found} == {folder / file}


@pytest.mark.parametrize(
    "file",
    [
        "locales.yaml",
        "categories.yaml",
        "links.yaml",
        "glossary.yaml",
        "commands.yaml",
        "dates.yaml",
        TOPIC,
        "topics/kpi-discrepancy/en.md",
        "forms/directory/form.yaml",
    ],
)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert refusal(folder) == [Finding(folder / file, 1, "file-missing")]


@pytest.mark.parametrize("name", ["topics", "forms"])
def test_a_missing_folder_is_named(folder: Path, name: str) -> None:
    shutil.rmtree(folder / name)
    assert refusal(folder) == [Finding(folder / name, 1, "file-missing")]


def test_without_any_knowledge_the_first_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == [
        Finding(tmp_path / "nowhere/locales.yaml", 1, "file-missing")
    ]


@pytest.mark.parametrize("file", [TOPIC, ANSWER, "off-topic/sv.txt", "intents/fr.yaml"])
def test_a_file_that_is_not_utf_8_is_named_with_the_line_that_shows_it(
    folder: Path, file: str
) -> None:
    lines = (folder / file).read_bytes().split(b"\n")
    lines[2] += "é".encode("latin-1")
    (folder / file).write_bytes(b"\n".join(lines))
    assert refusal(folder) == [Finding(folder / file, 3, "not-utf-8")]


@pytest.mark.parametrize(
    ("cut", "mark"),
    [("---\n#", "---"), ("# Phrasings\n", "# Phrasings")],
)
def test_an_answer_without_one_of_its_parts_is_named(folder: Path, cut: str, mark: str) -> None:
    path = folder / ANSWER
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("\n---\n", "\n") if mark == "---" else text.replace(cut, ""), encoding="utf-8"
    )
    found = refusal(folder)
    assert [(f.path, f.rule, f.values["mark"]) for f in found] == [(path, "part-missing", mark)]


def test_an_empty_answer_file_lacks_its_first_part(folder: Path) -> None:
    (folder / ANSWER).write_text("", encoding="utf-8")
    assert refusal(folder) == [Finding(folder / ANSWER, 1, "part-missing")]


def test_a_phrasing_that_is_no_list_item_is_named_with_its_line(folder: Path) -> None:
    replace(folder / ANSWER, "# Phrasings\n", "# Phrasings\n\nno list item\n")
    line = line_with(folder / ANSWER, "no list item")
    assert refusal(folder) == [Finding(folder / ANSWER, line, "not-a-phrasing")]


def test_a_calibration_question_without_a_tab_is_named_with_its_line(folder: Path) -> None:
    path = folder / "calibration/nl.tsv"
    replace(path, "\n", "\nkpi-discrepancy klopt dit\n")
    assert refusal(folder) == [Finding(path, 2, "no-tab")]


def test_every_file_that_is_wrong_is_named_at_once(folder: Path) -> None:
    broken = [folder / "intents/nl.yaml", folder / TOPIC, folder / "forms/directory/fr.yaml"]
    broken += [folder / "topics/directory-missing/sv.md", folder / "topics/directory-missing/zh.md"]
    for path in broken:
        path.write_text("[", encoding="utf-8")
    assert {finding.path for finding in refusal(folder)} == set(broken)


def test_a_file_that_was_wrong_leaves_the_next_one_readable(folder: Path) -> None:
    replace(folder / TOPIC, "category: kpis", "category: [kpis")
    assert refusal(folder)
    replace(folder / TOPIC, "category: [kpis", "category: kpis")
    assert read_knowledge(folder).topics


def test_no_stays_a_word_in_yaml(folder: Path) -> None:
    replace(folder / "commands.yaml", "sv: [hjälp]", "sv: [hjälp, no, off]")
    assert read_knowledge(folder).commands["help"]["sv"] == ("hjälp", "no", "off")


def test_a_language_that_is_not_declared_is_not_read(folder: Path) -> None:
    (folder / "topics/kpi-discrepancy/de.md").write_text("[", encoding="utf-8")
    assert "de" not in read_knowledge(folder).topics["kpi-discrepancy"].answers


def test_lists_are_read_without_comments_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# comment\n\n one \ntwo\n", encoding="utf-8")
    assert read_lines(path) == ("one", "two")


def test_questions_are_read_with_their_topics_or_none(tmp_path: Path) -> None:
    path = tmp_path / "questions.tsv"
    path.write_text("# comment\n\ntopic\twhat?\n-\tthe weather\n", encoding="utf-8")
    assert read_questions(path) == (Question("topic", "what?"), Question(None, "the weather"))


def test_a_page_is_found_in_the_readers_part_of_the_site(folder: Path) -> None:
    knowledge = read_knowledge(folder)
    assert knowledge.link("referrals", "sv").startswith("https://learn.microsoft.com/sv-se/")
    assert knowledge.link("partner-support", "sv") == knowledge.link("partner-support", "en")


def test_a_category_has_its_name_in_the_readers_language_else_in_english(folder: Path) -> None:
    knowledge = read_knowledge(folder)
    assert knowledge.category("directory", "fr") == "Annuaire des partenaires"
    assert knowledge.category("directory", "de") == "Partner directory"
