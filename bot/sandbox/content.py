"""Making blocks complete, as Slack does when it takes them in."""

import copy

from bot.sandbox.payload import Json, elements_of, with_inner
from bot.sandbox.stamps import Stamps


def with_ids(blocks: list[Json] | None, stamps: Stamps) -> list[Json] | None:
    """Give a copy of blocks in which each block and each element has its id."""
    if blocks is None:
        return None
    filled = copy.deepcopy(blocks)
    for block in with_inner(filled):
        block.setdefault("block_id", stamps.id("b"))
        for element in elements_of(block) if block["type"] != "rich_text" else ():
            if _is_interactive(element):
                element.setdefault("action_id", stamps.id("a"))
    return filled


def _is_interactive(element: Json) -> bool:
    return element["type"] not in {"image", "plain_text", "mrkdwn"}
