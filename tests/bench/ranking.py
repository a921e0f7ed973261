"""How well a question's topics are ranked, and whether the best score tells when there is none."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.answering.centroids import learn_centroids
from bot.answering.decision import Decider
from bot.answering.evaluation import OUT_OF_SCOPE, Case
from bot.answering.examples import Example
from bot.answering.matching import assess
from bot.content.text import plain
from tests.bench.peers import PEERS, Peer

OURS, UNFITTED = "ours", "ours, without fitting"
OFFERED = 3
_SEVERAL = OFFERED * 5
"""So many entries hold at least OFFERED topics: one may be there in each language."""


class Ranked(NamedTuple):
    """A question with the topics found for it, best first, and the score of the first.

    `seconds` is how long that took.
    """

    case: Case
    topics: Sequence[str]
    score: float
    seconds: float

    @property
    def in_scope(self) -> bool:
        return self.case.topic != OUT_OF_SCOPE

    @property
    def right(self) -> bool:
        return self.topics[:1] == [self.case.topic]

    @property
    def offered(self) -> bool:
        return self.case.topic in self.topics[:OFFERED]


Rank = Callable[[Case], tuple[Sequence[str], float]]


def _every(rank: Rank, cases: Iterable[Case]) -> list[Ranked]:
    def one(case: Case) -> Ranked:
        start = time.perf_counter()
        topics, score = rank(case)
        return Ranked(case, topics, score, time.perf_counter() - start)

    return [one(case) for case in cases]


def ours(decider: Decider, cases: Iterable[Case]) -> list[Ranked]:
    """Rank with the shipped model; it is not told the language."""

    def rank(case: Case) -> tuple[Sequence[str], float]:
        said, _ = decider.courtesies.strip(plain(case.question))
        fit = assess(decider.model, said)
        return list(fit.ranked[:OFFERED]), fit.confidence

    return _every(rank, cases)


def unfitted(examples: Sequence[Example], cases: Iterable[Case]) -> list[Ranked]:
    """Rank with centroids of each topic and language; it is not told the language."""
    labels = [f"{example.label} {example.locale}" for example in examples]
    index = learn_centroids([example.text for example in examples], labels)

    def rank(case: Case) -> tuple[Sequence[str], float]:
        found = index.ranked(case.question, _SEVERAL)
        topics = list(dict.fromkeys(label.split()[0] for label, _ in found))
        return topics[:OFFERED], found[0][1]

    return _every(rank, cases)


def theirs(
    make: Callable[[Sequence[str]], Peer], examples: Sequence[Example], cases: Iterable[Case]
) -> list[Ranked]:
    """Rank with a peer: it is told the language, and has that language's phrasings alone."""
    spoken = {example.locale for example in examples}
    indexes = {
        locale: _ByTopic(make, [example for example in examples if example.locale == locale])
        for locale in spoken
    }
    return _every(lambda case: indexes[case.locale].rank(case.question), cases)


class _ByTopic:
    """A peer whose phrasings lie together by topic: the nearest speaks for its topic."""

    def __init__(self, make: Callable[[Sequence[str]], Peer], examples: Sequence[Example]) -> None:
        ordered = sorted(examples, key=lambda example: example.label)
        labels = np.array([example.label for example in ordered])
        self._topics, self._starts = np.unique(labels, return_index=True)
        self._peer = make([example.text for example in ordered])

    def rank(self, question: str) -> tuple[Sequence[str], float]:
        nearest = np.maximum.reduceat(self._peer.scores(question), self._starts)
        best = np.argsort(-nearest, kind="stable")[:OFFERED]
        return self._topics[best].tolist(), float(nearest[best[0]])


def ranked_by_all(
    decider: Decider, examples: Sequence[Example], cases: Sequence[Case]
) -> Mapping[str, list[Ranked]]:
    """Rank every question with every matcher."""
    return {
        OURS: ours(decider, cases),
        UNFITTED: unfitted(examples, cases),
        **{name: theirs(make, examples, cases) for name, make in PEERS.items()},
    }


@dataclass(frozen=True)
class Quality:
    """`first` and `offered`: the topic is the best, or one of three; `separation` is AUROC.

    `misses` is the share not answered rightly where `false_answers` are given, as few as ours.
    """

    first: float
    offered: float
    separation: float
    misses: float


def quality(ranked: Sequence[Ranked], false_answers: Mapping[str, int]) -> Quality:
    """Measure a matcher where it gives as many false answers as are allowed by language."""
    scope = [one for one in ranked if one.in_scope]
    return Quality(
        _share(one.right for one in scope),
        _share(one.offered for one in scope),
        _separation(ranked),
        _fewest_misses(ranked, false_answers) / len(scope),
    )


def _separation(ranked: Sequence[Ranked]) -> float:
    """Return how often a question in scope scores above one out of scope (half, if equal)."""
    inside = np.array([one.score for one in ranked if one.in_scope])[:, None]
    outside = np.array([one.score for one in ranked if not one.in_scope])[None, :]
    return float(np.mean((inside > outside) + (inside == outside) / 2))


def _fewest_misses(ranked: Sequence[Ranked], allowed: Mapping[str, int]) -> int:
    """Return the misses with one threshold or one a language, whichever suits the matcher."""
    apart = [[one for one in ranked if one.case.locale == locale] for locale in allowed]
    by_language = sum(map(_misses, apart, allowed.values()))
    return min(_misses(ranked, sum(allowed.values())), by_language)


def _misses(ranked: Sequence[Ranked], allowed: int) -> int:
    """Return the questions in scope not answered rightly above the threshold.

    It lies as low as it can with at most `allowed` false answers.
    """
    outside = sorted((one.score for one in ranked if not one.in_scope), reverse=True)
    threshold = outside[allowed] if allowed < len(outside) else -1.0
    scope = [one for one in ranked if one.in_scope]
    return len(scope) - sum(one.right and one.score > threshold for one in scope)


def _share(hits: Iterable[bool]) -> float:
    return float(np.mean(list(hits)))
