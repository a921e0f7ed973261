"""Directory requests are handed in together. It begins on Tuesday, 10 March 2026."""

import asyncio
from datetime import date

import pytest

from bot.app import Content
from bot.desk.sheets import read_sheet
from bot.sandbox import Fault, Message
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services.batch_calendar import keep_up
from bot.slack.messages.batch_calls import rules_of
from tests.desk.offices import at
from tests.journeys.desk import LOCALES, Desk, assert_nothing_went_wrong, opened
from tests.journeys.drafting import forgiven
from tests.journeys.filling import DIRECTORY, fill_in, request, submit
from tests.journeys.form_screens import opened_in, redone
from tests.journeys.gestures import button, press
from tests.journeys.reading import labels, objects, screen
from tests.journeys.triaging import told

OPENS = at("2026-03-16T09:00")
ASKED = at("2026-04-07T09:00")
NEXT = at("2026-04-15T09:00")
ALONE = "Only members of the support team can do this."


async def time_passes(desk: Desk, until: float) -> None:
    """Let the time come, and have done what it brings about for batches."""
    desk.clock.now = max(until, desk.clock.now)
    office = desk.office
    while await office.database.run(keep_up, office.workspace, rules_of(office), desk.clock()):
        pass
    office.something_to_say.set()
    await desk.calm()


def named(name: str, host: str) -> dict[str, object]:
    return {**DIRECTORY, "name": name, "landing-page": f"https://{host}.example.com/learn"}


async def open_batch(desk: Desk, *people: str) -> Message:
    """Have people send a request each, and let the third week come; give the batch's card."""
    for number, person in enumerate(people, 1):
        await request(desk, desk.person(person), "directory", named(f"Firm {number}", person))
    await time_passes(desk, OPENS)
    return desk.cards()[-1]


async def asked(desk: Desk, *people: str) -> Message:
    """Have a batch submitted, and let the day come by which it shows; give the question."""
    card = await open_batch(desk, *people)
    await desk.press(desk.person("noor"), card, "batch:submit")
    await time_passes(desk, ASKED)
    return desk.cards()[-1]


def boxes(message: Message) -> dict[str, list[str]]:
    """Give the action and the values of the boxes of a message."""
    found = [each for each in objects(message.blocks) if each.get("type") == "checkboxes"]
    return {e["action_id"]: [option["value"] for option in e["options"]] for e in found}


async def states(desk: Desk) -> list[str]:
    return [row["state"] for row in (await desk.rows())["tickets"]]


async def test_the_desk_is_shown_all_open_requests_in_the_third_week(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "discrepancy")
    card = await open_batch(desk, "emma", "daan")
    title, number, week, shows, first = screen(card).splitlines()[1:6]
    assert (title, number) == ("── Directory request · March 2026 ──", "2 requests")
    assert week.startswith("To be submitted: Mar 15")
    assert shows == "What is submitted now shows by April 7, 2026."
    for part in ("Request 2", "Firm 1", "Sweden", "https://emma.example.com/learn", "3 of 3"):
        assert part in first
    assert f"@{desk.person('emma').user.id} · New" in first


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_batch_is_in_the_desks_language(
    content: Content, database_url: str, locale: str
) -> None:
    async with opened(content, database_url, desk_locale=locale) as desk:
        card = await open_batch(desk, "wei")
        title = desk.knowledge.forms["directory"].say(locale).title
        assert title in screen(card)
        submitted = desk.words(locale, "Submitted")
        assert labels(card)["batch:submit"] == submitted
        await desk.press(desk.person("noor"), card, "batch_open:show")
        assert desk.words(locale, "Set aside") in labels(desk.person("noor").view or card).values()
        await desk.press(desk.person("noor"), card, "batch:submit")
        await time_passes(desk, ASKED)
        assert labels(desk.cards()[-1])["batch:confirm"] == desk.words(locale, "They show")
        await assert_nothing_went_wrong(desk)


async def test_hints_and_duplicates_are_shown(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "directory", {**DIRECTORY, "country": "BE"})
    emma = desk.person("emma")
    await opened_in(desk, emma, "directory", "en")
    await fill_in(emma, DIRECTORY)
    assert (await submit(emma, {"same": "send"})).closed
    await time_passes(desk, OPENS)
    shown = screen(desk.cards()[-1])
    assert "The address ends like that of another country." in shown
    assert "Like request 2 of the same company" in shown
    assert "Like request 1 of the same company" in shown


