"""Promises 5 and 6: what arrives again changes nothing; what never came is processed once."""

from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.envelopes import event_callback
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import DIRECTORY, block_of, fill_in, open_form, request, send
from tests.journeys.reading import actions, feedback, screen

Deed = Callable[[Desk], Awaitable[object]]


async def ask(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), desk.answer("kpi-discrepancy", "en").question)


async def mention(desk: Desk) -> None:
    question = desk.answer("business-plan", "fr").question
    await desk.ask(desk.person("camille"), f"{MENTION} {question}", CHANNEL)


async def file(desk: Desk) -> None:
    await desk.person("wei").upload_message("", ("scan.pdf",))


async def hand_over(desk: Desk) -> None:
    await desk.ask(desk.person("camille"), desk.unanswerable("fr"))


async def correct(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await emma.say(None, desk.answer("business-plan", "en").question)
    await desk.calm()
    await emma.edit(None, ts, desk.unanswerable("en"))


async def delete(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await emma.say(None, desk.answer("business-plan", "en").question)
    await desk.calm()
    await emma.delete(None, ts)


async def open_tabs(desk: Desk) -> None:
    await desk.person("emma").open_messages_tab()
    await desk.person("emma").open_home()


async def command(desk: Desk) -> None:
    await desk.command(desk.person("emma"), desk.answer("business-plan", "en").question)


async def choose_language(desk: Desk) -> None:
    await desk.command(desk.person("emma"), "language fr")


async def shortcut(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await emma.say(CHANNEL, desk.answer("business-plan", "en").question)
    message = desk.workspace.messages.find(CHANNEL, ts)
    await desk.person("camille").shortcut("ask_partner_desk", message)


async def press_all(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("business-plan", "en").question)
    await desk.press(emma, reply, actions(reply, "related")[0])
    await desk.press(emma, reply, "show_in:nl")
    await desk.press(emma, reply, "feedback", feedback(reply)[1])
    await desk.press(emma, reply, actions(reply, "choose")[0])
    await desk.press(emma, reply, "person")
    await desk.press(emma, reply, "withdraw")


async def submit(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "directory")


async def report(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "discrepancy")


async def leave(desk: Desk) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "directory")
    await emma.type_in(view, block_of(view, "name"), DIRECTORY["name"])
    await emma.close_view()
    await desk.calm()
    view = await open_form(desk, emma, "directory")
    await fill_in(emma, DIRECTORY)
    assert emma.view
    await desk.press(emma, emma.view, "back")
    await emma.close_view()


async def take_back(desk: Desk) -> None:
    emma = desk.person("emma")
    await request(desk, emma, "directory")
    (receipt,) = desk.replies(emma)
    await desk.press(emma, receipt, "request_in:zh")
    await desk.press(emma, receipt, "request:withdraw")
    await desk.press(emma, receipt, "request:restore")
    await desk.press(emma, receipt, "request:change")
    await send(desk, emma, {**DIRECTORY, "name": "Contoso"})


async def talk(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("directory-missing", "en").question)
    await desk.press(emma, reply, "talk:directory")
    for said in ("Contoso", "Sweden", "back", "Norway", "stop"):
        await desk.ask(emma, said)


DEEDS = [
    ask,
    mention,
    file,
    hand_over,
    correct,
    delete,
    open_tabs,
    command,
    choose_language,
    shortcut,
    press_all,
    submit,
    report,
    leave,
    take_back,
    talk,
]


@pytest.mark.parametrize("deed", DEEDS)
async def test_promise_05_a_repeated_request_changes_nothing_now_and_in_a_week(
    desk: Desk, deed: Deed
) -> None:
    await deed(desk)
    await desk.calm()
    rows, calls, sent = await desk.rows(), [*desk.workspace.calls], [*desk.wire.sent]
    for days in (0, 0, 7):
        desk.clock.pass_by(days=days)
        for kind, body in sent:
            assert (await desk.send_signed(kind, body)).ok
    await desk.calm()
    assert await desk.rows() == rows
    assert desk.workspace.calls == calls


@pytest.mark.parametrize("deed", [ask, mention, hand_over, open_tabs, command, submit, report])
async def test_promise_05_the_same_request_four_times_at_once_counts_once(
    desk: Desk, deed: Deed
) -> None:
    desk.wire.times = 4
    await deed(desk)
    await desk.calm()
    rows = await desk.rows()
    assert len(rows["questions"]) == (0 if deed in {open_tabs, submit, report} else 1)
    assert len(rows["tickets"]) == (1 if deed in {hand_over, submit, report} else 0)
    posted = desk.workspace.called("chat.postMessage")
    texts = [call.arguments["text"] for call in posted]
    assert len(texts) == len(set(texts))


async def test_promise_06_a_retry_whose_original_never_came_is_processed_once(desk: Desk) -> None:
    emma = desk.person("emma")
    answer = desk.answer("business-plan", "en")
    event = {
        "type": "message",
        "user": emma.user.id,
        "text": answer.question,
        "ts": desk.workspace.stamps.ts(),
        "channel": emma.direct.id,
        "channel_type": "im",
    }
    envelope = event_callback(desk.workspace, event)
    for number in ("2", "3"):
        headers, body = desk.sender.request_for(envelope)
        retry = {"X-Slack-Retry-Num": number, "X-Slack-Retry-Reason": "http_timeout"}
        assert (await desk.sender.post({**headers, **retry}, body)).ok
        await desk.calm()
    (reply,) = desk.replies(emma)
    assert screen(reply).startswith(answer.question)


async def test_promise_06_an_original_that_arrives_after_its_retry_changes_nothing(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    event = {"type": "app_home_opened", "user": emma.user.id, "channel": emma.direct.id}
    envelope = event_callback(desk.workspace, {**event, "tab": "messages", "event_ts": "1.000001"})
    headers, body = desk.sender.request_for(envelope)
    assert (await desk.sender.post({**headers, "X-Slack-Retry-Num": "1"}, body)).ok
    await desk.calm()
    assert (await desk.sender.post(headers, body)).ok
    await desk.calm()
    assert len(desk.replies(emma)) == 1
