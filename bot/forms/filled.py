"""All that somebody gave for a form so far."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.content.forms import Form, Position
from bot.content.shapes import Id
from bot.forms.readings import Given

REVIEW = "review"
"""The step after all declared ones: everything is shown before it is sent."""

_REASON = ":reason"

Line = Mapping[Id, Given]


class Filled(NamedTuple):
    """What was given: for each line of `several`, for the other fields, to what was asked again.

    A field that was left empty is there with an empty text; one that was not asked yet is not.
    `settled` has the option chosen for each Ask by its id ("<rule>:<line>:<what about>"), and the
    reason that it needed.
    """

    lines: tuple[Line, ...] = ()
    common: Mapping[Id, Given] = {}
    settled: Mapping[str, str] = {}

    def at(self, form: Form, position: Position) -> Line:
        """Return what was given for the fields of a step, and for others of the same line."""
        if position.step not in form.several:
            return self.common
        return self.lines[position.line] if position.line < len(self.lines) else {}

    def put(self, form: Form, position: Position, given: Line) -> "Filled":
        """Return all with what was given in a step; what was given elsewhere stays."""
        if position.step not in form.several:
            return self._replace(common={**self.common, **given})
        lines = [*self.lines, *({} for _ in range(position.line + 1 - len(self.lines)))]
        lines[position.line] = {**lines[position.line], **given}
        return self._replace(lines=tuple(lines))

    def settle(self, ask: str, option: str, reason: str = "") -> "Filled":
        """Return all with an answer to what was asked again."""
        return self._replace(settled={**self.settled, ask: option, ask + _REASON: reason})

    def reason(self, ask: str) -> str:
        """Return the reason that was given for what was chosen."""
        return self.settled.get(ask + _REASON, "")

    def without(self, line: int) -> "Filled":
        """Return all but one line; the last one stays."""
        rest = (*self.lines[:line], *self.lines[line + 1 :])
        if not rest or len(rest) == len(self.lines):
            return self
        before = {ask: said for ask, said in self.settled.items() if _line_of(ask) < line}
        after = {ask: said for ask, said in self.settled.items() if _line_of(ask) > line}
        return self._replace(lines=rest, settled={**before, **_moved(after, -1)})

    def joined(self, more: "Filled") -> "Filled":
        """Return all with the lines of another, and what it has that is new elsewhere."""
        common = {
            **self.common,
            **{f: _joined(self.common.get(f), g) for f, g in more.common.items()},
        }
        settled = {**more.settled, **self.settled, **_moved(more.settled, len(self.lines))}
        return Filled((*self.lines, *more.lines), common, settled)

    def begun(self) -> bool:
        """Tell whether anything was given."""
        lines = (*self.lines, self.common)
        return any(not given.is_empty for line in lines for given in line.values())

    def as_json(self) -> dict[str, Any]:
        """Return all as it is stored."""
        lines = [_line_as_json(line) for line in self.lines]
        return {"lines": lines, "common": _line_as_json(self.common), "asks": dict(self.settled)}


def _line_of(ask: str) -> int:
    line = ask.split(":")[1:2]
    return int(line[0]) if line and line[0].isdecimal() else 0


def _moved(settled: Mapping[str, str], lines: int) -> Mapping[str, str]:
    """Return what was settled for other lines: so many further down."""
    return {_with_line(ask, _line_of(ask) + lines): said for ask, said in settled.items()}


def _with_line(ask: str, line: int) -> str:
    rule, _, rest = ask.partition(":")
    return f"{rule}:{line}:{rest.partition(':')[2]}"


def _joined(before: Given | None, given: Given) -> Given:
    """Return the newer value; files and the like are all kept."""
    if before is None or given.is_empty:
        return before or given
    if isinstance(before.typed, tuple) and isinstance(given.typed, tuple):
        return Given(tuple(dict.fromkeys((*before.typed, *given.typed))))
    return given


def from_json(stored: Mapping[str, Any]) -> Filled:
    """Return what `Filled.as_json` gave."""
    lines = tuple(_line_from_json(line) for line in stored.get("lines", ()))
    return Filled(lines, _line_from_json(stored.get("common", {})), dict(stored.get("asks", {})))


def _line_as_json(line: Line) -> dict[str, Any]:
    return {field: _given_as_json(given) for field, given in line.items()}


def _given_as_json(given: Given) -> dict[str, Any]:
    meant = {} if given.meant is None else {"meant": given.meant}
    return {"typed": given.typed, **meant}


def _line_from_json(stored: Mapping[str, Mapping[str, Any]]) -> Line:
    return {field: _given_from_json(given) for field, given in stored.items()}


def _given_from_json(stored: Mapping[str, Any]) -> Given:
    typed: str | Sequence[str] = stored["typed"]
    return Given(typed if isinstance(typed, str) else tuple(typed), stored.get("meant"))
