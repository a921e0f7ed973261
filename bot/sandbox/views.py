"""Checking a view: a modal, or the Home tab.

Source: https://docs.slack.dev/reference/views
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.sandbox.blocks import check_blocks
from bot.sandbox.composition import IDENTIFIER, TYPE, plain_text
from bot.sandbox.kit import Surface
from bot.sandbox.payload import Json
from bot.sandbox.rules import ByType, Findings, Flag, Rule, Shape, Text, finding

VIEW_BYTES: Final = 250_000


@dataclass(frozen=True, slots=True)
class BlocksOf:
    """The blocks of a view of one surface."""

    surface: Surface

    def check(self, value: object, at: str) -> Findings:
        """See `bot.sandbox.rules.Rule`."""
        yield from check_blocks(value, self.surface, at)


COMMON: Final[Mapping[str, Rule]] = {
    "private_metadata": Text(3000, shortest=0),
    "callback_id": IDENTIFIER,
    "external_id": Text(255, shortest=0),
}


def _input_needs_submit(view: Json, at: str) -> Findings:
    blocks = view.get("blocks")
    kinds = [
        each.get("type")
        for each in (blocks if isinstance(blocks, list) else [])
        if isinstance(each, dict)
    ]
    if "input" in kinds and "submit" not in view:
        yield finding("missing required field: submit", at)


VIEWS: Final = ByType(
    {
        "modal": Shape(
            {"type": TYPE, "title": plain_text(24), "blocks": BlocksOf("modal")},
            {
                **COMMON,
                "submit": plain_text(24),
                "close": plain_text(24),
                "clear_on_close": Flag(),
                "notify_on_close": Flag(),
            },
            (_input_needs_submit,),
        ),
        "home": Shape({"type": TYPE, "blocks": BlocksOf("home")}, COMMON),
    }
)


def check_view(view: object, at: str = "/view") -> list[str]:
    """Give what Slack would object to in a view; empty means valid.

    ``view`` is the decoded JSON of a modal or a Home tab. Size is not checked here:
    see `too_large`.
    """
    return list(VIEWS.check(view, at))


def too_large(view: Json) -> bool:
    """Say whether a view is above 250 kB, for which Slack has an error of its own."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES
