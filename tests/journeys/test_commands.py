"""`/partner …`, whose replies only the person sees."""

import pytest

from bot.sandbox import Message, Person
from bot.sandbox.terminal import fields
from tests.journeys.desk import CHANNEL, LOCALES, OWN_NAMES, Desk
from tests.journeys.phrases import HELP, NOTHING_OPEN, SPOKEN, WHICH_LANGUAGE, WORDLESS
from tests.journeys.reading import actions, labels, screen


def words_of(desk: Desk, command: str) -> list[tuple[str, str]]:
    """Give each word of a command with its language: Camille's where it may be of several."""
    spoken = desk.knowledge.commands[command]
    assert set(spoken) == set(LOCALES)
    every = [word for words in spoken.values() for word in words]
    return [
        (word, locale if every.count(word) == 1 and locale != "en" else "fr")
        for locale, words in spoken.items()
        for word in words
    ]


async def reply_to(desk: Desk, person: Person, text: str) -> Message:
    await desk.command(person, text)
    return desk.replies(person)[-1]


@pytest.mark.parametrize("form", ["discrepancy", "directory"])
async def test_the_words_of_a_form_open_it(desk: Desk, form: str) -> None:
    camille = desk.person("camille")
    for word, locale in words_of(desk, form):
        said = desk.knowledge.forms[form].say(locale)
        await desk.command(camille, word)
        assert camille.view
        assert camille.view.body["title"]["text"] == said.title
        assert [label for _, label, _ in fields(camille.view)] == [
            said.fields[field].label
            for field in next(iter(desk.knowledge.forms[form].steps.values()))
        ]
        await camille.close_view()
        await desk.calm()
    assert desk.replies(camille) == []


async def test_the_words_of_tickets_list_what_was_handed_over(desk: Desk) -> None:
    camille = desk.person("camille")
    for word, locale in words_of(desk, "tickets"):
        assert desk.words(locale, NOTHING_OPEN) in screen(await reply_to(desk, camille, word))
    question = desk.unanswerable("fr")
    await desk.ask(camille, question)
    for word, _ in words_of(desk, "tickets"):
        assert question in screen(await reply_to(desk, camille, word))


async def test_the_words_of_help_say_what_can_be_asked(desk: Desk) -> None:
    camille = desk.person("camille")
    for word, locale in words_of(desk, "help"):
        reply = await reply_to(desk, camille, word)
        assert desk.words(locale, HELP) in screen(reply)
        assert len(actions(reply, "related")) == 4
        assert actions(reply, "person")


async def test_the_words_of_language_offer_all_five(desk: Desk) -> None:
    camille = desk.person("camille")
    for word, locale in words_of(desk, "language"):
        reply = await reply_to(desk, camille, word)
        assert desk.words(locale, WHICH_LANGUAGE) in screen(reply)
        assert labels(reply, "speak") == {f"speak:{each}": OWN_NAMES[each] for each in LOCALES}


NAMED = {
    "language fr": "fr",
    "langue néerlandais": "nl",
    "taal Zweeds": "sv",
    "språk svenska": "sv",
    "语言 法语": "fr",
    "LANGUAGE 中文": "zh",
    "language English": "en",
}


async def test_a_named_language_is_spoken_from_then_on(desk: Desk) -> None:
    astrid, asked = desk.person("astrid"), desk.answer("business-plan", "en").question
    for text, chosen in NAMED.items():
        reply = await reply_to(desk, astrid, text)
        assert OWN_NAMES[chosen] in screen(reply).splitlines()[0]
        answered = await desk.ask(astrid, asked)
        assert screen(answered).startswith(desk.answer("business-plan", chosen).question)


async def test_a_choice_wins_over_the_language_of_a_subcommand(desk: Desk) -> None:
    astrid = desk.person("astrid")
    await desk.command(astrid, "language sv")
    assert desk.words("sv", HELP) in screen(await reply_to(desk, astrid, "aide"))


async def test_a_language_that_nobody_speaks_here_is_asked_for_again(desk: Desk) -> None:
    reply = await reply_to(desk, desk.person("camille"), "language klingon")
    assert desk.words("fr", WHICH_LANGUAGE) in screen(reply)


async def test_a_language_offered_by_the_command_can_be_chosen(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await reply_to(desk, emma, "language")
    await desk.press(emma, reply, "speak:nl")
    said = desk.words("nl", SPOKEN)
    assert desk.replies(emma) == [reply]
    assert said.format(language="Nederlands") in screen(reply)


async def test_a_question_after_the_command_is_answered_privately(desk: Desk) -> None:
    for locale in LOCALES:
        answer = desk.answer("business-plan", locale)
        person = desk.speaker(locale)
        await desk.command(person, answer.question, CHANNEL)
        reply = desk.replies(person, CHANNEL)[-1]
        assert screen(reply).startswith(answer.question)
        assert reply.ephemeral_to == person.user.id
        assert desk.replies(desk.person("noor"), CHANNEL) == []


async def test_a_private_answer_is_redrawn_where_it_stands(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, desk.answer("business-plan", "en").question, CHANNEL)
    (reply,) = desk.replies(emma, CHANNEL)
    await desk.press(emma, reply, "show_in:zh")
    assert desk.replies(emma, CHANNEL) == [reply]
    assert screen(reply).startswith(desk.answer("business-plan", "zh").question)
    assert reply.ephemeral_to == emma.user.id


async def test_a_related_question_of_a_private_answer_is_answered_privately(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, desk.answer("business-plan", "en").question, CHANNEL)
    (reply,) = desk.replies(emma, CHANNEL)
    related = actions(reply, "related")[0]
    await desk.press(emma, reply, related)
    (_, second) = desk.replies(emma, CHANNEL)
    assert second.ephemeral_to == emma.user.id
    asked = desk.answer(related.partition(":")[2], "en").question
    assert screen(second).startswith(asked)


async def test_a_typing_error_in_a_subcommand_is_forgiven(desk: Desk) -> None:
    wei = desk.person("wei")
    for typo, locale in {"tikets": "zh", "TICKET": "zh", "demande": "fr", "Ärende": "sv"}.items():
        assert desk.words(locale, NOTHING_OPEN) in screen(await reply_to(desk, wei, typo))


async def test_the_command_alone_gives_help(desk: Desk) -> None:
    for text in ("", "   ", "\t"):
        reply = await reply_to(desk, desk.person("wei"), text)
        assert desk.words("zh", HELP) in screen(reply)


async def test_an_unknown_subcommand_is_asked_for_words_in_the_persons_language(
    desk: Desk,
) -> None:
    for text in ("foobar", "xyzzy 42"):
        reply = await reply_to(desk, desk.person("camille"), text)
        example = desk.answer("kpi-report-schedule", "fr").question
        assert desk.words("fr", WORDLESS).format(example=example) in screen(reply)
        assert actions(reply, "person")
    assert desk.cards() == []
