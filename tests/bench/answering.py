"""Answered questions a second, from event to posted reply, beside a bare Bolt app that echoes."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

import psutil

from bot.sandbox import Workspace
from tests.bench.lean_slack import LeanSlack, lean_slack
from tests.bench.load import prepared, press
from tests.bench.processes import beside, run, served, settings_of
from tests.bench.slack import signed, with_partners
from tests.bench.tables import Goal, judged, note, show
from tests.conftest import POSTGRESQL, SQLITE
from tests.postgresql import empty, server

_ASKED, _WARM = 2_500, 600
_CONNECTIONS = 32
_PATIENCE_SECONDS = 300.0
_WEB, _BOTH, _WORKER = ("bot", "serve", "--no-worker"), ("bot", "serve"), ("bot", "worker")
_GOAL = Goal(0.35, digits=2, at_least=True)
_TEXT = "When will the KPI report show my invoice?"


class _App(NamedTuple):
    """What answers: its web process, workers beside it, and the engine; None keeps nothing."""

    web: Sequence[str]
    workers: int = 0
    engine: str | None = SQLITE


_BARE = "bare Bolt echo"
_APPS: Mapping[str, _App] = {
    _BARE: _App(("tests.bench.echoing",), engine=None),
    "ours, serve, SQLite": _App(_BOTH),
    "ours, serve, PostgreSQL": _App(_BOTH, engine=POSTGRESQL),
    "ours, web and 1 worker, PostgreSQL": _App(_WEB, 1, POSTGRESQL),
    "ours, web and 2 workers, PostgreSQL": _App(_WEB, 2, POSTGRESQL),
}


class _Figures(NamedTuple):
    """Answers a second, and the seconds of processor time of an answer, in all its processes."""

    rate: float
    worked: float


async def report() -> None:
    """Have each app answer as fast as it can, and print how fast that is."""
    slack = with_partners(_ASKED + _WARM)
    with server() as url:
        found = {name: await _answering(app, slack, url) for name, app in _APPS.items()}
    rows = [_row(name, each, found[_BARE]) for name, each in found.items()]
    headings = ("", "answers/s", "CPU ms an answer", "of bare Bolt's rate", "goal", "")
    show(f"{_ASKED:,} questions at once, each by another person", headings, rows)
    note("Ours decide, draw and keep each question, and lose none; bare Bolt says what it heard.")
    note("All of them, Slack and the database share this machine: where it has few cores, more")
    note("workers answer no more, and the processor time of an answer tells what another costs.\n")


def _row(name: str, each: _Figures, bare: _Figures) -> list[str]:
    ratio = each.rate / bare.rate
    goal = None if name == _BARE else _GOAL
    figures = [f"{each.rate:,.0f}", f"{each.worked * 1000:.2f}", f"{ratio:.2f}"]
    return [name, *figures, *judged(goal, ratio)]


async def _answering(app: _App, slack: Workspace, url: str) -> _Figures:
    async with lean_slack() as lean, _running(app, slack, lean, url) as (address, processes):
        made = [prepared(address, *each) for each in signed(slack, _TEXT, _ASKED + _WARM)]
        await _answered(address, made[:_WARM], lean, processes)
        return await _answered(address, made[_WARM:], lean, processes)


async def _answered(
    address: str, requests: Sequence[bytes], lean: LeanSlack, processes: Sequence[psutil.Process]
) -> _Figures:
    worked, start = _worked(processes), perf_counter()
    lean.expect(len(requests))
    await press(address, iter(requests), _CONNECTIONS, _PATIENCE_SECONDS)
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await lean.done.wait()
    number = len(requests)
    return _Figures(number / (lean.at - start), (_worked(processes) - worked) / number)


def _worked(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return sum(each.user + each.system for each in times)


@asynccontextmanager
async def _running(
    app: _App, slack: Workspace, lean: LeanSlack, url: str
) -> AsyncIterator[tuple[str, Sequence[psutil.Process]]]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        database = empty(url) if app.engine == POSTGRESQL else folder / "desk.db"
        settings = {**settings_of(slack, database), "SLACK_API_URL": f"{lean.address}/api/"}
        if app.engine:
            await run("bot", "migrate", **settings)
        web = await stack.enter_async_context(served(*app.web, **settings))
        workers = [
            await stack.enter_async_context(beside(*_WORKER, **settings))
            for _ in range(app.workers)
        ]
        yield web.address, [web.process, *workers]
