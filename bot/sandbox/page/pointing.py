"""Where an address leads: to a message in its place, or to where a person begins."""

from dataclasses import replace

from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.page.where import DIRECT, Where
from bot.sandbox.people import Person
from bot.sandbox.permalinks import read_path
from bot.sandbox.workspace import Workspace


def followed(where: Where, person: Person, path: str) -> Where | None:
    """Give where a permalink leads a person; None when they may not see what is there."""
    pointer = read_path(path)
    workspace = person.workspace
    channel = workspace.channels.get(pointer.channel) if pointer else None
    if pointer is None or channel is None:
        return None
    found = [each for each in person.sees(channel.id) if each.ts == pointer.ts]
    if not found:
        return None
    place = DIRECT if channel.kind == "im" else channel.name
    is_reply = found[0].thread_ts not in {None, pointer.ts}
    thread = found[0].thread_ts or "" if is_reply else ""
    return replace(where, place=place, thread=thread, edit="", pointed=pointer.ts)


def starting_at(workspace: Workspace, name: str) -> Where:
    """Give where a person begins: support at its channel, everybody else at the app's messages."""
    user = next((each for each in workspace.users.values() if each.name == name), None)
    channel = workspace.channels.get(SUPPORT_CHANNEL)
    inside = user is not None and channel is not None and user.id in channel.members
    return Where(name, channel.name if channel and inside else DIRECT)
