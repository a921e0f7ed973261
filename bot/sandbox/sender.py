"""Sending to the app what Slack sends: events, interactions and slash commands.

Events are repeated on failure, at once, after one minute and after five; nothing else
is. Source: https://docs.slack.dev/apis/events-api#retries
"""

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from bot.sandbox.envelopes import event_callback
from bot.sandbox.payload import Json
from bot.sandbox.signing import signed_headers
from bot.sandbox.workspace import Workspace

JSON_TYPE: Final = "application/json"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
RETRY_DELAYS: Final = (0.0, 60.0, 300.0)
PATIENCE: Final = 3.0

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered: ``status`` 0 when there was none, ``problem`` tells why.

    ``problem`` is Slack's word for it: ``http_error``, ``http_timeout``,
    ``connection_failed``; it is empty when all is well.
    """

    status: int
    body: bytes = b""
    seconds: float = 0.0
    problem: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Whether Slack takes the request as received."""
        return not self.problem

    def json(self) -> Json:
        """Give the body as an object; an empty or other body is an empty object."""
        try:
            decoded = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return decoded if isinstance(decoded, dict) else {}


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
    """Slack's sending side for one workspace and one app."""

    def __init__(
        self,
        workspace: Workspace,
        client: httpx.AsyncClient,
        *,
        path: str = "/slack/events",
        pace: float = 1.0,
        echo: bool = False,
    ) -> None:
        """Take the way to the app: a client whose base address is the app's.

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
        await self._deliver(delivery, {})
        if not delivery.ok and not delivery.answers[-1].no_retry:
            self._start(self._repeat(delivery))
        return delivery

    async def send_interaction(self, payload: Json) -> Answer:
        """Send an interaction payload, once."""
        return await self.post(*self.request_for_form({"payload": json.dumps(payload)}))

    async def send_command(self, fields: Json) -> Answer:
        """Send the fields of a slash command, once."""
        return await self.post(*self.request_for_form(fields))

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
            reason = delivery.answers[-1].problem
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            await self._deliver(delivery, retry)
            if delivery.ok or delivery.answers[-1].no_retry:
                return

    async def _deliver(self, delivery: Delivery, more: Headers) -> None:
        headers, body = self.request_for(delivery.envelope)
        delivery.answers.append(await self.post({**headers, **more}, body))
        self.workspace.changes.announce()

    async def post(self, headers: Headers, body: bytes) -> Answer:
        """Send anything, signed or not, once; it fails after ``patience`` seconds."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(self.patience):
                post = self.client.post(self.path, content=body, headers=headers, timeout=None)
                response = await post
        except TimeoutError:
            return Answer(0, seconds=time.perf_counter() - start, problem="http_timeout")
        except (httpx.TransportError, OSError):
            return Answer(0, seconds=time.perf_counter() - start, problem="connection_failed")
        problem = "" if response.is_success else "http_error"
        no_retry = response.headers.get("x-slack-no-retry") == "1"
        seconds = time.perf_counter() - start
        return Answer(response.status_code, response.content, seconds, problem, no_retry)

    def _signed(self, body: bytes, kind: str) -> Headers:
        timestamp = str(int(self.workspace.stamps.clock()))
        return signed_headers(self.workspace.app.signing_secret, timestamp, body, kind)

    def _echo(self, event: Json) -> None:
        self._start(self._send_quietly(event))

    async def _send_quietly(self, event: Json) -> None:
        await self.send_event(event)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
