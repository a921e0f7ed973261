"""Support triages tickets in modals; nobody else opens or submits anything of theirs."""

import asyncio
from typing import Any

import pytest

from bot.sandbox import Fault, Message, Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.envelopes import interaction
from bot.sandbox.methods.views import describe_view
from tests.journeys.desk import Desk
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text
from tests.journeys.reading import labels, objects, screen
from tests.journeys.triaging import (
    card_of,
    handed_over,
    open_modal,
    options_in,
    press_open,
    preview,
    redrawn,
    ticket_of,
    ticket_row,
    told,
    write,
    written,
)

TYPED = {
    "reply": {"text": "Voilà."},
    "ask": {"text": "Voilà."},
    "resolve": {"text": "Voilà.", "outcome": "answered"},
    "reject": {"text": "Voilà."},
    "assign": {"choice": "U0SAM00001"},
    "prioritize": {"choice": "urgent"},
}
"""What is typed into each modal that changes a ticket by itself."""

MODALS = sorted({*TYPED, "merge", "read"})
NONSENSE = (
    *("", "null", "[]", "{}", "{", '{"ticket": "1"}', '{"ticket": -1}', '{"ticket": 1e400}'),
    *('{"ticket": true}', '{"ticket": 999}', '{"ticket": 1, "seen": "x", "turn": [], "shown": 1}'),
)


def outsiders(desk: Desk) -> dict[str, Person]:
    """Let a guest, somebody deactivated and a member of another company into the desk's channel."""
    more: dict[str, dict[str, Any]] = {
        "guest": {"is_restricted": True},
        "gone": {"deleted": True},
        "elsewhere": {"team_id": "T0ELSEWHERE", "is_external": True},
    }
    for number, (name, kind) in enumerate(more.items()):
        desk.workspace.add_user(f"U0OUTSIDE{number}", name, name, **kind)
        desk.workspace.channel(SUPPORT_CHANNEL).members.add(f"U0OUTSIDE{number}")
    return {name: desk.person(name) for name in (*more, "camille", "emma", "astrid")}


async def two_tickets(desk: Desk, locale: str = "fr") -> tuple[Message, Message]:
    """Have a partner hand over a question, and send a request; give their cards."""
    await handed_over(desk, locale)
    await request(desk, desk.speaker(locale), "directory")
    first, second = desk.cards()
    return first, second


def sam_of(desk: Desk) -> str:
    return desk.person("sam").user.id


async def test_a_ticket_is_given_to_a_colleague(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "assign")
    submission = await noor.submit_view({"choice": sam_of(desk)})
    await desk.calm()
    assert submission.closed
    row = await ticket_row(desk)
    assert (row["owner"], row["state"]) == (sam_of(desk), "in-progress")
    assert f"@{sam_of(desk)}" in screen(card_of(desk))


@pytest.mark.parametrize("name", ["guest", "gone", "elsewhere", "camille", "astrid"])
async def test_a_ticket_is_given_to_nobody_outside_of_the_support_team(
    desk: Desk, name: str
) -> None:
    await handed_over(desk)
    noor, outsider = desk.person("noor"), outsiders(desk)[name]
    await open_modal(desk, noor, "assign")
    chosen = {"type": "users_select", "selected_user": outsider.user.id}
    submission = await noor.submit_view(forged={"choice": {"choice": chosen}})
    assert submission.errors == {"choice": "Please choose somebody of the support team."}
    assert (await ticket_row(desk))["owner"] is None


@pytest.mark.parametrize("priority", ["low", "normal", "high", "urgent"])
async def test_a_ticket_s_priority_is_chosen_and_shown(desk: Desk, priority: str) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "prioritize")
    assert (await noor.submit_view({"choice": priority})).closed
    await desk.calm()
    assert (await ticket_row(desk))["priority"] == priority


async def test_promise_15_a_priority_that_is_none_is_refused(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "prioritize")
    chosen = {"type": "radio_buttons", "selected_option": {"value": "enormous"}}
    submission = await noor.submit_view(forged={"choice": {"choice": chosen}})
    assert list(submission.errors) == ["choice"]
    assert (await ticket_row(desk))["priority"] == "normal"


async def test_a_ticket_goes_on_in_another_open_one_of_the_same_partner(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await handed_over(desk, "nl")
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "merge", first)
    assert options_in(view, "choice") == [ticket_of(second)]
    assert "can’t be undone" in screen(view)
    assert (await noor.submit_view({"choice": ticket_of(second)})).closed
    await desk.calm()
    row = await ticket_row(desk)
    assert (row["state"], row["merged_into"]) == ("merged", int(ticket_of(second)))
    assert "into request 2" in screen(first)


async def test_a_partner_s_only_ticket_goes_on_in_none(desk: Desk) -> None:
    await handed_over(desk)
    view = await open_modal(desk, desk.person("noor"), "merge")
    assert "no other open request" in screen(view)
    assert "submit" not in view.body


async def test_promise_34_a_ticket_is_merged_into_none_of_another_partner(desk: Desk) -> None:
    first, _ = await two_tickets(desk)
    await handed_over(desk, "nl")
    theirs, noor = ticket_of(card_of(desk)), desk.person("noor")
    for forged in (theirs, ticket_of(first), "999", "x", "9" * 40, ""):
        await open_modal(desk, noor, "merge", first)
        chosen = {"type": "static_select", "selected_option": {"value": forged}}
        submission = await noor.submit_view(forged={"choice": {"choice": chosen}})
        assert not submission.closed
        await noor.close_view()
    assert (await ticket_row(desk))["state"] == "new"


