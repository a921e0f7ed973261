"""Sends the outbox: paced by channel, patient with Slack, honest about what it refuses."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from bot.monitoring.logs import about, logger
from bot.services import moving, resuming
from bot.services.moving import GONE
from bot.slack.call import PRIVATELY, Call, Steps
from bot.slack.loops import Pool
from bot.slack.members import follow
from bot.slack.messages.calls import draw
from bot.slack.office import LeaseLostError, Office
from bot.slack.running import Running
from bot.slack.sending.pace import paces
from bot.slack.sending.private import answer_privately
from bot.slack.sending.recognizing import marked, posted_before
from bot.slack.sending.turns import Turns, Wanted
from bot.slack.web_api import (
    RATE_LIMITED,
    Answer,
    PostponedError,
    RefusedError,
    call_now,
)
from bot.storage import outbox
from bot.storage.outbox import Message
from bot.storage.shares import Busy

P = ParamSpec("P")

_log = logger(__name__)
_LEVELS = {
    "sent": logging.INFO,
    "said_otherwise": logging.INFO,
    "waits": logging.DEBUG,
    "postponed": logging.INFO,
    "failed": logging.WARNING,
    "taken_over": logging.WARNING,
    "parked": logging.ERROR,
}
"""What becomes of a message, and how much that matters."""

_AT_ONCE = 32
_TRANSFERS_AT_ONCE = 3
_LEASE_SECONDS = 120.0
_MARGIN_SECONDS = 20.0
_POLL_SECONDS = 0.5
_BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300)
_WRITE_AGAIN_SECONDS = 0.5
_TRIED_SECONDS = 24 * 3600.0
_DRAWN_AT_MOST = 5
_AWAY = (OperationalError, InterfaceError, InternalError, NoConnectionError)
"""What a database raises that is busy, full, only read for a while, or gone: it may come back."""

_CLOSED = frozenset(
    {PRIVATELY, "message_not_found", "cant_update_message", "edit_window_closed"}
    | {"user_not_in_channel"}
)
"""Refusals of a way to say something, after which there is another."""


class InTurnError(Exception):
    """The turn of a message comes later, in so many `seconds`: it waits in the outbox."""

    def __init__(self, seconds: float) -> None:
        """Keep the seconds."""
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True)
class Means:
    """What all messages share: `transfers` keeps few files in memory at once."""

    turns: Turns
    transfers: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_TRANSFERS_AT_ONCE)
    )


class Delivery:
    """Sends what the outbox holds, each lane in its order."""

    def __init__(self, app: Running) -> None:
        """Send for all workspaces."""
        self._house = app.house
        self._offices = app.offices
        self._means = Means(Turns(app.house))

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`; what is under way is finished first."""
        pool = Pool(_AT_ONCE, self._lease, self._send, self._house.something_to_say)
        await pool.run(stopping, _POLL_SECONDS)

    async def _lease(self, most: int, busy: Busy) -> Sequence[Message]:
        now, database = self._house.clock(), self._house.database
        return await database.run(outbox.lease, now, _LEASE_SECONDS, most, busy)

    async def _send(self, row: Message) -> None:
        office = await self._offices.of(row.workspace)
        if office:
            await Sending(self._means, office, row).run()
        else:
            await self._house.database.run(resuming.put_by, row)


