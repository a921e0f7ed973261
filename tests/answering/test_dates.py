from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.dates import DateReader
from bot.answering.decision import Decider
from bot.answering.wording import show
from bot.content.models import Knowledge
from bot.content.months import Mention, Month
from tests.answering.asking import DAYS, LOCALES, MONTHS, TODAY

INVOICE_OF = {
    "en": "when does our invoice from {} show",
    "fr": "quand verrai-je la facture de {} dans les rapports",
    "zh": "我们{}的发票什么时候显示",
    "nl": "wanneer zie ik de factuur van {} in het rapport",
    "sv": "när syns fakturan från {} i rapporten",
}
WITH_YEAR = dict.fromkeys(LOCALES, "{} 2025") | {"zh": "2025年{}"}


def names_of_months(locale: str) -> set[tuple[str, int]]:
    return {
        (name, number)
        for context in Locale.parse(locale).months.values()
        for width in ("wide", "abbreviated")
        for number, name in context[width].items()
    }


@pytest.fixture(scope="session")
def dates(decider: Decider) -> DateReader:
    return decider.dates


@pytest.mark.parametrize("locale", LOCALES)
def test_every_month_name_of_cldr_is_found_without_a_year(dates: DateReader, locale: str) -> None:
    for name, number in names_of_months(locale):
        for typed in (name, name.upper(), name.capitalize()):
            assert dates.find(INVOICE_OF[locale].format(typed), TODAY) == Mention(number), typed


@pytest.mark.parametrize("locale", LOCALES)
def test_every_month_name_of_cldr_is_found_with_a_year(dates: DateReader, locale: str) -> None:
    for name, number in names_of_months(locale):
        typed = INVOICE_OF[locale].format(WITH_YEAR[locale].format(name))
        assert dates.find(typed, TODAY) == Mention(number, 2025), typed


@pytest.mark.parametrize("locale", LOCALES)
@given(month=MONTHS.filter(lambda month: month.year < 2100))
def test_a_month_is_found_as_answers_write_it(dates: DateReader, locale: str, month: Month) -> None:
    typed = INVOICE_OF[locale].format(show(month, locale))
    assert dates.find(typed, TODAY) == Mention(month.number, month.year)


@pytest.mark.parametrize("locale", LOCALES)
@given(day=DAYS.filter(lambda day: day.year < 2100))
def test_a_date_is_found_as_answers_write_it(dates: DateReader, locale: str, day: date) -> None:
    typed = INVOICE_OF[locale].format(show(day, locale))
    assert dates.find(typed, TODAY) == Mention(day.month, day.year, day.day)


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d"])
@given(day=DAYS)
def test_a_date_in_digits_is_found_day_first_or_year_first(
    dates: DateReader, form: str, day: date
) -> None:
    typed = f"anniversary {day.strftime(form)}?"
    assert dates.find(typed, TODAY) == Mention(day.month, day.year, day.day)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("faktura från april", Mention(4)),
        ("三月的发票", Mention(3)),
        ("10月份的发票", Mention(10)),
        ("我2025年3月的发票", Mention(3, 2025)),
        ("2025年十二月的发票", Mention(12, 2025)),
        ("3/2026的发票", Mention(3, 2026)),
        ("févr. 2026", Mention(2, 2026)),
        ("fevr 2026", Mention(2, 2026)),
        ("facture d'aout", Mention(8)),
        ("invoice dated 3/2026", Mention(3, 2026)),
        ("invoice dated 03-2026.", Mention(3, 2026)),
        ("KPI's van mei", Mention(5)),
        ("factuur mrt 2025", Mention(3, 2025)),
        ("invoice from Sept", Mention(9)),
        ("apr-2026", Mention(4, 2026)),
        ("15-apr-2026", Mention(4, 2026, 15)),
        ("le 1er août 2025", Mention(8, 2025, 1)),
        ("den 3:e mars", Mention(3, None, 3)),
        ("our anniversary is on March 31", Mention(3, None, 31)),
        ("June 5th", Mention(6, None, 5)),
        ("the 1st of May", Mention(5, None, 1)),
        ("May 1, 2026", Mention(5, 2026, 1)),
        ("周年日是6月1日", Mention(6, None, 1)),
        ("12/31/2026", Mention(12, 2026, 31)),
        ("3/4/2026", Mention(4, 2026, 3)),
    ],
)
def test_months_and_dates_are_found_as_people_write_them(
    dates: DateReader, text: str, mention: Mention
) -> None:
    assert dates.find(text, TODAY) == mention
    assert dates.find_all(text, TODAY) == [mention]


