"""`make load`: three web and three worker processes over PostgreSQL, without a browser."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvloop

from tests.bench.tables import Goal, judged, note, show
from tests.postgresql import fresh, server
from tests.promises.figures import keep
from tests.soak.asking import questions
from tests.soak.loading import SCHEDULED, Loaded, ask_all

MOST: Final = 3_000
A_SECOND: Final = 200.0
_QUESTIONS: Final = 1_000
_NONE = Goal(0)


def main() -> None:
    """Ask as many questions as the one argument says, and print what became of them."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else MOST
    with (
        TemporaryDirectory() as folder,
        server(durable=True) as url,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        place = (fresh(url), Path(folder))
        loaded = runner.run(ask_all(most, A_SECOND, questions(_QUESTIONS), place))
    _tell(loaded)


def _tell(loaded: Loaded) -> None:
    found, p99 = loaded.tally, loaded.acks.p99 * 1000
    once = loaded.scheduled == SCHEDULED
    rows = [
        ["acknowledged", f"{found.acknowledged:,}", "", ""],
        ["acknowledgement, p99", f"{p99:.0f} ms", "", ""],
        ["answered a second", f"{loaded.answered_a_second:.0f}", "", ""],
        ["lost", f"{found.lost}", *judged(_NONE, found.lost)],
        ["doubled", f"{found.doubled}", *judged(_NONE, found.doubled)],
        ["left over, or set aside", f"{found.unfinished}", *judged(_NONE, found.unfinished)],
        ["scheduled work done other than once", f"{not once:d}", *judged(_NONE, not once)],
        ["shares of the workers", " · ".join(f"{each:.0%}" for each in loaded.shares), "", ""],
    ]
    title = f"3 web and 3 worker processes, PostgreSQL, {A_SECOND:.0f} questions/s"
    show(title, ("", "figure", "goal", ""), rows)
    note(
        "All six, PostgreSQL and whoever asks share this machine's cores: how fast it takes in what"
    )
    note("is sent when it is not busy with all of that is in `make bench`.")
    keep(4, "3 web and 3 workers", f"{found.lost} of {found.acknowledged:,} lost")


if __name__ == "__main__":
    main()
