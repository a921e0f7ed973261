"""The inspector's rows: requests to the app and its calls, as they happened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.sandbox.answers import Answer, Request
from bot.sandbox.payload import Json
from bot.sandbox.records import Call

Entry = TypeVar("Entry")

SHOWN: Final = 80
MILLISECONDS: Final = 1000
READABLE: Final[Json] = {"ensure_ascii": False, "indent": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``way`` is ``sent`` (to the app) or ``called`` (by the app).

    What is inside is drawn only for the line that is opened.
    """

    key: str
    way: str
    at: float
    name: str
    milliseconds: int | None
    problem: str


def rows(sent: Sequence[Request], calls: Sequence[Call]) -> list[Row]:
    """Give the newest rows first."""
    both = [_sent(*each) for each in _last(sent)] + [_called(*each) for each in _last(calls)]
    return sorted(both, key=lambda each: each.at, reverse=True)[:SHOWN]


def _last(journal: Sequence[Entry]) -> list[tuple[int, Entry]]:
    first = max(0, len(journal) - SHOWN)
    return list(enumerate(journal[first:], first))


def inside(key: str, sent: Sequence[Request], calls: Sequence[Call]) -> list[tuple[str, str]]:
    """Give what a row holds, as titled texts; raises LookupError for a row that is not there."""
    number = int(key[1:]) if key[1:].isdecimal() else len(calls) + len(sent)
    if key.startswith("s"):
        request = sent[number]
        body = request.answer.body.decode(errors="replace")
        wrong = "\n".join(request.answer.findings)
        texts = [
            ("payload", _pretty(request.payload)),
            ("answer", _pretty(body)),
            ("findings", wrong),
        ]
    else:
        call = calls[number]
        texts = [("arguments", _pretty(call.arguments)), ("response", _pretty(call.response))]
    return [(name, text) for name, text in texts if text.strip()]


def refused(sent: Sequence[Request], calls: Sequence[Call]) -> int:
    """Count what was refused, on either side."""
    wrong = sum(not each.answer.ok for each in sent)
    return wrong + sum(each.error is not None for each in calls)


def name_of(payload: Json) -> str:
    """Name what was sent: the event's type, the interaction's, or the slash command."""
    event = payload.get("event") or {}
    kind = event.get("type") or payload.get("type") or payload.get("command")
    pressed = (payload.get("actions") or [{}])[0].get("action_id")
    called = payload.get("callback_id") or (payload.get("view") or {}).get("callback_id")
    detail = event.get("subtype") or event.get("tab") or pressed or called or payload.get("text")
    return f"{kind} · {detail}" if detail else str(kind)


def _sent(number: int, request: Request) -> Row:
    answer = request.answer
    took = round(answer.seconds * MILLISECONDS)
    problem = "" if answer.ok else _problem_of(answer)
    name = name_of(request.payload) + (f" (retry {request.retry})" if request.retry else "")
    return Row(f"s{number}", "sent", request.at, name, took, problem)


def _problem_of(answer: Answer) -> str:
    if answer.findings:
        return f"{answer.problem}: {answer.findings[0]}"
    return f"{answer.problem} {answer.status or ''}".strip()


def _called(number: int, call: Call) -> Row:
    reasons = [call.error or "", *call.response.get("response_metadata", {}).get("messages", [])]
    problem = ": ".join(reasons[:2]) if call.error else ""
    return Row(f"c{number}", "called", call.at, call.method, None, problem)


def _pretty(value: object) -> str:
    readable = _readable(value)
    return readable if isinstance(readable, str) else json.dumps(readable, **READABLE)


def _readable(value: object) -> object:
    """Unfold JSON that a client put into a string, as slack_sdk does with blocks."""
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
