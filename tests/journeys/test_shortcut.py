"""The shortcut "Ask Partner Desk" on any message."""

from bot.sandbox import Message, Person
from tests.journeys.desk import CHANNEL, LOCALES, Desk
from tests.journeys.reading import actions, feedback, screen

ASK = "ask_partner_desk"


async def written(desk: Desk, author: Person, text: str) -> Message:
    ts = await author.say(CHANNEL, text)
    message = desk.workspace.messages.find(CHANNEL, ts)
    assert message
    return message


async def test_anybodys_message_is_answered_to_the_one_who_wants_to_know(desk: Desk) -> None:
    for locale in LOCALES:
        answer = desk.answer("business-plan", locale)
        message = await written(desk, desk.speaker(locale), answer.question)
        sam = desk.person("sam")
        assert (await sam.shortcut(ASK, message)).ok
        await desk.calm()
        reply = desk.replies(sam, CHANNEL)[-1]
        assert screen(reply).startswith(answer.question)
        assert feedback(reply)
        assert reply.ephemeral_to == sam.user.id
        assert desk.replies(desk.speaker(locale), CHANNEL) == []


async def test_a_message_without_words_gets_a_private_reply_too(desk: Desk) -> None:
    message = await written(desk, desk.person("emma"), "👍")
    camille = desk.person("camille")
    await camille.shortcut(ASK, message)
    await desk.calm()
    (reply,) = desk.replies(camille, CHANNEL)
    assert desk.answer("kpi-report-schedule", "fr").question in screen(reply)


async def test_a_private_answer_can_be_handed_over(desk: Desk) -> None:
    question = desk.answer("business-plan", "nl").question
    message = await written(desk, desk.person("daan"), question)
    emma = desk.person("emma")
    await emma.shortcut(ASK, message)
    await desk.calm()
    (reply,) = desk.replies(emma, CHANNEL)
    await desk.press(emma, reply, "person")
    assert actions(reply, "withdraw")
    (card,) = desk.cards()
    assert f"@{emma.user.id}" in screen(card)
    assert f"> {question}" in screen(card)


async def test_a_shortcut_of_another_name_is_left_alone(desk: Desk) -> None:
    message = await written(desk, desk.person("emma"), "Hello")
    assert (await desk.person("emma").shortcut("another_shortcut", message)).ok
    await desk.calm()
    assert desk.done() == []
