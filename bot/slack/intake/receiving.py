"""Stores what Slack sent before it is acknowledged: the same over HTTP and Socket Mode."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple, TypeVar

from bot.monitoring.logs import about, is_debugged, logger
from bot.slack.installation.departures import is_departure
from bot.slack.installation.vault import LockedError
from bot.slack.intake.bolt import dispatch
from bot.slack.intake.urgency import opens_something
from bot.slack.intake.worker import LEASE_SECONDS, process
from bot.slack.office import House, Office, Work
from bot.slack.payloads import (
    EVENT,
    INTERACTION,
    Payload,
    enterprise_of,
    received,
    sort_of,
    workspace_of,
)
from bot.slack.running import Running
from bot.storage import inbox
from bot.storage.inbox import CLAIMED, Received

T = TypeVar("T")

_log = logger(__name__)

_STORED_WITHIN_SECONDS = 2.0
"""Slack waits 3 seconds for an answer; a refusal has to arrive before."""

_ANSWERED_WITHIN_SECONDS = 2.4
"""What was begun in time is waited for a little longer: it is written, or it never will be."""

_CLAIMED_WITHIN_SECONDS = 0.1
"""A trigger can't wait longer for the database: then its work begins while it is being stored."""

_STALLED_SECONDS = 0.6
"""What takes longer to be written, though the last did not, tells that the database has stalled."""

_AT_ONCE = 500
_MOST_WAITING = 20_000
_OK, _BROKEN, _UNAVAILABLE = 200, 500, 503


_ANSWERED = frozenset({"view_submission", "block_suggestion"})
"""What Slack waits for the answer to, and does not repeat."""


def _is_answered(kind: str, payload: Payload) -> bool:
    return kind == INTERACTION and payload.get("type") in _ANSWERED


class _Waiting(NamedTuple):
    received: Received
    stored: asyncio.Future[bool]

    @property
    def is_repeated(self) -> bool:
        """Whether Slack sends it again if it is refused."""
        return self.received.kind == EVENT

    def answer(self, *, stored: bool) -> None:
        """Tell whoever waits what came of it, unless they were told."""
        if not self.stored.done():
            self.stored.set_result(stored)


class Answer(NamedTuple):
    """What Slack is told: only `status` 200 acknowledges."""

    status: int
    body: str = ""

    @property
    def acknowledges(self) -> bool:
        """Whether the request is kept, or needs not be."""
        return self.status == _OK


