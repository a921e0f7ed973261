"""People adding files to messages and forms."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bot.sandbox.methods.files import describe_file
from bot.sandbox.payload import Json, elements_of, with_inner
from bot.sandbox.records import Channel, File, User
from bot.sandbox.workspace import Workspace

# A name alone stands for a file of one byte.
Upload: TypeAlias = str | tuple[str, bytes]
ONE_BYTE = b"\n"


def share(
    workspace: Workspace, user: User, place: Channel, uploads: Sequence[Upload]
) -> list[Json]:
    """Keep a person's files, shared in a channel; give the file objects of the message."""
    files = [_added(workspace, user, each) for each in uploads]
    for file in files:
        file.channels.append(place.id)
    return [describe_file(workspace, each) for each in files]


def attach(
    workspace: Workspace, user: User, blocks: list[Json], typed: Mapping[str, object]
) -> dict[str, object]:
    """Give what a person filled in with file objects in place of the names of files."""
    given = dict(typed)
    for block in with_inner(blocks):
        for element in elements_of(block):
            if element["type"] != "file_input":
                continue
            for name in {block["block_id"], element["action_id"]} & given.keys():
                given[name] = _submitted(workspace, user, given[name])
    return given


def _submitted(workspace: Workspace, user: User, uploads: object) -> list[Json]:
    described = []
    for upload in uploads if isinstance(uploads, list | tuple) else []:
        if isinstance(upload, dict):
            described.append(upload)
            continue
        file = _added(workspace, user, upload)
        file.submitted = True
        described.append(describe_file(workspace, file))
    return described


def _added(workspace: Workspace, user: User, upload: Upload) -> File:
    name, content = (upload, ONE_BYTE) if isinstance(upload, str) else upload
    return workspace.files.add(user.id, name, content)
