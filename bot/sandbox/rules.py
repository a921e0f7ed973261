"""Rules that a piece of Block Kit JSON can be checked against.

A rule gives the findings on one value, worded as Slack words them, with the place as
a JSON pointer: ``must be less than 3001 characters [json-pointer:/blocks/0/text/text]``.
An empty answer means that the value is right.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from bot.sandbox.payload import Json

Findings: TypeAlias = Iterator[str]
Check: TypeAlias = Callable[[Json, str], Findings]


class Rule(Protocol):
    """Anything that can check one value at one place."""

    def check(self, value: object, at: str) -> Findings:
        """Give the findings on a value; ``at`` is its JSON pointer."""


def finding(message: str, at: str) -> str:
    """Word a finding as Slack's ``response_metadata.messages`` do."""
    return f"{message} [json-pointer:{at}]"


@dataclass(frozen=True, slots=True)
class Text:
    """A string of a length between two limits, perhaps of a certain form."""

    longest: int | None = None
    shortest: int = 1
    form: str | None = None

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`; length is counted in code points."""
        if not isinstance(value, str):
            yield finding("must provide a string", at)
            return
        if len(value) < self.shortest:
            yield finding(f"must be more than {self.shortest - 1} characters", at)
        if self.longest is not None and len(value) > self.longest:
            yield finding(f"must be less than {self.longest + 1} characters", at)
        if self.form and value and not re.fullmatch(self.form, value):
            yield finding("failed to match the expected format", at)


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean."""

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`."""
        if not isinstance(value, bool):
            yield finding("must provide a boolean", at)


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer between two limits."""

    least: int | None = None
    most: int | None = None

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`; a boolean is no integer here."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield finding("must provide an integer", at)
            return
        if self.least is not None and value < self.least:
            yield finding(f"must be greater than or equal to {self.least}", at)
        if self.most is not None and value > self.most:
            yield finding(f"must be less than or equal to {self.most}", at)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole or not."""

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`; a boolean is no number here."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield finding("must provide a number", at)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values."""

    values: tuple[str | int, ...]

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`; True is not 1."""
        if isinstance(value, bool) or value not in self.values:
            allowed = ", ".join(str(each) for each in self.values)
            yield finding(f"must be one of: {allowed}", at)


@dataclass(frozen=True, slots=True)
class Items:
    """An array of a length between two limits, every item under one rule."""

    each: Rule
    most: int | None = None
    least: int = 1

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`."""
        if not isinstance(value, list):
            yield finding("must provide an array", at)
            return
        if len(value) < self.least:
            yield finding(f"no fewer than {self.least} items allowed", at)
        if self.most is not None and len(value) > self.most:
            yield finding(f"no more than {self.most} items allowed", at)
        for place, item in enumerate(value):
            yield from self.each.check(item, f"{at}/{place}")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with exactly these keys, and checks on the whole of it."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    also: tuple[Check, ...] = ()

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`; an unknown key and a null value are findings."""
        if not isinstance(value, dict):
            yield finding("must provide an object", at)
            return
        for name in self.required:
            if name not in value:
                yield finding(f"missing required field: {name}", at)
        for name, inner in value.items():
            yield from self._check_field(name, inner, at)
        for check in self.also:
            yield from check(value, at)

    def _check_field(self, name: str, value: object, at: str) -> Findings:
        rule = self.required.get(name) or self.optional.get(name)
        if rule is None:
            yield finding(f"invalid additional property: {name}", at)
        else:
            yield from rule.check(value, f"{at}/{name}")


@dataclass(frozen=True, slots=True)
class ByType:
    """An object whose ``type`` says which shape it must have."""

    shapes: Mapping[str, Rule]

    def check(self, value: object, at: str) -> Findings:
        """See `Rule`."""
        if not isinstance(value, dict):
            yield finding("must provide an object", at)
            return
        kind = value.get("type")
        if kind is None:
            yield finding("missing required field: type", at)
        elif not isinstance(kind, str) or kind not in self.shapes:
            yield finding(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from self.shapes[kind].check(value, at)

    def only(self, *names: str) -> "ByType":
        """Give the same rule for some of its types."""
        return ByType({name: self.shapes[name] for name in names})


def either(*names: str) -> Check:
    """Make a check that at least one of some fields is there."""

    def check(value: Json, at: str) -> Findings:
        if not any(name in value for name in names):
            listed = " or ".join(f"`{name}`" for name in names)
            yield finding(f"must define either {listed}", at)

    return check


def not_both(first: str, second: str) -> Check:
    """Make a check that two fields do not come together."""

    def check(value: Json, at: str) -> Findings:
        if first in value and second in value:
            yield finding(f"cannot define both `{first}` and `{second}`", at)

    return check


def in_order(lower: str, upper: str, kind: Callable[[Any], float] = float) -> Check:
    """Make a check that one number is not above another."""

    def check(value: Json, at: str) -> Findings:
        if lower not in value or upper not in value:
            return
        try:
            wrong = kind(value[lower]) > kind(value[upper])
        except (TypeError, ValueError):
            return
        if wrong:
            yield finding(f"`{lower}` cannot be greater than `{upper}`", at)

    return check
