"""How long one question takes with the shipped content."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from bot.answering import grams
from bot.answering.decision import Decider, Preferences
from bot.answering.evaluation import Case
from bot.answering.matching import assess
from bot.content import text
from tests.bench.ranking import OURS, Ranked
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing, timed

_ROUNDS = 5
_DECIDING = "ours: Decider.decide, all of it"
_GOAL = Goal(2, unit=" ms")


def report(
    decider: Decider, cases: Sequence[Case], ranked: Mapping[str, Sequence[Ranked]], today: date
) -> None:
    """Print ours, and the peers as they ranked the unseen split."""
    questions = [case.question for case in cases]
    nothing = Preferences()
    timings = {
        _DECIDING: _best(lambda asked: decider.decide(asked, nothing, today), questions),
        "ours: assess() alone": _best(lambda asked: assess(decider.model, asked), questions),
        **{
            name: Timing.of([one.seconds for one in each])
            for name, each in ranked.items()
            if name != OURS
        },
    }
    headings = ("ms", "mean", "p50", "p95", "p99", "goal of p99", "")
    rows = [
        [name, *timing.cells(), *judged(_goal(name), timing.p99 * 1000)]
        for name, timing in timings.items()
    ]
    show(f"Speed of one of {len(questions)} questions, shipped content", headings, rows)
    note(f"Ours: each question's best of {_ROUNDS} rounds, which all begin as after a start.\n")


def _goal(name: str) -> Goal | None:
    return _GOAL if name == _DECIDING else None


def _best(call: Callable[[str], object], questions: Sequence[str]) -> Timing:
    """Return the times without what else the machine did: a question's best of some rounds."""
    rounds = [_round(call, questions) for _ in range(_ROUNDS)]
    return Timing.of(np.min(rounds, axis=0).tolist())


def _round(call: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Ask everything once, with nothing remembered of earlier questions."""
    grams.pieces.cache_clear()
    text.fold.cache_clear()
    return timed(call, questions)
