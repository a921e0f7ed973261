"""A report that comes too early is put off, and its reminder comes on its day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import Content
from bot.sandbox import Message, Person
from bot.services import housekeeping, reminding
from tests.journeys.desk import LOCALES, Desk, assert_nothing_went_wrong, home_of, opened
from tests.journeys.filling import (
    DISCREPANCY,
    at_review,
    fill_in,
    inputs_of,
    open_form,
    send,
    submission_of,
    submit,
)
from tests.journeys.form_screens import button, opened_in, redone
from tests.journeys.reading import labels, screen

FEBRUARY = {**DISCREPANCY, "month": "2"}
"""A report whose KPIs show from 15 March on."""

PUT_OFF = "I will remind you on {date}: {form}. What you filled in is kept until then."


async def put_off(desk: Desk, person: Person) -> Message:
    """Have a report put off; give what is said of it."""
    await open_form(desk, person, "discrepancy")
    await fill_in(person, FEBRUARY)
    assert (await submit(person, {"report-due": "remind"})).closed
    await desk.calm()
    return desk.replies(person)[-1]


async def remind(desk: Desk) -> None:
    """Let the app look for reminders whose time has come, as it does all the time."""
    office = desk.office
    await office.database.run(reminding.remind, desk.clock())
    office.something_to_say.set()
    await desk.calm()


def at(desk: Desk, time_zone: str, day: int, hour: int, minute: int = 0) -> None:
    """Let it be a time of March 2026 somewhere."""
    wanted = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(time_zone))
    desk.clock.pass_by(seconds=wanted.timestamp() - desk.clock())


def reminders(desk: Desk, person: Person) -> list[Message]:
    """Give the messages that lead back to a draft, but the one that put it off."""
    return [m for m in desk.replies(person) if "draft:continue" in labels(m)][1:]


@pytest.mark.parametrize("locale", LOCALES)
async def test_who_wants_to_be_reminded_is_told_when(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await desk.command(person, f"language {locale}")
    said = await put_off(desk, person)
    dates = {
        "en": "March 15, 2026",
        "fr": "15 mars 2026",
        "zh": "2026年3月15日",
        "nl": "15 maart 2026",
        "sv": "15 mars 2026",
    }
    title = desk.knowledge.forms["discrepancy"].say(locale).title
    told = desk.words(locale, PUT_OFF).format(date=dates[locale], form=title)
    assert told in screen(said)
    assert desk.cards() == []


@pytest.mark.parametrize(
    ("name", "time_zone"), [("emma", "Europe/London"), ("wei", "Asia/Shanghai")]
)
async def test_a_reminder_comes_at_nine_where_the_person_lives(
    desk: Desk, name: str, time_zone: str
) -> None:
    person = desk.person(name)
    await desk.ask(person, "hello")
    await put_off(desk, person)
    at(desk, time_zone, 15, 8, 58)
    await remind(desk)
    assert reminders(desk, person) == []
    at(desk, time_zone, 15, 9)
    await remind(desk)
    (reminder,) = reminders(desk, person)
    assert DISCREPANCY["invoice-number"] in screen(reminder)


async def test_a_reminder_comes_once(desk: Desk) -> None:
    emma = desk.person("emma")
    await put_off(desk, emma)
    at(desk, "Europe/London", 16, 9)
    for _ in range(3):
        await remind(desk)
    assert len(reminders(desk, emma)) == 1


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_reminder_opens_the_report_as_it_was_filled_in(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await person.close_view()
    await put_off(desk, person)
    desk.clock.pass_by(days=6)
    await remind(desk)
    (reminder,) = reminders(desk, person)
    assert desk.knowledge.forms["discrepancy"].say(locale).title in screen(reminder)
    await desk.press(person, reminder, button(reminder, "draft:continue"))
    assert at_review(person.view)
    assert person.view
    assert "report-due" not in inputs_of(person.view)
    assert (await person.submit_view()).closed
    await desk.calm()
    assert len(desk.cards()) == 1


async def test_a_reminder_comes_also_after_a_restart(content: Content, database_url: str) -> None:
    async with opened(content, database_url) as desk:
        await put_off(desk, desk.person("emma"))
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        desk.clock.pass_by(days=6)
        await remind(desk)
        (reminder,) = desk.replies(emma)
        await desk.press(emma, reminder, button(reminder, "draft:continue"))
        assert at_review(emma.view)
        await assert_nothing_went_wrong(desk)


async def test_a_reminder_comes_even_after_more_than_fourteen_days(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, {**DISCREPANCY, "month": "3"})
    assert (await submit(emma, {"report-due": "remind"})).closed
    await desk.calm()
    for _ in range(37):
        desk.clock.pass_by(days=1)
        await desk.office.database.run(housekeeping.tidy, desk.clock())
        await remind(desk)
    (reminder,) = reminders(desk, emma)
    await desk.press(emma, reminder, button(reminder, "draft:continue"))
    assert at_review(emma.view)


async def test_a_report_that_is_put_off_twice_at_once_is_told_once(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, FEBRUARY)
    payload = submission_of(desk.workspace, emma, {"report-due": "remind"})
    for _ in range(2):
        assert (await desk.sender.send_interaction(payload)).ok
    await desk.calm()
    assert len(desk.replies(emma)) == 1
    assert len((await desk.rows())["reminders"]) == 1


async def test_who_sends_before_the_day_is_not_reminded(desk: Desk) -> None:
    emma = desk.person("emma")
    said = await put_off(desk, emma)
    await desk.press(emma, said, button(said, "draft:continue"))
    assert emma.view
    await send(desk, emma, {"report-due": "send", "report-due:reason": "It is urgent"})
    desk.clock.pass_by(days=6)
    await remind(desk)
    assert reminders(desk, emma) == []
    assert len(desk.cards()) == 1


async def test_who_discards_the_report_is_not_reminded_and_can_take_it_back(desk: Desk) -> None:
    emma = desk.person("emma")
    said = await put_off(desk, emma)
    await desk.press(emma, said, button(said, "draft:discard"))
    undone = desk.replies(emma)[-1]
    desk.clock.pass_by(days=6)
    await remind(desk)
    assert desk.replies(emma)[-1] is undone
    await desk.press(emma, undone, button(undone, "draft:continue"))
    assert at_review(emma.view)


async def test_what_is_right_by_then_is_discarded_from_the_reminder(desk: Desk) -> None:
    emma = desk.person("emma")
    await put_off(desk, emma)
    desk.clock.pass_by(days=6)
    await remind(desk)
    (reminder,) = reminders(desk, emma)
    await desk.press(emma, reminder, button(reminder, "draft:discard"))
    home = await home_of(desk, emma)
    assert not [action for action in labels(home) if action.startswith("draft:")]


async def test_the_latest_day_of_several_invoices_is_waited_for(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, FEBRUARY)
    await redone(desk, emma, "another")
    march = {**DISCREPANCY, "month": "3", "invoice-number": "INV-0043"}
    await fill_in(emma, march)
    assert emma.view
    asked = [
        block["block_id"]
        for block in emma.view.body["blocks"]
        if block["type"] == "input" and not block["block_id"].endswith(":reason")
    ]
    assert (await emma.submit_view(dict.fromkeys(asked, "remind"))).closed
    await desk.calm()
    assert "April 15, 2026" in screen(desk.replies(emma)[-1])
