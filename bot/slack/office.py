"""What every listener works with."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection

from bot.answering.decision import Decider
from bot.answering.spoken import Languages
from bot.content.models import Knowledge
from bot.desk.choices import Choices
from bot.desk.hours import Hours
from bot.forms.case import Forms
from bot.forms.phrases import Phrases
from bot.monitoring.metrics import Metrics
from bot.services.asking import day_of
from bot.slack.desk_place import DeskPlace
from bot.slack.intake.rush import Rush
from bot.slack.loops import Slots
from bot.slack.roster import Roster
from bot.slack.screens.drawing import Artist
from bot.storage import inbox
from bot.storage.database import Database

P = ParamSpec("P")
R = TypeVar("R")

CLIENT_LOG = "bot.slack.client"
"""Where slack_sdk logs: at DEBUG it would log whole calls, so that is kept at WARNING."""

_ERRANDS = 64
_LOOKUPS = 8


class LeaseLostError(Exception):
    """Somebody else took the row meanwhile: what was done for it must not be done twice."""


class TooLateError(Exception):
    """Slack does not wait any more for what would be written now."""


def _nothing(_connection: Connection) -> None:
    """Do nothing but end the request."""


@dataclass(frozen=True, kw_only=True)
class House:
    """What all workspaces share: made once by `app.py`, never changed.

    `something_to_do` and `something_to_say` are set when the inbox or the outbox got a row; `rush`
    tells when requests come too fast to work on them at once. `errands` are requests that can't
    wait for the worker, `lookups` questions to Slack that nobody need wait for. `metrics` is what
    this process counts; `signs` tell whether it is well, by the name of what would be wrong.
    """

    database: Database
    decider: Decider
    forms: Forms
    phrases: Phrases
    artist: Artist
    session: aiohttp.ClientSession
    slack_api_url: str
    clock: Callable[[], float]
    something_to_do: asyncio.Event = field(default_factory=asyncio.Event)
    something_to_say: asyncio.Event = field(default_factory=asyncio.Event)
    errands: Slots = field(default_factory=lambda: Slots(_ERRANDS))
    lookups: Slots = field(default_factory=lambda: Slots(_LOOKUPS))
    rush: Rush = field(default_factory=Rush)
    metrics: Metrics = field(default_factory=Metrics)
    signs: dict[str, Callable[[], bool]] = field(default_factory=dict)

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""
        return self.decider.knowledge

    def today(self) -> date:
        """Return the day (UTC)."""
        return day_of(self.clock())

    def client_with(self, token: str | None) -> AsyncWebClient:
        """Make a client of the Web API; its time limit is the session's."""
        return AsyncWebClient(
            token=token,
            base_url=self.slack_api_url,
            session=self.session,
            retry_handlers=[],
            logger=logging.getLogger(CLIENT_LOG),
        )


@dataclass(frozen=True, kw_only=True)
class Office(House):
    """The app at work in one workspace.

    `identity` is who the app is there. `kept` is what is kept of the workspace's choices, `chosen`
    what holds by them, and `defaults` what would without them. `desk` is where the support team is,
    `roster` who they are, `hours` when they are there; `enterprise` is the organization that the
    workspace belongs to.
    """

    workspace: str
    enterprise: str | None
    identity: AuthorizeResult
    client: AsyncWebClient
    kept: Mapping[str, Any]
    chosen: Choices
    defaults: Choices
    hours: Hours
    desk: DeskPlace
    roster: Roster = field(default_factory=Roster)

    @property
    def desk_channel(self) -> str | None:
        """The id that the support team's channel has now; None where there is none."""
        return self.desk.channel

    @property
    def desk_locale(self) -> str:
        """The language that the support team works in."""
        return self.chosen.desk_locale

    @property
    def default_locale(self) -> str:
        """The language of whoever nothing else is known of."""
        return self.chosen.default_locale

    @property
    def locales(self) -> Sequence[str]:
        """The languages that people are offered."""
        return self.chosen.locales

    @property
    def languages(self) -> Languages:
        """The languages that people are offered, with that of whoever nothing else is known of."""
        return Languages(self.default_locale, self.locales)


@dataclass
class Work:
    """One request: what is done for it and that it is done are written together.

    `row` and `attempt` are its lease in the inbox, if it is stored there. `claim` is the storing of
    a request whose work begins meanwhile: one that was here before, or could not be stored, has no
    row after it. After `deadline` (of the monotonic clock) nothing is written.
    """

    office: Office
    workspace: str
    row: int | None = None
    attempt: int = 0
    deadline: float | None = None
    claim: asyncio.Future[bool] | None = None
    finished: bool = False
    _besides: list[Callable[[Connection], None]] = field(default_factory=list)

    async def do(
        self, service: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a service and end the request in the same transaction."""
        await self._be_claimed()

        def both(connection: Connection) -> R:
            result = service(connection, *args, **kwargs)
            self._finish(connection)
            self._be_in_time()
            return result

        result = await self.office.database.run(both)
        self.finished = True
        self._besides.clear()
        self.office.something_to_say.set()
        return result

    async def end(self) -> None:
        """End a request for which nothing had to be done."""
        if not self.finished or self._besides:
            await self.do(_nothing)

    def besides(
        self, service: Callable[Concatenate[Connection, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Have a service run too when the request is ended, in the same transaction."""
        self._besides.append(lambda connection: service(connection, *args, **kwargs))

    async def is_claimed(self) -> bool:
        """Wait until the request is stored; return False if it is not this work's to do."""
        if self.claim is None:
            return True
        await self.claim
        return self.row is not None

    async def _be_claimed(self) -> None:
        if not await self.is_claimed():
            raise LeaseLostError

    def _finish(self, connection: Connection) -> None:
        for beside in self._besides:
            beside(connection)
        if self.row is None or self.finished:
            return
        if not inbox.finish(connection, self.workspace, self.row, self.attempt):
            raise LeaseLostError

    def _be_in_time(self) -> None:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TooLateError
