"""`evaluate`: how good the decisions are on questions whose answer is known."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.answering.decision import Kind
from bot.answering.evaluation import Case, Result, by_locale, evaluate, parse_cases, rates
from bot.app import Content
from bot.console.words import say, screen, sentence
from bot.services.asking import day_of


class UnreadableError(Exception):
    """An evaluation file that can't be read; the message is the sentence that says why."""


def read_cases(path: Path) -> list[Case]:
    """Read an evaluation file; raise UnreadableError with the line that is wrong."""
    try:
        return parse_cases(path.read_text(encoding="utf-8").split("\n"))
    except ValueError as error:
        if isinstance(error, UnicodeDecodeError):
            raise UnreadableError(sentence("not-utf-8", {})) from None
        values = {"line": str(error), "name": path.name}
        raise UnreadableError(sentence("line-short", values)) from None
    except OSError:
        missing = f"{path}: {sentence('file-missing', {})}"
        raise UnreadableError(missing) from None


def evaluated(
    content: Content, cases: list[Case], now: float, *, locale_known: bool
) -> dict[str, Any]:
    """Return the rates and every decision, as the command's JSON has them."""
    results = evaluate(content.decider, cases, day_of(now), locale_known=locale_known)
    return {
        "overall": rates(results),
        "locales": by_locale(results),
        "questions": [_shown(result) for result in results],
    }


def _shown(result: Result) -> dict[str, Any]:
    case, decision = result.case, result.decision
    return {
        "locale": case.locale,
        "expected": case.topic,
        "question": case.question,
        "decision": str(decision.kind),
        "topic": decision.topic,
        "suggestions": _suggested(result),
        "confidence": round(decision.confidence, 4),
        "detected": decision.detected,
    }


def _suggested(result: Result) -> Sequence[str]:
    return list(result.decision.suggestions) if result.decision.kind is Kind.SUGGEST else []


def tell(result: dict[str, Any], *, as_json: bool) -> None:
    """Print an evaluation."""
    if as_json:
        screen.print(json.dumps(result, ensure_ascii=False))
        return
    screen.print(say("evaluated", rows={**result["locales"], "=": result["overall"]}))