async def test_the_card_stays_true(desk: Desk) -> None:
    card = await open_batch(desk, "emma", "daan")
    await request(desk, desk.person("wei"), "directory", named("Firm 3", "wei"))
    assert "3 requests" in screen(card)
    assert "Firm 3" in screen(card)
    emma = desk.person("emma")
    await desk.press(emma, desk.replies(emma)[-1], "request:withdraw")
    assert "2 requests" in screen(card)
    assert "Firm 1" not in screen(card)
    assert len([each for each in desk.cards() if "March 2026 ──" in screen(each)]) == 1


async def test_a_request_is_set_aside_and_taken_in_again(desk: Desk) -> None:
    card = await open_batch(desk, "emma", "daan")
    noor = desk.person("noor")
    await desk.press(noor, card, "batch_open:show")
    shown = await redone(desk, noor, "batch:aside")
    assert "Request 1 · New · set aside" in screen(shown)
    assert "1 request · 1 set aside for next time" in screen(card)
    assert "set aside" in screen(card)
    await redone(desk, noor, "batch:back")
    assert "2 requests" in screen(card)
    assert "set aside" not in screen(card)


async def test_the_details_of_a_request_open_above_its_batch(desk: Desk) -> None:
    card = await open_batch(desk, "emma")
    noor = desk.person("noor")
    await desk.press(noor, card, "batch_open:show")
    details = await redone(desk, noor, "desk_open:read")
    assert "Request 1" in screen(details)
    await noor.close_view()
    assert noor.view
    assert "batch:aside" in labels(noor.view)


async def test_set_aside_goes_on_in_the_next_batch(desk: Desk) -> None:
    card = await open_batch(desk, "emma", "daan")
    noor = desk.person("noor")
    await desk.press(noor, card, "batch_open:show")
    await redone(desk, noor, "batch:aside")
    await desk.press(noor, card, "batch:submit")
    assert "was submitted" not in screen(desk.replies(desk.person("emma"))[-1])
    assert "was submitted" in screen(desk.replies(desk.person("daan"))[-1])
    await time_passes(desk, NEXT)
    following = next(each for each in desk.cards() if "April 2026 ──" in screen(each))
    assert "Firm 1" in screen(following)
    assert "Firm 2" not in screen(following)


async def test_submitted_tells_each_partner_in_their_language_by_when_theirs_shows(
    desk: Desk,
) -> None:
    for number, locale in enumerate(LOCALES, 1):
        person = desk.speaker(locale)
        await opened_in(desk, person, "directory", locale)
        typed = named(f"Firm {number}", f"firm{number}")
        await fill_in(person, typed)
        assert (await submit(person, typed)).closed
        await desk.calm()
    await time_passes(desk, OPENS)
    card, noor = desk.cards()[-1], desk.person("noor")
    await desk.press(noor, card, "batch:submit")
    assert f"5 requests, submitted on March 16, 2026 by @{noor.user.id}" in screen(card)
    assert "They show by April 7, 2026." in screen(card)
    assert "batch:submit" not in labels(card)
    for number, locale in enumerate(LOCALES, 1):
        news = desk.words(locale, "Your request {number} was submitted. It shows by {date}.")
        said = screen(desk.replies(desk.speaker(locale))[-1])
        assert news.partition("{date}")[0].format(number=number) in said
    assert set(await states(desk)) == {"in-progress"}


async def test_what_shows_is_resolved_in_one_go_and_its_partners_are_told(desk: Desk) -> None:
    question = await asked(desk, "emma", "camille")
    assert "Do they show?" in screen(question)
    assert "Firm 1" in screen(question)
    noor = desk.person("noor")
    await desk.press(noor, question, "batch:confirm")
    shown = f"2 requests show, confirmed on April 7, 2026 by @{noor.user.id}"
    assert shown in screen(question)
    assert all(shown in screen(each) for each in desk.cards()[-2:])
    assert set(await states(desk)) == {"resolved"}
    for locale, person, name in (("en", "emma", "Firm 1"), ("fr", "camille", "Firm 2")):
        block = desk.knowledge.replies.say("directory-visible", locale).text
        told_there = screen(desk.replies(desk.person(person))[-1])
        assert block.replace("{name}", name) in told_there


async def test_what_does_not_show_is_unchecked_and_goes_on_in_the_next_batch(desk: Desk) -> None:
    question = await asked(desk, "emma", "daan")
    noor, sam = desk.person("noor"), desk.person("sam")
    ((action, values),) = boxes(question).items()
    await desk.press(noor, question, action, values[:1])
    await desk.press(sam, question, "batch:confirm")
    assert await states(desk) == ["resolved", "in-progress"]
    assert "1 request shows · 1 goes on next time" in screen(question)
    assert "visible" not in screen(desk.replies(desk.person("daan"))[-1])
    await time_passes(desk, NEXT)
    assert "Firm 2" in screen(desk.cards()[-1])
    assert "Firm 1" not in screen(desk.cards()[-1])


