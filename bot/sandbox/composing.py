"""What Slack makes of a text that a person types."""

import re
from typing import Final

from bot.sandbox.payload import ADDRESS, MENTION, Json
from bot.sandbox.stamps import Stamps

SPECIAL: Final = re.compile(f"({MENTION.pattern}|{ADDRESS.pattern})")


def rich_text_of(text: str, stamps: Stamps) -> Json:
    """Give the rich text block that Slack sends along with a typed text, unescaped."""
    pieces = [piece for piece in SPECIAL.split(text) if piece]
    section = {"type": "rich_text_section", "elements": [_element(piece) for piece in pieces]}
    return {"type": "rich_text", "block_id": stamps.id("b"), "elements": [section]}


def _element(piece: str) -> Json:
    if MENTION.fullmatch(piece):
        return {"type": "user", "user_id": piece[2:-1]}
    if ADDRESS.fullmatch(piece):
        return {"type": "link", "url": piece}
    return {"type": "text", "text": piece}
