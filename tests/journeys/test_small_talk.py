"""What people say that is no question, in five languages."""

from bot.answering.intents import Intent
from bot.sandbox import Person
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk
from tests.journeys.phrases import (
    FOREIGN,
    GOODBYE,
    GREETED,
    PERSON,
    PERSON_COMES,
    SPOKEN,
    WHICH_LANGUAGE,
    YOU_ARE_WELCOME,
)
from tests.journeys.reading import actions, feedback, labels, screen

SAID = {
    "greeting": ("hi there", "bonjour à tous", "hallo daar", "hejsan", "你好"),
    "thanks": ("thank you very much", "merci beaucoup", "dank u wel", "tack så mycket", "非常感谢"),
    "goodbye": ("see you later", "bonne journée", "tot ziens", "hej då", "再见"),
    "help": (
        "what can you do",
        "que savez-vous faire ?",
        "waar kun je mij mee helpen",
        "vad kan du hjälpa mig med",
        "你能做什么",
    ),
    "language": (
        "change the language please",
        "changer de langue",
        "taal wijzigen",
        "byt språk",
        "切换语言",
    ),
    "person": (
        "I want to talk to a person",
        "je veux parler à une personne",
        "ik wil met een mens praten",
        "jag vill prata med en människa",
        "我想和真人说话",
    ),
}
CASES = {kind: list(zip(LOCALES, texts, strict=True)) for kind, texts in SAID.items()}


async def known(desk: Desk, locale: str) -> Person:
    """Give somebody who asked something in a language, for a courtesy alone tells none."""
    person = desk.speaker(locale)
    await desk.ask(person, desk.answer("business-plan", locale).question)
    return person


async def test_a_greeting_is_returned(desk: Desk) -> None:
    for locale, text in CASES["greeting"]:
        reply = await desk.ask(await known(desk, locale), text)
        assert desk.words(locale, GREETED) in screen(reply)
        assert feedback(reply) == []


async def test_thanks_get_a_word_and_nothing_more(desk: Desk) -> None:
    for locale, text in CASES["thanks"]:
        reply = await desk.ask(await known(desk, locale), text)
        assert screen(reply) == desk.words(locale, YOU_ARE_WELCOME)


async def test_a_goodbye_is_returned(desk: Desk) -> None:
    for locale, text in CASES["goodbye"]:
        reply = await desk.ask(await known(desk, locale), text)
        assert screen(reply) == desk.words(locale, GOODBYE)


async def test_help_says_what_can_be_asked(desk: Desk) -> None:
    for locale, text in CASES["help"]:
        reply = await desk.ask(desk.speaker(locale), text)
        prompts = labels(reply, "related")
        assert len(prompts) == 4
        assert all(desk.answer(a.partition(":")[2], locale).title == t for a, t in prompts.items())
        assert labels(reply, "person") == {"person": desk.words(locale, PERSON)}


async def test_the_wish_for_another_language_offers_all_five(desk: Desk) -> None:
    for locale, text in CASES["language"]:
        reply = await desk.ask(desk.speaker(locale), text)
        assert desk.words(locale, WHICH_LANGUAGE) in screen(reply)
        assert labels(reply, "speak") == {f"speak:{each}": OWN_NAMES[each] for each in LOCALES}


async def test_the_wish_for_a_person_is_granted(desk: Desk) -> None:
    for locale, text in CASES["person"]:
        reply = await desk.ask(desk.speaker(locale), text)
        assert desk.words(locale, PERSON_COMES) in screen(reply)
        card = desk.cards()[-1]
        assert f"> {text}" in screen(card)
        assert OWN_NAMES[locale] in screen(card)


NAMED = {
    "please answer in English": "en",
    "in French please": "fr",
    "kunnen we Zweeds praten": "sv",
    "换成荷兰语": "nl",
    "en chinois s'il vous plaît": "zh",
}


async def test_a_language_named_in_a_message_is_spoken_from_then_on(desk: Desk) -> None:
    emma = desk.person("emma")
    for text, chosen in NAMED.items():
        reply = await desk.ask(emma, text)
        assert desk.words(chosen, SPOKEN).format(language=OWN_NAMES[chosen]) in screen(reply)
        answered = await desk.ask(emma, desk.answer("business-plan", "fr").question)
        assert screen(answered).startswith(desk.answer("business-plan", chosen).question)


async def test_a_language_pressed_under_a_reply_redraws_it_and_is_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, "change language")
    await desk.press(emma, reply, "speak:fr")
    assert desk.replies(emma) == [reply]
    assert desk.words("fr", SPOKEN).format(language="Français") in screen(reply)
    answered = await desk.ask(emma, desk.answer("business-plan", "en").question)
    assert screen(answered).startswith(desk.answer("business-plan", "fr").question)


async def test_a_language_that_is_not_spoken_is_answered_in_english_naming_five(
    desk: Desk,
) -> None:
    others = {f"speak:{each}": name for each, name in OWN_NAMES.items() if each != "en"}
    for sentences in desk.knowledge.foreign.values():
        reply = await desk.ask(desk.person("wei"), sentences[0])
        assert FOREIGN in screen(reply)
        assert labels(reply, "speak") == others
    assert desk.cards() == []


async def test_german_and_spanish_questions_are_kindly_refused(desk: Desk) -> None:
    for text in ("Wie melde ich mich für das Programm an?", "¿Cómo me inscribo en el programa?"):
        assert FOREIGN in screen(await desk.ask(desk.person("emma"), text))


async def test_a_greeting_before_a_question_does_not_hide_it(desk: Desk) -> None:
    for locale in LOCALES:
        answer = desk.answer("business-plan", locale)
        greeting = dict(CASES["greeting"])[locale]
        reply = await desk.ask(desk.speaker(locale), f"{greeting}, {answer.question}")
        assert screen(reply).startswith(answer.question)


async def test_a_prompt_under_a_greeting_is_answered(desk: Desk) -> None:
    camille = desk.person("camille")
    reply = await desk.ask(camille, "bonjour")
    prompt = actions(reply, "related")[0]
    await desk.press(camille, reply, prompt)
    question = desk.answer(prompt.partition(":")[2], "fr").question
    assert screen(desk.replies(camille)[-1]).startswith(question)


async def test_small_talk_is_kept_as_what_it_was(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), "thanks a lot")
    (kept,) = (await desk.rows())["questions"]
    assert kept["intent"] == Intent.THANKS
