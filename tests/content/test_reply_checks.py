"""Mistakes in text blocks are found where they stand, before anybody reads one."""

from pathlib import Path

import pytest

from bot.answering.dates import DateReader
from bot.app import forms_of, known_to
from bot.content.checks import check_guided, check_knowledge
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.content.replies import placeholders
from tests.content.small import line_with, replace

OFFERS = "replies/replies.yaml"
ENGLISH, FRENCH, SWEDISH = (f"replies/{each}.yaml" for each in ("en", "fr", "sv"))
VISIBLE = "directory-visible:"


def findings(knowledge: Knowledge, *, guided: bool = False) -> list[Finding]:
    known = known_to(forms_of(knowledge, DateReader(knowledge.dates)))
    return (check_guided if guided else check_knowledge)(knowledge, known)


def places(folder: Path, rule: str) -> list[tuple[str, int]]:
    found = findings(read_knowledge(folder))
    return [(str(f.path.relative_to(folder)), f.line) for f in found if f.rule == rule]


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "part"),
    [
        (OFFERS, "kinds: [directory]", "kinds: [event]", "ticket-kind-unknown", "[event]"),
        (SWEDISH, "greeting:\n", "halsning:\n", "reply-unknown", "halsning:"),
        (SWEDISH, 'title: "Hälsning"', 'title: "TACK FÖR TÅLAMODET"', "label-twice", "Tack för t"),
        (FRENCH, "{number}", "", "placeholders-differ", "examinons votre"),
        (FRENCH, "{number}", "{frontline}", "value-unknown", "{frontline}"),
        (FRENCH, "{number}", "{number", "value-unknown", "{number et"),
        (FRENCH, "{number}", "{{number}}", "value-unknown", "{{number}}"),
        (FRENCH, "{number}", "{number!r}", "value-unknown", "{number!r}"),
        (FRENCH, "{number}", "{number.real}", "value-unknown", "{number.real}"),
        (FRENCH, "{number}", "{}", "value-unknown", "{}"),
    ],
)
def test_a_mistake_in_a_text_block_is_found_in_its_line(
    folder: Path, file: str, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / file, old, new)
    line = line_with(folder / file, part)
    assert (file, line) in places(folder, rule)


@pytest.mark.parametrize(
    ("block", "old", "name"),
    [
        ("looking-into-it", "{number}", "invoice-number"),
        ("looking-into-it", "{number}", "form"),
        ("looking-into-it", "{number}", "date"),
        ("invoice-month", "Which month", "invoice-number"),
        ("invoice-month", "Which month", "correction_date"),
        ("landing-page-rules", "{landing-page}", "invoice_month"),
        ("landing-page-rules", "{landing-page}", "month"),
    ],
)
def test_a_text_block_names_nothing_that_some_tickets_of_its_kinds_never_have(
    folder: Path, block: str, old: str, name: str
) -> None:
    replace(folder / ENGLISH, old, f"{{{name}}}")
    line = line_with(folder / ENGLISH, f"{block}:") + 2
    assert places(folder, "value-unknown") == [(ENGLISH, line)]


@pytest.mark.parametrize("name", ["form", "month", "invoice_month", "date", "learning-resources"])
def test_a_text_block_for_one_form_may_name_all_that_is_known_of_it(
    folder: Path, name: str
) -> None:
    for path in (folder / "replies").glob("??.yaml"):
        replace(path, "{invoice-number}", f"{{{name}}}")
    assert findings(read_knowledge(folder)) == []


def test_a_text_block_that_a_language_lacks_is_found_and_keeps_nothing_from_starting(
    folder: Path,
) -> None:
    path = folder / FRENCH
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("closing-greeting:")], encoding="utf-8")
    knowledge = read_knowledge(folder)
    assert places(folder, "name-untranslated") == [(FRENCH, 1)]
    assert findings(knowledge, guided=True) == []
    assert knowledge.replies.say("closing-greeting", "fr").text == "Kind regards"


def test_a_text_block_that_english_lacks_keeps_all_from_starting(folder: Path) -> None:
    replace(folder / ENGLISH, VISIBLE, "directory-seen:")
    found = findings(read_knowledge(folder), guided=True)
    assert [(each.path, each.rule) for each in found] == [
        (folder / ENGLISH, "name-untranslated"),
        (folder / ENGLISH, "reply-unknown"),
    ]


def test_a_language_without_text_blocks_is_found(folder: Path) -> None:
    (folder / SWEDISH).unlink()
    assert places(folder, "file-missing") == [(SWEDISH, 1)]


def test_text_blocks_in_a_language_that_is_not_spoken_here_are_found(folder: Path) -> None:
    (folder / SWEDISH).rename(folder / "replies/se.yaml")
    assert places(folder, "locale-unknown") == [("replies/se.yaml", 1)]


@pytest.mark.parametrize(
    ("file", "old", "new", "part"),
    [
        (OFFERS, "acts: [ask]", "acts: [asks]", "[asks]"),
        (OFFERS, "acts: [ask]", "acts: []", "acts: []"),
        (OFFERS, "greeting:\n", "Greeting!:\n", "Greeting!:"),
        (OFFERS, "  kinds:", "  kind:", "  kind:"),
        (FRENCH, 'title: "', f'title: "{"x" * 75}', "  title:"),
        (FRENCH, 'title: "', 'title: "" # ', "  title:"),
        (FRENCH, 'text: "', f'text: "{"x" * 1_000}', "  text:"),
        (FRENCH, 'text: "', 'text: "" # ', "  text:"),
    ],
)
def test_a_text_block_that_can_not_be_offered_or_shown_is_found_in_its_line(
    folder: Path, file: str, old: str, new: str, part: str
) -> None:
    replace(folder / file, old, new)
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    found = error.value.findings[0]
    where = (folder / file, line_with(folder / file, part), "wrong-value")
    assert (found.path, found.line, found.rule) == where


@pytest.mark.parametrize("file", [OFFERS, ENGLISH])
def test_without_its_declaration_or_english_words_no_text_block_is_read(
    folder: Path, file: str
) -> None:
    (folder / file).unlink()
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    assert error.value.findings == [Finding(folder / file, 1, "file-missing")]


def test_more_text_blocks_than_a_list_can_show_are_refused(folder: Path) -> None:
    path = folder / OFFERS
    more = "".join(f"more-{number}:\n  acts: [ask]\n" for number in range(100))
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    assert [finding.rule for finding in error.value.findings] == ["wrong-value"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("none", frozenset()),
        ("{number} of {invoice-number}, {number}", {"number", "invoice-number"}),
        ("a } alone", None),
        ("{two words}", None),
    ],
)
def test_the_placeholders_of_a_text_are_known_or_it_is_refused(
    text: str, named: frozenset[str] | None
) -> None:
    assert placeholders(text) == named
