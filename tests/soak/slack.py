"""A light Slack: it answers every call at once, and remembers what was posted, and by whom.

The sandbox is as strict as Slack and tells what people see; this one only counts, so that most of
the machine is left to the app, however many questions are asked.
"""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.server import LocalServer

TEAM: Final = "T0SOAK0001"
BOT: Final = "U0SOAKBOT1"
TOKEN: Final = "xoxb-soak"
SECRET: Final = "soak-signing-secret"

Json = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Json], Any]


class Post(NamedTuple):
    """A message as it was posted: `by` is the process that did, `at` a time of the loop."""

    channel: str
    ts: str
    metadata: Json
    by: str
    at: float

    @property
    def mark(self) -> int:
        """The number by which the app knows it again."""
        return int(self.metadata["event_payload"]["message"])


@dataclass
class LightSlack:
    """Everything posted, by channel. Each process of the app has an address of its own."""

    address: str = ""
    posts: list[Post] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)
    _in: defaultdict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    _stamps: Iterator[int] = field(default_factory=lambda: count(1))

    def api_url(self, process: str) -> str:
        """Give the base address of the Web API for one process of the app."""
        return f"{self.address}/{process}/api/"

    def posted_in(self, channel: str) -> list[Post]:
        """Give what a channel shows, oldest first."""
        return self._in.get(channel, [])

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer a call, as an ASGI application."""
        _, process, _, method = scope["path"].split("/", 3)
        body = await _body(receive)
        arguments = {} if method == _UPLOAD else _arguments(scope, body)
        answer = self._answer(process, method, arguments)
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def _answer(self, process: str, method: str, arguments: Json) -> Json:
        self.heard[process] += 1
        does = _METHODS.get(method)
        return {"ok": True, **(does(self, process, arguments) if does else {})}

    def _post(self, process: str, arguments: Json) -> Json:
        channel, ts = _direct(arguments["channel"]), f"{1_790_000_000 + next(self._stamps)}.000100"
        mark = arguments.get("metadata") or {}
        post = Post(channel, ts, mark, process, asyncio.get_running_loop().time())
        self.posts.append(post)
        self._in[channel].append(post)
        return {"channel": channel, "ts": ts}

    def _history(self, _: str, arguments: Json) -> Json:
        shown = self.posted_in(arguments["channel"])
        messages = [{"ts": each.ts, "metadata": each.metadata} for each in reversed(shown)]
        return {"messages": messages[:100]}

    def _open(self, _: str, arguments: Json) -> Json:
        return {"channel": {"id": _direct(arguments["users"])}}

    def _person(self, _: str, arguments: Json) -> Json:
        user = {"id": arguments["user"], "team_id": TEAM, "locale": "en-US", "tz": "Europe/Dublin"}
        return {"user": user}

    def _team(self, _: str, __: Json) -> Json:
        return {"members": ["U0SUPPORT1"]}

    def _announced(self, process: str, _: Json) -> Json:
        return {"upload_url": f"{self.api_url(process)}{_UPLOAD}", "file_id": "F0SOAK0001"}

    def _file(self, _: str, arguments: Json) -> Json:
        return {"file": {"id": arguments["file"], "mimetype": "image/png"}}

    def _identity(self, _: str, __: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": "B0SOAK0001"}


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        part = await receive()
        parts.append(part.get("body", b""))
        if not part.get("more_body"):
            return b"".join(parts)


def _arguments(scope: Mapping[str, Any], body: bytes) -> Json:
    given: Json = dict(parse_qsl(scope["query_string"].decode()))
    said: Json = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
    return given | said


def _direct(channel: str) -> str:
    """Give the direct message of a person; of a channel, itself."""
    return f"D{channel[1:]}" if channel.startswith("U") else channel


_HEADERS: Final = [(b"content-type", b"application/json"), (b"x-oauth-scopes", b"chat:write")]
_UPLOAD: Final = "upload"
_METHODS: Final[Mapping[str, Callable[[LightSlack, str, Json], Json]]] = {
    "auth.test": LightSlack._identity,  # noqa: SLF001 - its own table
    "chat.postMessage": LightSlack._post,  # noqa: SLF001
    "conversations.history": LightSlack._history,  # noqa: SLF001
    "conversations.replies": LightSlack._history,  # noqa: SLF001
    "conversations.open": LightSlack._open,  # noqa: SLF001
    "conversations.members": LightSlack._team,  # noqa: SLF001
    "files.getUploadURLExternal": LightSlack._announced,  # noqa: SLF001
    "files.info": LightSlack._file,  # noqa: SLF001
    "users.info": LightSlack._person,  # noqa: SLF001
}


@asynccontextmanager
async def light_slack() -> AsyncIterator[LightSlack]:
    """Run one on loopback until the context ends."""
    slack = LightSlack()
    async with LocalServer(slack) as server:
        slack.address = server.address
        yield slack


def settings_of(slack: LightSlack, process: str, database_url: str) -> dict[str, str]:
    """Give the settings of one process of the app."""
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url(process),
        "DATABASE_URL": database_url,
        "DESK_CHANNEL": SUPPORT_CHANNEL,
        "LOG_LEVEL": "ERROR",
    }
