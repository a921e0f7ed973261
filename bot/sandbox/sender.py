"""Sending to the app what Slack sends: events, interactions and slash commands.

Events are repeated on failure, at once, after one minute and after five; nothing else
is. Source: https://docs.slack.dev/apis/events-api#retries
"""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from bot.sandbox.answers import (
    NO_CONNECTION,
    REFUSED,
    TIMEOUT,
    WRONG,
    Answer,
    Request,
    RequestKind,
)
from bot.sandbox.envelopes import event_callback
from bot.sandbox.faults import ACKNOWLEDGEMENT
from bot.sandbox.payload import Json
from bot.sandbox.signing import signed_headers
from bot.sandbox.subscriptions import hears
from bot.sandbox.workspace import Workspace

__all__ = ["Answer", "Delivery", "Sender"]

JSON_TYPE: Final = "application/json"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
RETRY_DELAYS: Final = (0.0, 60.0, 300.0)
PATIENCE: Final = 3.0
# Socket Mode has a name of its own for an acknowledgement that did not come.
SOCKET_REASONS: Final[Mapping[str, str]] = {TIMEOUT: "timeout"}

Headers = dict[str, str]
# Gives what Slack would object to in an answer that came in time.
Judge = Callable[[Answer], Iterable[str]]
Retry = tuple[int, str]
FIRST: Final[Retry] = (0, "")


@dataclass(slots=True)
class Delivery:
    """An event on its way: every answer so far, first to last."""

    envelope: Json
    answers: list[Answer] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the app took the event in."""
        return bool(self.answers) and self.answers[-1].ok


class Sender:
    """Slack's sending side for one workspace and one app, over HTTP or Socket Mode."""

    def __init__(
        self,
        workspace: Workspace,
        client: httpx.AsyncClient | None = None,
        *,
        path: str = "/slack/events",
        pace: float = 1.0,
        echo: bool = False,
    ) -> None:
        """Take the way to the app: a client whose base address is the app's.

        Without one, everything goes over Socket Mode, to whatever the app connected.
        ``pace`` scales the waits before retries (0: none); with ``echo`` the app also
        gets the events of its own messages, as it does from Slack.
        """
        self.workspace = workspace
        self.client = client
        self.path = path
        self.pace = pace
        self.patience = PATIENCE
        self.deliveries: list[Delivery] = []
        self._background: set[asyncio.Task[None]] = set()
        if echo:
            workspace.listeners.append(self._echo)

    def request_for_event(self, event: Json, event_id: str | None = None) -> tuple[Headers, bytes]:
        """Give the signed headers and body of an event, without sending it."""
        return self.request_for(event_callback(self.workspace, event, event_id))

    def request_for(self, envelope: Json) -> tuple[Headers, bytes]:
        """Give the signed headers and body of anything sent as JSON."""
        body = json.dumps(envelope, ensure_ascii=True).encode()
        return self._signed(body, JSON_TYPE), body

    def request_for_form(self, fields: Json) -> tuple[Headers, bytes]:
        """Give the signed headers and body of anything sent as a form."""
        body = urlencode(fields).encode()
        return self._signed(body, FORM_TYPE), body

    async def send_event(self, event: Json, event_id: str | None = None) -> Delivery:
        """Send an event; return after the first answer, repeat in the background."""
        delivery = Delivery(event_callback(self.workspace, event, event_id))
        self.deliveries.append(delivery)
        await self._deliver(delivery, FIRST)
        if not delivery.ok and not delivery.answers[-1].no_retry:
            self._start(self._repeat(delivery))
        return delivery

    async def send_interaction(self, payload: Json, judge: Judge | None = None) -> Answer:
        """Send an interaction payload, once; what ``judge`` finds makes its answer a failure."""
        return await self._send("interactive", payload, judge=judge)

    async def send_command(self, fields: Json) -> Answer:
        """Send the fields of a slash command, once."""
        return await self._send("slash_commands", fields)

    async def drain(self) -> None:
        """Wait until nothing is left to be sent or repeated."""
        while self._background:
            await asyncio.gather(*self._background)

    async def stop(self) -> None:
        """Give up what is left to be sent or repeated."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _repeat(self, delivery: Delivery) -> None:
        for number, delay in enumerate(RETRY_DELAYS, start=1):
            await asyncio.sleep(delay * self.pace)
            await self._deliver(delivery, (number, delivery.answers[-1].problem))
            if delivery.ok or delivery.answers[-1].no_retry:
                return

    async def _deliver(self, delivery: Delivery, retry: Retry) -> None:
        answer = await self._send("events_api", delivery.envelope, retry)
        delivery.answers.append(answer)
        self.workspace.changes.announce()

    async def _send(
        self, kind: RequestKind, payload: Json, retry: Retry = FIRST, judge: Judge | None = None
    ) -> Answer:
        """Send over the one way or the other, and write it into the journal."""
        at = self.workspace.stamps.clock()
        if self.client is None:
            answer = await self._over_socket(kind, payload, retry)
        else:
            answer = await self.post(*self._request(kind, payload, retry))
        if self.workspace.faults.take_exactly(ACKNOWLEDGEMENT):
            answer = Answer(0, seconds=answer.seconds, problem=TIMEOUT)
        findings = tuple(judge(answer)) if judge and answer.ok else ()
        if findings:
            answer = replace(answer, problem=WRONG, findings=findings)
        self.workspace.note(Request(kind, payload, answer, at, retry[0]))
        return answer

    async def _over_socket(self, kind: RequestKind, payload: Json, retry: Retry) -> Answer:
        number, reason = retry
        known = (number, SOCKET_REASONS.get(reason, reason))
        return await self.workspace.sockets.send(kind, payload, known, self.patience)

    def _request(self, kind: RequestKind, payload: Json, retry: Retry) -> tuple[Headers, bytes]:
        if kind == "slash_commands":
            return self.request_for_form(payload)
        if kind == "interactive":
            return self.request_for_form({"payload": json.dumps(payload)})
        headers, body = self.request_for(payload)
        number, reason = retry
        again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        return {**headers, **(again if number else {})}, body

    async def post(self, headers: Headers, body: bytes) -> Answer:
        """Send anything over HTTP, signed or not, once; it fails after ``patience`` seconds.

        Raises RuntimeError for a sender over Socket Mode, where nothing can be forged.
        """
        if self.client is None:
            message = "this sender goes over Socket Mode"
            raise RuntimeError(message)
        start = time.perf_counter()
        try:
            async with asyncio.timeout(self.patience):
                post = self.client.post(self.path, content=body, headers=headers, timeout=None)
                response = await post
        except TimeoutError:
            return Answer(0, seconds=time.perf_counter() - start, problem=TIMEOUT)
        except (httpx.TransportError, OSError):
            return Answer(0, seconds=time.perf_counter() - start, problem=NO_CONNECTION)
        problem = "" if response.is_success else REFUSED
        no_retry = response.headers.get("x-slack-no-retry") == "1"
        seconds = time.perf_counter() - start
        return Answer(response.status_code, response.content, seconds, problem, no_retry)

    def _signed(self, body: bytes, kind: str) -> Headers:
        timestamp = str(int(self.workspace.stamps.clock()))
        return signed_headers(self.workspace.app.signing_secret, timestamp, body, kind)

    def _echo(self, event: Json) -> None:
        if hears(self.workspace, event):
            self._start(self._send_quietly(event))

    async def _send_quietly(self, event: Json) -> None:
        await self.send_event(event)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
