"""A file on its way to the support team while Slack is slow, busy, broken or refuses."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import select, update

from bot.sandbox import Fault, Message, Person, Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.records import File
from bot.services.housekeeping import PARKED_SECONDS, tidy
from bot.slack.messages import file_sharing
from bot.slack.sending import uploading
from bot.storage import outbox as box
from bot.storage.schema import DONE, PARKED, WAITING, outbox, ticket_files, tickets
from tests.faults.house import House, waiting
from tests.journeys.filling import DISCREPANCY, request

INVOICE = ("invoice.pdf", b"%PDF first")
LATER = ("later.pdf", b"%PDF later")
INFO, ANNOUNCE = "files.info", "files.getUploadURLExternal"
COMPLETE, POST, UPDATE = "files.completeUploadExternal", "chat.postMessage", "chat.update"
METHODS = (INFO, ANNOUNCE, COMPLETE)

Start = Callable[[], AbstractAsyncContextManager[House]]


async def report(house: House, person: Person, *files: tuple[str, bytes]) -> None:
    """Send a report with files, of an invoice of the person's own."""
    typed = {"invoice-number": f"INV-{person.user.id}", "invoice": list(files)}
    await request(house, person, "discrepancy", {**DISCREPANCY, **typed})


async def settled(house: House) -> None:
    await house.until(lambda connection: not waiting(connection))


async def called(house: House, method: str, number: int = 1) -> None:
    """Wait until a method was called so often, and until nothing is due any more."""
    await house.seen(lambda: house.attempts(method) >= number)
    await house.calm()


def thread(slack: Workspace) -> list[Message]:
    """Give what the support team's channel shows in threads."""
    shown = slack.messages.all(SUPPORT_CHANNEL)
    return [each for each in shown if each.thread_ts not in {None, each.ts} and not each.deleted]


def shared(slack: Workspace) -> list[str]:
    """Give the names of the files in the threads of the support team's channel."""
    return [file["name"] for message in thread(slack) for file in message.files or []]


async def kept(house: House) -> list[tuple[str, bool]]:
    """Give (state, whether a copy is known) of the files of all tickets."""
    columns = (ticket_files.c.state, ticket_files.c.copy)
    rows = await house.read(lambda c: c.execute(select(*columns)).all())
    return [(row.state, row.copy is not None) for row in rows]


@pytest.mark.parametrize("method", METHODS)
async def test_promise_19_each_method_that_shares_a_file_is_left_alone_as_long_as_slack_says(
    house: House, emma: Person, method: str
) -> None:
    house.slack.faults.add(method, Fault.rate_limited(30))
    await report(house, emma, INVOICE)
    await called(house, method)
    house.pass_by(29)
    await house.calm()
    assert house.attempts(method) == 1
    house.pass_by(1)
    await settled(house)
    assert shared(house.slack) == ["invoice.pdf"]


async def test_promise_19_other_files_wait_while_a_method_is_limited(
    house: House, emma: Person, wei: Person
) -> None:
    house.slack.faults.add(ANNOUNCE, Fault.rate_limited(30))
    await report(house, emma, INVOICE)
    await called(house, ANNOUNCE)
    await report(house, wei, LATER)
    await house.calm()
    assert house.attempts(ANNOUNCE) == 1
    house.pass_by(30)
    await settled(house)
    assert sorted(shared(house.slack)) == ["invoice.pdf", "later.pdf"]


PASSING = [Fault.server_error(503), Fault.reset(), Fault.garbage(), Fault.refused("fatal_error")]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: fault.kind)
async def test_promise_21_a_file_that_failed_in_passing_is_shared_once_afterwards(
    house: House, emma: Person, method: str, fault: Fault
) -> None:
    house.slack.faults.add(method, fault)
    await report(house, emma, INVOICE)
    await called(house, method)
    house.pass_by(1)
    await settled(house)
    assert shared(house.slack) == ["invoice.pdf"]
    assert await kept(house) == [(DONE, True)]


@pytest.mark.parametrize("method", METHODS)
async def test_promise_21_a_file_whose_answer_was_lost_is_not_shared_twice(
    house: House, emma: Person, method: str
) -> None:
    house.slack.faults.add(method, Fault.lost())
    await report(house, emma, INVOICE)
    await called(house, method)
    house.pass_by(1)
    await settled(house)
    assert shared(house.slack) == ["invoice.pdf"]
    assert len(house.slack.called(COMPLETE)) <= 1


