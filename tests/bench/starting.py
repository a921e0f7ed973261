"""From the process's start until it is ready."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.processes import keeping_bytecode, run, served, settings_of
from tests.bench.slack import local_slack
from tests.bench.tables import Goal, judged, note, show

_TIMES = 3
_GOAL = Goal(1.5, digits=1, unit=" s")


async def report() -> None:
    """Start several times, as this environment does and with kept bytecode; print the best."""
    with TemporaryDirectory() as folder:
        settings = {}
        async with local_slack(0) as slack:
            settings = dict(settings_of(slack, Path(folder) / "desk.db"))
            await run("bot", "migrate", **settings)
            kept = keeping_bytecode(Path(folder) / "bytecode")
            first = await _ready(kept | settings)
            rows = [
                _row("bytecode kept by an earlier start", await _best(kept | settings)),
                _row("in this environment", await _best(settings)),
            ]
    show(f"Start of `serve` to ready, best of {_TIMES}", ("", "figure", "goal", ""), rows)
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        note("PYTHONDONTWRITEBYTECODE is set here: what is not compiled is compiled at each start.")
    note(f"The very first start, compiling everything: {first:.2f} s\n")


async def _best(environment: dict[str, str]) -> float:
    return min([await _ready(environment) for _ in range(_TIMES)])


async def _ready(environment: dict[str, str]) -> float:
    async with served("bot", "serve", **environment) as app:
        return app.seconds


def _row(name: str, seconds: float) -> list[str]:
    return [name, f"{seconds:.2f} s", *judged(_GOAL, seconds)]
