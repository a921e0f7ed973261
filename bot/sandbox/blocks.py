"""Checking a whole list of blocks: structure, lengths, and what must be unique."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from bot.sandbox.kit import (
    BLOCK_LIMIT,
    BLOCKS,
    ELEMENT_SURFACES,
    EVERYWHERE,
    SURFACES,
    Surface,
)
from bot.sandbox.layout import MARKDOWN_LENGTH
from bot.sandbox.payload import INNER, Json, elements_of
from bot.sandbox.rules import Findings, Items, finding

Placed: TypeAlias = Iterator[tuple[str, Json]]

# Slack documents no figure; measured in practice (design, section 6).
MESSAGE_TEXT_LENGTH: Final = 13_000
TABLE_TEXT_LENGTH: Final = 10_000


def check_blocks(blocks: object, surface: Surface, at: str = "/blocks") -> list[str]:
    """Give what Slack would object to in blocks for a surface; empty means valid.

    ``blocks`` is the decoded JSON. Each finding ends with the JSON pointer of its
    place, and ``at`` is the pointer of the list itself. The length of all text of a
    message together is not checked here: see `too_much_text`.
    """
    least = 0 if surface == "home" else 1
    findings = list(Items(BLOCKS, BLOCK_LIMIT[surface], least).check(blocks, at))
    if isinstance(blocks, list):
        placed = list(_placed(blocks, at))
        whole = [block for _, block in placed]
        findings += [*_out_of_place(placed, surface), *_repeated_ids(placed, at)]
        findings += [*_too_long_together(whole, at), *_one_of_a_kind(whole, at)]
    return findings


def too_much_text(blocks: list[Json]) -> bool:
    """Say whether a message's blocks hold more text than Slack takes."""
    return text_length(blocks) > MESSAGE_TEXT_LENGTH


def text_length(value: object) -> int:
    """Count the characters of every text inside blocks."""
    return sum(len(text) for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        text = value.get("text")
        if isinstance(text, str):
            yield text
        for inner in value.values():
            yield from _texts(inner)


def _placed(blocks: list[object], at: str) -> Placed:
    """Give every block, those inside others too, with its pointer."""
    for place, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        yield f"{at}/{place}", block
        key = INNER.get(str(block.get("type")), "")
        inner = block.get(key)
        if isinstance(inner, list):
            yield from _placed(inner, f"{at}/{place}/{key}")


def _out_of_place(placed: Iterable[tuple[str, Json]], surface: Surface) -> Findings:
    for at, block in placed:
        if surface not in SURFACES.get(str(block.get("type")), EVERYWHERE):
            yield finding(f"unsupported type: {block['type']}", f"{at}/type")
        for element in elements_of(block):
            kind = str(element.get("type"))
            if surface not in ELEMENT_SURFACES.get(kind, EVERYWHERE):
                yield finding(f"unsupported type: {kind}", f"{at}/element")


def _repeated_ids(placed: Iterable[tuple[str, Json]], at: str) -> Findings:
    for name in _repeated([block for _, block in placed], "block_id"):
        yield finding(f"block_id `{name}` already exists", at)
    for place, block in placed:
        for name in _repeated(list(elements_of(block)), "action_id"):
            yield finding(f"action_id `{name}` already exists", place)


def _repeated(objects: list[Json], key: str) -> list[str]:
    names = Counter(str(each[key]) for each in objects if key in each)
    return [name for name, count in names.items() if count > 1]


def _too_long_together(blocks: list[Json], at: str) -> Findings:
    limits = {"markdown": MARKDOWN_LENGTH, "table": TABLE_TEXT_LENGTH}
    for kind, limit in limits.items():
        same = [block for block in blocks if block.get("type") == kind]
        if text_length(same) > limit:
            yield finding(f"{kind} text must be less than {limit + 1} characters", at)


def _one_of_a_kind(blocks: list[Json], at: str) -> Findings:
    elements = [each for block in blocks for each in elements_of(block)]
    if sum(each.get("focus_on_load") is True for each in elements) > 1:
        yield finding("only one element can set `focus_on_load`", at)
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield finding("only one table allowed", at)
