"""Support is warned of a text in another language than the partner's, and only when it is sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language import Language, LanguageReader
from bot.app import Content
from bot.content.models import Knowledge
from bot.desk.speaking import differs, is_foreign
from tests.forms.asking import LOCALES

NAMES = "Anna Svensson, Contoso Utbildning Stockholm AB"


@pytest.fixture(scope="session")
def languages(content: Content) -> LanguageReader:
    return content.decider.languages


@pytest.fixture(scope="session")
def knowledge(content: Content) -> Knowledge:
    return content.decider.knowledge


def said(knowledge: Knowledge, locale: str) -> list[str]:
    return [words.text for words in knowledge.replies.words[locale].values()]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_block_warns_in_its_own_language(
    languages: LanguageReader, knowledge: Knowledge, locale: str
) -> None:
    texts = said(knowledge, locale)
    assert [text for text in texts if differs(languages.read, text, locale)] == []
    assert [text for text in texts if is_foreign(languages.read, text)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_of_a_text_block_warns_a_partner_of_another_language(
    languages: LanguageReader, knowledge: Knowledge, locale: str
) -> None:
    other = "en" if locale != "en" else "fr"
    sentences = [text for text in said(knowledge, locale) if text.endswith((".", "?", "。", "？"))]
    assert len(sentences) > 15
    assert {differs(languages.read, text, other) for text in sentences} == {locale}


@pytest.mark.parametrize("locale", LOCALES)
def test_questions_of_partners_never_warn_in_their_own_language(
    languages: LanguageReader, knowledge: Knowledge, locale: str
) -> None:
    asked = [question.text for question in knowledge.calibration[locale]]
    assert [text for text in asked if differs(languages.read, text, locale)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "OK",
        "Kind regards",
        "Bien cordialement",
        "祝好！",
        "12 345,67 EUR, 15.12.2026, INV-2026-0042",
        "https://contoso.com/microsoft/nous-sommes-une-page",
        NAMES,
        "Microsoft Action Pack, Learning option, Partner Frontline Support, Learning option",
        "上海培训",
        "上海培训 Contoso Learning, Partner Center",
    ],
)
@pytest.mark.parametrize("locale", LOCALES[:2])
def test_names_numbers_products_and_short_texts_never_warn(
    languages: LanguageReader, text: str, locale: str
) -> None:
    warned = differs(languages.read, text, locale)
    assert warned in ({None, "zh"} if text.startswith("上海培训") else {None})
    assert not is_foreign(languages.read, text)


@pytest.mark.parametrize(
    ("text", "locale", "warned"),
    [
        ("Please see 上海微软培训有限公司 and send us a copy of the invoice.", "en", None),
        ("Please see 上海微软培训有限公司 and send us a copy of the invoice.", "zh", "en"),
        ("请在 Partner Center 的 Learning option 下查看您的 KPI 数值，谢谢。", "zh", None),
        ("请在 Partner Center 的 Learning option 下查看您的 KPI 数值，谢谢。", "nl", "zh"),
        (f"{NAMES}: could you please send us the invoice again?", "sv", "en"),
        (f"{NAMES}: could you please send us the invoice again?", "en", None),
        ("Pourriez-vous nous renvoyer la facture ? INV-2026-0042", "nl", "fr"),
    ],
)
def test_the_sentence_counts_and_not_the_names_in_it(
    languages: LanguageReader, text: str, locale: str, warned: str | None
) -> None:
    assert differs(languages.read, text, locale) == warned


def test_a_text_in_a_language_that_is_not_spoken_here_is_told(languages: LanguageReader) -> None:
    german = "Bitte schicken Sie uns die Rechnung noch einmal, wir konnten sie nicht öffnen."
    assert is_foreign(languages.read, german)
    assert differs(languages.read, german, "en") is None


@given(st.text(), st.sampled_from(LOCALES))
def test_an_unsure_reader_never_warns(text: str, locale: str) -> None:
    assert differs(lambda _: Language(None, likely="fr"), text, locale) is None


@given(st.text(), st.sampled_from(LOCALES))
def test_nothing_shorter_than_three_words_or_four_han_characters_is_read(
    text: str, locale: str
) -> None:
    short = " ".join(text.split()[:1]).replace("-", "")[:3]
    assert differs(lambda _: Language("xx"), short, locale) is None
