"""A local Slack with many partners, and what they send."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx

from bot.sandbox import SandboxServer, Sender, User, Workspace
from bot.sandbox.payload import Json

_PARTNER = "U9"


@asynccontextmanager
async def local_slack(partners: int) -> AsyncIterator[Workspace]:
    """Run a workspace with so many partners, each with a direct message of their own."""
    slack = with_partners(partners)
    async with SandboxServer(slack):
        yield slack


def with_partners(number: int) -> Workspace:
    """Return a workspace with so many partners, each with a direct message of their own."""
    slack = Workspace.demo()
    for each in range(number):
        name = f"partner{each}"
        slack.direct(slack.add_user(f"{_PARTNER}{each:06d}", name, name, locale="en-US").id)
    return slack


def partners(slack: Workspace) -> list[User]:
    """Return those partners."""
    return [user for user in slack.users.values() if user.id.startswith(_PARTNER)]


def direct_message(slack: Workspace, person: User, text: str, number: int) -> Json:
    """Give the event of a direct message; `number` tells it from others."""
    channel = slack.direct(person.id)
    ts = f"{int(time.time())}.{number:06d}"
    said = {"type": "message", "user": person.id, "text": text, "ts": ts, "event_ts": ts}
    return {**said, "channel": channel.id, "channel_type": "im", "team": slack.team_id}


def signed(slack: Workspace, text: str, most: int) -> Iterator[tuple[dict[str, str], bytes]]:
    """Give headers and body of so many direct messages, all different, by the partners in turn."""
    people, sender = partners(slack), Sender(slack, httpx.AsyncClient())
    for number in range(most):
        person = people[number % len(people)]
        yield sender.request_for_event(direct_message(slack, person, text, number))
