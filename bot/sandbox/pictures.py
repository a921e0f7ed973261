"""Who may read a file, and which files an image block can show.

Source: https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.sandbox.errors import SlackError
from bot.sandbox.payload import Json, elements_of, with_inner
from bot.sandbox.records import File, User
from bot.sandbox.rules import Findings, finding
from bot.sandbox.workspace import Workspace

SHOWABLE: Final = (".png", ".jpg", ".jpeg", ".gif")
FILE_ID: Final = re.compile(r"F[A-Z0-9]{8,}")


def is_picture(name: str) -> bool:
    """Say by its name whether a file is a picture that Slack shows."""
    return name.lower().endswith(SHOWABLE)


def readable(workspace: Workspace, file: File) -> bool:
    """Say whether the app may read a file: its own, one given to it, one where it is."""
    bot = workspace.app.bot_user_id
    return file.is_complete and (file.submitted or _reaches(workspace, file, bot))


def readable_file(workspace: Workspace, file_id: str) -> File:
    """Give a file that the app may read; raises SlackError as `Files.find` does."""
    file = workspace.files.find(file_id)
    if not readable(workspace, file):
        raise SlackError(name="file_not_found")
    return file


def seen_file(workspace: Workspace, user: User, file_id: str) -> File:
    """Give a file that a person sees: their own, one where they are, one in a message to them.

    Raises SlackError ``file_not_found`` and ``file_deleted``.
    """
    file = workspace.files.find(file_id)
    seen = _reaches(workspace, file, user.id) or file.id in set(_shown_to(workspace, user))
    if not (seen and file.is_complete):
        raise SlackError(name="file_not_found")
    return file


def _reaches(workspace: Workspace, file: File, user: str) -> bool:
    places = [workspace.channels[name] for name in file.channels]
    return file.user == user or any(user in place.members for place in places)


def _shown_to(workspace: Workspace, user: User) -> Iterator[str | None]:
    """Give the ids of the files in the blocks of everything that a person sees."""
    views = [*workspace.views.stacks[user.id], workspace.views.homes.get(user.id)]
    shown = [view.body["blocks"] for view in views if view]
    for channel in workspace.channels.values():
        if user.id in channel.members:
            posted = workspace.messages.all(channel.id)
            mine = [each for each in posted if each.ephemeral_to in {None, user.id}]
            shown += [each.blocks for each in mine if each.blocks and not each.deleted]
    for blocks in shown:
        for _, held in held_files(blocks):
            file = held_file(workspace, held)
            yield file.id if file else None


def held_files(blocks: list[Json], at: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Give every ``slack_file`` in blocks, with its pointer."""
    for place, block in enumerate(with_inner(blocks)):
        for holder in (block, *elements_of(block)):
            if isinstance(holder.get("slack_file"), dict):
                yield f"{at}/{place}/slack_file", holder["slack_file"]


def held_file(workspace: Workspace, held: Json) -> File | None:
    """Give the file that a ``slack_file`` names by its id or its address, if there is one."""
    named = FILE_ID.search(held.get("id") or held.get("url", ""))
    try:
        return workspace.files.find(named.group()) if named else None
    except SlackError:
        return None


def unfit_pictures(workspace: Workspace, blocks: list[Json], at: str = "/blocks") -> list[str]:
    """Find files that an image can't show: none of the app's, no picture, not ready yet."""
    return list(_unfit(workspace, blocks, at))


def _unfit(workspace: Workspace, blocks: list[Json], at: str) -> Findings:
    for place, held in held_files(blocks, at):
        file = held_file(workspace, held)
        if file is None or not _fits(workspace, file):
            yield finding("invalid slack file", place)


def _fits(workspace: Workspace, file: File) -> bool:
    shown = readable(workspace, file) and is_picture(file.name)
    return shown and workspace.files.is_ready(file)
