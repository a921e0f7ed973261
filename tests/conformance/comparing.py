"""Comparing the checker's verdict with the oracle's."""

from typing import Any

from bot.sandbox import check_blocks, check_view
from bot.sandbox.kit import Surface
from tests.conformance.exceptions import beyond_types
from tests.conformance.oracle import Oracle

Json = dict[str, Any]


def findings_of(payload: Json, surface: Surface) -> list[str]:
    """Give what the checker objects to in a message or a view."""
    if surface == "message":
        unknown = [f"invalid additional property: {key}" for key in payload.keys() - {"blocks"}]
        return [*unknown, *check_blocks(payload.get("blocks"), "message")]
    return check_view(payload)


def disagreement(oracle: Oracle, payload: Json, surface: Surface) -> str:
    """Say where checker and types disagree about a payload; empty when they agree.

    They agree when the types refuse it and the checker does too, or when the types take it
    and the checker finds nothing but what types can't tell.
    """
    findings = findings_of(payload, surface)
    if not oracle.takes(payload, surface):
        return "" if findings else "the types refuse it, the checker takes it"
    wrong = [each for each in findings if not beyond_types(each)]
    return f"the types take it, the checker says: {wrong[0]}" if wrong else ""
