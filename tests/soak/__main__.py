"""`make soak`: the promises under load, for as long as it takes, with figures for the README."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import uvloop

from bot.console.serving import SHUTDOWN_SECONDS
from bot.storage.migrating import migrate
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing
from tests.postgresql import failing_server, fresh
from tests.promises.figures import keep
from tests.soak.apps import BOTH, WEB, WORKER
from tests.soak.asking import questions
from tests.soak.counting import Tally
from tests.soak.killing import BETWEEN_SECONDS, Plan, kill_again_and_again
from tests.soak.opening import SLOWER_SECONDS, open_in_every_way
from tests.soak.rolling import restart_again_and_again
from tests.soak.stalling import Stall, ask_while_stalled, locking

MOST: Final = 20_000
_A_SECOND: Final = 60.0
_DEPLOYED_A_SECOND: Final = 40.0
_RESTARTS: Final = 20
_QUESTIONS: Final = 1_000
_LOST, _DOUBLED = Goal(0), Goal(0.5, digits=2, unit=" %")
_P99, _LONGEST = Goal(300, unit=" ms"), Goal(2500, unit=" ms")
_OPENED = Goal(1000, unit=" ms")
_ENDED = Goal(SHUTDOWN_SECONDS, digits=1, unit=" s")


class Place(NamedTuple):
    """A database for a run: its engine, address, the processes' folder, and how it hangs."""

    engine: str
    url: str
    folder: Path
    stall: Stall


@contextmanager
def sqlite() -> Iterator[Place]:
    """Give a file of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        migrate(f"sqlite:///{path}")
        yield Place("SQLite", f"sqlite:///{path}", Path(folder), locking(path))


@contextmanager
def postgresql() -> Iterator[Place]:
    """Give a server of its own, with PostgreSQL's own settings."""
    with TemporaryDirectory() as folder, failing_server(durable=True) as server:
        yield Place("PostgreSQL", fresh(server.url), Path(folder), server.stalled)


Commands = Sequence[Sequence[str]]
Engine = Callable[[], AbstractContextManager[Place]]

ONE: Final[Commands] = (BOTH,)
KILLED: Final[Sequence[tuple[Engine, Commands]]] = (
    (sqlite, ONE),
    (sqlite, (WEB, WORKER)),
    (postgresql, (WEB, WEB, WORKER, WORKER)),
)
DEPLOYED: Final[Sequence[tuple[Engine, Commands]]] = ((sqlite, ONE), (postgresql, (BOTH, BOTH)))


async def killed(place: Place, most: int, commands: Commands) -> list[str]:
    """Kill processes while people ask; give a row."""
    plan = Plan(most, _A_SECOND, commands, patient=True, tell=note)
    found, kills = await kill_again_and_again(plan, questions(_QUESTIONS), place.url, place.folder)
    told = f"{found.lost} of {found.acknowledged:,} lost, {found.doubled_share:.2%} doubled"
    name = f"{place.engine}, {len(commands)} processes" if commands != ONE else place.engine
    keep(4, name, f"{told}, {kills:,} SIGKILLs")
    return [name, *_counts(found), f"{kills:,}", *_judged(found)]


async def deployed(place: Place, commands: Commands) -> list[str]:
    """Restart processes while people ask; give a row."""
    where, texts = (place.url, place.folder), questions(_QUESTIONS)
    done = await restart_again_and_again(commands, _RESTARTS, _DEPLOYED_A_SECOND, texts, where)
    found, slowest = done.tally, done.slowest_seconds
    told = f"{found.lost} of {found.acknowledged:,} lost, {found.doubled} doubled"
    keep(24, place.engine, f"{told}, {_RESTARTS} restarts, the slowest end {slowest:.1f} s")
    bad = sum(code != 0 for code in done.codes)
    ended = [f"{bad}", f"{slowest:.1f} s", *judged(_ENDED, slowest)]
    return [f"{place.engine}, {len(commands)}", *_counts(found), *ended]


async def stalled(place: Place) -> list[str]:
    """Ask while the database hangs; give a row."""
    found = await ask_while_stalled(questions(_QUESTIONS), place.url, place.folder, place.stall)
    p99, longest = found.p99 * 1000, found.longest * 1000
    told = f"p99 {p99:.0f} ms, longest {longest:.0f} ms"
    keep(3, place.engine, f"{told}, {found.refused:,} of {found.answers:,} refused honestly")
    counts = [f"{found.answers:,}", f"{found.refused:,}", f"{found.missing:,}"]
    waits = [f"{p99:.0f} ms", *judged(_P99, p99), f"{longest:.0f} ms", *judged(_LONGEST, longest)]
    return [place.engine, *counts, *waits]


def _counts(found: Tally) -> list[str]:
    counts = (found.acknowledged, found.unheard, found.lost, found.posts, found.doubled)
    return [f"{each:,}" for each in counts]


def _judged(found: Tally) -> tuple[str, str]:
    lost = judged(_LOST, found.lost + found.unfinished)
    return (lost[1], judged(_DOUBLED, found.doubled_share * 100)[1])


_COUNTED: Final = ("", "acknowledged", "given up", "lost", "posts", "doubled")


async def _report_kills(most: int) -> None:
    rows = []
    for engine, commands in KILLED:
        with engine() as place:
            rows.append(await killed(place, most, commands))
    between = "–".join(f"{each}" for each in BETWEEN_SECONDS)
    show(f"SIGKILL every {between} s", (*_COUNTED, "kills", "lost", "doubled"), rows)
    note("Given up: never acknowledged, in any of Slack's repetitions; they are hurried here.\n")


async def _report_deploys() -> None:
    rows = []
    for engine, commands in DEPLOYED:
        with engine() as place:
            rows.append(await deployed(place, commands))
    title = f"{_RESTARTS} deploys at {_DEPLOYED_A_SECOND:.0f} questions/s"
    show(title, (*_COUNTED, "bad ends", "slowest", "goal", ""), rows)


async def _report_stalls() -> None:
    rows = []
    for engine in (sqlite, postgresql):
        with engine() as place:
            rows.append(await stalled(place))
    headings = ("", "answers", "refused", "none", "p99", "goal", "", "longest", "goal", "")
    show("100 questions/s for a minute, 10 s of it without the database, no worker", headings, rows)


async def slowed(place: Place) -> list[str]:
    """Open modals while the database is slow; give a row."""
    found = await open_in_every_way(place.url)
    p99 = Timing.of(found).p99 * 1000
    keep(18, place.engine, f"{len(found)} modals opened: p99 {p99:.0f} ms")
    return [place.engine, f"{len(found)}", f"{p99:.0f} ms", *judged(_OPENED, p99)]


async def _report_modals() -> None:
    rows = []
    for engine in (sqlite, postgresql):
        with engine() as place:
            rows.append(await slowed(place))
    title = f"Each turn at the database takes {SLOWER_SECONDS} s longer"
    show(title, ("", "modals opened", "p99", "goal", ""), rows)


async def _report(most: int) -> None:
    await _report_modals()
    await _report_stalls()
    await _report_deploys()
    await _report_kills(most)


def main() -> None:
    """Run all of it, with so many questions for each kill run as the one argument says."""
    start = time.perf_counter()
    most = int(sys.argv[1]) if len(sys.argv) > 1 else MOST
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_report(most))
    note(f"All of it took {time.perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
