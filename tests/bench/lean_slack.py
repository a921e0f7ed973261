"""A Slack that only says yes: it costs little, so that what is measured is the app."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from tests.bench.processes import free_port

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_POST = b"/chat.postMessage "
_TEAM, _BOT = "T0SANDBOX1", "U0PARTNER1"
_SAID = {
    "ok": True,
    "team_id": _TEAM,
    "user_id": _BOT,
    "bot_id": "B0PARTNER1",
    "ts": "1790000000.000100",
    "channel": "D0LEAN0001",
    "members": [],
    "user": {"id": _BOT, "team_id": _TEAM, "locale": "en-US", "profile": {}},
}


def _answer() -> bytes:
    body = json.dumps(_SAID).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + _HEAD_END + body


_ANSWER = _answer()


@dataclass
class LeanSlack:
    """Counts the messages that were posted."""

    address: str
    posted: int = 0
    expected: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)
    at: float = 0.0

    def expect(self, number: int) -> None:
        """Begin to count: `done` is set after so many messages, and `at` is when."""
        self.posted, self.expected = 0, number
        self.done.clear()

    def post(self) -> None:
        """Count a message."""
        self.posted += 1
        if self.posted == self.expected:
            self.at = time.perf_counter()
            self.done.set()


class _Line(asyncio.Protocol):
    """One connection: requests come one after the other, each is answered at once."""

    def __init__(self, slack: LeanSlack) -> None:
        self._slack = slack
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._read += data
        while self._take():
            self._transport.write(_ANSWER)

    def _take(self) -> bool:
        """Take one whole request off what was read."""
        head, end, _ = self._read.partition(_HEAD_END)
        if not end:
            return False
        lines = head.lower().split(b"\r\n")
        length = next((int(each[len(_LENGTH) :]) for each in lines if each.startswith(_LENGTH)), 0)
        size = len(head) + len(end) + length
        if len(self._read) < size:
            return False
        self._read = self._read[size:]
        if _POST in head:
            self._slack.post()
        return True


@asynccontextmanager
async def lean_slack() -> AsyncIterator[LeanSlack]:
    """Run it until the context ends."""
    port = free_port()
    slack = LeanSlack(f"http://127.0.0.1:{port}")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Line(slack), "127.0.0.1", port)
    async with server:
        yield slack
