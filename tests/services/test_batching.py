"""The requests of a form are handed in together, once a month."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.desk.batches import Stage
from bot.desk.life import State
from bot.desk.rights import RIGHTS, Task
from bot.forms.filled import Filled
from bot.forms.readings import Given, Typed
from bot.services import batch_calendar, batch_contents, batching, requests, triage
from bot.services.acting import NOT_ALLOWED, Actor, Refusal
from bot.services.batch_contents import Contents, Rules
from bot.services.batching import CHANGED, OVER
from bot.storage import batches, ticket_history, ticket_messages, tickets
from bot.storage.batches import Batch
from bot.storage.database import Database
from tests.desk.offices import DAY, HOUR, at
from tests.services.scene import EMMA, OURS, said
from tests.services.tickets import NOOR, NOOR_ID, OSCAR, SAM, deeds, kept, send

FORM, MARCH = "directory", "2026-03"
SENT = at("2026-03-10T12:00")
OPENS = at("2026-03-16T09:00")
"""The 15th of March 2026 is a Sunday."""

CLOSES = at("2026-03-22T00:00")
ASKED = at("2026-04-07T09:00")
GIVEN: Mapping[str, Typed] = {
    "name": "Contoso",
    "country": "SE",
    "landing-page": "https://contoso.se/learn",
    "confirmations": ("only-this-partner", "no-competitors", "owned"),
}


@pytest.fixture
def rules(content: Content) -> Rules:
    return Rules(content.decider.knowledge, content.forms, content.hours)


def sent(connection: Connection, /, **values: Any) -> int:  # noqa: ANN401 - any column
    given = {field: Given(typed) for field, typed in GIVEN.items()}
    times = dict.fromkeys(("created_at", "changed_at", "opened_at"), SENT)
    return send(connection, **times, answers=Filled(common=given).as_json(), **values).id


def pass_time(connection: Connection, rules: Rules, now: float) -> bool:
    return batch_calendar.keep_up(connection, OURS, rules, now)


def newest(connection: Connection, stage: Stage = Stage.OPEN) -> Batch:
    return batches.at_stage(connection, OURS, stage)[-1]


def opened(connection: Connection, rules: Rules, *requests_: int) -> Batch:
    """Open the batch of March, with some requests that were sent before."""
    assert requests_ or sent(connection)
    pass_time(connection, rules, OPENS)
    said(connection)
    return newest(connection)


def contents(connection: Connection, batch: Batch) -> Contents:
    found = batch_contents.contents(connection, OURS, batch.id)
    assert found
    return found


def inside(connection: Connection, batch: Batch) -> list[int]:
    return [ticket.id for ticket in contents(connection, batch).inside]


def submit(
    connection: Connection, rules: Rules, batch: Batch, now: float = OPENS + HOUR
) -> Batch | Refusal:
    stamp = contents(connection, batch).stamp
    return batching.submit(connection, NOOR, rules, batch.id, stamp, now)


def asked(connection: Connection, rules: Rules, *requests_: int) -> Batch:
    """Have a batch submitted, and let the day come by which its requests show."""
    batch = opened(connection, rules, *requests_)
    submit(connection, rules, batch)
    pass_time(connection, rules, ASKED)
    said(connection)
    return batch


def meanings(connection: Connection) -> list[str]:
    return [meaning for _, meaning, _ in said(connection)]


def code(done: Batch | Refusal) -> str:
    assert isinstance(done, Refusal)
    return done.code


def details(connection: Connection, ticket: int) -> Mapping[str, Any]:
    return ticket_history.of_ticket(connection, OURS, ticket, 1)[0].details


def test_a_batch_opens_in_the_third_week_when_the_desk_does(
    connection: Connection, rules: Rules
) -> None:
    first, second = sent(connection), sent(connection)
    pass_time(connection, rules, OPENS - 1)
    assert batches.at_stage(connection, OURS, Stage.OPEN) == []
    pass_time(connection, rules, OPENS)
    batch = newest(connection)
    assert (batch.form, batch.month) == (FORM, MARCH)
    assert inside(connection, batch) == [first, second]
    assert meanings(connection) == ["batch-card"]


def test_a_batch_opens_once(connection: Connection, rules: Rules) -> None:
    opened(connection, rules)
    pass_time(connection, rules, OPENS + 10)
    assert len(batches.at_stage(connection, OURS, Stage.OPEN)) == 1
    assert meanings(connection) == []


def test_without_requests_there_is_no_batch_until_one_comes(
    connection: Connection, rules: Rules
) -> None:
    pass_time(connection, rules, OPENS)
    assert batches.at_stage(connection, OURS, Stage.OPEN) == []
    ticket = sent(connection)
    pass_time(connection, rules, OPENS + DAY)
    assert inside(connection, newest(connection)) == [ticket]


@pytest.mark.parametrize(("moment", "opens"), [(CLOSES - 1, 1), (CLOSES, 0)])
def test_a_week_that_was_missed_is_caught_up_on_unless_it_is_over(
    connection: Connection, rules: Rules, moment: float, opens: int
) -> None:
    sent(connection)
    pass_time(connection, rules, moment)
    assert len(batches.at_stage(connection, OURS, Stage.OPEN)) == opens


def test_what_comes_changes_or_is_withdrawn_has_the_batch_drawn_anew(
    connection: Connection, rules: Rules
) -> None:
    first = sent(connection)
    batch = opened(connection, rules, first)
    requests.withdraw(connection, kept(connection, first), OPENS)
    assert "batch-card" in meanings(connection)
    assert inside(connection, batch) == []
    requests.restore(connection, kept(connection, first), OPENS)
    assert "batch-card" in meanings(connection)
    assert inside(connection, batch) == [first]


def test_other_kinds_of_tickets_draw_no_batch_anew(connection: Connection, rules: Rules) -> None:
    opened(connection, rules)
    other = sent(connection, kind="discrepancy")
    triage.take(connection, NOOR, other, OPENS)
    assert "batch-card" not in meanings(connection)


def test_what_is_set_aside_is_not_submitted_and_is_in_the_next_batch(
    connection: Connection, rules: Rules
) -> None:
    first, second = sent(connection), sent(connection)
    batch = opened(connection, rules, first)
    batching.put_aside(connection, NOOR, batch.id, {first: True}, OPENS)
    assert inside(connection, batch) == [second]
    submit(connection, rules, batch)
    assert [deeds(connection, each) for each in (first, second)] == [[], ["submit"]]
    pass_time(connection, rules, at("2026-04-15T09:00"))
    assert inside(connection, newest(connection)) == [first]


def test_what_was_set_aside_can_be_taken_in_again(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    for aside in (True, False):
        batching.put_aside(connection, NOOR, batch.id, {ticket: aside}, OPENS)
    assert inside(connection, batch) == [ticket]


def test_submitting_marks_all_and_tells_each_partner_by_when_theirs_shows(
    connection: Connection, rules: Rules
) -> None:
    tickets_ = [sent(connection, person=person) for person in (EMMA, "U-DAAN")]
    done = submit(connection, rules, opened(connection, rules, *tickets_))
    assert isinstance(done, Batch)
    assert (done.state, done.submitted_by, done.visible_by) == ("submitted", NOOR_ID, "2026-04-07")
    assert done.confirm_at == ASKED
    for ticket in tickets_:
        assert kept(connection, ticket).state == State.IN_PROGRESS
        assert details(connection, ticket) == {"date": "2026-04-07"}
    assert meanings(connection).count("news") == 2


def test_of_two_who_submit_one_wins_and_nobody_is_told_twice(
    connection: Connection, rules: Rules
) -> None:
    batch = opened(connection, rules)
    stamp = contents(connection, batch).stamp
    done = [
        batching.submit(connection, actor, rules, batch.id, stamp, OPENS) for actor in (NOOR, SAM)
    ]
    assert code(done[1]) == OVER
    assert newest(connection, Stage.SUBMITTED).submitted_by == NOOR_ID
    assert meanings(connection).count("news") == 1


async def test_of_many_who_submit_at_once_one_wins(database_url: str, rules: Rules) -> None:
    processes = [Database(database_url) for _ in range(3)]
    batch = processes[0].run_now(opened, rules)
    stamp = processes[0].run_now(contents, batch).stamp
    actors = [Actor(OURS, f"U-{number}", is_support=True) for number in range(3)]
    done = await asyncio.gather(
        *(
            process.run(batching.submit, actor, rules, batch.id, stamp, OPENS)
            for process, actor in zip(processes, actors, strict=True)
        )
    )
    (winner,) = [each for each in done if isinstance(each, Batch)]
    assert {code(each) for each in done if each is not winner} == {OVER}
    assert processes[0].run_now(newest, Stage.SUBMITTED).submitted_by == winner.submitted_by
    assert processes[0].run_now(meanings).count("news") == 1
    for process in processes:
        process.close()


async def test_processes_that_are_told_of_the_week_together_open_one_batch(
    database_url: str, rules: Rules
) -> None:
    processes = [Database(database_url) for _ in range(3)]
    processes[0].run_now(sent)
    turns = (each.run(batch_calendar.keep_up, OURS, rules, OPENS) for each in processes * 3)
    await asyncio.gather(*turns)
    assert processes[0].run_now(meanings).count("batch-card") == 1
    for process in processes:
        process.close()


def test_what_came_or_changed_unseen_is_not_submitted(connection: Connection, rules: Rules) -> None:
    first = sent(connection)
    batch = opened(connection, rules, first)
    stamp = contents(connection, batch).stamp
    sent(connection)
    assert code(batching.submit(connection, NOOR, rules, batch.id, stamp, OPENS)) == CHANGED
    stamp = contents(connection, batch).stamp
    tickets.change(connection, OURS, first, revision=2)
    assert code(batching.submit(connection, NOOR, rules, batch.id, stamp, OPENS)) == CHANGED
    assert "batch-card" in meanings(connection)
    assert newest(connection).id == batch.id


def test_a_batch_without_requests_is_not_submitted(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    batching.put_aside(connection, NOOR, batch.id, {ticket: True}, OPENS)
    assert code(submit(connection, rules, batch)) == CHANGED


def test_many_requests_are_submitted_bit_by_bit_and_a_crash_loses_none(
    connection: Connection, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "_AT_ONCE", 3)
    sent_ = [sent(connection, person=f"U-{number}") for number in range(7)]
    submit(connection, rules, opened(connection, rules, *sent_))
    assert [deeds(connection, ticket) for ticket in sent_] == [[]] * 7
    requests.withdraw(connection, kept(connection, sent_[4]), OPENS)
    said(connection)
    turns = [pass_time(connection, rules, OPENS + turn) for turn in range(4)]
    assert turns == [True, True, False, False]
    assert meanings(connection).count("news") == 6
    held = batches.held(connection, OURS, newest(connection, Stage.SUBMITTED).id)
    assert [each.ticket.id for each in held] == [t for t in sent_ if t != sent_[4]]


def test_what_was_not_submitted_in_its_month_is_in_the_next_batch(
    connection: Connection, rules: Rules
) -> None:
    ticket = sent(connection)
    before = opened(connection, rules, ticket)
    pass_time(connection, rules, at("2026-04-15T09:00"))
    batch = newest(connection)
    assert batch.month == "2026-04"
    assert inside(connection, batch) == [ticket]
    assert meanings(connection) == ["batch-card", "batch-card"]
    assert newest(connection, Stage.LAPSED).id == before.id
    assert code(submit(connection, rules, before)) == OVER


def test_it_is_asked_once_whether_the_requests_show_also_late(
    connection: Connection, rules: Rules
) -> None:
    submit(connection, rules, opened(connection, rules))
    said(connection)
    pass_time(connection, rules, ASKED - 1)
    assert meanings(connection) == []
    pass_time(connection, rules, ASKED + 9 * DAY)
    assert meanings(connection) == ["batch-card", "batch-question"]
    pass_time(connection, rules, ASKED + 10 * DAY)
    assert meanings(connection) == []


def test_what_shows_is_resolved_and_told_the_rest_goes_on_in_the_next_batch(
    connection: Connection, rules: Rules
) -> None:
    shown, hidden = sent(connection), sent(connection)
    batch = asked(connection, rules, shown)
    batching.confirm(connection, SAM, rules, batch.id, {hidden}, ASKED + HOUR)
    assert kept(connection, shown).state == State.RESOLVED
    assert kept(connection, shown).outcome == "listed"
    (message,) = ticket_messages.of_ticket(connection, OURS, shown, 5)
    assert message.author == SAM.person
    said_then = rules.knowledge.replies.say("directory-visible", "nl").text
    assert message.text == said_then.replace("{name}", "Contoso")
    assert "message" in meanings(connection)
    assert kept(connection, hidden).state == State.IN_PROGRESS
    pass_time(connection, rules, at("2026-04-15T09:00"))
    assert inside(connection, newest(connection)) == [hidden]


def test_what_a_colleague_unchecked_before_does_not_show(
    connection: Connection, rules: Rules
) -> None:
    shown, hidden = sent(connection), sent(connection)
    batch = asked(connection, rules, shown)
    batching.put_aside(connection, NOOR, batch.id, {hidden: True}, ASKED)
    batching.confirm(connection, SAM, rules, batch.id, set(), ASKED)
    states = [kept(connection, each).state for each in (shown, hidden)]
    assert states == [State.RESOLVED, State.IN_PROGRESS]


def test_of_two_who_confirm_one_wins(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = asked(connection, rules, ticket)
    batching.confirm(connection, NOOR, rules, batch.id, {ticket}, ASKED)
    assert code(batching.confirm(connection, SAM, rules, batch.id, set(), ASKED)) == OVER
    assert kept(connection, ticket).state == State.IN_PROGRESS


def test_nothing_is_confirmed_before_it_is_asked_for(connection: Connection, rules: Rules) -> None:
    batch = opened(connection, rules)
    for _ in range(2):
        assert code(batching.confirm(connection, NOOR, rules, batch.id, set(), OPENS)) == OVER
        submit(connection, rules, batch)


def test_many_are_resolved_bit_by_bit_each_told_once(
    connection: Connection, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_ = [sent(connection, person=f"U-{number}") for number in range(5)]
    batch = asked(connection, rules, *sent_)
    monkeypatch.setattr(batching, "_AT_ONCE", 2)
    batching.confirm(connection, NOOR, rules, batch.id, set(), ASKED)
    while pass_time(connection, rules, ASKED):
        pass
    assert {kept(connection, ticket).state for ticket in sent_} == {State.RESOLVED}
    assert meanings(connection).count("message") == 5


def test_what_was_resolved_by_itself_is_not_asked_for(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    submit(connection, rules, opened(connection, rules, ticket))
    requests.withdraw(connection, kept(connection, ticket), OPENS + DAY)
    said(connection)
    pass_time(connection, rules, ASKED)
    batch = newest(connection, Stage.DONE)
    assert (batch.asked_at, batch.confirmed_by) == (None, None)


def test_a_tick_that_comes_after_its_batch_was_confirmed_with_it_is_no_mistake(
    connection: Connection, rules: Rules
) -> None:
    shown, hidden = sent(connection), sent(connection)
    batch = asked(connection, rules, shown)
    batching.confirm(connection, NOOR, rules, batch.id, {hidden}, ASKED)
    chosen = {shown: False, hidden: True}
    late = batching.put_aside(connection, NOOR, batch.id, chosen, ASKED)
    assert isinstance(late, Batch)
    changed = {shown: True, hidden: True}
    assert code(batching.put_aside(connection, NOOR, batch.id, changed, ASKED)) == OVER


def test_only_requests_of_a_batch_can_be_set_aside_from_it(
    connection: Connection, rules: Rules
) -> None:
    batch, other = opened(connection, rules), sent(connection, kind="discrepancy")
    for ticket in (other, 0, 10**17):
        done = batching.put_aside(connection, NOOR, batch.id, {ticket: True}, OPENS)
        assert code(done) == CHANGED


def test_what_came_or_changed_after_the_export_is_told(
    connection: Connection, rules: Rules
) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    assert contents(connection, batch).since_export == ()
    batches.change(connection, OURS, batch.id, exported_at=SENT + 1)
    later = sent(connection)
    tickets.change(connection, OURS, later, changed_at=SENT + 2)
    found = contents(connection, batch).since_export
    assert [each.id for each in found] == [later]


def test_export_and_batch_are_rights_of_support() -> None:
    assert RIGHTS[Task.BATCH] == RIGHTS[Task.EXPORT] == RIGHTS[Task.LIST]


def test_nobody_else_does_anything_with_a_batch(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    stamp = contents(connection, batch).stamp
    refused = [
        batching.put_aside(connection, OSCAR, batch.id, {ticket: True}, OPENS),
        batching.export(connection, OSCAR, batch.id, OPENS),
        batching.submit(connection, OSCAR, rules, batch.id, stamp, OPENS),
        batching.confirm(connection, OSCAR, rules, batch.id, set(), OPENS),
    ]
    assert {code(each) for each in refused} == {NOT_ALLOWED}
    assert code(batching.export(connection, NOOR, 10**17, OPENS)) == NOT_ALLOWED
    assert meanings(connection) == []
    assert contents(connection, batch).stamp == stamp


def test_a_form_without_batches_has_none(connection: Connection, rules: Rules) -> None:
    sent(connection, kind="discrepancy")
    pass_time(connection, rules, OPENS)
    assert batches.at_stage(connection, OURS, Stage.OPEN) == []
    assert rules.schedule("discrepancy") is None
    assert rules.schedule("dropped") is None


def test_a_batch_tells_which_requests_are_alike(
    connection: Connection, rules: Rules, content: Content
) -> None:
    first, second = sent(connection), sent(connection)
    for ticket in (first, second):
        tickets.set_keys(connection, OURS, ticket, "T-HERS", FORM, ["contoso.se"])
    batch = opened(connection, rules, first)
    held = contents(connection, batch).held
    entries = [batch_contents.entry_of(connection, content.forms, each, "en") for each in held]
    assert [each.same.number if each.same else None for each in entries] == [2, 1]


def test_the_values_of_a_request_are_those_that_were_understood(
    connection: Connection, rules: Rules, content: Content
) -> None:
    (held,) = contents(connection, opened(connection, rules)).held
    entry = batch_contents.entry_of(connection, content.forms, held, "en")
    shown = [(each.shown, each.kept, each.ticked, each.total) for each in entry.values[:3]]
    assert shown == [
        ("Contoso", "Contoso", 0, 0),
        ("Sweden", "SE", 0, 0),
        ("https://contoso.se/learn", "https://contoso.se/learn", 0, 0),
    ]
    assert (entry.values[3].ticked, entry.values[3].total) == (3, 3)
