"""Socket Mode: the web sockets through which an app is connected, and what they carry.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import time
import uuid
from typing import Any, Final, Literal, Protocol, TypeAlias

from bot.sandbox.answers import NO_CONNECTION, TIMEOUT, Answer, RequestKind
from bot.sandbox.journal import Changes
from bot.sandbox.payload import Json
from bot.sandbox.stamps import Stamps

CONNECTION_LIMIT: Final = 10
TICKET_SECONDS: Final = 30.0
# Slack asks for a new connection every few hours; a figure that clients only log.
CONNECTION_SECONDS: Final = 18_060
HOST: Final = "applink-sandbox"

DisconnectReason: TypeAlias = Literal[
    "warning", "refresh_requested", "link_disabled", "too_many_websockets"
]


class Connection(Protocol):
    """One open web socket."""

    async def send_json(self, data: Any) -> None:  # noqa: ANN401 - Starlette's signature
        """Send a message."""

    async def close(self) -> None:
        """Close it from this side."""


class Sockets:
    """The connections of one app, each envelope going to one of them in turn.

    ``strays`` holds acknowledgements that came too late, twice, or for an envelope that
    was never sent.
    """

    def __init__(self, stamps: Stamps, app_id: str, changes: Changes) -> None:
        """Begin without a connection; ``changes`` hears of every one that comes or goes."""
        self._stamps = stamps
        self._changes = changes
        self._app_id = app_id
        self._tickets: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0
        self.connections: list[Connection] = []
        self.strays: list[Json] = []

    def ticket(self) -> str:
        """Give a pass for one connection, valid for half a minute."""
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = self._stamps.clock() + TICKET_SECONDS
        return ticket

    def knows(self, ticket: str) -> bool:
        """Say whether this workspace gave out a pass that still stands."""
        return self._tickets.get(ticket, 0.0) >= self._stamps.clock()

    async def join(self, ticket: str, connection: Connection) -> bool:
        """Use a pass up and greet a new connection; say whether there was room for it."""
        del self._tickets[ticket]
        if len(self.connections) >= CONNECTION_LIMIT:
            await connection.send_json(_disconnect("too_many_websockets"))
            return False
        self.connections.append(connection)
        await connection.send_json(self._hello())
        self._changes.announce()
        return True

    def leave(self, connection: Connection) -> None:
        """Forget a connection; what it carried is never acknowledged."""
        if connection in self.connections:
            self.connections.remove(connection)
            self._changes.announce()

    async def disconnect(self, reason: DisconnectReason = "refresh_requested") -> None:
        """Tell every connection to end; a good app comes back with a new one.

        After a ``warning`` they stay open for the ten seconds that Slack leaves, or until
        the app closes them; otherwise they are closed at once.
        """
        for connection in list(self.connections):
            await connection.send_json(_disconnect(reason))
            if reason != "warning":
                self.leave(connection)
                await connection.close()

    async def send(
        self, kind: RequestKind, payload: Json, retry: tuple[int, str], patience: float
    ) -> Answer:
        """Send an envelope and wait for its acknowledgement.

        ``retry`` is the number and the reason of a repetition, or 0 and empty. The answer
        has the acknowledgement's payload as its body.
        """
        start = time.perf_counter()
        envelope = _envelope(kind, payload, retry)
        problem, acknowledged = await self._exchange(envelope, patience)
        seconds = time.perf_counter() - start
        if problem:
            return Answer(0, seconds=seconds, problem=problem)
        answered = acknowledged.get("payload") if envelope["accepts_response_payload"] else None
        return Answer(200, _body(answered), seconds)

    async def _exchange(self, envelope: Json, patience: float) -> tuple[str, Json]:
        """Give a problem or the acknowledgement."""
        connection = self._next()
        if connection is None:
            return NO_CONNECTION, {}
        name = envelope["envelope_id"]
        self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(patience):
                await connection.send_json(envelope)
                return "", await self._waiting[name]
        except TimeoutError:
            return TIMEOUT, {}
        except (RuntimeError, OSError):
            return NO_CONNECTION, {}
        finally:
            del self._waiting[name]

    def acknowledge(self, message: Json) -> None:
        """Take what an app sent: the acknowledgement of an envelope."""
        waiting = self._waiting.get(str(message.get("envelope_id")))
        if waiting is None or waiting.done():
            self.strays.append(message)
            self._changes.announce()
        else:
            waiting.set_result(message)

    def _next(self) -> Connection | None:
        if not self.connections:
            return None
        self._turn += 1
        return self.connections[self._turn % len(self.connections)]

    def _hello(self) -> Json:
        debug = {
            "host": HOST,
            "started": time.strftime("%Y-%m-%d %H:%M:%S.000", time.gmtime(self._stamps.clock())),
            "build_number": 1,
            "approximate_connection_time": CONNECTION_SECONDS,
        }
        about = {"connection_info": {"app_id": self._app_id}, "debug_info": debug}
        return {"type": "hello", "num_connections": len(self.connections), **about}


def _envelope(kind: RequestKind, payload: Json, retry: tuple[int, str]) -> Json:
    number, reason = retry
    repeated = {"retry_attempt": number, "retry_reason": reason} if kind == "events_api" else {}
    return {
        "envelope_id": str(uuid.uuid4()),
        "payload": payload,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        **repeated,
    }


def _disconnect(reason: DisconnectReason) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}


def _body(answered: object) -> bytes:
    return b"" if answered is None else json.dumps(answered).encode()