async def test_the_details_tell_who_did_what_and_what_was_said(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await desk.press(noor, card_of(desk), "desk:take")
    await write(desk, noor, "ask", "Quelle facture, s’il vous plaît ?")
    view = await open_modal(desk, noor, "read")
    shown = screen(view)
    for expected in (
        f"@{noor.user.id} took it",
        f"@{noor.user.id} asked the partner",
        "> Quelle facture, s’il vous plaît ?",
        f"> {desk.unanswerable('fr')}",
        "The bot considered",
    ):
        assert expected in shown
    assert [each for each in objects(view.body) if each.get("type") == "date"]


async def test_the_details_are_left_open_to_follow_a_ticket_and_to_stop(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "read")
    assert "desk:follow" in labels(view)
    await redrawn(desk, noor, "desk:follow")
    assert f"Followed by @{noor.user.id}" in screen(view)
    assert (await desk.rows())["ticket_followers"]
    await redrawn(desk, noor, "desk:unfollow")
    assert "desk:follow" in labels(view)
    assert (await desk.rows())["ticket_followers"] == []


async def test_a_long_conversation_is_leafed_through(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    for number in range(10):
        await write(desk, noor, "reply", f"Réponse {number}.")
    view = await open_modal(desk, noor, "read")
    assert ["Réponse 1." in screen(view), "Réponse 2." in screen(view)] == [False, True]
    await redrawn(desk, noor, "desk_page:earlier")
    assert ["Réponse 0." in screen(view), "Réponse 2." in screen(view)] == [True, False]
    await redrawn(desk, noor, "desk_page:newest")
    assert "Réponse 9." in screen(view)


async def test_an_ended_ticket_still_tells_its_details(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await write(desk, noor, "resolve", "Voilà.", outcome="declined")
    view = await open_modal(desk, noor, "read")
    assert "resolved it: Not possible" in screen(view)


@pytest.mark.parametrize("name", ["guest", "gone", "elsewhere", "camille", "emma", "astrid"])
async def test_promise_32_nobody_but_support_opens_anything_of_a_ticket(
    desk: Desk, name: str
) -> None:
    await two_tickets(desk)
    outsider, card = outsiders(desk)[name], card_of(desk)
    for deed in MODALS:
        await press_open(desk, outsider, deed, card)
        assert outsider.view is None
    inside = outsider.user.id in desk.workspace.channel(SUPPORT_CHANNEL).members
    alone = told(outsider, SUPPORT_CHANNEL)
    assert len(alone) == (len(MODALS) if inside else 0)
    assert {screen(each) for each in alone} <= {"Only members of the support team can do this."}
    assert (await desk.rows())["ticket_history"] == []
    forgive(desk)


def forgive(desk: Desk) -> None:
    """Forget that Slack told nobody something who is not in the channel."""
    calls = desk.workspace.calls
    calls[:] = [call for call in calls if call.error != "user_not_in_channel"]


@pytest.mark.parametrize("deed", sorted(TYPED))
@pytest.mark.parametrize("name", ["guest", "gone", "elsewhere", "camille"])
async def test_promise_34_a_modal_submitted_by_somebody_else_does_nothing(
    desk: Desk, deed: str, name: str
) -> None:
    await handed_over(desk)
    noor, outsider = desk.person("noor"), outsiders(desk)[name]
    await open_modal(desk, noor, deed)
    if "text" in TYPED[deed]:
        await preview(noor, **TYPED[deed])
    noor.fill_in({} if "text" in TYPED[deed] else TYPED[deed])
    await asyncio.gather(*(submit_as(desk, outsider, noor) for _ in range(2)))
    await desk.calm()
    assert await written(desk) == []
    assert (await desk.rows())["ticket_history"] == []
    row = await ticket_row(desk)
    assert (row["state"], row["owner"], row["priority"]) == ("new", None, "normal")


async def submit_as(desk: Desk, outsider: Person, noor: Person) -> None:
    """Submit what noor has open as somebody else; what is answered tells them nothing."""
    assert noor.view
    described = describe_view(desk.workspace, noor.view)
    payload = interaction(desk.workspace, "view_submission", outsider.user, view=described)
    answer = await desk.sender.send_interaction(payload)
    assert answer.ok
    assert "Combien" not in answer.body.decode()


@pytest.mark.parametrize("metadata", NONSENSE)
async def test_promise_34_a_modal_that_says_nonsense_of_itself_does_nothing(
    desk: Desk, metadata: str
) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "reply")
    view.body["private_metadata"] = metadata
    assert (await noor.submit_view({"text": "Voilà."})).answer.ok
    await desk.calm()
    assert await written(desk) == []


async def test_a_modal_that_slack_did_not_open_in_time_is_offered_again(desk: Desk) -> None:
    await handed_over(desk)
    noor, card = desk.person("noor"), card_of(desk)
    desk.workspace.faults.add("views.open", Fault.reset())
    await press_open(desk, noor, "resolve", card)
    assert noor.view is None
    offered = noor.sees()[-1]
    (button,) = [each for each in labels(offered) if each.startswith("desk_open:")]
    desk.workspace.calls[:] = [call for call in desk.workspace.calls if not call.error]
    await desk.press(noor, offered, button)
    assert noor.view
    assert "How does it end?" in all_text(noor.view)
