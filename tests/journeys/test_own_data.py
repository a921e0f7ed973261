"""People get their data from the Home tab, and have it erased there, in their language."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.sandbox import Fault, Message, Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services import erasing
from bot.services.erasing import Wish
from bot.slack import tidying
from bot.storage import jobs
from tests.journeys.desk import CHANNEL, LOCALES, Desk, home_of, unfinished
from tests.journeys.filling import DISCREPANCY, request
from tests.journeys.gestures import button, pressed
from tests.journeys.reading import actions, screen
from tests.journeys.triaging import write
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import ask, in_channel, opened_thread, say, upload

SECRET = "My zebra paid invoice ZEBRA-4711 twice"
GET, ERASE = "own_data:get", "own_data:erase"
PATIENCE_SECONDS = 8.0
ERASED = "Your data has been erased: I no longer keep anything that you wrote."


async def live(desk: Desk) -> Person:
    """Have a partner do all that people do: ask, send, write in threads, be answered."""
    thread = await opened_thread(desk)
    await ask(desk)
    await say(desk, thread, SECRET)
    await upload(desk, thread, "zebra.pdf", text=SECRET)
    await request(desk, thread.person, "discrepancy", {**DISCREPANCY, "remark": SECRET})
    await write(desk, desk.person("noor"), "reply", "We look at your zebra invoice.")
    await desk.ask(thread.person, desk.answer("enroll-where", "en").question)
    await pass_time(desk)
    return thread.person


async def erase(desk: Desk, person: Person) -> None:
    home = await home_of(desk, person)
    await desk.press(person, home, ERASE)
    await tidy(desk)


async def tidy(desk: Desk) -> None:
    """Have all done that is due of what is kept, until nothing is left to do."""
    for _ in "ab":
        await tidying.turn(desk.office)
        await pass_time(desk)
        desk.clock.pass_by(minutes=1)
    await tidying.turn(desk.office)


def bot_says(desk: Desk, person: Person, channel: str | None = None) -> list[Message]:
    return desk.replies(person, channel)


def tells(stored: object, *words: str) -> bool:
    text = json.dumps(stored, default=str).lower()
    return any(word.lower() in text for word in words)


async def test_promise_41_nothing_of_who_erased_themselves_is_left(desk: Desk) -> None:
    emma = await live(desk)
    assert tells(await desk.rows(), emma.user.id, "zebra")
    await erase(desk, emma)
    rows = await desk.rows()
    left = {name: found for name, found in rows.items() if tells(found, emma.user.id, "zebra")}
    assert left == {}
    assert [row["state"] for row in rows["tickets"]] == ["withdrawn", "withdrawn"]
    assert {row["card_ts"] for row in rows["tickets"]} == {None}


async def test_promise_41_slack_shows_nothing_more_of_them_at_the_desk(desk: Desk) -> None:
    emma = await live(desk)
    await erase(desk, emma)
    noor = desk.person("noor")
    assert bot_says(desk, noor, SUPPORT_CHANNEL) == []
    ours = [
        file for file in desk.workspace.files.all() if file.user == desk.workspace.app.bot_user_id
    ]
    assert ours == []


async def test_promise_41_their_receipts_and_answers_are_deleted_and_they_are_told(
    desk: Desk,
) -> None:
    emma = await live(desk)
    await erase(desk, emma)
    shown = bot_says(desk, emma)
    assert ERASED in screen(shown[-1])
    assert not any("zebra" in str(each.blocks).lower() for each in shown)
    assert not any("ZEBRA-4711" in each.text for each in shown)
    home = emma.home
    assert home
    assert "own_data:get" in actions(home, "own_data")


async def test_promise_41_another_partner_s_data_is_untouched(desk: Desk) -> None:
    await in_channel(desk, "fr")
    await write(desk, desk.person("noor"), "reply", "Bonjour.")
    await pass_time(desk)
    camille = desk.person("camille").user.id
    before = {
        name: [row for row in found if row.get("person") == camille]
        for name, found in (await desk.rows()).items()
        if name != "outbox"
    }
    cards = [each.blocks for each in desk.cards()]
    emma = await live(desk)
    await erase(desk, emma)
    after = {
        name: [row for row in found if row.get("person") == camille]
        for name, found in (await desk.rows()).items()
        if name != "outbox"
    }
    assert after == before
    assert [each.blocks for each in desk.cards()] == cards


async def test_promise_41_what_was_said_in_a_channel_is_taken_back_there(desk: Desk) -> None:
    thread = await in_channel(desk)
    await ask(desk)
    await pass_time(desk)
    assert bot_says(desk, thread.person, CHANNEL)
    await erase(desk, thread.person)
    assert bot_says(desk, thread.person, CHANNEL) == []


async def test_promise_41_erasing_twice_is_harmless(desk: Desk) -> None:
    emma = await live(desk)
    for _ in range(2):
        await erase(desk, emma)
    assert not tells(await desk.rows(), emma.user.id, "zebra")


async def test_promise_41_who_was_erased_begins_anew(desk: Desk) -> None:
    emma = await live(desk)
    await erase(desk, emma)
    await desk.ask(emma, desk.unanswerable("en"))
    assert len(desk.cards()) == 1
    numbers = sorted(row["number"] for row in (await desk.rows())["tickets"])
    assert numbers == [1, 2, 3]


async def test_promise_41_support_is_shown_a_ticket_whose_person_was_erased(desk: Desk) -> None:
    emma = await live(desk)
    await erase(desk, emma)
    noor = desk.person("noor")
    await home_of(desk, noor)
    await desk.command(noor, "tickets all", CHANNEL)
    assert "erased person" in str([each.blocks for each in noor.sees(CHANNEL)])


@pytest.mark.parametrize("locale", LOCALES)
async def test_promise_41_it_is_said_in_their_language(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await desk.ask(person, desk.answer("enroll-where", locale).question)
    await erase(desk, person)
    begins = desk.words(
        locale,
        "Your data has been erased: I no longer keep anything that you wrote. What you wrote in"
        " Slack yourself is still there, and only you can delete it.",
    )
    assert screen(bot_says(desk, person)[-1]).strip() == begins
    assert person.home
    assert desk.words(locale, "Get my data") in str(person.home.body)


async def test_promise_41_somebody_gets_their_data_as_a_file(desk: Desk) -> None:
    emma = await live(desk)
    await desk.press(emma, await home_of(desk, emma), GET)
    await pass_time(desk)
    told = document(desk, emma)
    assert told["person"] == emma.user.id
    assert tells(told["tables"]["ticket_messages"], SECRET)
    assert tells(told["files"], "zebra.pdf")
    assert desk.person("noor").user.id not in json.dumps(told)
    logged = (await desk.rows())["audit_log"]
    assert [(row["person"], row["action"]) for row in logged] == [
        (emma.user.id, "own-data-exported")
    ]


def document(desk: Desk, person: Person) -> dict[str, Any]:
    """Give the newest file that somebody got from the app."""
    given = [each for each in bot_says(desk, person) if each.files]
    files = given[-1].files or []
    file = desk.workspace.files.find(str(files[-1]["id"]))
    assert file
    assert file.content
    return dict(json.loads(file.content))


async def test_promise_34_whose_data_it_is_tells_the_payload_and_no_button(desk: Desk) -> None:
    emma = await live(desk)
    otto = desk.speaker("nl")
    home = await home_of(desk, otto)
    forged = {**button(ERASE, emma.user.id), "block_id": emma.user.id}
    await desk.sender.send_interaction(pressed(desk, otto, home, forged))
    await pass_time(desk)
    assert tells(await desk.rows(), emma.user.id)
    assert "zebra" in json.dumps(await desk.rows()).lower()


async def test_promise_41_a_wish_that_was_interrupted_is_fulfilled_later(desk: Desk) -> None:

    emma = await live(desk)
    wish = (desk.office.workspace, f"erase:{emma.user.id}:en", desk.clock())
    await desk.office.database.run(jobs.plan, *wish)
    await tidy(desk)
    assert not tells(await desk.rows(), emma.user.id, "zebra")


async def test_promise_41_slack_that_is_away_only_delays_it(desk: Desk) -> None:
    emma = await live(desk)
    desk.workspace.faults.add("chat.delete", Fault.server_error(times=2))
    home = await home_of(desk, emma)
    assert (await emma.press(home, ERASE)).ok
    await desk.trouble()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await desk.read(unfinished):
            desk.clock.pass_by(seconds=1)
            desk.office.something_to_say.set()
            await asyncio.sleep(0.01)
    assert bot_says(desk, desk.person("noor"), SUPPORT_CHANNEL) == []
    failed = [call for call in desk.workspace.calls if call.error]
    assert {call.method for call in failed} == {"chat.delete"}
    for each in failed:
        desk.workspace.calls.remove(each)


async def test_promise_41_who_can_t_be_erased_keeps_nobody_else_from_being_erased(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    emma, noor, now = desk.person("emma").user.id, desk.person("noor").user.id, desk.clock()
    database, erase_bit, erased = desk.office.database, erasing.erase, []

    def fail_for_emma(connection: Connection, wish: Wish, *given: Any) -> Any:  # noqa: ANN401
        if wish.person == emma:
            raise LookupError
        erased.append(wish.person)
        return erase_bit(connection, wish, *given)

    monkeypatch.setattr(erasing, "erase", fail_for_emma)
    for person in (emma, noor):
        await database.run(erasing.ask, desk.office.workspace, person, "en", now)
    await tidying.erase_wished(desk.office)
    assert set(erased) == {noor}
    await desk.calm()
