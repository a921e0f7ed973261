import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.wording import word
from bot.content.models import Knowledge
from bot.content.months import Mention
from tests.answering.asking import DAYS, LOCALES, MENTIONS

DAYS_OF_CASES = (date(2026, 3, 10), date(2026, 12, 18), date(2026, 12, 22), date(2028, 2, 29))
APRIL_2026 = {
    "en": ("April 2026", "May 15, 2026"),
    "fr": ("avril 2026", "15 mai 2026"),
    "zh": ("2026年4月", "2026年5月15日"),
    "nl": ("april 2026", "15 mei 2026"),
    "sv": ("april 2026", "15 maj 2026"),
}
DECEMBER_2026 = {
    "en": ("December 2026", "January 15, 2027"),
    "fr": ("décembre 2026", "15 janvier 2027"),
    "zh": ("2026年12月", "2027年1月15日"),
    "nl": ("december 2026", "15 januari 2027"),
    "sv": ("december 2026", "15 januari 2027"),
}


def first_paragraph(
    knowledge: Knowledge, topic: str, locale: str, mention: Mention | None, today: date
) -> str:
    return word(knowledge, topic, locale, mention, today).text.split("\n\n")[0]


def bold(paragraph: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", paragraph)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("today", [date(2026, 5, 14), date(2026, 5, 15)])
def test_an_invoice_of_april_shows_from_the_fifteenth_of_may_in_every_language(
    knowledge: Knowledge, locale: str, today: date
) -> None:
    said = first_paragraph(knowledge, "kpi-report-schedule", locale, Mention(4), today)
    assert bold(said) == [*APRIL_2026[locale]]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_invoice_says_something_else_from_its_day_on(knowledge: Knowledge, locale: str) -> None:
    before, after = (
        first_paragraph(knowledge, "kpi-report-schedule", locale, Mention(4), date(2026, 5, day))
        for day in (14, 15)
    )
    assert before != after


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_month_the_invoice_of_this_one_is_the_example_at_a_years_end_too(
    knowledge: Knowledge, locale: str
) -> None:
    said = first_paragraph(knowledge, "kpi-report-schedule", locale, None, date(2026, 12, 31))
    assert bold(said) == [*DECEMBER_2026[locale]]


@pytest.mark.parametrize(
    ("locale", "dates"),
    [
        ("en", ["January 15, 2027", "January 21, 2027", "February 7, 2027"]),
        ("fr", ["15 janvier 2027", "21 janvier 2027", "7 février 2027"]),
        ("zh", ["2027年1月15日", "2027年1月21日", "2027年2月7日"]),
        ("nl", ["15 januari 2027", "21 januari 2027", "7 februari 2027"]),
        ("sv", ["15 januari 2027", "21 januari 2027", "7 februari 2027"]),
    ],
)
def test_after_the_third_week_of_december_the_next_submission_is_in_january(
    knowledge: Knowledge, locale: str, dates: list[str]
) -> None:
    said = first_paragraph(knowledge, "directory-schedule", locale, None, date(2026, 12, 22))
    assert bold(said) == dates


@pytest.mark.parametrize("locale", LOCALES)
def test_in_the_submission_week_this_one_and_the_next_are_named(
    knowledge: Knowledge, locale: str
) -> None:
    said = first_paragraph(knowledge, "directory-schedule", locale, None, date(2026, 12, 18))
    assert len(bold(said)) == 6
    assert "2026" in bold(said)[0]
    assert "2027" in bold(said)[2]


@pytest.mark.parametrize(
    ("locale", "dates"),
    [
        ("en", ["January 15, 2020", "January 2019", "December 2019"]),
        ("fr", ["15 janvier 2020", "janvier 2019", "décembre 2019"]),
        ("zh", ["2020年1月15日", "2019年1月", "2019年12月"]),
        ("nl", ["15 januari 2020", "januari 2019", "december 2019"]),
        ("sv", ["15 januari 2020", "januari 2019", "december 2019"]),
    ],
)
def test_for_an_anniversary_on_15_january_2020_the_months_of_2019_count(
    knowledge: Knowledge, locale: str, dates: list[str]
) -> None:
    mention = Mention(1, 2020, 15)
    today = date(2026, 11, 20)
    said = first_paragraph(knowledge, "renewal-eligibility-window", locale, mention, today)
    assert bold(said) == dates


@pytest.mark.parametrize("locale", LOCALES)
def test_without_an_anniversary_the_months_of_today_count(
    knowledge: Knowledge, locale: str
) -> None:
    on_the_14th, on_the_15th = (
        first_paragraph(knowledge, "renewal-eligibility-window", locale, None, date(2027, 1, day))
        for day in (14, 15)
    )
    assert len(bold(on_the_14th)) == len(bold(on_the_15th)) == 2
    assert bold(on_the_14th) != bold(on_the_15th)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("today", DAYS_OF_CASES)
def test_no_answer_keeps_a_placeholder_or_a_link_by_name(
    knowledge: Knowledge, locale: str, today: date
) -> None:
    for topic in knowledge.topics:
        answer = word(knowledge, topic, locale, None, today)
        assert answer.text
        assert not re.search(r"[{}]|\]\[|None", answer.text), topic
        assert (answer.topic, answer.locale) == (topic, locale)


@given(mention=st.none() | MENTIONS, today=DAYS, locale=st.sampled_from(LOCALES))
def test_whatever_date_is_named_on_whatever_day_the_sentence_is_whole(
    knowledge: Knowledge, mention: Mention | None, today: date, locale: str
) -> None:
    for topic in knowledge.topics.values():
        if topic.computes:
            said = first_paragraph(knowledge, topic.id, locale, mention, today)
            assert not re.search(r"[{}]|None", said)


@pytest.mark.parametrize("locale", LOCALES)
def test_links_are_whole_addresses_in_the_readers_part_of_the_site(
    knowledge: Knowledge, locale: str
) -> None:
    site = knowledge.locales[locale].site
    for topic in knowledge.topics:
        text = word(knowledge, topic, locale, None, date(2026, 11, 20)).text
        for label, address in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", text):
            assert label.strip(), topic
            assert re.fullmatch(r"https?://[a-z.]+/?[^\s{}]*", address), topic
            if address.startswith("https://learn.microsoft.com/"):
                assert f"/{site}/" in address
