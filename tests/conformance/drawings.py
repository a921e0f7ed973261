"""Everything that the app draws, in every language, as its own check draws it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from unittest import mock

from bot.console import checking
from bot.content.findings import Finding
from bot.sandbox.kit import Surface
from bot.settings import KNOWLEDGE, TEMPLATES

Json = dict[str, Any]

BROKEN: Final = "template-broken"


def drawings() -> tuple[dict[str, tuple[Json, Surface]], str]:
    """Give each different message and view that ``partner-desk check`` looks at, by number.

    Beside them, the first finding that kept it from drawing all of them, empty without one.
    """
    drawn: list[tuple[Json, Surface]] = []

    def take_blocks(blocks: list[Json], surface: Surface) -> list[str]:
        drawn.append(({"blocks": blocks}, surface))
        return []

    def take_view(view: Json) -> list[str]:
        drawn.append((view, view["type"]))
        return []

    with mock.patch.multiple(checking, check_blocks=take_blocks, check_view=take_view):
        found, _ = checking.findings(KNOWLEDGE, TEMPLATES)
    different = {repr(each): each for each in drawn}.values()
    named = {f"drawing {number}": each for number, each in enumerate(different, start=1)}
    return named, _hindrance(named, found)


def _hindrance(drawn: Mapping[str, object], found: Sequence[Finding]) -> str:
    """Stale words or a stale model hinder nothing; they are for the check itself to tell."""
    serious = [each for each in found if not drawn or each.rule == BROKEN]
    return f"`partner-desk check` says: {serious[0]}" if serious else ""
