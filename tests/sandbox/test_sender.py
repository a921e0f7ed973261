"""Events, interactions and commands reach the app signed, wrapped and repeated."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.sandbox import LocalServer, Person, Sender, Workspace, sign

EVENT = {"type": "message", "channel": "C0PARTNERS", "user": "U0EMMA0001", "text": "x"}


@dataclass
class Receiver:
    """An app that answers what it is told to, and keeps what it got."""

    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    got: list[httpx.Request] = field(default_factory=list)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        await asyncio.sleep(self.delay)
        status = self.statuses.pop(0) if self.statuses else 200
        return httpx.Response(status, headers=self.headers)

    def events(self) -> list[Any]:
        return [json.loads(request.content) for request in self.got]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest_asyncio.fixture
async def to_receiver(workspace: Workspace, receiver: Receiver) -> AsyncIterator[Sender]:
    transport = httpx.MockTransport(receiver.handle)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        sender = Sender(workspace, client, pace=0)
        yield sender
        await sender.stop()


async def test_a_request_carries_slack_s_signature(to_receiver: Sender) -> None:
    headers, body = to_receiver.request_for_event(EVENT)
    verifier = SignatureVerifier(to_receiver.workspace.app.signing_secret)
    assert verifier.is_valid_request(body, headers)
    assert not verifier.is_valid_request(body + b" ", headers)


@given(st.binary(max_size=50), st.from_regex(r"[a-f0-9]{1,32}", fullmatch=True))
def test_any_body_is_signed_as_slack_sdk_expects(body: bytes, secret: str) -> None:
    verifier = SignatureVerifier(secret)
    try:
        body.decode()
    except UnicodeDecodeError:
        return
    assert verifier.generate_signature(timestamp="1", body=body) == sign(secret, "1", body)


async def test_an_event_is_wrapped_as_slack_wraps_it(
    to_receiver: Sender, receiver: Receiver
) -> None:
    await to_receiver.send_event(EVENT)
    (envelope,) = receiver.events()
    assert envelope["type"] == "event_callback"
    assert envelope["event"] == EVENT
    assert envelope["event_id"].startswith("Ev")
    assert envelope["is_ext_shared_channel"] is True
    assert envelope["authorizations"][0]["user_id"] == to_receiver.workspace.app.bot_user_id


async def test_an_event_that_fails_is_repeated_three_times_with_the_same_id(
    to_receiver: Sender, receiver: Receiver
) -> None:
    receiver.statuses = [500, 404, 503, 500]
    delivery = await to_receiver.send_event(EVENT)
    await to_receiver.drain()
    assert [each.status for each in delivery.answers] == [500, 404, 503, 500]
    assert len({event["event_id"] for event in receiver.events()}) == 1
    numbers = [request.headers.get("x-slack-retry-num") for request in receiver.got]
    reasons = {request.headers.get("x-slack-retry-reason") for request in receiver.got[1:]}
    assert numbers == [None, "1", "2", "3"]
    assert reasons == {"http_error"}
    assert not delivery.ok


async def test_repeating_ends_when_the_app_takes_the_event(
    to_receiver: Sender, receiver: Receiver
) -> None:
    receiver.statuses = [500, 200]
    delivery = await to_receiver.send_event(EVENT)
    await to_receiver.drain()
    assert len(receiver.got) == 2
    assert delivery.ok


async def test_an_app_may_ask_not_to_be_sent_it_again(
    to_receiver: Sender, receiver: Receiver
) -> None:
    receiver.statuses, receiver.headers = [500], {"X-Slack-No-Retry": "1"}
    await to_receiver.send_event(EVENT)
    await to_receiver.drain()
    assert len(receiver.got) == 1


async def test_an_answer_after_three_seconds_is_none(
    to_receiver: Sender, receiver: Receiver
) -> None:
    to_receiver.patience = 0.05
    receiver.delay = 1.0
    delivery = await to_receiver.send_event(EVENT)
    assert delivery.answers[0].problem == "http_timeout"


async def test_an_app_that_is_not_there_is_a_failed_connection(workspace: Workspace) -> None:
    async with httpx.AsyncClient(base_url="http://127.0.0.1:1") as client:
        sender = Sender(workspace, client, pace=0)
        delivery = await sender.send_event(EVENT)
        await sender.drain()
    assert [each.problem for each in delivery.answers] == ["connection_failed"] * 4


async def test_an_interaction_is_sent_once_whatever_the_answer(
    to_receiver: Sender, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    answer = await to_receiver.send_interaction({"type": "shortcut"})
    await to_receiver.drain()
    assert not answer.ok
    assert len(receiver.got) == 1


async def test_a_message_of_a_person_is_encoded_and_linked(
    to_receiver: Sender, receiver: Receiver
) -> None:
    emma = Person(to_receiver.workspace.user("emma"), to_receiver)
    await emma.say(None, "1 < 2 & <!channel>, see https://a.b/?x=1&y=2 or me@a.nl")
    (envelope,) = receiver.events()
    assert envelope["event"]["text"] == (
        "1 &lt; 2 &amp; &lt;!channel&gt;, see <https://a.b/?x=1&amp;y=2> or "
        "<mailto:me@a.nl|me@a.nl>"
    )
    assert envelope["event"]["channel_type"] == "im"


async def test_naming_the_app_in_a_channel_sends_a_second_event(
    to_receiver: Sender, receiver: Receiver
) -> None:
    astrid = Person(to_receiver.workspace.user("astrid"), to_receiver)
    bot = to_receiver.workspace.app.bot_user_id
    await astrid.say("learning-partners", f"hej <@{bot}>")
    message, mention = [envelope["event"] for envelope in receiver.events()]
    assert (message["type"], mention["type"]) == ("message", "app_mention")
    assert message["ts"] == mention["ts"]
    assert message["user_team"] != to_receiver.workspace.team_id
    first, second = receiver.events()
    assert first["event_id"] != second["event_id"]


async def test_an_edit_and_a_deletion_tell_what_was_there(
    to_receiver: Sender, receiver: Receiver
) -> None:
    emma = Person(to_receiver.workspace.user("emma"), to_receiver)
    ts = await emma.say(None, "old")
    await emma.edit(None, ts, "new")
    await emma.delete(None, ts)
    _, changed, deleted = [envelope["event"] for envelope in receiver.events()]
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("new", "old")
    assert changed["message"]["edited"]["user"] == emma.user.id
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert emma.sees() == []


async def test_files_come_as_file_share(to_receiver: Sender, receiver: Receiver) -> None:
    emma = Person(to_receiver.workspace.user("emma"), to_receiver)
    await emma.upload_message("look", files=("a.png",))
    event = receiver.events()[0]["event"]
    assert event["subtype"] == "file_share"
    assert event["files"][0]["mimetype"] == "image/png"


async def test_opening_the_app_tells_which_tab(to_receiver: Sender, receiver: Receiver) -> None:
    emma = Person(to_receiver.workspace.user("emma"), to_receiver)
    await emma.open_messages_tab()
    await emma.open_home()
    events = [envelope["event"] for envelope in receiver.events()]
    assert [(event["type"], event["tab"]) for event in events] == [
        ("app_home_opened", "messages"),
        ("app_home_opened", "home"),
    ]
    assert events[0]["channel"] == emma.direct.id


async def test_coming_and_going_is_told(to_receiver: Sender, receiver: Receiver) -> None:
    sam = Person(to_receiver.workspace.user("sam"), to_receiver)
    await sam.leave("partner-desk")
    assert sam.user.id not in to_receiver.workspace.channel("partner-desk").members
    await sam.join("partner-desk")
    kinds = [envelope["event"]["type"] for envelope in receiver.events()]
    assert kinds == ["member_left_channel", "member_joined_channel"]


async def test_the_app_hears_its_own_messages_when_that_is_wanted(
    workspace: Workspace,
    receiver: Receiver,
    slack: Any,  # noqa: ANN401
) -> None:
    transport = httpx.MockTransport(receiver.handle)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        sender = Sender(workspace, client, echo=True)
        await slack.chat_postMessage(channel="U0EMMA0001", text="x")
        await sender.drain()
    assert receiver.events()[0]["event"]["bot_id"] == workspace.app.bot_id


async def test_events_go_over_a_real_connection_as_well(workspace: Workspace) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        assert scope["path"] == "/slack/events"
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async with LocalServer(app) as server, httpx.AsyncClient(base_url=server.address) as client:
        assert (await Sender(workspace, client).send_event(EVENT)).ok


async def test_a_reaction_is_told(to_receiver: Sender, receiver: Receiver) -> None:
    emma = Person(to_receiver.workspace.user("emma"), to_receiver)
    ts = await emma.say(None, "x")
    await emma.react(emma.sees()[0], "eyes")
    event = receiver.events()[-1]["event"]
    assert (event["type"], event["reaction"], event["item"]["ts"]) == ("reaction_added", "eyes", ts)