class Reception:
    """Takes in what Slack sends."""

    def __init__(self, app: Running) -> None:
        """Store into the inbox; what can't wait for the worker is done here."""
        self._offices = app.offices
        self._app = app.bolt
        self._receiver = Receiver(app.house)
        self._claims: dict[str, asyncio.Task[bool]] = {}

    async def accept(self, kind: str, payload: Payload) -> Answer:
        """Keep a request; those of workspaces for which we have no token are dropped.

        What tells of an end is kept: by then we may have none. What is for a workspace whose token
        no key opens is kept until one does. A modal that nobody would do anything for stays open.
        """
        if is_departure(payload):
            return await self._stored(kind, payload)
        try:
            office = await self._office(payload)
        except LockedError:
            return await self._kept_locked(kind, payload)
        except Exception as error:  # noqa: BLE001 - whatever fails, Slack must hear that it did
            _log.error("workspace_not_looked_up", error=error)
            return Answer(_UNAVAILABLE)
        if office is None:
            return Answer(_UNAVAILABLE if _is_answered(kind, payload) else _OK)
        return await self._accepted(office, kind, payload)

    async def _office(self, payload: Payload) -> Office | None:
        async with asyncio.timeout(_STORED_WITHIN_SECONDS):
            return await self._offices.of(workspace_of(payload), enterprise_of(payload))

    async def _accepted(self, office: Office, kind: str, payload: Payload) -> Answer:
        if _is_answered(kind, payload):
            return await self._submit(office, payload)
        if opens_something(payload, office.knowledge) and office.errands.has_room(office.workspace):
            return await self._do_at_once(office, kind, payload)
        return await self._stored(kind, payload)

    async def _stored(self, kind: str, payload: Payload) -> Answer:
        stored = await self._receiver.store(received(kind, payload))
        return Answer(_OK if stored else _UNAVAILABLE)

    async def _kept_locked(self, kind: str, payload: Payload) -> Answer:
        if _is_answered(kind, payload):
            return Answer(_UNAVAILABLE)
        return await self._stored(kind, payload)

    async def _submit(self, office: Office, payload: Payload) -> Answer:
        """Answer a submitted modal, or a search in one, in the same request."""
        deadline = time.monotonic() + _STORED_WITHIN_SECONDS
        work = Work(office, office.workspace, deadline=deadline)
        answer = await _within(_ANSWERED_WITHIN_SECONDS, self._submitted(work, payload))
        return answer or Answer(_UNAVAILABLE)

    async def _submitted(self, work: Work, payload: Payload) -> Answer:
        try:
            with about(workspace=work.workspace, kind=sort_of(payload)):
                answer = await dispatch(self._app, work, payload)
        except Exception as error:  # noqa: BLE001 - the modal stays open, with what was typed
            _log.error("submission_failed", workspace=work.workspace, error=error)
            return Answer(_BROKEN)
        return Answer(answer.status, answer.body)

    async def _do_at_once(self, office: Office, kind: str, payload: Payload) -> Answer:
        """Store a request as leased, and do it here: its trigger lives three seconds.

        In a slow database the one does not wait for the other: a modal that opens then for a
        request that was here before, or is refused, leaves nothing behind.
        """
        request = received(kind, payload)
        claim = self._claims.get(request.key) or await self._begin(office, request, payload)
        await asyncio.wait({claim}, timeout=_STORED_WITHIN_SECONDS)
        return Answer(_OK if claim.done() and claim.result() else _UNAVAILABLE)

    async def _begin(
        self, office: Office, request: Received, payload: Payload
    ) -> asyncio.Task[bool]:
        """Have a request stored, and work on it begun once it is, or when that takes too long."""
        work = Work(office, office.workspace, attempt=CLAIMED)
        claim = asyncio.create_task(self._claim(work, request))
        claim.add_done_callback(lambda _: self._claims.pop(request.key))
        work.claim = self._claims[request.key] = claim
        await asyncio.wait({claim}, timeout=_CLAIMED_WITHIN_SECONDS)
        if work.row is not None or not claim.done():
            office.errands.start(process(self._app, work, payload), office.workspace)
        return claim

    async def _claim(self, work: Work, request: Received) -> bool:
        """Store a request, and lease it unless it was here before; return False if that failed."""
        office, now = work.office, work.office.clock()
        try:
            work.row = await office.database.run(inbox.claim, request, now, LEASE_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever fails, Slack must hear that it did
            _log.error("requests_not_stored", requests=1, error=error)
            return False
        return True


async def _within(seconds: float, doing: Coroutine[Any, Any, T]) -> T | None:
    """Wait for something so long; it goes on if it takes longer."""
    task = asyncio.create_task(doing)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return task.result() if done else None


class Receiver:
    """Stores requests together: while one transaction is written, the next fills up.

    Where one takes much longer than the last did, the database has stalled. Then what Slack repeats
    is refused as long as anything waits: to have more of it wait would only make the answers late.
    It is written nevertheless as soon as that can be done, and Slack's repetition changes nothing.
    """

    def __init__(self, house: House) -> None:
        """Store into the inbox of all workspaces."""
        self._house = house
        self._waiting: list[_Waiting] = []
        self._under_way: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._is_stalled = False
        self._took = 0.0

    async def store(self, request: Received) -> bool:
        """Store a request; return False if that failed or took too long."""
        if len(self._waiting) >= _MOST_WAITING:
            return False
        one = _Waiting(request, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        if self._is_stalled and one.is_repeated:
            return False
        done, _ = await asyncio.wait({one.stored}, timeout=_STORED_WITHIN_SECONDS)
        return bool(done) and one.stored.result()

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            self._under_way = batch
            stored = await self._watched([each.received for each in batch])
            for each in batch:
                each.answer(stored=stored)
            if is_debugged(_log):
                _tell(batch, stored=stored)
            self._house.rush.stored(len(batch))
            self._house.something_to_do.set()
        self._is_stalled = False

    async def _watched(self, requests: list[Received]) -> bool:
        """Write, and notice where that takes much longer than it did."""
        loop, patience = asyncio.get_running_loop(), max(_STALLED_SECONDS, 2 * self._took)
        begun, watch = loop.time(), loop.call_later(patience, self._stall)
        stored = await self._store(requests)
        watch.cancel()
        if stored:
            self._is_stalled, self._took = False, loop.time() - begun
        return stored

    def _stall(self) -> None:
        self._is_stalled = True
        _log.warning("database_stalled", requests=len(self._under_way) + len(self._waiting))
        for each in (*self._under_way, *self._waiting):
            if each.is_repeated:
                each.answer(stored=False)

    async def _store(self, requests: list[Received]) -> bool:
        try:
            await self._house.database.run(inbox.store, requests, self._house.clock())
        except Exception as error:  # noqa: BLE001 - whatever fails, Slack must hear that it did
            _log.error("requests_not_stored", requests=len(requests), error=error)
            return False
        return True


def _tell(batch: Sequence[_Waiting], *, stored: bool) -> None:
    for each in batch:
        request = each.received
        where = {"workspace": request.workspace, "event_id": request.key, "kind": request.kind}
        _log.debug("request_received", **where, stored=stored)
