"""Small helpers for the JSON that Slack sends and takes."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

MENTION = re.compile(r"<@[UW][A-Z0-9]+>")
ADDRESS = re.compile(r"https?://[^\s<>|]+")
MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def escape(text: str) -> str:
    """Replace the three characters that Slack reserves in message text.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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


def elements_of(block: Json) -> Iterator[Json]:
    """Give the elements directly inside a block: elements, accessory, element."""
    nested = block.get("elements")
    several = nested if isinstance(nested, list) else []
    for element in [*several, block.get("accessory"), block.get("element")]:
        if isinstance(element, dict):
            yield element
