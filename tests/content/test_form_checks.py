"""Mistakes in forms, and in the words around them, are found where they stand."""

import re
from pathlib import Path

import pytest

from bot.answering.dates import DateReader
from bot.app import MODEL, Content, forms_of, known_to, read_content
from bot.content.checks import check_guided, check_knowledge
from bot.content.findings import ContentError, Finding
from bot.content.reader import read_knowledge
from bot.settings import KNOWLEDGE
from tests.content.small import fitted_once, line_with, replace

DIRECTORY, DISCREPANCY = "forms/directory/form.yaml", "forms/discrepancy/form.yaml"
ENGLISH, FRENCH, CHINESE = (f"forms/discrepancy/{each}.yaml" for each in ("en", "fr", "zh"))
LISTED, LISTED_SV = "forms/directory/en.yaml", "forms/directory/sv.yaml"
TALK, COMMANDS, COUNTRIES = "conversation.yaml", "commands.yaml", "countries.yaml"


def findings(folder: Path) -> list[Finding]:
    knowledge = read_knowledge(folder)
    return check_knowledge(knowledge, known_to(forms_of(knowledge, DateReader(knowledge.dates))))


def places(folder: Path, rule: str) -> list[tuple[str, int]]:
    found = findings(folder)
    return [(str(f.path.relative_to(folder)), f.line) for f in found if f.rule == rule]


