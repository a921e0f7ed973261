"""Measures the decisions on questions whose answer is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.decision import Decider, Decision, Kind, Preferences

OUT_OF_SCOPE = "-"


@dataclass(frozen=True)
class Case:
    """One line of an evaluation file: `topic` is OUT_OF_SCOPE where we have no answer."""

    locale: str
    topic: str
    question: str


@dataclass(frozen=True)
class Result:
    """A case with what was decided."""

    case: Case
    decision: Decision


def parse_cases(lines: Iterable[str]) -> list[Case]:
    """Read lines of locale, topic and question with tabs between; `#` starts a comment.

    Raises ValueError with the number of the first line that has fewer parts.
    """
    cases = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            parts = line.rstrip("\r\n").split("\t", 2)
            if len(parts) < len(Case.__dataclass_fields__):
                raise ValueError(number)
            cases.append(Case(*parts))
    return cases


def evaluate(
    decider: Decider, cases: Sequence[Case], today: date, *, locale_known: bool
) -> list[Result]:
    """Decide every case; with `locale_known` the asker's preference is the case's locale."""
    return [
        Result(case, decider.decide(case.question, _known(case, locale_known=locale_known), today))
        for case in cases
    ]


def _known(case: Case, *, locale_known: bool) -> Preferences:
    return Preferences(chosen=case.locale) if locale_known else Preferences()


def rates(results: Sequence[Result]) -> dict[str, float | int]:
    """Return the shares of right, suggested, wrong and missed, and of refused out-of-scope ones.

    A wish for a person that is handed over is right where support was asked for.
    """
    scope = [r for r in results if r.case.topic != OUT_OF_SCOPE]
    outside = [r for r in results if r.case.topic == OUT_OF_SCOPE]
    found: dict[str, float | int] = {"in_scope": len(scope), "out_of_scope": len(outside)}
    for name in ("answered_right", "suggested_right", "wrong", "missed"):
        found[name] = _share([_outcome(r) == name for r in scope])
    for name in ("refused", "suggested", "false_answer"):
        found[name] = _share([_outcome(r) == name for r in outside])
    return found


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _outcome(result: Result) -> str:
    decision, expected = result.decision, result.case.topic
    if expected == OUT_OF_SCOPE:
        return _refusal(decision)
    if decision.topic:
        return "answered_right" if decision.topic == expected else "wrong"
    if decision.kind is Kind.SUGGEST and expected in decision.suggestions:
        return "suggested_right"
    return "missed"


def _refusal(decision: Decision) -> str:
    if decision.kind is Kind.ANSWER:
        return "false_answer"
    return "suggested" if decision.kind is Kind.SUGGEST else "refused"


def by_locale(results: Sequence[Result]) -> dict[str, dict[str, float | int]]:
    """Return the rates of each locale in the file."""
    locales = dict.fromkeys(r.case.locale for r in results)
    return {locale: rates([r for r in results if r.case.locale == locale]) for locale in locales}
