"""A sixth language, made of files alone, with one answer so far."""

from datetime import date
from pathlib import Path

import pytest

from bot.answering.decision import Decision, Kind, Preferences
from bot.answering.intents import Intent
from bot.answering.wording import word
from bot.app import MODEL, Content, known_to, read_content
from bot.console.checking import question
from bot.content.checks import check_knowledge
from bot.content.checks.catalogs import check_catalogs
from bot.content.reader import read_knowledge
from bot.settings import TEMPLATES
from tests.content.german import ANSWERED, UNANSWERED, add_german
from tests.content.small import TOPICS, copy_few, fit_quickly

TODAY = date(2026, 5, 20)
NOTE = "We don’t have this answer in your language yet."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copy_few(tmp_path_factory.mktemp("german") / "knowledge")
    add_german(made)
    fit_quickly(read_knowledge(made)).save(made / MODEL)
    return made


@pytest.fixture(scope="module")
def german(folder: Path) -> Content:
    return read_content(folder)


def decide(german: Content, text: str, chosen: str | None = None) -> Decision:
    return german.decider.decide(text, Preferences(chosen=chosen), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Wann erscheint die Rechnung vom April?",
        "ab wann wird unsere Rechnung vom April im KPI-Bericht angezeigt",
    ],
)
def test_a_question_in_the_new_language_is_told_and_answered_in_it(
    german: Content, text: str
) -> None:
    decision = decide(german, text)
    assert (decision.kind, decision.topic) == (Kind.ANSWER, ANSWERED)
    assert decision.locale == decision.detected == "de"


def test_its_answer_has_the_months_and_dates_of_cldr(german: Content) -> None:
    decision = decide(german, "Wann erscheint die Rechnung vom April?")
    knowledge = german.decider.knowledge
    worded = word(knowledge, ANSWERED, "de", decision.mention, TODAY)
    assert worded.locale == "de"
    assert worded.text.startswith("Rechnung vom **April 2026**: KPI seit **15. Mai 2026**.")


@pytest.mark.parametrize("text", ["rechnung vom maerz 2026", "Rechnung vom März 2026"])
def test_its_months_are_found_in_questions(german: Content, text: str) -> None:
    assert german.decider.dates.find(text, TODAY) == (3, 2026, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Guten Tag!", Intent.GREETING),
        ("Vielen Dank", Intent.THANKS),
        ("Auf Wiedersehen", Intent.GOODBYE),
        ("Was kannst du?", Intent.HELP),
        ("Bitte auf Deutsch", Intent.LANGUAGE),
        ("Ich möchte mit einem Menschen sprechen", Intent.PERSON),
    ],
)
def test_its_talk_is_understood(german: Content, text: str, intent: Intent) -> None:
    assert decide(german, text).intent == intent


def test_it_is_asked_for_by_its_name(german: Content) -> None:
    assert decide(german, "Bitte auf Deutsch").named == "de"
    assert decide(german, "Deutsch").locale == "de"


def test_an_answer_that_it_lacks_is_given_in_english_with_a_note(german: Content) -> None:
    decision = decide(german, "Our company is missing from the directory", chosen="de")
    assert (decision.topic, decision.locale) == (UNANSWERED, "de")
    worded = word(german.decider.knowledge, UNANSWERED, "de", None, TODAY)
    assert worded.locale == "en"
    asked = question("de", topic=UNANSWERED)
    shown = german.artist.reply(asked, None, TODAY)
    assert NOTE in shown.text
    assert NOTE in str(shown.blocks)
    assert NOTE in german.artist.plain(asked, TODAY)


def test_an_answer_that_it_has_comes_without_a_note(german: Content) -> None:
    shown = german.artist.reply(question("de", topic=ANSWERED), None, TODAY)
    assert "KPI-Berichte" in shown.text
    assert NOTE not in shown.text + str(shown.blocks)


def test_the_other_languages_answer_as_before(german: Content) -> None:
    asked = {
        "en": "when do the KPIs of our invoice show up",
        "fr": "quand les KPI de notre facture sont-ils visibles ?",
        "zh": "我的发票对应的 KPI 什么时候显示？",
        "nl": "wanneer zijn de KPI's van mijn factuur zichtbaar?",
        "sv": "när syns KPI:erna för min faktura?",
    }
    decisions = {locale: decide(german, text) for locale, text in asked.items()}
    assert {locale: d.locale for locale, d in decisions.items()} == {each: each for each in asked}
    assert {d.topic for d in decisions.values()} == {ANSWERED}


def test_check_names_all_that_it_lacks_and_nothing_else(folder: Path, german: Content) -> None:
    found = check_knowledge(read_knowledge(folder), known_to(german.forms))
    named = {(str(f.path.relative_to(folder)), f.rule) for f in found}
    lists = {f"forms/{form}/de.yaml" for form in ("directory", "discrepancy")}
    lists |= {"calibration/de.tsv", "replies/de.yaml"}
    answers = {f"topics/{topic}/de.md" for topic in TOPICS if topic != ANSWERED}
    assert named == {(each, "file-missing") for each in lists} | {
        (each, "answer-missing") for each in answers
    }


def test_check_names_every_word_of_the_interface_that_it_lacks(folder: Path) -> None:
    found = check_catalogs(TEMPLATES, folder / "interface", ["de"])
    lacking = [f for f in found if f.path.name == "de.po"]
    assert {finding.rule for finding in lacking} == {"word-untranslated"}
    assert len(lacking) > 50
    assert len({finding.line for finding in lacking}) == len(lacking)
