"""Promises 1 and 2: signature and age are checked before anything else."""

import logging
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import sign, signed_headers
from bot.slack.intake.signature import TOLERANCE_SECONDS, is_signed
from tests.journeys.desk import Desk
from tests.journeys.reading import screen

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
CANARY = "canary-4711-do-not-log"
FORM = "application/x-www-form-urlencoded"
NOW = 1_773_144_000


def question(desk: Desk) -> tuple[dict[str, str], bytes]:
    emma = desk.person("emma")
    event = {
        "type": "message",
        "user": emma.user.id,
        "text": f"{desk.answer('business-plan', 'en').question} {CANARY}",
        "ts": desk.workspace.stamps.ts(),
        "channel": emma.direct.id,
        "channel_type": "im",
    }
    return desk.sender.request_for_event(event)


async def assert_refused(
    desk: Desk, headers: Mapping[str, str | bytes], body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = [
        (name.encode(), v if isinstance(v, bytes) else v.encode()) for name, v in headers.items()
    ]
    response = await desk.http.post("/slack/events", content=body, headers=sent)
    assert response.status_code == 401
    assert response.content == b""
    rows = await desk.rows()
    assert {table for table, kept in rows.items() if kept} <= {"jobs", "workspaces"}
    assert CANARY not in caplog.text


def changed(signature: str) -> dict[str, bytes | None]:
    """Give signatures that differ from the right one."""
    given: dict[str, str | bytes | None] = {
        "wrong": "v0=" + "0" * 64,
        "missing": None,
        "empty": "",
        "truncated": signature[:-1],
        "longer": signature + "0",
        "without its version": signature.removeprefix("v0="),
        "of another version": signature.replace("v0=", "v1="),
        "in capitals": signature.upper(),
        "after a blank": " v0= " + signature[3:],
        "not ASCII": "v0=é".encode(),
        "no UTF-8": b"v0=\xff\xfe",
        "fullwidth digits": "v0=" + "０" * 64,
    }
    return {kind: each.encode() if isinstance(each, str) else each for kind, each in given.items()}


async def test_promise_01_a_signature_that_is_not_slacks_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body = question(desk)
    signature = headers.pop("X-Slack-Signature")
    for other in changed(signature).values():
        forged: dict[str, str | bytes] = {**headers}
        if other is not None:
            forged["X-Slack-Signature"] = other
        await assert_refused(desk, forged, body, caplog)


async def test_promise_01_a_signature_made_with_another_secret_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body = question(desk)
    timestamp = headers["X-Slack-Request-Timestamp"]
    headers["X-Slack-Signature"] = sign("another-secret", timestamp, body)
    await assert_refused(desk, headers, body, caplog)


async def test_promise_01_a_body_changed_by_a_byte_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body = question(desk)
    for changed_body in (body[:-1], body + b" ", body.replace(b"message", b"massage"), b""):
        await assert_refused(desk, headers, changed_body, caplog)


async def test_promise_01_a_timestamp_other_than_the_signed_one_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body = question(desk)
    headers["X-Slack-Request-Timestamp"] = str(int(headers["X-Slack-Request-Timestamp"]) + 1)
    await assert_refused(desk, headers, body, caplog)


NOT_SLACKS: tuple[tuple[str, bytes], ...] = (
    ("application/json", b'{"type": "event_callback", "text": "\xff\xfe ' + CANARY.encode()),
    ("application/json", b'{"broken": ' + CANARY.encode()),
    ("application/json", b'["a list", "' + CANARY.encode() + b'"]'),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"n": ' + b"9" * 5_000 + b"}"),
    ("application/json", b""),
    (FORM, b"payload=%7Bbroken" + CANARY.encode()),
    (FORM, b"payload=" + b"[" * 100_000),
    (FORM, b"payload=%22" + CANARY.encode() + b"%22"),
    (FORM, b"text=\xff\xfe" + CANARY.encode()),
)


async def test_promise_01_a_signed_body_that_slack_would_not_send_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    secret = desk.workspace.app.signing_secret
    for content_type, body in NOT_SLACKS:
        headers = signed_headers(secret, str(int(desk.clock())), body, content_type)
        await assert_refused(desk, headers, body, caplog)


async def test_promise_01_what_slack_signed_is_taken(desk: Desk) -> None:
    assert (await desk.sender.post(*question(desk))).ok
    await desk.calm()
    assert len(desk.replies(desk.person("emma"))) == 1


@given(body=st.binary(max_size=200), signature=st.text(max_size=80), timestamp=st.text(max_size=20))
def test_promise_01_no_guess_at_a_signature_is_ever_taken(
    body: bytes, signature: str, timestamp: str
) -> None:
    guessed = {"x-slack-signature": signature, "x-slack-request-timestamp": timestamp}
    assert not is_signed(SECRET, guessed, body, NOW)
    guessed["x-slack-request-timestamp"] = str(NOW)
    assert not is_signed(SECRET, guessed, body, NOW)


@given(body=st.binary(max_size=200), place=st.integers(0, 199), flip=st.integers(1, 255))
def test_promise_01_no_changed_byte_goes_unnoticed(body: bytes, place: int, flip: int) -> None:
    headers = {
        "x-slack-request-timestamp": str(NOW),
        "x-slack-signature": sign(SECRET, str(NOW), body),
    }
    assert is_signed(SECRET, headers, body, NOW)
    other = bytearray(body or b"\x00")
    other[place % len(other)] ^= flip
    assert not is_signed(SECRET, headers, bytes(other), NOW)


def at(desk: Desk, timestamp: str) -> tuple[dict[str, str], bytes]:
    """Give a request that is rightly signed for a timestamp."""
    headers, body = question(desk)
    secret = desk.workspace.app.signing_secret
    return signed_headers(secret, timestamp, body, headers["Content-Type"]), body


async def test_promise_02_a_request_of_the_last_or_next_five_minutes_is_taken(desk: Desk) -> None:
    for seconds in (0, -1, 1, -300, 300):
        assert (await desk.sender.post(*at(desk, str(int(desk.clock()) + seconds)))).ok
        await desk.calm()
    assert len(desk.replies(desk.person("emma"))) == 5


async def test_promise_02_an_old_or_future_request_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for seconds in (-301, 301, -86_400, 86_400):
        await assert_refused(desk, *at(desk, str(int(desk.clock()) + seconds)), caplog)


NO_TIMESTAMPS = (
    "abc",
    "",
    " ",
    str(2**63),
    "9" * 400,
    "-1",
    "1e9",
    "1773144000.0",
    "+1773144000",
    "0x69b0",
    "１７７３１４４０００",
    "١٧٧٣١٤٤٠٠٠",
)


async def test_promise_02_a_timestamp_that_is_none_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for timestamp in NO_TIMESTAMPS:
        await assert_refused(desk, *at(desk, timestamp), caplog)


async def test_promise_02_a_request_without_a_timestamp_is_refused(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body = question(desk)
    del headers["X-Slack-Request-Timestamp"]
    await assert_refused(desk, headers, body, caplog)


async def test_promise_02_a_recorded_request_can_not_be_replayed_later(desk: Desk) -> None:
    headers, body = question(desk)
    assert (await desk.sender.post(headers, body)).ok
    await desk.calm()
    desk.clock.pass_by(minutes=6)
    assert (await desk.sender.post(headers, body)).status == 401
    await desk.calm()
    (reply,) = desk.replies(desk.person("emma"))
    assert CANARY not in screen(reply)


@given(seconds=st.integers(-(10**9), 10**9))
def test_promise_02_only_five_minutes_either_way_are_taken(seconds: int) -> None:
    timestamp = str(NOW + seconds)
    headers = {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(SECRET, timestamp, b"body"),
    }
    assert is_signed(SECRET, headers, b"body", NOW) == (abs(seconds) <= TOLERANCE_SECONDS)
