"""A form as a conversation: what people say, and what becomes of the form by it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Content
from bot.content.forms import Position
from bot.content.shapes import Id
from bot.forms.case import Case, Reader
from bot.forms.conversation import (
    Spot,
    answer,
    asks_for_files,
    attach,
    before,
    has_boxes,
    named,
    onward,
    same,
    skip,
    spots,
)
from bot.forms.filled import Filled
from bot.forms.phrases import FIELD, PARTS, WITH_FIELD, Change, Phrases, Said, Word
from bot.forms.readings import Given, Typed

LOCALES = ("en", "fr", "zh", "nl", "sv")
TODAY = date(2026, 3, 10)

REPORT: dict[Id, Typed] = {
    "month": "January",
    "year": "2026",
    "omlp-type": "lab",
    "purchase-unit": "Unit A",
    "invoice-number": "INV-0042",
    "kpi-dashboard": "12.5",
    "kpi-partner-center": "0",
    "revenue-dashboard": "1250 EUR",
    "revenue-partner-center": "",
    "invoice": ("F1 invoice.pdf",),
    "remark": "",
}


@pytest.fixture(scope="module")
def phrases(content: Content) -> Phrases:
    return content.phrases


@pytest.fixture(scope="module")
def report(content: Content) -> Case:
    return case_of(content, "discrepancy")


@pytest.fixture(scope="module")
def directory(content: Content) -> Case:
    return case_of(content, "directory")


def case_of(content: Content, form: Id, locale: str = "en") -> Case:
    declared = content.forms.declared[form]
    return Case(content.forms, declared, Filled(), Reader(locale, TODAY))


def spot(case: Case, field: Id, line: int = 0) -> Spot:
    there = [s for s in spots(case) if s.field == field]
    return next((s for s in there if s.position.line == line), there[0])


def filled(case: Case, *fields: Id, line: int = 0) -> Case:
    """Answer fields of a report, or all of them."""
    for field in fields or REPORT:
        step = next(s for s, there in case.form.steps.items() if field in there)
        at = line if step in case.form.several else 0
        case = case.put(Position(step, at), {field: Given(REPORT[field])})
    return case


def typed(case: Case, field: Id, line: int = 0) -> Typed | None:
    found = case.at(spot(case, field, line).position).get(field)
    return found.typed if found else None


def test_every_phrase_is_understood_as_its_word(content: Content, phrases: Phrases) -> None:
    for word, languages in content.decider.knowledge.conversation.items():
        for every in languages.values():
            for phrase in every:
                if Word(word) not in PARTS and FIELD not in phrase:
                    assert phrases.read(phrase) == Said(Word(word)), phrase


def test_every_phrase_with_a_field_tells_its_name(content: Content, phrases: Phrases) -> None:
    for word in WITH_FIELD:
        for every in content.decider.knowledge.conversation[word].values():
            for phrase in every:
                if FIELD in phrase:
                    said = phrases.read(phrase.replace(FIELD, "Xyzzy"))
                    assert said, phrase
                    assert said.word in WITH_FIELD
                    assert any("Xyzzy" in change.field for change in said.changes), phrase


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Skip please!", Word.SKIP),
        ("please, go back.", Word.BACK),
        ("c’est pareil", Word.SAME),
        ("IT’S THE SAME", Word.SAME),
        ("一样。", Word.SAME),
        ("请提醒我", Word.REMIND),
        ("retour svp", Word.BACK),
        ("nog één aub", Word.ANOTHER),
        ("  stop  ", Word.STOP),
        ("help??", Word.HELP),
        ("I don’t know.", Word.HELP),
        ("aucune idée", Word.HELP),
        ("？", Word.HELP),
        ("?", Word.HELP),
        ("是什么？", Word.HELP),
        ("👍🏽", Word.YES),
        (":+1::skin-tone-3:", Word.YES),
        ("Yes, all correct!", Word.YES),
        ("ja alles klopt", Word.YES),
        ("Oui, je confirme tout.", Word.YES),
        ("是的，没问题", Word.YES),
        ("ja, skicka in", Word.SEND),
        ("ok envoyez", Word.SEND),
        ("No.", Word.NO),
    ],
)
def test_words_are_understood_as_people_type_them(phrases: Phrases, text: str, word: Word) -> None:
    assert phrases.read(text) == Said(word)


@pytest.mark.parametrize(
    "text", ["", " ", "please", "merci", "12", "a skip of waste", "yes man", "x" * 9_000]
)
def test_what_says_nothing_is_no_word(phrases: Phrases, text: str) -> None:
    assert phrases.read(text) is None


def test_a_new_value_is_told_from_the_field_in_every_way_that_may_be_meant(
    phrases: Phrases,
) -> None:
    said = phrases.read("Change the revenue in Partner Center to 5 EUR")
    assert said
    assert said.changes == (
        Change("revenue in Partner Center to 5 EUR"),
        Change("revenue", "Partner Center to 5 EUR"),
        Change("revenue in Partner Center", "5 EUR"),
    )


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("change the month to April", "month", "April"),
        ("change the revenue in Partner Center to 5 EUR", "revenue-partner-center", "5 EUR"),
        ("change the invoice number: INV-43b", "invoice-number", "INV-43b"),
        ("modifier le mois en avril", "month", "avril"),
        ("把月份改成三月", "month", "三月"),
        ("pas de maand aan naar april", "month", "april"),
        ("ändra år till 2025", "year", "2025"),
        ("wrong month", "month", ""),
    ],
)
def test_a_field_is_named_in_any_language(
    report: Case, phrases: Phrases, text: str, field: str, value: str
) -> None:
    said = phrases.read(text)
    assert said
    found = named(report, said.changes, 0)
    assert found == (spot(report, field), value)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_label_names_its_field(content: Content, locale: str) -> None:
    for form in content.forms.declared.values():
        case = case_of(content, form.id, locale)
        for field, words in form.say(locale).fields.items():
            found = named(case, (Change(words.label),), 0)
            assert found is not None
            assert form.say(locale).fields[found[0].field].label == words.label, field


def test_a_name_that_is_none_of_the_forms_names_nothing(report: Case) -> None:
    assert named(report, (Change("the colour of the sky"),), 0) is None


def test_of_several_lines_the_named_one_is_meant_else_that_which_is_asked(report: Case) -> None:
    case = filled(filled(report), "month", line=1)
    for name, line, expected in (("month", 0, 0), ("month", 1, 1), ("month 1", 1, 0)):
        found = named(case, (Change(name),), line)
        assert found
        assert found[0].position.line == expected


def test_fields_are_asked_in_their_order_and_once(report: Case) -> None:
    asked = []
    case = report
    while (heard := onward(case)).spot:
        asked.append(heard.spot.field)
        case = answer(case, heard.spot, Given(REPORT[heard.spot.field] or "5 EUR")).case
    assert asked == list(REPORT)


def test_the_field_before_is_asked_again_and_the_first_one_stays(report: Case) -> None:
    assert before(report, spot(report, "year")).field == "month"
    assert before(report, spot(report, "month")).field == "month"
    assert before(report, None).field == "remark"


def test_a_month_tells_its_year_too_even_where_there_was_another(report: Case) -> None:
    case = filled(report, "year")
    heard = answer(case, spot(case, "month"), Given("december 2025"))
    assert typed(heard.case, "year") == "2025"
    assert [each.field for each in heard.taken] == ["month", "year"]


def test_a_month_without_a_year_leaves_the_year_as_it_is(report: Case) -> None:
    case = filled(report, "year")
    assert typed(answer(case, spot(case, "month"), Given("3")).case, "year") == "2026"


def test_what_is_wrong_changes_nothing_and_is_asked_again(report: Case) -> None:
    case = filled(report, "kpi-dashboard")
    heard = answer(case, spot(case, "kpi-dashboard"), Given("about ten"))
    assert heard.case is case
    assert heard.spot == spot(case, "kpi-dashboard")
    assert heard.problem
    assert not heard.answers


@pytest.mark.parametrize("field", ["month", "purchase-unit", "invoice-number", "kpi-dashboard"])
def test_a_very_long_text_is_refused_at_any_field(report: Case, field: str) -> None:
    heard = answer(report, spot(report, field), Given("1" * 5_000))
    assert heard.problem
    assert heard.problem.code == "too-long"


def test_a_value_with_two_meanings_is_kept_and_asked_about(report: Case) -> None:
    case = filled(report, "month", "year", "omlp-type", "purchase-unit", "invoice-number")
    heard = answer(case, spot(case, "kpi-dashboard"), Given("1.234"))
    assert len(heard.meanings) == 2
    assert heard.taken == ()
    settled = answer(heard.case, spot(case, "kpi-dashboard"), Given("1.234", "1234"))
    assert settled.spot == spot(case, "kpi-partner-center")


def test_what_a_value_may_mean_stays_open_after_something_that_is_no_value(report: Case) -> None:
    asked = spot(report, "kpi-dashboard")
    unclear = answer(report, asked, Given("1.234"))
    heard = answer(unclear.case, asked, Given("the first"))
    assert heard.problem
    assert heard.meanings == unclear.meanings


def test_an_optional_field_is_left_empty_by_skipping_even_if_it_had_a_value(report: Case) -> None:
    case = filled(report, "kpi-partner-center")
    assert typed(skip(case, spot(case, "kpi-partner-center")).case, "kpi-partner-center") == ""


def test_a_needed_field_keeps_its_value_when_it_is_skipped(report: Case) -> None:
    case = filled(report, "month")
    heard = skip(case, spot(case, "month"))
    assert typed(heard.case, "month") == "January"
    assert heard.spot == spot(case, "year")


def test_a_needed_field_without_a_value_can_not_be_skipped(report: Case) -> None:
    heard = skip(report, spot(report, "month"))
    assert heard.problem
    assert heard.problem.code == "missing"


def test_the_same_means_no_difference_or_the_line_before(report: Case) -> None:
    case = filled(filled(report), "month", line=1)
    optional = Spot(Position("numbers", 1), "kpi-partner-center")
    assert typed(same(case, optional).case, "kpi-partner-center", 1) == ""
    needed = Spot(Position("purchase", 1), "purchase-unit")
    assert typed(same(case, needed).case, "purchase-unit", 1) == "Unit A"
    first = Spot(Position("purchase", 0), "purchase-unit")
    assert same(report, first).problem


def test_files_are_kept_beside_those_that_are_there(report: Case) -> None:
    case = filled(report, "invoice")
    asked = spot(case, "month")
    heard = attach(case, asked, ("F2 page.png", "F1 invoice.pdf"))
    assert heard.spot == asked
    assert typed(heard.case, "invoice") == ("F1 invoice.pdf", "F2 page.png")


def test_files_that_can_not_be_taken_leave_all_as_it_was(report: Case, directory: Case) -> None:
    refused = attach(report, None, ("F1 order confirmation.pdf",))
    assert refused.problem
    assert refused.case is report
    too_many = attach(report, None, tuple(f"F{n} page.pdf" for n in range(11)))
    assert too_many.problem
    unwanted = attach(directory, spot(directory, "name"), ("F1 a.pdf",))
    assert unwanted.problem
    assert unwanted.problem.code == "file-unwanted"


def test_files_and_statements_are_asked_for_in_a_way_of_their_own(
    report: Case, directory: Case
) -> None:
    assert asks_for_files(report, spot(report, "invoice"))
    assert not asks_for_files(report, spot(report, "month"))
    assert has_boxes(directory, spot(directory, "confirmations"))
    assert not has_boxes(report, spot(report, "month"))


def test_a_field_that_a_screen_left_empty_is_asked_without_a_reproach(report: Case) -> None:
    case = report.put(Position("purchase"), {f: Given("") for f in report.form.steps["purchase"]})
    heard = onward(case)
    assert heard.spot == spot(case, "month")
    assert heard.problem is None


def test_what_fields_refuse_together_is_asked_again_with_the_reason(report: Case) -> None:
    case = filled(report).put(
        Position("numbers"),
        {"kpi-partner-center": Given(""), "revenue-partner-center": Given("")},
    )
    heard = onward(case)
    assert heard.spot == spot(case, "kpi-partner-center")
    assert heard.problem
    assert heard.problem.code == "numbers-agree"


@pytest.mark.parametrize(
    "text",
    [
        "how long does it take",
        "Is it the order number?",
        "où trouver la facture",
        "发票号在哪里",
        "waar staat dat",
        "var hittar jag det",
    ],
)
def test_a_question_is_told_by_its_mark_or_its_words(phrases: Phrases, text: str) -> None:
    assert phrases.asks(text)


@pytest.mark.parametrize("text", ["", "INV-0042", "Contoso Learning", "一月", "Unit A", "howard"])
def test_a_value_is_no_question(phrases: Phrases, text: str) -> None:
    assert not phrases.asks(text)


@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=400))
def test_any_text_can_be_said(content: Content, text: str) -> None:
    content.phrases.read(text)
    content.phrases.asks(text)
    case = case_of(content, "discrepancy")
    for each in spots(case):
        heard = answer(case, each, Given(text))
        assert heard.answers is (heard.case is not case)


@settings(deadline=None, max_examples=100)
@given(name=st.text(min_size=1, max_size=200), locale=st.sampled_from(LOCALES))
def test_any_name_may_be_given_to_a_field(content: Content, name: str, locale: str) -> None:
    case = replace(case_of(content, "discrepancy", locale))
    found = named(case, (Change(name), Change(name[:9], name)), 0)
    assert found is None or found[0] in spots(case)