class Sending:
    """One message on its way.

    What came of its call is written down in any case: while the database is away, the writing is
    repeated, never the call.
    """

    def __init__(self, means: Means, office: Office, row: Message) -> None:
        """Send one leased message of the office's workspace."""
        self._means = means
        self._office = office
        self._row = row
        self._call: Call | None = None
        self._until = time.monotonic() + _LEASE_SECONDS
        self._settled = row.settled_by_now

    async def run(self) -> None:
        """Draw the message, make its call, and write down what came of it."""
        row = self._row
        with about(message=row.id, kind=row.message, workspace=row.workspace, attempt=row.attempts):
            await self._run()

    def _note(self, result: str, **values: object) -> None:
        """Count and log what became of the message."""
        self._office.metrics.said(self._row.message, result)
        _log.log(_LEVELS[result], f"message_{result}", **values)

    async def _run(self) -> None:
        try:
            self._call = await self._drawn()
        except SQLAlchemyError as error:
            await self._again(error)
        except Exception as error:  # noqa: BLE001 - whatever can't be drawn must not block its lane
            await self._redraw(error)
        else:
            await self._carry_out(self._call)

    async def _drawn(self) -> Call | None:
        row, office = self._row, self._office
        return await office.database.read(draw, office, row.workspace, row.message, row.about)

    async def _carry_out(self, call: Call | None) -> None:
        try:
            answer = await self._made(call) if call else {}
        except RefusedError as refusal:
            await self._refused(str(refusal))
        except PostponedError as wait:
            await self._postpone(wait.seconds)
        except InTurnError as turn:
            self._wait(turn.seconds)
        except LeaseLostError:
            self._note("taken_over")
        except Exception as error:  # noqa: BLE001 - whatever fails, the message is kept
            await self._again(error)
        else:
            await self._keep(answer)

    async def _made(self, call: Call) -> Answer:
        """Make a call in its turn, unless Slack asked for patience."""
        row, office = self._row, self._office
        await self._be_its_turn(call)
        found = await posted_before(office, call, row)
        if found is not None:
            return found
        self._be_in_time()
        self._settled = row.attempts
        if call.method == PRIVATELY:
            await answer_privately(office, office.session, **call.arguments)
            return {}
        if call.steps:
            return await self._step(call.steps)
        return await call_now(office, row.workspace, call.method, marked(call, row))

    def _be_in_time(self) -> None:
        """Begin no call whose end another may not wait for: once the lease is over, it calls too.

        A process may have been stopped for a while, or its machine.
        """
        if time.monotonic() > self._until - _MARGIN_SECONDS:
            raise LeaseLostError

    async def _be_its_turn(self, call: Call) -> None:
        its = paces(call.method, call.arguments, self._row.lane)
        turn = await self._means.turns.book(Wanted(self._row, call.method, its))
        seconds = turn.at - self._office.clock()
        if turn.is_paused:
            raise PostponedError(seconds)
        if turn.is_later:
            raise InTurnError(seconds)

    def _wait(self, seconds: float) -> None:
        """Have the outbox looked at when the message's turn comes."""
        wake = self._office.something_to_say.set
        asyncio.get_running_loop().call_later(max(0.0, seconds), wake)
        self._note("waits", seconds=round(seconds, 1))

    async def _step(self, steps: Steps) -> Answer:
        """Make several requests, and be done before the lease ends: nobody else does it too."""
        left = self._until - time.monotonic() - _MARGIN_SECONDS
        async with asyncio.timeout(max(left, 0)), self._means.transfers:
            return await steps(self._office, self._office.session)

    async def _keep(self, answer: Answer) -> None:
        call = self._call

        def keep(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
            if call:
                call.keep(connection, answer)
            return outbox.finish(connection, workspace, row, attempt)

        await self._write(keep)
        self._note("sent", age=round(self._office.clock() - self._row.created_at, 1))

    async def _refused(self, problem: str) -> None:
        """Say it in another way if there is one; else set it aside, for somebody to look at."""
        way = self._call.instead if self._call and problem in _CLOSED else None
        if problem == GONE:
            await self._gone()
            return
        if way is None:
            await self._park(problem)
            return

        def instead(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
            way(connection, self._office.clock())
            return outbox.finish(connection, workspace, row, attempt)

        await self._write(instead)
        self._note("said_otherwise", problem=problem)

    async def _gone(self) -> None:
        """Set it aside, unless its channel got another id since it was drawn."""
        place = (
            self._row.workspace,
            str(self._call.arguments.get("channel") if self._call else ""),
        )
        await self._park(GONE)
        if await self._office.database.run(moving.follow, *place, self._office.clock()):
            await follow(self._office)
            self._office.something_to_say.set()

    async def _redraw(self, error: Exception) -> None:
        if self._row.failures + 1 >= _DRAWN_AT_MOST:
            await self._park(type(error).__name__)
        else:
            await self._again(error)

    async def _again(self, error: Exception) -> None:
        """Try again later, for a day: no outage of Slack's lasts longer."""
        now, problem = self._office.clock(), type(error).__name__
        if now - self._row.created_at > _TRIED_SECONDS:
            await self._park(problem)
            return
        self._note("failed", error=error)
        late = min(self._row.failures, len(_BACKOFF_SECONDS) - 1)
        await self._write(outbox.retry, now + _BACKOFF_SECONDS[late], problem)

    async def _postpone(self, seconds: float) -> None:
        """Obey Slack, which counts for nothing but the message's age."""
        now = self._office.clock()
        if now - self._row.created_at > _TRIED_SECONDS:
            await self._park(RATE_LIMITED)
            return
        self._note("postponed", seconds=round(seconds, 1))
        await self._write(outbox.postpone, now + seconds, RATE_LIMITED, self._settled)

    async def _park(self, problem: str) -> None:
        given_up = self._call.given_up if self._call else None
        self._call = None  # Where even this can't be written, the row alone is.

        def aside(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
            if given_up:
                given_up(connection, self._office.clock())
            return outbox.park(connection, workspace, row, attempt, problem)

        self._note("parked", problem=problem)
        await self._write(aside)

    async def _write(
        self,
        write: Callable[Concatenate[Connection, str, int, int, P], bool],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Write to the row while its lease lasts; without the lease, nothing is written."""
        row = self._row

        def mine(connection: Connection) -> None:
            lease = (row.workspace, row.id, row.attempts)
            if not write(connection, *lease, *args, **kwargs):
                raise LeaseLostError

        try:
            await self._insist(mine)
        except LeaseLostError:
            self._note("taken_over")
        except _AWAY:
            raise
        except SQLAlchemyError as error:
            await self._park(type(error).__name__)

    async def _insist(self, write: Callable[[Connection], None]) -> None:
        """Write as soon as the database is there again, while the lease lasts."""
        while True:
            try:
                await self._office.database.run(write)
            except _AWAY:
                if time.monotonic() > self._until:
                    raise
                await asyncio.sleep(_WRITE_AGAIN_SECONDS)
            else:
                return
