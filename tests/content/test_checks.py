from pathlib import Path

import pytest

from bot.answering.dates import DateReader
from bot.app import Content, forms_of, known_to
from bot.content.checks import check_knowledge
from bot.content.checks.phrasings import FEWEST
from bot.content.findings import Finding
from bot.content.reader import read_knowledge
from tests.content.small import keep_lines, line_with, replace

TOPIC = "topics/kpi-discrepancy/topic.yaml"
ENGLISH, FRENCH, CHINESE = (f"topics/kpi-discrepancy/{each}.md" for each in ("en", "fr", "zh"))
SCHEDULE = "topics/kpi-report-schedule/topic.yaml"
DATED = "topics/kpi-report-schedule/nl.md"
LINKED = "[Partner Frontline Support][partner-support]"
LONG = "x" * 1_200


def findings(folder: Path) -> list[Finding]:
    knowledge = read_knowledge(folder)
    return check_knowledge(knowledge, known_to(forms_of(knowledge, DateReader(knowledge.dates))))


def places(folder: Path, rule: str) -> list[tuple[str, int]]:
    found = findings(folder)
    return [(str(f.path.relative_to(folder)), f.line) for f in found if f.rule == rule]


def test_the_shipped_knowledge_base_has_no_finding(content: Content) -> None:
    assert check_knowledge(content.decider.knowledge, known_to(content.forms)) == []


def test_the_small_knowledge_base_has_no_finding(folder: Path) -> None:
    assert findings(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "part"),
    [
        (TOPIC, "category: kpis", "category: shoes", "category-unknown", "shoes"),
        (TOPIC, "- kpi-report-schedule", "- kpi-report", "related-unknown", "kpi-report"),
        (TOPIC, "- kpi-report-schedule", "- kpi-discrepancy", "related-unknown", "- kpi-disc"),
        (TOPIC, "- partner-support", "- partner-help", "link-unknown", "partner-help"),
        (TOPIC, "form: discrepancy", "form: complaint", "form-unknown", "complaint"),
        (SCHEDULE, "report-schedule\n", "tides\n", "calculation-unknown", "tides"),
        (SCHEDULE, "computes: report", "computes: report-s", "calculation-unknown", "computes"),
        (FRENCH, "revision: 1", "revision: 2", "revision-ahead", "revision"),
        (FRENCH, "\n\n# Phr", f"\n{LONG}\n\n# Phr", "answer-long", LINKED),
        (CHINESE, "title: ", f"title: {'数' * 20}", "title-long", "title"),
        (FRENCH, "- mois", "- [ ][partner-center]", "link-wordless", "[ ]"),
        (FRENCH, "- mois", "- [là][nowhere]", "link-unknown", "[là]"),
        (FRENCH, LINKED, "Partner Frontline Support", "link-missing", "Partner Frontline"),
        (FRENCH, "- mois", "- [là](https://x.org)", "link-bare", "[là]"),
        (FRENCH, "- mois", "- voir www.x.org", "link-bare", "www"),
        (FRENCH, "l’**Espace partenaires**", "l’espace", "name-missing", LINKED),
        (FRENCH, "**Learning option**", "option", "name-missing", LINKED),
        (DATED, "  example:", "  sample:", "case-missing", "computed:"),
        (DATED, "  example:", "  sample:", "case-unknown", "computed:"),
        (DATED, "{month}", "{moon}", "values-differ", "  example:"),
        (DATED, "{month}", "month", "values-differ", "  example:"),
        (DATED, "{month}", "{month} }", "values-differ", "  example:"),
        (DATED, "  visible:", "  visible: '{date}' #", "values-differ", "  visible:"),
        (FRENCH, "title:", "computed: {x: y}\ntitle:", "case-unknown", "computed:"),
        ("links.yaml", "https://partner.microsoft.com/support", "x", "link-malformed", ": x"),
        ("links.yaml", "https://web.", "ftp://web.", "link-malformed", "ftp"),
        ("links.yaml", ": https://docs.", ": 'https://a b' #", "link-malformed", "a b"),
        ("glossary.yaml", "- en: Yammer", "- fr: Yammer", "name-untranslated", "Yammer"),
        ("categories.yaml", "  sv: Support\n", "", "name-untranslated", "support:"),
        ("categories.yaml", "  en: Support\n", "", "name-untranslated", "support:"),
        ("commands.yaml", "  sv: [språk]\n", "", "name-untranslated", "language:"),
        ("commands.yaml", "  nl: [taal]", "  nl: []", "name-untranslated", "language:"),
    ],
)
def test_each_broken_rule_is_found_with_its_file_and_line(
    folder: Path, file: str, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / file, old, new)
    assert set(places(folder, rule)) == {(file, line_with(folder / file, part))}


