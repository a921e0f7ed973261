"""From the process's start until it is ready."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.processes import Served, keeping_bytecode, run, served, settings_of
from tests.bench.slack import local_slack
from tests.bench.tables import Goal, judged, note, show

_TIMES = 3
_GOAL = Goal(1.5, digits=1, unit=" s")


async def report() -> None:
    """Start several times, as this environment does and with kept bytecode; print the best."""
    with TemporaryDirectory() as folder:
        async with local_slack(0) as slack:
            settings = dict(settings_of(slack, Path(folder) / "desk.db"))
            await run("bot", "migrate", **settings)
            kept = keeping_bytecode(Path(folder) / "bytecode")
            first = await _ready(kept | settings)
            rows = [
                _row("bytecode kept by an earlier start", await _best(kept | settings)),
                _row("in this environment", await _best(settings)),
            ]
    headings = ("", "seconds", "goal", "", "of them CPU")
    show(f"Start of `serve` to ready, best of {_TIMES}", headings, rows)
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        note("PYTHONDONTWRITEBYTECODE is set here: what is not compiled is compiled at each start.")
    note(f"The very first start, compiling everything: {first.seconds:.2f} s\n")


async def _best(environment: dict[str, str]) -> Served:
    return min([await _ready(environment) for _ in range(_TIMES)], key=lambda app: app.seconds)


async def _ready(environment: dict[str, str]) -> Served:
    async with served("bot", "serve", **environment) as app:
        return app


def _row(name: str, app: Served) -> list[str]:
    shown = f"{app.seconds:.2f} s"
    return [name, shown, *judged(_GOAL, app.seconds), f"{app.worked:.2f} s"]