@pytest.mark.parametrize(
    ("old", "new", "rule", "part"),
    [
        ("topic: kpi-d", "topic: my-kpi-d", "related-unknown", "topic: my"),
        ("topic: kpi-d", "topic: kpi-report-schedule #", "form-not-offered", "topic: kpi"),
        ("    topic: kpi-report", "    topic: your-kpi-report", "related-unknown", "your-kpi"),
        ("kind: decimal", "kind: decimals", "kind-unknown", "decimals"),
        ("accepts: [pdf,", "choices: [pdf,", "setting-unused", "choices: [pdf"),
        ("long: true", "accepts: [pdf]", "setting-unused", "    accepts: [pdf]"),
        ("    choices: [courseware,", "    # [courseware,", "choices-missing", "  omlp-type:"),
        ("[courseware, lab,", "[courseware, lab, lab,", "name-twice", "lab, lab"),
        ("lab,", "my lab,", "id-malformed", "my lab"),
        ("lab,", "other,", "id-malformed", "[courseware, other"),
        ("  purchase:", "  review:", "id-malformed", "  review:"),
        ("  purchase:", "  Purchase:", "id-malformed", "  Purchase:"),
        ("  month:\n", "  'ask':\n", "id-malformed", "  'ask':"),
        ("  month:\n", "  month:0:\n", "id-malformed", "  month:0:"),
        ("[month, year,", "[moon, month, year,", "field-unknown", "[moon,"),
        ("[month, year,", "[month,", "field-unasked", "  year:\n"),
        ("[month, year,", "[month, year, year,", "name-twice", "steps:"),
        ("[month, year,", "[month, year, remark,", "name-twice", "steps:"),
        ("  proof: [invoice, remark]", "  proof: []", "step-empty", "  proof:"),
        ("several: [purchase", "several: [buying", "step-unknown", "several:"),
        ("several: [purchase, numbers]", "several: [numbers]", "several-apart", "several:"),
        ("several: [purchase, numbers]", "several: [purchase, proof]", "several-apart", "several:"),
        ("same: [invoice-number", "same: [number", "field-unknown", "same:"),
        ("rule: not-in-future", "rule: in-future", "rule-unknown", "rule: in-future"),
        ("rule: report-due\n  fields: {", "rule: report-due\n  fields: {day: year, ",
         "rule-part-unknown", "rule: report-due"),
        ("{month: month, year: year}", "{month: month}", "rule-part-missing", "rule: not-in"),
        ("{month: month, year: year}", "{month: month, year: y}", "field-unknown", "rule: not-in"),
        ("{month: month, year: year}", "{month: year, year: year}", "rule-kind", "rule: not-in"),
        ("    kpi: kpi-dashboard", "    kpi: revenue-dashboard", "rule-kind", "rule: numbers-d"),
        ("[month, year, o", "[month, o", "rule-apart", "rule: not-in"),
        ("same: [", "computes: tides\nsame: [", "calculation-unknown", "computes: tides"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_a_form_declares_is_found_in_its_line(
    folder: Path, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / DISCREPANCY, old, new)
    if rule == "rule-apart":
        replace(folder / DISCREPANCY, "proof: [invoice", "proof: [year, invoice")
    where = line_with(folder / DISCREPANCY, part.strip("\n"))
    assert (DISCREPANCY, where) in places(folder, rule)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("schedule: directory-schedule", "schedule: tides", "schedule-unknown"),
        ("reply: directory-visible", "reply: directory-gone", "reply-unoffered"),
        ("reply: directory-visible", "reply: directory-submitted", "reply-unoffered"),
    ],
)
def test_a_mistake_in_what_a_form_says_of_its_batches_is_found_in_its_line(
    folder: Path, old: str, new: str, rule: str
) -> None:
    replace(folder / DIRECTORY, old, new)
    assert (DIRECTORY, line_with(folder / DIRECTORY, "batch:")) in places(folder, rule)


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "part"),
    [
        (LISTED_SV, "  name:\n", "  namn:\n", "field-differs", "  namn:"),
        (LISTED_SV, "  company:", "  firma:", "step-differs", "  firma:"),
        (LISTED_SV, "      owned:", "      own:", "choice-differs", "      own:"),
        (CHINESE, "      other:", "      # ", "choice-differs", "    choices:"),
        (ENGLISH, '"Lab"', '"COURSEWARE"', "label-twice", '"COURSEWARE"'),
        (ENGLISH, 'label: "Year"', 'label: "month"', "label-twice", "  year:"),
        (FRENCH, "another:", "# ", "another-missing", "title:"),
        (LISTED, "introduction:", "another: More\nintroduction:", "another-unused", "another:"),
        (LISTED, "{date}", "{day}", "value-unknown", "next:"),
        (LISTED, "{date}", "{next_date}", "value-unknown", "next:"),
        (LISTED, "{date}", "{date", "value-unknown", "next:"),
        (LISTED_SV, "{date}", "datum", "placeholders-differ", "next:"),
        (FRENCH, 'next: "', 'next: "{date} ', "value-uncomputed", "next:"),
    ],
)
def test_a_mistake_in_the_words_of_a_form_is_found_in_its_line(
    folder: Path, file: str, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / file, old, new)
    assert (file, line_with(folder / file, part)) in places(folder, rule)


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "part"),
    [
        (TALK, "back:\n", "before:\n", "word-unknown", "before:"),
        (TALK, "back:\n", "before:\n", "word-missing", "# What"),
        (TALK, "    back, go back", "    back, 'go {field} back'", "phrase-braces", "go {field}"),
        (TALK, '"change my {field}"', '"change {field} {field}"', "phrase-braces", "{field} {f"),
        (TALK, '"change my {field}"', '"change my {name}"', "phrase-braces", "{name}"),
        (TALK, "    back, go back", "    back, go back, Skip it", "phrasing-twice", "skip it"),
        (TALK, "    back, go back", "    back, ' '", "phrase-empty", "    back, ' '"),
        (COMMANDS, "directory:", "event:", "command-unknown", "event:"),
        (COMMANDS, "directory:", "event:", "command-missing", "# The"),
        (COMMANDS, "fr: [annuaire]", "fr: [écart]", "phrasing-twice", "fr: [écart]"),
        (COUNTRIES, "\nAL:", "\nUK:", "code-unknown", "UK:"),
        (COUNTRIES, "[Shqipëria]", "[]", "country-nameless", "AL:"),
        (COUNTRIES, "[Shqipëria]", "[' ']", "country-nameless", "AL:"),
    ],
)
def test_a_mistake_in_the_words_around_forms_is_found_in_its_line(
    folder: Path, file: str, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / file, old, new)
    assert places(folder, rule) == [(file, line_with(folder / file, part))]


