"""What is wrong in the seeds (the end of topics.md) and must not reach an answer."""

import re
from datetime import date

import pytest

from bot.answering.wording import word
from bot.content.models import Knowledge
from tests.answering.asking import LOCALES

TODAY = date(2026, 11, 20)
NOT_KNOWN_AS = {
    "fr": ["option d.apprentissage", "option de formation", "pack d.action"],
    "zh": ["学习选项", "操作包", "行动包", "操作套餐"],
    "nl": ["leeroptie", "actiepakket", "actie pack"],
    "sv": ["utbildningsalternativ", "inlärningsalternativ", "åtgärdspaket"],
}


def answers(knowledge: Knowledge, locale: str) -> dict[str, str]:
    worded = {topic: word(knowledge, topic, locale, None, TODAY) for topic in knowledge.topics}
    return {topic: f"{a.title}\n{a.question}\n{a.text}" for topic, a in worded.items()}


def those_with(knowledge: Knowledge, locale: str, pattern: str) -> list[str]:
    found = answers(knowledge, locale).items()
    return [topic for topic, text in found if re.search(pattern, text, re.IGNORECASE)]


def test_the_business_plan_is_denied_in_chinese_and_not_unknown(knowledge: Knowledge) -> None:
    assert those_with(knowledge, "zh", "不知道") == []
    assert "business-plan" in those_with(knowledge, "zh", "不需要|无需|不用|不再需要|不必")


@pytest.mark.parametrize("locale", LOCALES)
def test_an_invoice_of_january_2020_never_shows_in_2019(knowledge: Knowledge, locale: str) -> None:
    text = knowledge.topics["kpi-report-schedule"].answers[locale].text
    assert "2020" in text
    assert "2019" not in text


@pytest.mark.parametrize("locale", ["fr", "zh", "nl", "sv"])
def test_the_fields_of_the_forms_are_translated_and_rightly(
    knowledge: Knowledge, locale: str
) -> None:
    for form in knowledge.forms.values():
        english, own = form.words["en"].fields, form.words[locale].fields
        same = [name for name in own if own[name].label == english[name].label]
        assert same == []
        assert [w.label for w in own.values() if re.search("voice", w.label, re.IGNORECASE)] == []


@pytest.mark.parametrize("locale", ["fr", "zh", "nl", "sv"])
def test_no_field_is_left_in_english_in_an_answer(knowledge: Knowledge, locale: str) -> None:
    assert those_with(knowledge, locale, r"\b(month|year|voice|invoice|revenue)\b") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_link_is_without_words_or_relative_to_a_site(knowledge: Knowledge, locale: str) -> None:
    assert those_with(knowledge, locale, r"\[\s*\]|\]\(/|\]\((?!https?://)") == []


def test_meeting_a_kpi_is_no_conference_in_chinese(knowledge: Knowledge) -> None:
    assert those_with(knowledge, "zh", r"会议\s*KPI") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_net_new_is_not_carried_over(knowledge: Knowledge, locale: str) -> None:
    assert those_with(knowledge, locale, r"net[ -]?(new|nieuwe?|ny)\b") == []


@pytest.mark.parametrize(("locale", "translated"), NOT_KNOWN_AS.items())
def test_product_names_are_not_translated(
    knowledge: Knowledge, locale: str, translated: list[str]
) -> None:
    assert those_with(knowledge, locale, "|".join(translated)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_words_stand_apart_from_bold_ones_and_numbers(knowledge: Knowledge, locale: str) -> None:
    latin = r"[A-Za-zÀ-ÿ0-9]"
    for topic, text in answers(knowledge, locale).items():
        for bold in re.finditer(r"\*\*(.+?)\*\*", text):
            around = text[bold.start() - 1 : bold.start()], text[bold.end() : bold.end() + 1]
            assert not re.fullmatch(latin, around[0]), topic
            assert not re.fullmatch(latin, around[1]), topic
            assert bold[1] == bold[1].strip(), topic
    assert those_with(knowledge, locale, r"MicrosoftAction|ActionPack|\d(heures|hours|uur\b)") == []
