"""Small helpers for the JSON that Slack sends and takes."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

MENTION = re.compile(r"<@[UW][A-Z0-9]+>")
ADDRESS = re.compile(r"https?://[^\s<>|]+")
# What stays as it is in a text: mentions, commands, links, and what is escaped already.
CONTROL = re.compile(
    r"<(?:[@#][A-Z0-9]+|![a-z][^<>\n]*?|(?:https?|mailto|tel|slack):[^<>\s|]+)(?:\|[^<>\n]*)?>"
    r"|&(?:amp|lt|gt);"
)
MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Blocks that hold blocks, and the key under which they do.
INNER = {"carousel": "elements", "container": "child_blocks"}


def escape(text: str) -> str:
    """Replace the three characters that Slack reserves in message text.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_stored(text: str) -> str:
    """Encode the text of an app's message as Slack keeps it.

    >>> as_stored("a & b <c> &amp; <https://d.e|d>")
    'a &amp; b &lt;c&gt; &amp; <https://d.e|d>'
    """
    pieces: list[str] = []
    start = 0
    for control in CONTROL.finditer(text):
        pieces += [escape(text[start : control.start()]), control.group()]
        start = control.end()
    return "".join([*pieces, escape(text[start:])])


def as_sent_by_a_person(text: str) -> str:
    """Encode what a person typed as Slack does before it sends a message event.

    Mentions that the person picked from the list stay control sequences, addresses
    become ``<https://...>`` and mailboxes ``<mailto:a@b|a@b>``.
    """
    pieces: list[str] = []
    start = 0
    for mention in MENTION.finditer(text):
        pieces += [_linked(escape(text[start : mention.start()])), mention.group()]
        start = mention.end()
    return "".join([*pieces, _linked(escape(text[start:]))])


def _linked(text: str) -> str:
    parts = re.split(f"({ADDRESS.pattern})", text)
    return "".join(
        f"<{part}>" if place % 2 else MAILBOX.sub(r"<mailto:\g<0>|\g<0>>", part)
        for place, part in enumerate(parts)
    )


def without_nothing(fields: Json) -> Json:
    """Leave out the keys whose value is None: Slack omits them too."""
    return {key: value for key, value in fields.items() if value is not None}


def with_inner(blocks: list[Json]) -> Iterator[Json]:
    """Give blocks, each followed by the blocks inside it."""
    for block in blocks:
        yield block
        inner = block.get(INNER.get(str(block.get("type")), ""))
        if isinstance(inner, list):
            yield from with_inner([each for each in inner if isinstance(each, dict)])


def elements_of(block: Json) -> Iterator[Json]:
    """Give the elements directly inside a block: elements, accessory, element."""
    kind = str(block.get("type"))
    nested = block.get("actions" if kind == "card" else "elements")
    several = nested if isinstance(nested, list) and kind not in INNER else []
    for element in [*several, block.get("accessory"), block.get("element")]:
        if isinstance(element, dict):
            yield element
