"""What durability costs: acknowledgements a second, beside those of a bare Bolt app."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox import Workspace
from tests.bench.load import Load, prepared, press
from tests.bench.processes import run, served, settings_of
from tests.bench.slack import local_slack, signed
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing

_BARE, _APART, _INSIDE = "bare Bolt echo", "ours, serve --no-worker", "ours, serve"
_APPS: Mapping[str, Sequence[str]] = {
    _BARE: ("tests.bench.echo",),
    _APART: ("bot", "serve", "--no-worker"),
    _INSIDE: ("bot", "serve"),
}
_ROUNDS = 2
_SECONDS = 5.0
_CONNECTIONS = 32
_PEOPLE = 200
_WARM = 500
_MOST = 60_000
_TEXT = "When will the KPI report show my invoice?"
_GOAL = Goal(0.5, digits=2, at_least=True)


async def report() -> None:
    """Press each app in turn, several times, and print the best of each."""
    async with local_slack(_PEOPLE) as slack:
        rounds = [{name: await _pressed(name, slack) for name in _APPS} for _ in range(_ROUNDS)]
    best = {name: max((each[name] for each in rounds), key=_rate) for name in _APPS}
    rows = [_row(name, load, load.rate / best[_BARE].rate) for name, load in best.items()]
    headings = ("", "acks/s", "p50 ms", "p99 ms", "of bare Bolt's", "goal", "")
    show(f"Acknowledgements, {_CONNECTIONS} connections, {_SECONDS:.0f} s", headings, rows)
    note("Ours are in SQLite (synchronous=FULL) before they are acknowledged; bare Bolt forgets.")
    note("`serve` alone works on the questions meanwhile, in the same process.\n")


def _rate(load: Load) -> float:
    return load.rate


async def _pressed(name: str, slack: Workspace) -> Load:
    with TemporaryDirectory() as folder:
        settings = settings_of(slack, Path(folder) / "desk.db")
        await run("bot", "migrate", **settings)
        async with served(*_APPS[name], **settings) as app:
            made = signed(slack, _TEXT, _MOST)
            waiting = iter([prepared(app.address, *request) for request in made])
            await press(app.address, islice(waiting, _WARM), _CONNECTIONS, _SECONDS)
            return await press(app.address, waiting, _CONNECTIONS, _SECONDS)


def _row(name: str, load: Load, ratio: float) -> list[str]:
    timing = Timing.of(load.waits)
    waits = [f"{timing.p50 * 1000:.1f}", f"{timing.p99 * 1000:.1f}"]
    goal = None if name == _BARE else _GOAL
    return [name, f"{load.rate:,.0f}", *waits, f"{ratio:.2f}", *judged(goal, ratio)]
