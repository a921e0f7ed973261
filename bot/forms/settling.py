"""What has to be settled before a form is sent, and what deserves a second look."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2s
from typing import NamedTuple

from bot.content.forms import Position
from bot.content.forms import Rule as DeclaredRule
from bot.content.shapes import Id
from bot.forms.case import Case
from bot.forms.filled import Filled
from bot.forms.rules import (
    ADD,
    KEEP,
    NEEDS_REASON,
    SEND,
    Doubt,
    Finding,
    Hint,
    Shown,
)

SAME, TWICE = "same", "twice"
"""The Asks about an open request that is the same, and about a line like one before it."""


class Ask(NamedTuple):
    """What has to be settled before a form is sent: its rule names the question."""

    id: str
    rule: Id
    options: tuple[str, ...]
    values: Mapping[str, Shown]
    line: int = 0


class Same(NamedTuple):
    """An open request of the same company about the same thing."""

    number: int
    sent: date


def asks(case: Case, same: Same | None = None) -> tuple[Ask, ...]:
    """Return what has to be settled before sending; what was settled is among it."""
    found = [
        Ask(f"{rule.rule}:{position.line}:{doubt.about}", rule.rule, *doubt[1:], position.line)
        for position, rule, doubt in _found(case)
        if isinstance(doubt, Doubt)
    ]
    found += _twice(case)
    if same:
        values: Mapping[str, Shown] = {"number": str(same.number), "date": same.sent}
        found.append(Ask(f"{SAME}:0:{same.number}", SAME, (ADD, SEND), values))
    return tuple(found)


def _twice(case: Case) -> Iterator[Ask]:
    """Ask about each line that is about the same as one before it."""
    of_lines = {field for step in case.form.several for field in case.form.steps[step]}
    if of_lines.isdisjoint(case.form.same):
        return
    first: dict[str, int] = {}
    for line, key in _keyed(case):
        before = first.setdefault(key, line)
        if before != line:
            values = {"first": str(before + 1), "second": str(line + 1)}
            yield Ask(f"{TWICE}:{line}:{_digest(key)}", TWICE, (KEEP,), values, line)


def unsettled(case: Case, found: Sequence[Ask]) -> tuple[Ask, ...]:
    """Return the asks that lack their choice, or the reason that it needs."""
    return tuple(ask for ask in found if not _is_settled(case.filled, ask))


def hints(case: Case) -> tuple[Hint, ...]:
    """Return what deserves a second look before sending."""
    return tuple(hint for _, _, hint in _found(case) if isinstance(hint, Hint))


def _found(case: Case) -> Iterator[tuple[Position, DeclaredRule, Finding]]:
    for position in case.positions():
        for rule, finding in case.findings(position):
            yield position, rule, finding


def keys(case: Case) -> list[str]:
    """Return by what another request about the same thing is known, of each line."""
    return list(dict.fromkeys(key for _, key in _keyed(case)))


def _keyed(case: Case) -> Iterator[tuple[int, str]]:
    """Give the lines that are complete enough to be told from others, with what tells them."""
    same = case.form.same
    for line, given in enumerate(case.filled.lines or ({},)):
        values = case.values({**case.filled.common, **given})
        if same and set(same) <= set(values):
            yield line, "|".join(case.kind(f).compared(values[f]) for f in same)


def _digest(text: str) -> str:
    """Return what tells texts apart where ids are short (Slack's have 255 characters)."""
    return blake2s(text.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _is_settled(filled: Filled, ask: Ask) -> bool:
    chosen = filled.settled.get(ask.id)
    if chosen not in ask.options:
        return False
    return (ask.rule, chosen) not in NEEDS_REASON or bool(filled.reason(ask.id))
