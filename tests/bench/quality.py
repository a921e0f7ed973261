"""Right, wrong and missed on the unseen split: ours, and others on the same phrasings."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.answering.decision import Decider, Kind
from bot.answering.evaluation import (
    OUT_OF_SCOPE,
    Case,
    Result,
    by_locale,
    evaluate,
    parse_cases,
    rates,
)
from tests.bench.peers import PEERS
from tests.bench.ranking import OURS, UNFITTED, Quality, Ranked, quality
from tests.bench.tables import Goal, figure, judged, note, show, verdict

UNSEEN = Path(__file__).parent / "unseen"

Rates = Mapping[str, float]

_FOUND = "answered or suggested right"
_IN_EVERY_LANGUAGE: Mapping[str, Goal] = {
    "answered_right": Goal(0.85, digits=2, at_least=True),
    _FOUND: Goal(0.96, digits=2, at_least=True),
    "wrong": Goal(0.02, digits=2),
    "false_answer": Goal(0.02, digits=2),
}
_OVERALL: Mapping[str, Goal] = {
    "answered_right": Goal(0.90, digits=2, at_least=True),
    _FOUND: Goal(0.97, digits=2, at_least=True),
    "wrong": Goal(0.015, digits=3),
    "false_answer": Goal(0.01, digits=2),
}
_IN_SCOPE = ("answered_right", "suggested_right", _FOUND, "wrong", "missed")
_OUT_OF_SCOPE = ("refused", "suggested", "false_answer")
_MISSES_OF_THE_BEST_PEER = Goal(0.5, digits=2)


def unseen() -> list[Case]:
    """Read the questions that nobody who wrote or tuned the matching has read."""
    files = sorted(UNSEEN.glob("*.tsv"))
    return [case for file in files for case in parse_cases(file.read_text("utf-8").splitlines())]


def report_decisions(decider: Decider, cases: Sequence[Case], today: date) -> list[Result]:
    """Print how the whole of ours decides: it has to find the language by itself."""
    results = evaluate(decider, cases, today, locale_known=False)
    overall, apart = _complete(rates(results)), by_locale(results)
    columns = {locale: _complete(found) for locale, found in apart.items()}
    headings = ("", *columns, "goal each", "", "overall", "goal", "")
    rows = [_row(name, columns, overall) for name in (*_IN_SCOPE, *_OUT_OF_SCOPE)]
    scope = f"{overall['in_scope']} questions in scope, {overall['out_of_scope']} out of scope"
    show(f"Quality on the unseen split ({scope}; language not told)", headings, rows)
    return results


def _complete(found: Rates) -> Rates:
    return {**found, _FOUND: found["answered_right"] + found["suggested_right"]}


def _row(name: str, columns: Mapping[str, Rates], overall: Rates) -> list[str]:
    each, goal = _IN_EVERY_LANGUAGE.get(name), _OVERALL.get(name)
    shares = [found[name] for found in columns.values()]
    return [
        f"out of scope: {name}" if name in _OUT_OF_SCOPE else name,
        *(figure(each, share, digits=3) for share in shares),
        *((str(each), verdict(each, *shares)) if each else ("–", "")),
        figure(goal, overall[name], digits=3),
        *judged(goal, overall[name]),
    ]


def report_matchers(ranked: Mapping[str, Sequence[Ranked]], results: Sequence[Result]) -> None:
    """Print ours and the peers side by side, at the same number of false answers."""
    allowed = _false_answers(results)
    found = {name: quality(each, allowed) for name, each in ranked.items()}
    own = 1 - rates(results)["answered_right"]
    rows = [
        *(_quality_row(name, each) for name, each in found.items()),
        ["ours, at its own gates", "no", "", "", "", f"{own:.3f}"],
    ]
    headings = ("", "told language", "P@1", "P@3", "AUROC", "misses")
    show("Matchers on the same phrasings", headings, rows)
    note("Misses: questions in scope that are not answered rightly at the threshold at which there")
    note(f"are as many false answers as ours gives ({sum(allowed.values())}). Peers may have one")
    note("threshold or one a language, whichever makes them miss less.\n")
    _judge(found, own)


def _false_answers(results: Sequence[Result]) -> dict[str, int]:
    """Count ours by language: what every other is allowed too."""
    given = dict.fromkeys((result.case.locale for result in results), 0)
    for result in results:
        outside = result.case.topic == OUT_OF_SCOPE
        given[result.case.locale] += outside and result.decision.kind is Kind.ANSWER
    return given


def _quality_row(name: str, found: Quality) -> list[str]:
    told = "no" if name in {OURS, UNFITTED} else "yes"
    shares = (found.first, found.offered, found.separation, found.misses)
    return [name, told, *(f"{share:.3f}" for share in shares)]


def _judge(found: Mapping[str, Quality], own: float) -> None:
    best = min(PEERS, key=lambda name: found[name].misses)
    ratios = {
        "at the same false answers": found[OURS].misses / found[best].misses,
        "at its own gates": own / found[best].misses,
    }
    goal = _MISSES_OF_THE_BEST_PEER
    rows = [[name, f"{ratio:.2f}", *judged(goal, ratio)] for name, ratio in ratios.items()]
    show(f"Our misses against those of the best peer ({best})", ("", "ratio", "goal", ""), rows)
