"""Promise 37: one person can't flood. It begins on Tuesday, 10 March 2026, at noon."""

from bot.sandbox import Person
from bot.services.flooding import RATES, Deed
from tests.journeys.desk import Desk
from tests.journeys.filling import open_form
from tests.journeys.gestures import button, press

QUESTION = "How do I enroll?"
AT_ONCE = RATES[Deed.ASK].burst


def told(desk: Desk, person: Person, locale: str) -> int:
    """Count how often somebody was told that it was too much, in that language."""
    text = desk.words(locale, TOO_MUCH)
    return sum(each.text == text for each in desk.replies(person))


TOO_MUCH = (
    "That was more at once than I can keep up with, so I have left the last of it undone."
    " Please wait a minute, and then do again what is still open."
)


async def flood(person: Person, number: int) -> None:
    for _ in range(number):
        await person.say(None, QUESTION)


async def test_promise_37_of_a_hundred_questions_at_once_twenty_are_answered_and_it_is_said_once(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await flood(emma, 100)
    await desk.calm()
    assert len(desk.replies(emma)) == AT_ONCE + 1
    assert told(desk, emma, "en") == 1


async def test_promise_37_it_is_said_in_the_language_of_who_floods(desk: Desk) -> None:
    camille = desk.person("camille")
    for _ in range(AT_ONCE + 9):
        await camille.say(None, "Comment puis-je m’inscrire ?")
    await desk.calm()
    assert told(desk, camille, "fr") == 1


async def test_promise_37_while_one_floods_others_are_answered(desk: Desk) -> None:
    emma, wei = desk.person("emma"), desk.person("wei")
    await flood(emma, 60)
    reply = await desk.ask(wei, QUESTION)
    assert reply in desk.replies(wei)
    assert len(desk.replies(wei)) == 1


async def test_promise_37_after_a_minute_somebody_who_flooded_is_answered_again(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await flood(emma, AT_ONCE + 10)
    await desk.calm()
    before = len(desk.replies(emma))
    desk.clock.pass_by(minutes=1)
    await flood(emma, AT_ONCE)
    await desk.calm()
    assert len(desk.replies(emma)) == before + AT_ONCE


async def test_promise_37_who_floods_for_long_is_told_once_a_minute(desk: Desk) -> None:
    emma = desk.person("emma")
    for _ in range(3):
        await flood(emma, 3 * AT_ONCE)
        await desk.calm()
        desk.clock.pass_by(seconds=61)
    assert told(desk, emma, "en") == 3


async def test_promise_37_of_fifty_forms_in_a_minute_twenty_are_opened(desk: Desk) -> None:
    emma, wei = desk.person("emma"), desk.person("wei")
    for _ in range(50):
        await emma.command("discrepancy")
        await desk.running.house.errands.drain()
    await desk.calm()
    opened = [call.arguments["trigger_id"] for call in desk.workspace.called("views.open")]
    assert RATES[Deed.FORM].burst <= len(opened) < 30
    assert told(desk, emma, "en") == 1
    assert await open_form(desk, wei, "directory")


async def test_promise_37_of_fifty_forms_by_conversation_twenty_are_begun(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, QUESTION)
    for _ in range(30):
        await press(desk, emma, reply, button("talk:discrepancy"))
    await desk.calm()
    assert told(desk, emma, "en") == 1


async def test_promise_37_buttons_count_softly(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, QUESTION)
    for locale in ["fr", "nl"] * 30:
        await press(desk, emma, reply, button(f"show_in:{locale}"))
    await desk.calm()
    assert told(desk, emma, "en") == 0
    for locale in ["fr", "nl"] * 60:
        await press(desk, emma, reply, button(f"show_in:{locale}"))
    await desk.calm()
    assert told(desk, emma, "en") == 1