def test_translations_of_an_older_revision_are_found(folder: Path) -> None:
    replace(folder / ENGLISH, "revision: 1", "revision: 2")
    replace(folder / FRENCH, "revision: 1", "revision: 2")
    stale = [f"topics/kpi-discrepancy/{each}.md" for each in ("nl", "sv", "zh")]
    assert places(folder, "translation-stale") == [(path, 2) for path in stale]


def test_an_answer_without_a_text_is_found(folder: Path) -> None:
    text = (folder / DATED).read_text(encoding="utf-8")
    head, phrasings = text.split("---\n")[1], text.partition("# Phrasings")[2]
    (folder / DATED).write_text(f"---\n{head}---\n\n# Phrasings{phrasings}", encoding="utf-8")
    assert places(folder, "answer-empty") == [(DATED, head.count("\n") + 3)]


@pytest.mark.parametrize("locale", ["en", "fr", "zh", "nl", "sv"])
def test_an_answer_with_too_few_phrasings_is_found(folder: Path, locale: str) -> None:
    file = f"topics/kpi-discrepancy/{locale}.md"
    keep_lines(folder / file, after="# Phrasings", most=FEWEST)
    assert places(folder, "phrasings-few") == []
    keep_lines(folder / file, after="# Phrasings", most=FEWEST - 1)
    where = line_with(folder / file, "# Phrasings") + 1
    assert places(folder, "phrasings-few") == [(file, where)]


@pytest.mark.parametrize(
    "said", ["KPI update schedule", "kpi  update schedule?!", "kpi update schedule"]
)
@pytest.mark.parametrize("between", ["", "\n\n"])
def test_a_phrasing_of_two_topics_is_found_in_the_second(
    folder: Path, said: str, between: str
) -> None:
    first, second = "topics/kpi-discrepancy/en.md", "topics/kpi-report-schedule/en.md"
    replace(folder / first, "# Phrasings\n", f"# Phrasings\n{between}- kpi update schedule\n")
    replace(folder / second, "# Phrasings\n", f"# Phrasings\n{between}- one more\n- {said}\n")
    line = line_with(folder / second, f"- {said}")
    assert (second, line) in places(folder, "phrasing-twice")


def test_a_phrasing_that_stands_twice_in_its_topic_is_found(folder: Path) -> None:
    replace(folder / FRENCH, "# Phrasings\n", "# Phrasings\n- deux fois\n- autre\n- Deux fois ?\n")
    assert places(folder, "phrasing-twice") == [(FRENCH, line_with(folder / FRENCH, "- Deux"))]


def test_the_same_phrasing_in_two_languages_is_right(folder: Path) -> None:
    for file in (FRENCH, ENGLISH):
        replace(folder / file, "# Phrasings\n", "# Phrasings\n- kpi kpi kpi\n")
    assert findings(folder) == []


def test_a_link_is_found_in_its_line_behind_blank_ones(folder: Path) -> None:
    replace(folder / FRENCH, f"---\n{LINKED}", f"---\n\n\n[là][nowhere] {LINKED}")
    assert places(folder, "link-unknown") == [(FRENCH, line_with(folder / FRENCH, "nowhere"))]


@pytest.mark.parametrize(
    "file",
    [
        "intents/sv.yaml",
        "off-topic/sv.txt",
        "calibration/sv.tsv",
        "forms/directory/sv.yaml",
    ],
)
def test_a_list_that_a_language_lacks_is_found(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert findings(folder) == [Finding(folder / file, 1, "file-missing")]


def test_an_answer_that_a_language_lacks_is_found_with_its_topic(folder: Path) -> None:
    (folder / FRENCH).unlink()
    found = findings(folder)
    assert found == [Finding(folder / FRENCH, 1, "answer-missing")]
    assert found[0].values == {"topic": "kpi-discrepancy", "locale": "fr"}


def test_a_language_without_words_for_months_is_found(folder: Path) -> None:
    path = folder / "dates.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("\nsv:")[0], encoding="utf-8")
    assert places(folder, "name-untranslated") == [("dates.yaml", 1)]


def test_findings_come_in_the_order_of_their_places(folder: Path) -> None:
    replace(folder / FRENCH, "- mois", "- voir www.x.org")
    replace(folder / FRENCH, "revision: 1", "revision: 2")
    replace(folder / "commands.yaml", "  sv: [språk]\n", "")
    found = findings(folder)
    assert found == sorted(found)
    assert [f.path.name for f in found] == ["commands.yaml", "fr.md", "fr.md"]