def test_a_word_of_a_conversation_that_a_language_lacks_is_found(folder: Path) -> None:
    path = folder / TALK
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n  zh: [", "\n  ja: [", 1), encoding="utf-8")
    line = text.splitlines().index("back:") + 1
    assert places(folder, "name-untranslated") == [(TALK, line)]


@pytest.mark.parametrize(
    ("file", "old", "new", "part"),
    [
        (FRENCH, 'title: "', f'title: "{"x" * 24}', "title:"),
        (FRENCH, 'button: "', f'button: "{"x" * 40}', "button:"),
        (FRENCH, 'introduction: "', f'introduction: "{"x" * 300}', "introduction:"),
        (FRENCH, 'next: "', f'next: "{"x" * 300}', "next:"),
        (FRENCH, 'another: "', f'another: "{"x" * 40}', "another:"),
        (FRENCH, '  purchase: "', f'  purchase: "{"x" * 60}', "  purchase:"),
        (FRENCH, '    label: "', f'    label: "{"x" * 75}', "    label:"),
        (FRENCH, '    hint: "', f'    hint: "{"x" * 150}', "    hint:"),
        (FRENCH, '    question: "', f'    question: "{"x" * 300}', "    question:"),
        (FRENCH, '      lab: "', f'      lab: "{"x" * 75}', "      lab:"),
        (FRENCH, '    label: "', '    label: "" # ', "    label:"),
        (FRENCH, "    cues: [", "    cues: ['',", "    cues: ['',"),
        (DISCREPANCY, "several:", "many:", "many:"),
        (DISCREPANCY, "    optional: true", "    optional: maybe", "maybe"),
    ],
)
def test_a_text_that_slack_would_cut_is_found_in_its_line(
    folder: Path, file: str, old: str, new: str, part: str
) -> None:
    replace(folder / file, old, new)
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    (found,) = error.value.findings
    line = line_with(folder / file, part)
    assert (found.path, found.line, found.rule) == (folder / file, line, "wrong-value")


def test_the_words_of_every_language_are_read_before_anything_is_said(folder: Path) -> None:
    for file in (FRENCH, CHINESE, LISTED_SV):
        replace(folder / file, 'title: "', f'title: "{"x" * 24}')
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    broken = [finding.path for finding in error.value.findings]
    assert broken == [folder / file for file in (LISTED_SV, FRENCH, CHINESE)]


def test_all_mistakes_of_a_form_are_found_at_once(folder: Path) -> None:
    replace(folder / DISCREPANCY, "kind: decimal", "kind: decimals")
    replace(folder / DISCREPANCY, "rule: not-in-future", "rule: in-future")
    replace(folder / DISCREPANCY, "same: [invoice-number", "same: [number")
    rules = {finding.rule for finding in findings(folder)}
    assert rules == {"kind-unknown", "rule-kind", "rule-unknown", "field-unknown"}


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (DISCREPANCY, "kind: month", "kind: moon", "kind-unknown"),
        (DISCREPANCY, "rule: report-due", "rule: report-dew", "rule-unknown"),
        (ENGLISH, "  remark:\n    label", "  remarks:\n    label", "field-differs"),
        (TALK, "back:\n", "before:\n", "word-unknown"),
        (COMMANDS, "directory:", "event:", "command-unknown"),
    ],
)
def test_the_app_does_not_start_with_a_form_that_can_t_work(
    folder: Path, file: str, old: str, new: str, rule: str
) -> None:
    (folder / MODEL).write_bytes(fitted_once())
    replace(folder / file, old, new)
    with pytest.raises(ContentError) as error:
        read_content(folder)
    assert rule in {finding.rule for finding in error.value.findings}


def test_the_app_starts_with_a_form_that_a_language_lacks(folder: Path) -> None:
    (folder / MODEL).write_bytes(fitted_once())
    (folder / LISTED_SV).unlink()
    content = read_content(folder)
    form = content.forms.declared["directory"]
    assert form.say("sv") == form.say("en")
    assert check_guided(read_knowledge(folder), known_to(content.forms)) == []


def test_the_editors_guide_names_every_kind_and_rule_with_its_parts(content: Content) -> None:
    guide = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in guide.splitlines() if line.startswith("| `")]
    named = [set(re.findall("`([a-z-]+)`", cell)) for row in rows for cell in row[:1]]
    known = known_to(content.forms)
    assert set(known.kinds) | set(known.rules) <= set().union(*named)
    for rule, parts in known.rules.items():
        (row,) = (row for row in rows if row[0] == f"| `{rule}`")
        assert set(re.findall("`([a-z-]+)`", row[1])) == set(parts.every())
    for kind, settings in known.kinds.items():
        (row,) = (row for row in rows if f"`{kind}`" in row[0])
        assert set(re.findall("`([a-z]+):", row[2])) == set(settings)
