"""What every listener works with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection

from bot.answering.decision import Decider
from bot.content.models import Knowledge
from bot.services.asking import day_of
from bot.slack.drawing import Artist
from bot.storage import inbox
from bot.storage.database import Database

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Office:
    """The app at work: made once by `app.py`, never changed.

    `something_to_do` and `something_to_say` are set when the inbox or the outbox got a row.
    """

    database: Database
    decider: Decider
    artist: Artist
    client: AsyncWebClient
    default_locale: str
    desk_locale: str
    desk_channel: str | None
    clock: Callable[[], float]
    something_to_do: asyncio.Event = field(default_factory=asyncio.Event)
    something_to_say: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""
        return self.decider.knowledge

    def today(self) -> date:
        """Return the day (UTC)."""
        return day_of(self.clock())


@dataclass
class Work:
    """One stored request: what is done for it and that it is done are written together."""

    office: Office
    workspace: str
    row: int | None
    finished: bool = False

    async def do(
        self, service: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a service and end the request in the same transaction."""

        def both(connection: Connection) -> R:
            result = service(connection, *args, **kwargs)
            if self.row is not None:
                inbox.finish(connection, self.workspace, self.row)
            return result

        result = await self.office.database.run(both)
        self.finished = True
        self.office.something_to_say.set()
        return result

    async def end(self) -> None:
        """End a request for which nothing had to be done."""
        if not self.finished and self.row is not None:
            await self.office.database.run(inbox.finish, self.workspace, self.row)