async def test_promise_21_a_file_of_a_process_that_died_is_recognized_by_its_copy(
    house: House, emma: Person
) -> None:
    await report(house, emma, INVOICE)
    await settled(house)
    about = {"ticket": 1, "file": house.slack.files.all()[0].id}
    its = outbox.c.message == "ticket-file"
    died = {"state": WAITING, "settled": 0, "attempts": 1, "about": about, "due_at": 0}
    await house.office.database.run(lambda c: c.execute(update(outbox).where(its).values(died)))
    await house.office.database.run(lambda c: c.execute(update(ticket_files).values(state=WAITING)))
    house.pass_by(1)
    await settled(house)
    assert shared(house.slack) == ["invoice.pdf"]
    assert await kept(house) == [(DONE, True)]


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Have Slack take files without sharing them, until it is undone."""
    monkeypatch.setattr("bot.sandbox.methods.files._post", lambda *_: None)
    return monkeypatch


async def test_promise_21_a_file_that_slack_shares_late_is_waited_for_and_not_sent_again(
    house: House, emma: Person, dropped: pytest.MonkeyPatch
) -> None:
    await report(house, emma, INVOICE)
    await called(house, COMPLETE)
    for _ in range(4):
        house.pass_by(20)
        await house.calm()
    dropped.undo()
    house.slack.files.all()[-1].channels.append(SUPPORT_CHANNEL)
    house.pass_by(60)
    await settled(house)
    assert house.attempts(COMPLETE) == 1
    assert await kept(house) == [(DONE, True)]


async def test_promise_22_a_file_that_slack_took_and_never_shares_is_told_of_on_the_card(
    house: House, emma: Person, dropped: pytest.MonkeyPatch
) -> None:
    await report(house, emma, INVOICE)
    await called(house, COMPLETE)
    for _ in range(6):
        house.pass_by(60)
        await house.calm()
    dropped.undo()
    house.pass_by(300)
    await said_on_card(house, "invoice.pdf")
    assert house.attempts(COMPLETE) == 1
    assert (PARKED, file_sharing.NOT_SHARED) in await house.outbox()


async def test_promise_21_a_file_is_shared_after_a_restart(start: Start, slack: Workspace) -> None:
    slack.faults.add(COMPLETE, Fault.rate_limited(60))
    async with start() as house:
        await report(house, house.person("emma"), INVOICE)
        await called(house, COMPLETE)
    async with start() as house:
        house.pass_by(60)
        await settled(house)
    assert shared(slack) == ["invoice.pdf"]


REFUSALS = [
    (INFO, "file_not_found"),
    (INFO, "file_deleted"),
    (INFO, "missing_scope"),
    (ANNOUNCE, "missing_scope"),
    (ANNOUNCE, "file_uploads_disabled"),
    (COMPLETE, "not_in_channel"),
    (COMPLETE, "channel_not_found"),
    (COMPLETE, "an_error_of_tomorrow"),
]


@pytest.mark.parametrize(("method", "error"), REFUSALS)
async def test_promise_22_a_file_that_is_refused_for_good_is_set_aside_and_the_card_says_so(
    house: House, emma: Person, method: str, error: str
) -> None:
    house.slack.faults.add(method, Fault.refused(error))
    await report(house, emma, INVOICE)
    await said_on_card(house, "invoice.pdf")
    house.pass_by(3600)
    await house.calm()
    assert house.attempts(method) == 1
    assert await kept(house) == [(PARKED, method == COMPLETE)]
    assert (PARKED, error) in await house.outbox()
    assert shared(house.slack) == []


async def said_on_card(house: House, name: str) -> None:
    """Wait until the card says of a file that it could not be shared."""
    await house.seen(lambda: house.slack.called(UPDATE))
    await house.calm()
    (call,) = house.slack.called(UPDATE)
    notes = [block for block in call.arguments["blocks"] if block["type"] == "context"]
    assert any(name in element["text"] for block in notes for element in block["elements"])


async def test_promise_22_a_file_that_its_partner_deleted_is_not_shared(
    start: Start, slack: Workspace
) -> None:
    slack.faults.add(INFO, Fault.rate_limited(30))
    async with start() as house:
        await report(house, house.person("emma"), INVOICE)
        await called(house, INFO)
        slack.files.all()[0].deleted = True
        house.pass_by(30)
        await said_on_card(house, "invoice.pdf")
    assert shared(slack) == []


async def test_promise_22_what_comes_after_a_file_that_is_refused_is_shared(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(INFO, Fault.refused("file_not_found"))
    await report(house, emma, INVOICE, LATER)
    await said_on_card(house, "invoice.pdf")
    assert shared(house.slack) == ["later.pdf"]


async def test_a_file_that_takes_long_holds_up_no_card_and_no_other_ticket(
    house: House, emma: Person, wei: Person
) -> None:
    house.slack.faults.add(INFO, Fault.server_error(times=1))
    await report(house, emma, INVOICE)
    await called(house, INFO)
    await report(house, wei, LATER)
    await house.seen(lambda: shared(house.slack) == ["later.pdf"])
    house.pass_by(1)
    await settled(house)
    assert sorted(shared(house.slack)) == ["invoice.pdf", "later.pdf"]


async def test_a_file_that_is_tried_for_a_day_is_given_up_and_the_card_says_so(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(INFO, Fault.server_error(times=1000))
    await report(house, emma, INVOICE)
    await called(house, INFO)
    house.pass_by(24 * 3600 + 60)
    await said_on_card(house, "invoice.pdf")
    assert (PARKED, "PassingError") in await house.outbox()


async def test_a_transfer_that_hangs_is_given_up_and_tried_again(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hanging:
        hanging.setattr("bot.slack.messages.file_sharing.download", lambda *_: asyncio.sleep(60))
        hanging.setattr("bot.slack.sending.delivery._MARGIN_SECONDS", 119.5)
        await report(house, emma, INVOICE)
        await called(house, INFO)
    house.pass_by(1)
    await settled(house)
    assert shared(house.slack) == ["invoice.pdf"]


def elsewhere(_workspace: Workspace, file: File) -> dict[str, str]:
    return {"url_private": f"https://files.example.org/{file.id}"}


async def test_promise_30_a_file_that_is_said_to_be_elsewhere_is_not_fetched(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.methods.files._addresses", elsewhere)
    await report(house, emma, INVOICE)
    await said_on_card(house, "invoice.pdf")
    assert (PARKED, uploading.ELSEWHERE) in await house.outbox()


async def test_a_page_to_sign_in_is_not_taken_for_the_file(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.transfer._may_read", lambda *_: False)
    await report(house, emma, INVOICE)
    await said_on_card(house, "invoice.pdf")
    assert (PARKED, uploading.UNREADABLE) in await house.outbox()


async def test_a_file_that_is_larger_than_slack_said_is_not_read_to_its_end(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_sharing, "LARGEST", len(INVOICE[1]) - 1)
    house.slack.faults.add(INFO, Fault.rate_limited(30))
    await report(house, emma, INVOICE)
    await called(house, INFO)
    house.slack.files.all()[0].size = 1
    house.pass_by(30)
    await said_on_card(house, "invoice.pdf")
    assert (PARKED, file_sharing.TOO_LARGE) in await house.outbox()


async def test_what_was_withdrawn_before_it_was_shared_is_shared_when_it_is_sent_after_all(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(INFO, Fault.rate_limited(30))
    await report(house, emma, INVOICE)
    await called(house, INFO)
    await emma.press(house.replies(emma)[-1], "request:withdraw")
    await house.calm()
    house.pass_by(30)
    await settled(house)
    assert shared(house.slack) == []
    await emma.press(house.replies(emma)[-1], "request:restore")
    await house.seen(lambda: shared(house.slack))
    await settled(house)
    assert shared(house.slack) == ["invoice.pdf"]


async def test_what_was_withdrawn_before_its_card_gets_none(house: House, emma: Person) -> None:
    house.slack.faults.add(POST, Fault.server_error(times=2))
    await report(house, emma, INVOICE)
    await called(house, POST, 2)
    await house.office.database.run(lambda c: c.execute(update(tickets).values(state="withdrawn")))
    house.pass_by(1)
    await settled(house)
    channels = [call.arguments["channel"] for call in house.slack.called(POST)]
    assert SUPPORT_CHANNEL not in channels
    assert shared(house.slack) == []


async def test_a_card_that_is_posted_anew_has_the_files_beside_it(
    house: House, emma: Person
) -> None:
    await report(house, emma, INVOICE)
    await settled(house)
    house.slack.faults.add(UPDATE, Fault.refused("message_not_found"))
    house.pass_by(10)
    await house.office.database.run(
        box.post, house.office.workspace, "card", "ticket-card", {"ticket": 1}, house.clock.now
    )
    house.pass_by(0)
    await settled(house)
    first, second = thread(house.slack)
    assert first.thread_ts != second.thread_ts
    assert shared(house.slack) == ["invoice.pdf"] * 2


async def test_a_form_that_is_gone_after_a_deploy_does_not_block_its_files(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(INFO, Fault.rate_limited(30))
    await report(house, emma, INVOICE)
    await called(house, INFO)
    await house.office.database.run(lambda c: c.execute(update(tickets).values(kind="gone")))
    house.pass_by(30)
    await settled(house)
    assert shared(house.slack) == []


async def test_promise_42_what_was_to_be_shared_is_forgotten_with_its_message(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(INFO, Fault.refused("file_not_found"))
    await report(house, emma, INVOICE)
    await said_on_card(house, "invoice.pdf")
    await house.office.database.run(tidy, house.clock.now + PARKED_SECONDS + 1)
    assert await house.outbox() == []
