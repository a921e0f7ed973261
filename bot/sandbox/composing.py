"""What Slack makes of a text that a person types, and of a file they name."""

import mimetypes
import re
from typing import Final

from bot.sandbox.payload import ADDRESS, MENTION, Json
from bot.sandbox.records import User
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


def uploaded_file(name: str, user: User, stamps: Stamps) -> Json:
    """Give a file object for a name alone; it is not kept, and nobody can read it.

    `bot.sandbox.uploads` makes files that the app can read.
    """
    file_id = stamps.id("F")
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {
        "id": file_id,
        "created": int(stamps.clock()),
        "name": name,
        "title": name,
        "mimetype": mimetype,
        "filetype": name.rpartition(".")[2],
        "user": user.id,
        "mode": "hosted",
        "size": 1,
        "url_private": f"https://files.slack.com/files-pri/{file_id}/{name}",
    }