@pytest.mark.parametrize(
    "text",
    [
        "may I ask when the KPIs show",
        "May we enroll twice?",
        "I may have lost an invoice",
        "you may close this",
        "when can we march on",
        "il faut 3 employés",
        "",
        "no month at all",
    ],
)
def test_ordinary_words_are_no_month(dates: DateReader, text: str) -> None:
    assert dates.find(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "in may",
        "the invoice dated May",
        "facture de mars",
        "faktura i mars",
        "since march",
        "depuis sept",
    ],
)
def test_a_word_that_may_be_a_month_is_one_behind_a_preposition(
    dates: DateReader, text: str
) -> None:
    assert dates.find(text, TODAY) is not None


@pytest.mark.parametrize(
    "number",
    [
        "INV-2026-03-001",
        "INV-2026-03",
        "INV/2026/03",
        "INV-APR-0012",
        "INV_2026_03",
        "F202603",
        "20260315",
        "2026-0312",
        "2026/03/0045",
        "2026-03-15-778",
        "03-2026-0099",
        "3-2026-77",
        "F12/2026",
        "E0400A1B2C",
    ],
)
def test_an_invoice_number_that_holds_a_date_is_no_month(dates: DateReader, number: str) -> None:
    assert dates.find(f"invoice {number} is not in the report", TODAY) is None


@pytest.mark.parametrize("text", ["2026-13", "99/99/2026", "0/2026", "3/1066", "40.40.2026"])
def test_digits_that_are_no_date_are_no_month(dates: DateReader, text: str) -> None:
    assert dates.find(text, TODAY) is None


@pytest.mark.parametrize("text", ["december 9999", "april 0000", "december 1066"])
def test_a_year_that_no_invoice_has_is_none(dates: DateReader, text: str) -> None:
    mention = dates.find(text, TODAY)
    assert mention is not None
    assert mention.year is None


@pytest.mark.parametrize(
    ("texts", "mention"),
    [
        (
            ("last month", "mois dernier", "上个月", "vorige maand", "förra månaden"),
            Mention(12, 2025),
        ),
        (("this month", "ce mois", "本月", "deze maand", "den här månaden"), Mention(1, 2026)),
        (
            ("next month", "mois prochain", "下个月", "volgende maand", "nästa månad"),
            Mention(2, 2026),
        ),
    ],
)
def test_last_this_and_next_month_are_counted_from_today(
    dates: DateReader, texts: tuple[str, ...], mention: Mention
) -> None:
    assert {dates.find(text, date(2026, 1, 31)) for text in texts} == {mention}


def test_every_spelling_of_the_editors_is_found(dates: DateReader, knowledge: Knowledge) -> None:
    for declared in knowledge.dates.values():
        for number, spellings in declared.spellings.items():
            for spelling in spellings:
                assert dates.find(f"{spelling} 2025", TODAY) == Mention(number, 2025), spelling


SCRAPS = (
    "2026",
    "0000",
    "13",
    "31",
    "3",
    "-",
    "/",
    ".",
    " ",
    "年",
    "月",
    "日",
    "april",
    "may",
    "de",
)


@given(st.lists(st.sampled_from(SCRAPS), max_size=12).map("".join) | st.text())
def test_whatever_is_typed_a_mention_is_a_real_month(dates: DateReader, text: str) -> None:
    mention = dates.find(text, TODAY)
    if mention:
        assert mention.month in range(1, 13)
        assert mention.year is None or mention.year in range(1990, 2101)
        assert mention.day is None or mention.day in range(1, 32)
