"""One matcher on a knowledge base of one size, in a process of its own.

`python -m tests.bench.scaling NAME SIZE` prints its figures as JSON.
"""

import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from bot.answering.centroids import learn_centroids
from bot.answering.examples import Example, topic_examples
from bot.content.reader import read_knowledge
from bot.settings import KNOWLEDGE
from tests.bench.peers import PEERS
from tests.bench.processes import ROOT, keeping_bytecode
from tests.bench.ranking import OFFERED, UNFITTED
from tests.bench.synthetic import recombined
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing, within

_SIZES = (1_000, 10_000, 100_000)
_SECONDS_A_MATCHER = 2.0
_MEGABYTE = 1e6
_SEED = 1

_GOALS = {
    "build": Goal(10, unit=" s"),
    "memory": Goal(300, unit=" MB"),
    "mean": Goal(4, unit=" ms"),
    "p95": Goal(10, unit=" ms"),
}
"""For the largest size."""

Search = Callable[[str], object]


@dataclass(frozen=True)
class Scaled:
    """Seconds to build an index, bytes that it added, and the seconds of a query."""

    build: float
    memory: int
    mean: float
    p95: float


def measured(name: str, size: int) -> Scaled:
    """Measure a matcher in this process, in which nothing else should have happened."""
    knowledge = read_knowledge(KNOWLEDGE)
    phrasings = list(recombined(list(topic_examples(knowledge)), size))
    asked = [q.text for questions in knowledge.calibration.values() for q in questions]
    random.Random(_SEED).shuffle(asked)  # noqa: S311 - no secret, and the same each time
    before = _resident()
    start = time.perf_counter()
    search = _index(name, phrasings)
    build = time.perf_counter() - start
    memory = _resident() - before
    timing = Timing.of(list(within(search, asked, _SECONDS_A_MATCHER)))
    return Scaled(build, memory, timing.mean, timing.p95)


def _resident() -> int:
    gc.collect()
    held: int = psutil.Process().memory_info().rss
    return held


def _index(name: str, phrasings: Sequence[Example]) -> Search:
    texts = [example.text for example in phrasings]
    if name == UNFITTED:
        index = learn_centroids(texts, [example.label for example in phrasings])
        return lambda question: index.ranked(question, OFFERED)
    peer = PEERS[name](texts)
    return lambda question: np.argpartition(-peer.scores(question), OFFERED)[:OFFERED]


def report() -> None:
    """Measure every matcher at every size, each in its process, and print the table."""
    with TemporaryDirectory() as kept:
        environment = keeping_bytecode(Path(kept))
        figures = {
            (size, name): _apart(name, size, environment)
            for size in _SIZES
            for name in (UNFITTED, *PEERS)
        }
    headings = ("phrasings", "matcher", "built s", "added MB", "mean ms", "p95 ms")
    rows = [_row(size, name, scaled) for (size, name), scaled in figures.items()]
    title = "Speed by size (synthetic phrasings, 30 a topic, one query)"
    show(title, headings, rows, names=2)
    _judge(figures[_SIZES[-1], UNFITTED])


def _apart(name: str, size: int, environment: dict[str, str]) -> Scaled:
    command = [sys.executable, "-m", "tests.bench.scaling", name, str(size)]
    done = subprocess.run(  # noqa: S603 - this very module
        command, cwd=ROOT, env=environment, check=True, capture_output=True
    )
    return Scaled(**json.loads(done.stdout))


def _row(size: int, name: str, scaled: Scaled) -> list[str]:
    return [
        f"{size:,}",
        name,
        f"{scaled.build:.2f}",
        f"{scaled.memory / _MEGABYTE:.0f}",
        f"{scaled.mean * 1000:.2f}",
        f"{scaled.p95 * 1000:.2f}",
    ]


def _judge(scaled: Scaled) -> None:
    shown = {
        "build": scaled.build,
        "memory": scaled.memory / _MEGABYTE,
        "mean": scaled.mean * 1000,
        "p95": scaled.p95 * 1000,
    }
    rows = [
        [name, f"{shown[name]:.1f}{goal.unit}", *judged(goal, shown[name])]
        for name, goal in _GOALS.items()
    ]
    show(f"Ours at {_SIZES[-1]:,} phrasings", ("", "figure", "goal", ""), rows)
    note("The fitted model is an offline step; this index is what scales without one.\n")


if __name__ == "__main__":
    print(json.dumps(asdict(measured(sys.argv[1], int(sys.argv[2])))))
