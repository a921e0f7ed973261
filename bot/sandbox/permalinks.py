"""Addresses of messages: as the app gets them, and as a person follows them."""

import re
from dataclasses import dataclass
from typing import Final

from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace

PATH: Final = re.compile(r"/archives/([CDG][A-Z0-9]+)/p(\d{10,})(\d{6})(?:\?.*)?")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The message that an address names."""

    channel: str
    ts: str


def permalink(workspace: Workspace, message: Message) -> str:
    """Give the address of a message; that of a reply names its thread.

    Source: https://docs.slack.dev/reference/methods/chat.getPermalink
    """
    base = f"https://{workspace.domain}.slack.com/archives/{message.channel}"
    address = f"{base}/p{message.ts.replace('.', '')}"
    if message.thread_ts in {None, message.ts}:
        return address
    return f"{address}?thread_ts={message.thread_ts}&cid={message.channel}"


def local_path(workspace: Workspace, url: str) -> str | None:
    """Give the path of a permalink of this workspace; None for every other address."""
    base = f"https://{workspace.domain}.slack.com"
    path = url.removeprefix(base)
    return path if path != url and PATH.fullmatch(path) else None


def read_path(path: str) -> Pointer | None:
    """Read the path of a permalink; None for every other path."""
    found = PATH.fullmatch(path)
    return Pointer(found[1], f"{found[2]}.{found[3]}") if found else None
