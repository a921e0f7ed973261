"""What Slack sends is read as it was sent, and never fails with another error than ours."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.payload import as_sent_by_a_person
from bot.slack.payloads import (
    COMMAND,
    EVENT,
    INTERACTION,
    NotUnderstoodError,
    parse,
    received,
    typed,
    workspace_of,
)

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
PAYLOADS = st.dictionaries(
    st.sampled_from(["event_id", "team_id", "team", "authorizations", "type"]) | st.text(),
    ANY_JSON,
    max_size=5,
)


@given(PAYLOADS)
def test_an_event_is_read_as_it_was_sent(payload: dict[str, Any]) -> None:
    assert parse(json.dumps(payload).encode(), JSON) == (EVENT, payload)


@given(PAYLOADS)
def test_an_interaction_is_read_as_it_was_sent(payload: dict[str, Any]) -> None:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert parse(body, FORM) == (INTERACTION, payload)


@given(st.dictionaries(st.sampled_from(["text", "command", "team_id", "empty"]), st.text()))
def test_a_command_is_read_as_it_was_sent_its_empty_fields_too(fields: dict[str, str]) -> None:
    assert parse(urlencode(fields).encode(), FORM) == (COMMAND, fields)


@given(st.binary(), st.sampled_from([JSON, f"{JSON}; charset=utf-8", FORM, "", "text/plain"]))
@settings(max_examples=200)
def test_promise_01_any_body_is_understood_or_refused_without_another_error(
    body: bytes, kind: str
) -> None:
    try:
        understood, payload = parse(body, kind)
    except NotUnderstoodError:
        return
    assert understood in {EVENT, INTERACTION, COMMAND}
    assert json.loads(received(understood, payload).payload) == payload


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"payload=%5B%5D",
        b"payload=",
        b"payload=%FF",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_slack_would_not_send_is_not_understood(body: bytes) -> None:
    with pytest.raises(NotUnderstoodError):
        parse(body, FORM if body.startswith(b"payload") else JSON)


@given(PAYLOADS)
def test_promise_05_a_repeat_has_the_key_of_its_original(payload: dict[str, Any]) -> None:
    again = json.loads(json.dumps(payload))
    assert received(EVENT, payload) == received(EVENT, again)


def test_an_event_s_key_is_its_id_whatever_else_a_repeat_says() -> None:
    first, second = ({"event_id": "Ev1", "event_time": time} for time in (1, 2))
    assert received(EVENT, first).key == received(EVENT, second).key == "Ev1"


def test_what_has_no_id_has_a_key_of_all_that_it_says() -> None:
    payloads = [{"text": "a"}, {"text": "b"}, {"text": "a", "event_id": ""}]
    assert len({received(kind, each).key for each in payloads for kind in (EVENT, COMMAND)}) == 3


def test_an_id_that_an_interaction_carries_is_not_taken_for_an_event_s() -> None:
    assert received(INTERACTION, {"event_id": "Ev1"}).key != "Ev1"


@given(PAYLOADS)
def test_promise_08_the_workspace_of_anything_is_a_text(payload: dict[str, Any]) -> None:
    assert isinstance(workspace_of(payload), str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_promise_26_message_text_is_decoded_exactly_once(text: str) -> None:
    assert typed(as_sent_by_a_person(text)) == text


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&quot;&#39;&nbsp;", "&quot;&#39;&nbsp;"),
        ("AT&T", "AT&T"),
        (None, ""),
        (7, ""),
        ({"text": "x"}, ""),
    ],
)
def test_promise_26_three_entities_are_decoded_and_no_others(sent: object, read: str) -> None:
    assert typed(sent) == read


@given(st.text(st.characters()))
def test_every_typed_text_can_be_stored(text: str) -> None:
    kept = typed(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\0" not in kept
