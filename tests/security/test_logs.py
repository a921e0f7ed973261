"""Promise 38: logs never hold tokens, secrets or what people wrote."""

import logging
import re

import pytest

from bot.app import Content
from bot.monitoring.logs import FORMATS, formatter
from bot.sandbox import Fault
from tests.journeys.desk import CHANNEL, MENTION, Desk, opened
from tests.journeys.filling import FORMS, block_of, inputs_of, open_form, send, submit
from tests.journeys.reading import actions, feedback, screen

CANARY = "canary4711zzyx"
SANDBOXS = ("uvicorn", "httpx", "httpcore")
"""Who logs for the local Slack and not for the app."""

TEXTS = {"name", "purchase-unit", "remark"}
"""The fields of forms that take any text."""

LINE = re.compile("[ -~]+")
SECRETS = ("xoxb-", "sandbox-signing-secret", "sandbox-verification", "/response/")


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="bot")


def assert_silent(caplog: pytest.LogCaptureFixture, *others: str) -> None:
    assert caplog.records
    ours = [record for record in caplog.records if record.name.partition(".")[0] not in SANDBOXS]
    logged = [repr(record.__dict__) for record in ours]
    written = [each.format(record) for each in map(formatter, FORMATS) for record in caplog.records]
    for secret in (CANARY, *SECRETS, *others):
        assert [line for line in logged + written if secret in line] == []
    assert [line for line in written if not LINE.fullmatch(line)] == []


async def test_promise_38_a_question_and_its_buttons_leave_no_trace(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    emma = desk.person("emma")
    ts = await emma.say(None, f"{desk.answer('business-plan', 'en').question} {CANARY}")
    await desk.calm()
    reply = desk.replies(emma)[0]
    await desk.press(emma, reply, "show_in:fr")
    await desk.press(emma, reply, "feedback", feedback(reply)[1])
    await desk.press(emma, reply, "person")
    await emma.edit(None, ts, f"{CANARY} jjkq")
    await desk.calm()
    await emma.delete(None, ts)
    await desk.calm()
    assert_silent(caplog)


async def test_promise_38_mentions_commands_and_shortcuts_leave_no_trace(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    emma = desk.person("emma")
    ts = await emma.say(CHANNEL, f"{MENTION} {CANARY} jjkq")
    await desk.calm()
    await desk.command(emma, f"{CANARY} jjkq", CHANNEL)
    message = desk.workspace.messages.find(CHANNEL, ts)
    await emma.shortcut("ask_partner_desk", message)
    await desk.calm()
    await desk.press(emma, desk.replies(emma, CHANNEL)[-1], "person")
    await desk.command(emma, "tickets")
    await emma.open_home()
    await desk.calm()
    assert_silent(caplog)


async def test_promise_38_a_form_leaves_no_trace(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    emma = desk.person("emma")
    for form, typed in FORMS.items():
        view = await open_form(desk, emma, form)
        for name in TEXTS & inputs_of(view).keys():
            await emma.type_in(view, block_of(view, name), CANARY)
        wrong = {"landing-page": CANARY, "invoice-number": CANARY * 4}
        assert (await submit(emma, {**typed, **wrong})).errors
        right = dict.fromkeys(TEXTS & typed.keys(), CANARY)
        await send(desk, emma, {**typed, **right, "invoice": [f"{CANARY}.pdf"]})
    assert [CANARY in screen(card) for card in desk.cards()] == [True, True]
    assert actions(desk.replies(emma)[0], "request")
    assert_silent(caplog)


async def test_promise_38_a_refused_request_leaves_no_trace(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger(__name__).debug("before")
    body = f'{{"type": "event_callback", "text": "{CANARY}"}}'.encode()
    headers = {"X-Slack-Signature": f"v0={CANARY}", "X-Slack-Request-Timestamp": CANARY}
    assert (await desk.sender.post(headers, body)).status == 401
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        await desk.send_signed(kind, b"\xff" + CANARY.encode())
    await desk.calm()
    assert_silent(caplog)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.server_error(503),
        Fault.rate_limited(1),
        Fault.garbage(),
        Fault.reset(),
        Fault.refused("token_revoked"),
        Fault.refused("channel_not_found"),
    ],
    ids=lambda fault: f"{fault.kind} {fault.error}",
)
async def test_promise_38_a_slack_that_fails_leaves_no_trace(
    content: Content, database_url: str, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    async with opened(content, database_url) as desk:
        for method in ("chat.postMessage", "users.info"):
            desk.workspace.faults.add(method, fault)
        await desk.person("emma").say(None, f"{CANARY} jjkq")
        await desk.workspace.wait_for(
            lambda: [c for c in desk.workspace.calls if c.method == "chat.postMessage"]
        )
    assert_silent(caplog)


async def test_promise_38_a_listener_that_fails_leaves_no_trace(
    content: Content, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(content, database_url) as desk:
        ours = {"team": {"id": desk.office.workspace}, "user": {"id": CANARY}}
        pressed = ours | {"type": "block_actions", "actions": [CANARY]}
        assert (await desk.sender.send_interaction(pressed)).ok
        view = {"callback_id": CANARY, "state": CANARY}
        payload = ours | {"type": "view_submission", "view": view}
        await desk.sender.send_interaction(payload)
        await desk.trouble()
    assert_silent(caplog)


async def test_promise_38_what_somebody_types_can_not_forge_a_line(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.ask(desk.person("emma"), f"jjkq\nERROR root {CANARY}\r\n{CANARY}")
    assert_silent(caplog)
