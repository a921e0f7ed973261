import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.decision import Decider
from bot.answering.language import Language, LanguageReader
from bot.content.models import Knowledge
from tests.answering.asking import ANY_CHARACTER, LOCALES


@pytest.fixture(scope="session")
def languages(decider: Decider) -> LanguageReader:
    return decider.languages


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Where do I click to sign up our training centre?", "en"),
        ("Which of our employees may take the exam twice?", "en"),
        ("Où puis-je inscrire notre centre de formation ?", "fr"),
        ("Combien de factures manque-t-il dans notre rapport ?", "fr"),
        ("在哪里可以注册成为学习合作伙伴？", "zh"),
        ("KPI 什么时候更新", "zh"),
        ("Waar meld ik ons trainingscentrum aan?", "nl"),
        ("Hoeveel facturen ontbreken er in ons rapport?", "nl"),
        ("Var anmäler jag vårt utbildningsföretag?", "sv"),
        ("Hur många fakturor saknas i vår rapport?", "sv"),
    ],
)
def test_each_of_the_five_languages_is_told_by_a_question_in_it(
    languages: LanguageReader, text: str, locale: str
) -> None:
    assert languages.read(text) == Language(locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_is_told_without_accents_capitals_and_punctuation(
    languages: LanguageReader, knowledge: Knowledge, locale: str
) -> None:
    asked = [t.answers[locale].question for t in knowledge.topics.values()]
    told = [languages.read(question.upper().replace("?", "")).locale for question in asked]
    assert told.count(locale) > 0.9 * len(asked)
    assert set(told) <= {locale, None}


@pytest.mark.parametrize(
    "text",
    [
        "Wo kann ich unser Schulungszentrum anmelden?",
        "Wann erscheint die Rechnung vom März?",
        "Welche Voraussetzungen gibt es für Silver?",
        "Ich möchte mit jemandem sprechen",
        "¿Dónde puedo inscribir nuestra academia?",
        "¿Cuándo aparece la factura de marzo?",
        "¿Cuánto cuesta el Action Pack?",
        "Quiero hablar con una persona",
        "Dove posso iscrivere il nostro centro di formazione?",
        "Onde posso inscrever o nosso centro de formação?",
        "Hvor kan jeg melde på kurssenteret vårt?",
        "Hvor kan jeg tilmelde vores kursuscenter?",
        "Gdzie mogę zapisać nasze centrum szkoleniowe?",
        "Missä voin ilmoittaa koulutuskeskuksemme?",
        "Где зарегистрировать наш учебный центр?",
        "أين يمكنني تسجيل مركز التدريب؟",
        "研修センターはどこで登録できますか",
        "교육 센터를 어디에 등록하나요?",
        "Πού εγγράφω το κέντρο μας;",
        "היכן נרשמים",
        "हम कहाँ पंजीकरण करें",
        "เราลงทะเบียนที่ไหน",
    ],
)
def test_a_question_in_another_language_is_told_as_foreign(
    languages: LanguageReader, text: str
) -> None:
    assert languages.read(text) == Language(None, foreign=True)


@pytest.mark.parametrize("locale", ["en", "fr", "nl", "sv"])
def test_a_greeting_is_no_evidence_of_a_language(
    languages: LanguageReader, knowledge: Knowledge, locale: str
) -> None:
    greetings = knowledge.intents[locale].greeting
    assert {languages.read(greeting) for greeting in greetings} == {Language(None)}


def test_a_product_name_is_no_evidence_of_a_language(
    languages: LanguageReader, knowledge: Knowledge
) -> None:
    names = [name for each in knowledge.glossary for name in each.values() if name.isascii()]
    assert len(names) > 10
    assert {languages.read(name) for name in names} == {Language(None)}


@pytest.mark.parametrize(
    "text", ["2026", "12 345,67", "3/2026", "KPI MCT 2026", "Hello Partner Center", "", "?!", "🎉"]
)
def test_digits_and_names_without_other_words_are_no_evidence_of_a_language(
    languages: LanguageReader, text: str
) -> None:
    assert languages.read(text) == Language(None)


@given(st.text(ANY_CHARACTER))
def test_whatever_is_typed_its_language_is_a_spoken_one_or_none(
    languages: LanguageReader, text: str
) -> None:
    told = languages.read(text)
    assert {told.locale, told.likely} <= {*LOCALES, None}
    assert not (told.foreign and told.locale)
