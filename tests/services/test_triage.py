"""What the support team does with tickets besides writing to their partners."""

import pytest
from sqlalchemy import Connection

from bot.desk.life import OPEN, OVER, Deed, State
from bot.services import triage
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, TAKEN, Actor, Refusal, act
from bot.storage import ticket_followers, ticket_history, ticket_threads, tickets
from tests.services.scene import CHANNEL, EMMA, NOW, OURS, card, home, note, said
from tests.services.tickets import (
    EMMAS,
    NOOR,
    NOOR_ID,
    OSCAR,
    OSCAR_ID,
    SAM,
    SAM_ID,
    SENT,
    as_done,
    deeds,
    kept,
    meant,
    send,
)

OUTSIDERS = pytest.mark.parametrize("actor", [EMMAS, OSCAR], ids=["partner", "somebody"])


def followers(connection: Connection) -> list[str]:
    return ticket_followers.of_ticket(connection, OURS, 1)


def test_promise_16_of_two_who_take_a_ticket_one_has_it_and_the_other_is_told_who(
    connection: Connection,
) -> None:
    send(connection)
    first = as_done(triage.take(connection, NOOR, 1, NOW))
    assert (first.owner, first.state) == (NOOR_ID, "in-progress")
    assert triage.take(connection, SAM, 1, NOW) == Refusal(TAKEN, first)
    as_done(triage.hand_back(connection, NOOR, 1, NOW))
    assert as_done(triage.take(connection, SAM, 1, NOW)).owner == SAM_ID


def test_a_ticket_that_waits_for_its_partner_can_be_handed_back_and_still_waits(
    connection: Connection,
) -> None:
    send(connection, state="waiting", owner=NOOR_ID)
    done = as_done(triage.hand_back(connection, SAM, 1, NOW))
    assert (done.owner, done.state) == (None, "waiting")


def test_a_ticket_is_assigned_to_a_colleague_whoever_had_it(connection: Connection) -> None:
    send(connection)
    for actor, to in ((NOOR, SAM_ID), (SAM, NOOR_ID), (SAM, SAM_ID)):
        done = as_done(triage.assign(connection, actor, 1, to, NOW))
        assert (done.owner, done.state, done.answers_taken) == (to, "in-progress", SENT["answers"])
    told = [entry.details for entry in ticket_history.of_ticket(connection, OURS, 1, 9)]
    assert told == [{"to": SAM_ID}, {"to": NOOR_ID}, {"to": SAM_ID}]


def test_who_gets_a_ticket_sees_what_it_was_when_the_first_of_them_got_it(
    connection: Connection,
) -> None:
    send(connection)
    triage.take(connection, NOOR, 1, NOW)
    act(connection, EMMAS, 1, Deed.CHANGE, NOW, answers={"lines": [], "common": {}, "asks": {}})
    done = as_done(triage.assign(connection, NOOR, 1, SAM_ID, NOW))
    assert done.answers_taken == SENT["answers"]


def test_how_much_a_ticket_matters_is_said_and_time_looks_at_it_anew(
    connection: Connection,
) -> None:
    send(connection)
    done = as_done(triage.prioritize(connection, NOOR, 1, "urgent", NOW))
    assert (done.priority, done.look_at, done.state, done.owner) == ("urgent", NOW, "new", None)


def test_who_follows_a_ticket_follows_it_once_and_until_they_do_not(
    connection: Connection,
) -> None:
    send(connection, state="resolved")
    for actor in (NOOR, SAM, NOOR):
        as_done(triage.follow(connection, actor, 1, NOW))
    assert followers(connection) == [NOOR_ID, SAM_ID]
    as_done(triage.unfollow(connection, NOOR, 1, NOW))
    assert followers(connection) == [SAM_ID]
    assert said(connection) == [card()]


@OUTSIDERS
def test_promise_32_who_is_not_of_the_support_team_follows_nothing(
    connection: Connection, actor: Actor
) -> None:
    send(connection)
    ticket_followers.add(connection, OURS, 1, EMMA)
    assert triage.follow(connection, actor, 1, NOW) == Refusal(NOT_ALLOWED)
    assert triage.unfollow(connection, actor, 1, NOW) == Refusal(NOT_ALLOWED)
    assert followers(connection) == [EMMA]


@pytest.mark.parametrize("actor", [NOOR, EMMAS], ids=["support", "partner"])
def test_a_resolved_ticket_is_opened_again_by_the_support_team_or_its_partner(
    connection: Connection, actor: Actor
) -> None:
    send(connection, state="resolved", resolved_at=NOW - 5, outcome="answered", owner=SAM_ID)
    done = as_done(triage.reopen(connection, actor, 1, NOW))
    assert (done.state, done.owner, done.opened_at) == ("reopened", SAM_ID, NOW)
    assert (done.resolved_at, done.outcome) == (None, None)


