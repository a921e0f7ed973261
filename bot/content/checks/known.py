"""What content can name of the program. Floors above this one tell it."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.content.shapes import Id


class RuleParts(NamedTuple):
    """The parts that fields play in a rule, with the kind that each takes.

    The `optional` ones may go without a field.
    """

    needed: Mapping[str, Id]
    optional: Mapping[str, Id] = {}

    def every(self) -> Mapping[str, Id]:
        """Return all parts with their kinds."""
        return {**self.needed, **self.optional}


class Known(NamedTuple):
    """The names that content may use.

    `calculations` have their cases with the values that these give, `kinds` of fields what can be
    declared of them; `commands` are those that are no forms, `words` those of a conversation:
    `parts` stand in a message beside others, and phrases of `with_field` name a field.
    `rule_values` are what a text block can say of a ticket whose form has that rule; requests are
    handed in together by one of `schedules`.
    """

    calculations: Mapping[Id, Mapping[str, frozenset[str]]]
    kinds: Mapping[Id, frozenset[str]]
    rules: Mapping[Id, RuleParts]
    commands: frozenset[str]
    words: frozenset[str]
    parts: frozenset[str]
    with_field: frozenset[str]
    countries: frozenset[str]
    rule_values: Mapping[Id, frozenset[str]] = {}
    schedules: frozenset[str] = frozenset()

    def always_given(self, calculation: Id) -> frozenset[str]:
        """Return the values that a calculation gives in each of its cases."""
        cases = self.calculations.get(calculation, {}).values()
        return frozenset.intersection(*cases) if cases else frozenset()
