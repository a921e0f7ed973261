"""Slack's sending side at a steady pace: each question is asked by somebody new."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

from bot.answering.examples import topic_examples
from bot.app import read_content
from bot.sandbox.signing import signed_headers
from tests.bench.load import prepared
from tests.soak.slack import BOT, SECRET, TEAM

PATIENCE_SECONDS: Final = 3.0
"""How long Slack waits for an answer."""

RETRIES: Final = (0.0, 60.0, 300.0)
"""After how many seconds Slack repeats an event that was not acknowledged.

Source: https://docs.slack.dev/apis/events-api#retries
"""

OPEN_AT_MOST: Final = 200
"""How many questions wait to be repeated before nobody asks any more: the app is away."""

NO_ANSWER: Final = 0
_OK: Final = 200
_POLL_SECONDS: Final = 0.05
_BEHIND_SECONDS: Final = 0.5


def questions(most: int) -> list[str]:
    """Give questions in all languages, of which the app knows the answer."""
    every = [each.text for each in topic_examples(read_content().decider.knowledge)]
    return every[:: max(1, len(every) // most)][:most]


@dataclass
class Asked:
    """One question: who asks is told by its number. `answers` are (status, seconds) so far."""

    number: int
    answers: list[tuple[int, float]] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        """Whether the app took it over."""
        return bool(self.answers) and self.answers[-1][0] == _OK

    @property
    def channel(self) -> str:
        """The direct message in which it is asked, and nothing else is."""
        return f"D9{self.number:07d}"


def request(address: str, number: int, text: str) -> bytes:
    """Give a direct message as it goes over the wire, signed now."""
    now = time.time()
    stamp = f"{int(now)}.{number % 1_000_000:06d}"
    person, where = f"U9{number:07d}", {"channel": f"D9{number:07d}", "channel_type": "im"}
    said = {"type": "message", "user": person, "text": text, "ts": stamp, "event_ts": stamp}
    envelope = {
        "team_id": TEAM,
        "api_app_id": "A0SOAK0001",
        "event": {**said, **where, "team": TEAM},
        "type": "event_callback",
        "event_id": f"Ev{number:09d}",
        "event_time": int(now),
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }
    body = json.dumps(envelope).encode()
    headers = signed_headers(SECRET, str(int(now)), body, "application/json")
    return prepared(address, headers, body)


async def send(port: int, content: bytes) -> tuple[int, float]:
    """Send a request on a connection of its own; give the status, 0 for none, and the seconds."""
    start = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            status = await _sent(port, content)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        status = NO_ANSWER
    return status, time.perf_counter() - start


async def _sent(port: int, content: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(content)
        head = await reader.readuntil(b"\r\n")
        return int(head.split(b" ", 2)[1])
    finally:
        writer.close()


@dataclass
class Crowd:
    """Asks at a pace, and repeats what is not acknowledged as Slack does, `hurried` so much.

    `ports` gives where the app listens at the moment: the requests go there in turn.
    `acknowledged` counts what the app took over.
    """

    texts: Sequence[str]
    ports: Callable[[], Sequence[int]]
    hurried: float = 1.0
    asked: list[Asked] = field(default_factory=list)
    acknowledged: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _turn: int = 0

    async def ask(self, a_second: float, until: Callable[[], bool]) -> None:
        """Ask at a steady pace until that is so, unless too much waits to be repeated."""
        due = time.perf_counter()
        for text in cycle(self.texts):
            while len(self._tasks) >= OPEN_AT_MOST and not until():  # noqa: ASYNC110
                await asyncio.sleep(_POLL_SECONDS)
            if until():
                return
            now = time.perf_counter()
            due = max(due + 1 / a_second, now - _BEHIND_SECONDS)
            await asyncio.sleep(max(0.0, due - now))
            self._start(text)

    async def settle(self) -> None:
        """Wait until Slack would repeat nothing any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _start(self, text: str) -> None:
        one = Asked(len(self.asked))
        self.asked.append(one)
        task = asyncio.create_task(self._insist(one, text))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _insist(self, one: Asked, text: str) -> None:
        await self._try(one, text)
        for seconds in RETRIES:
            if one.acknowledged:
                return
            await asyncio.sleep(seconds / self.hurried)
            await self._try(one, text)

    async def _try(self, one: Asked, text: str) -> None:
        ports = self.ports()
        self._turn += 1
        port = ports[self._turn % len(ports)]
        content = request(f"http://127.0.0.1:{port}", one.number, text)
        one.answers.append(await send(port, content))
        self.acknowledged += one.acknowledged