async def test_a_tick_that_is_still_on_its_way_counts(desk: Desk) -> None:
    question = await asked(desk, "emma", "daan")
    noor = desk.person("noor")
    ((action, values),) = boxes(question).items()
    await asyncio.gather(
        noor.press(question, action, values[1:]), noor.press(question, "batch:confirm")
    )
    await desk.calm()
    assert await states(desk) == ["in-progress", "resolved"]
    assert told(noor, SUPPORT_CHANNEL) == []


async def test_of_two_who_press_submitted_one_wins_and_partners_hear_it_once(desk: Desk) -> None:
    card = await open_batch(desk, "emma", "daan")
    noor, sam = desk.person("noor"), desk.person("sam")
    await asyncio.gather(noor.press(card, "batch:submit"), sam.press(card, "batch:submit"))
    await desk.calm()
    losers = [each for each in (noor, sam) if told(each, SUPPORT_CHANNEL)]
    assert len(losers) == 1
    (refusal,) = told(losers[0], SUPPORT_CHANNEL)
    assert "was dealt with already" in screen(refusal)
    for person in ("emma", "daan"):
        heard = [each for each in desk.replies(desk.person(person)) if "submitted." in screen(each)]
        assert len(heard) == 1


async def test_what_was_not_seen_is_not_submitted(desk: Desk) -> None:
    card = await open_batch(desk, "emma")
    noor = desk.person("noor")
    stale = next(e["value"] for e in objects(card.blocks) if e.get("action_id") == "batch:submit")
    await request(desk, desk.person("daan"), "directory", named("Firm 2", "daan"))
    await press(desk, noor, card, button("batch:submit", stale))
    await desk.calm()
    (refusal,) = told(noor, SUPPORT_CHANNEL)
    assert "The batch has changed meanwhile." in screen(refusal)
    assert await states(desk) == ["new", "new"]


async def test_a_batch_is_exported_as_a_file_in_its_thread(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "directory", {**DIRECTORY, "name": "=cmd|' /C x'!A1"})
    await time_passes(desk, OPENS)
    card = desk.cards()[-1]
    await desk.press(desk.person("noor"), card, "batch:export")
    (shared,) = desk.shared(card)
    (about,) = shared.files or []
    assert about["name"] == "directory-2026-03.csv"
    content = desk.workspace.files.find(about["id"]).content
    assert content
    header, row = read_sheet(content)
    emma = desk.person("emma").user
    assert dict(zip(header, row, strict=True)) == {
        "Number": "1",
        "Name in the directory": "=cmd|' /C x'!A1",
        "Country": "Sweden",
        "Country (code)": "SE",
        "Landing page": str(DIRECTORY["landing-page"]),
        "Confirmations": row[5],
        "Partner": emma.id,
        "Company": "clarke-learning.example",
        "Sent on": date(2026, 3, 10).isoformat(),
    }
    assert b"\"'=cmd" in content