@pytest.mark.parametrize("state", sorted(set(State) - {State.RESOLVED}))
def test_nothing_else_is_opened_again(connection: Connection, state: State) -> None:
    before = send(connection, state=state)
    assert triage.reopen(connection, NOOR, 1, NOW) == Refusal(NOT_POSSIBLE, before)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_ticket_goes_on_in_another_of_its_partner_which_hears_what_they_write_from_then_on(
    connection: Connection, state: State
) -> None:
    one, other = send(connection, state=state), send(connection)
    ticket_threads.listen(connection, OURS, CHANNEL, "1.0", one.id)
    done = as_done(triage.merge(connection, NOOR, one.id, other.id, NOW))
    assert (done.state, done.merged_into, done.look_at) == ("merged", other.id, None)
    assert ticket_threads.ticket_in(connection, OURS, CHANNEL, "1.0") == other.id
    assert kept(connection, other.id) == other
    (entry,) = ticket_history.of_ticket(connection, OURS, one.id, 9)
    assert (entry.deed, entry.details) == ("merge", {"into": other.number})


def test_both_tickets_are_shown_as_they_stand_after_a_merge_and_the_partner_is_told_once(
    connection: Connection,
) -> None:
    for _ in range(2):
        send(connection)
    triage.merge(connection, NOOR, 1, 2, NOW)
    receipts = [(EMMA, "receipt", {"ticket": number}) for number in (1, 2)]
    news = (EMMA, "news", {"entry": 1})
    expected = [card(1), receipts[0], home(), note(1), news, card(2), receipts[1]]
    assert said(connection) == expected


@pytest.mark.parametrize("state", sorted(OVER))
def test_a_ticket_goes_on_in_no_other_that_is_over_and_none_that_is_over_goes_on(
    connection: Connection, state: State
) -> None:
    over, is_open = send(connection, state=state), send(connection)
    for one, other in ((is_open, over), (over, is_open)):
        done = triage.merge(connection, NOOR, one.id, other.id, NOW)
        assert done == Refusal(NOT_POSSIBLE, one)
    assert [kept(connection, 1), kept(connection, 2)] == [over, is_open]
    assert meant(connection) == []


def test_promise_36_a_ticket_goes_on_in_none_of_another_partner_or_workspace_nor_in_itself(
    connection: Connection,
) -> None:
    one = send(connection)
    others = [one, send(connection, person=OSCAR_ID), send(connection, "T2")]
    for other in others:
        done = triage.merge(connection, NOOR, one.id, other.id, NOW)
        assert done == Refusal(NOT_POSSIBLE, one)
    assert triage.merge(connection, NOOR, one.id, 99, NOW) == Refusal(NOT_POSSIBLE, one)
    assert kept(connection) == one


@OUTSIDERS
@pytest.mark.parametrize("into", [2, 99], ids=["a ticket", "nothing"])
def test_promise_32_who_may_not_merge_learns_nothing_of_either_ticket(
    connection: Connection, actor: Actor, into: int
) -> None:
    for _ in range(2):
        send(connection)
    assert triage.merge(connection, actor, 1, into, NOW) == Refusal(NOT_ALLOWED)
    assert triage.merge(connection, actor, 99, into, NOW) == Refusal(NOT_ALLOWED)
    assert (deeds(connection), deeds(connection, 2)) == ([], [])


def test_two_tickets_never_go_on_in_each_other(connection: Connection) -> None:
    for _ in range(2):
        send(connection)
    as_done(triage.merge(connection, NOOR, 1, 2, NOW))
    merged = kept(connection, 1)
    assert triage.merge(connection, SAM, 2, 1, NOW) == Refusal(NOT_POSSIBLE, kept(connection, 2))
    assert (merged.merged_into, kept(connection, 2).merged_into) == (2, None)
    assert tickets.open_of_person(connection, OURS, EMMA) == [kept(connection, 2)]


def test_whose_ticket_is_opened_again_can_take_it_up_or_leave_it_to_others(
    connection: Connection,
) -> None:
    send(connection)
    as_done(act(connection, NOOR, 1, Deed.RESOLVE, NOW))
    as_done(triage.reopen(connection, EMMAS, 1, NOW))
    taken = as_done(triage.take(connection, NOOR, 1, NOW))
    assert (taken.owner, taken.state) == (NOOR_ID, State.IN_PROGRESS)
    as_done(act(connection, NOOR, 1, Deed.RESOLVE, NOW))
    as_done(triage.reopen(connection, EMMAS, 1, NOW))
    left = as_done(triage.hand_back(connection, NOOR, 1, NOW))
    assert (left.owner, left.state) == (None, State.REOPENED)