async def test_an_export_that_slack_refuses_is_told_to_who_pressed(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        card = await open_batch(desk, "emma")
        noor = desk.person("noor")
        refused = Fault.refused("file_uploads_disabled")
        desk.workspace.faults.add("files.getUploadURLExternal", refused)
        assert (await noor.press(card, "batch:export")).ok
        await desk.workspace.wait_for(lambda: told(noor, SUPPORT_CHANNEL))
        assert "Slack did not take the file." in screen(told(noor, SUPPORT_CHANNEL)[0])


async def test_what_came_after_the_export_is_pointed_out(desk: Desk) -> None:
    card = await open_batch(desk, "emma")
    await desk.press(desk.person("noor"), card, "batch:export")
    assert "since the last export" not in screen(card)
    await request(desk, desk.person("daan"), "directory", named("Firm 2", "daan"))
    assert "Came or changed since the last export: 2" in screen(card)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show two requests at once, so that three are many."""
    for name in ("messages.batch_calls.LISTED", "messages.batch_calls.ASKED"):
        monkeypatch.setattr(f"bot.slack.{name}", 2)
    for name in ("screens.batch_drawing.A_PAGE", "listeners.batch_buttons.A_PAGE"):
        monkeypatch.setattr(f"bot.slack.{name}", 2)


@pytest.mark.usefixtures("short")
async def test_a_long_batch_is_shown_in_part_and_whole_in_pages(desk: Desk) -> None:
    card = await open_batch(desk, "emma", "daan", "wei")
    assert "1 more is shown when you open the batch." in screen(card)
    noor = desk.person("noor")
    await desk.press(noor, card, "batch_open:show")
    assert noor.view
    assert "1 to 2 of 3" in screen(noor.view)
    assert "batch:previous" not in labels(noor.view)
    last = await redone(desk, noor, "batch:next")
    assert "3 to 3 of 3" in screen(last)
    assert "batch:next" not in labels(last)
    aside = await redone(desk, noor, "batch:aside")
    assert "Request 3 · New · set aside" in screen(aside)
    first = await redone(desk, noor, "batch:previous")
    assert "1 to 2 of 3" in screen(first)


@pytest.mark.usefixtures("short")
async def test_in_a_long_batch_the_rest_is_unchecked_in_the_modal(desk: Desk) -> None:
    question = await asked(desk, "emma", "daan", "wei")
    noor = desk.person("noor")
    assert len(next(iter(boxes(question).values()))) == 2
    await desk.press(noor, question, "batch_open:show")
    page = await redone(desk, noor, "batch:next")
    (group,) = [e for e in objects(page.body) if e.get("type") == "checkboxes"]
    await redone(desk, noor, group["action_id"], [])
    await desk.press(noor, question, "batch:confirm")
    assert await states(desk) == ["resolved", "resolved", "in-progress"]


async def test_a_crash_between_two_slices_loses_nothing(
    content: Content, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(content, database_url) as desk:
        monkeypatch.setattr("bot.services.batching._AT_ONCE", 1)
        card = await open_batch(desk, "emma", "daan")
        await desk.press(desk.person("noor"), card, "batch:submit")
    async with opened(content, database_url) as again:
        office = again.office
        await office.database.run(keep_up, office.workspace, rules_of(office), again.clock())
        rows = (await again.rows())["ticket_history"]
        done = [row["ticket"] for row in rows if row["deed"] == "submit"]
        assert len(done) == len(set(done))
        while await office.database.run(keep_up, office.workspace, rules_of(office), again.clock()):
            pass
        rows = (await again.rows())["ticket_history"]
        assert sorted(row["ticket"] for row in rows if row["deed"] == "submit") == [1, 2]


async def test_a_batch_that_slack_did_not_open_in_time_can_be_tried_again(desk: Desk) -> None:
    card = await open_batch(desk, "emma")
    noor = desk.person("noor")
    desk.workspace.faults.add("views.open", Fault.server_error())
    await desk.press(noor, card, "batch_open:show")
    forgiven(desk)
    again = desk.replies(noor)[-1]
    (action,) = [each for each in labels(again) if each.startswith("batch_open:")]
    await desk.press(noor, again, action)
    assert noor.view
    assert "Firm 1" in screen(noor.view)


@pytest.mark.parametrize("name", ["emma", "astrid"])
async def test_nobody_else_does_anything_with_a_batch(desk: Desk, name: str) -> None:
    card = await open_batch(desk, "emma")
    outsider = desk.person(name)
    values = {e["action_id"]: e["value"] for e in objects(card.blocks) if "action_id" in e}
    batch = values["batch:export"]
    values |= {"batch:confirm": batch, "batch:aside": f"{batch}:1", "batch:next": f"{batch}:0"}
    before = screen(card)
    desk.workspace.channel(SUPPORT_CHANNEL).members.add(outsider.user.id)
    desk.office.roster.keep(frozenset(), desk.clock())
    for action, value in values.items():
        await press(desk, outsider, card, button(action, str(value)))
        await desk.calm()
        desk.office.roster.keep(frozenset(), desk.clock())
    refused = told(outsider, SUPPORT_CHANNEL)
    assert {screen(each) for each in refused} == {screen(refused[0])}
    assert len(refused) == len(values) - 1
    assert outsider.view is None
    assert screen(card) == before
    assert await states(desk) == ["new"]


@pytest.mark.parametrize("value", ["", "0", "x", "99999999999999999999999", "1:x", "1:99", "-1"])
async def test_forged_values_change_nothing(desk: Desk, value: str) -> None:
    card = await open_batch(desk, "emma")
    noor = desk.person("noor")
    deeds = ("batch:submit", "batch:confirm", "batch:aside", "batch:back", "batch:next")
    for action in (*deeds, "batch:nothing", f"batch_check:{value}"):
        await press(desk, noor, card, button(action, value))
        await desk.calm()
    assert await states(desk) == ["new"]
    assert "1 request" in screen(card)
