"""``files.*``: the external upload flow, and reading what people gave.

Source: https://docs.slack.dev/reference/methods/files.completeUploadExternal
"""

import mimetypes
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.events import message_posted
from bot.sandbox.methods.chat import by_the_app, check_message_blocks
from bot.sandbox.methods.places import page, parent_of, place_to_post
from bot.sandbox.payload import Json, as_stored
from bot.sandbox.pictures import readable, readable_file
from bot.sandbox.records import Channel, File
from bot.sandbox.rules import Items, Shape, Text, finding
from bot.sandbox.workspace import Workspace

CHANNEL_ID: Final = r"[CGDZ][A-Z0-9]{8,}"
COMPLETED: Final = Items(
    Shape({"id": Text()}, {"title": Text(shortest=0), "highlight_type": Text()})
)


def describe_file(workspace: Workspace, file: File) -> Json:
    """Give a file object; the app reads its content from ``url_private`` with its token."""
    kind, extension = _type_of(file) if workspace.files.is_ready(file) else ("", "")
    user = workspace.users.get(file.user)
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": kind,
        "filetype": extension,
        "pretty_type": extension.upper(),
        "user": file.user,
        "user_team": user.team_id if user else workspace.team_id,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "public_url_shared": False,
        "alt_txt": file.alt_text,
        "file_access": "visible",
        **_addresses(workspace, file),
        **_shared_in(workspace, file),
    }


def _type_of(file: File) -> tuple[str, str]:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return kind, file.name.rpartition(".")[2].lower() if "." in file.name else "binary"


def outline_file(file: File) -> Json:
    """Give the file object that an event has where a member of another company shared it.

    The app learns the rest by ``files.info``.
    Source: https://docs.slack.dev/reference/events/message/file_share#slack_connect_files
    """
    unknown = {"created": 0, "timestamp": 0, "user": ""}
    return {"id": file.id, "mode": "file_access", "file_access": "check_file_info", **unknown}


def _addresses(workspace: Workspace, file: File) -> Json:
    place = f"{workspace.team_id}-{file.id}"
    base, name = f"{workspace.api_url}/files-pri/{place}", quote(file.name, safe="")
    return {
        "url_private": f"{base}/{name}",
        "url_private_download": f"{base}/download/{name}",
        "permalink": f"https://{workspace.domain}.slack.com/files/{file.user}/{file.id}",
    }


def _shared_in(workspace: Workspace, file: File) -> Json:
    kinds = {"channels": "channel", "groups": "group", "ims": "im"}
    return {
        key: [name for name in file.channels if workspace.channels[name].kind == kind]
        for key, kind in kinds.items()
    }


def get_upload_url(workspace: Workspace, arguments: Json) -> Json:
    """Do ``files.getUploadURLExternal``."""
    if arguments["length"] < 1 or not arguments["filename"]:
        wrong = finding("must be greater than or equal to 1", "/length")
        raise SlackError(name="invalid_arguments", findings=[wrong])
    bot = workspace.app.bot_user_id
    file, token = workspace.files.announce(bot, arguments["filename"], arguments["length"])
    file.alt_text = arguments.get("alt_txt", "")
    file.snippet_type = arguments.get("snippet_type", "")
    return {"upload_url": f"{workspace.api_url}/upload/v1/{token}", "file_id": file.id}


def complete_upload(workspace: Workspace, arguments: Json) -> Json:
    """Do ``files.completeUploadExternal``: post the files where a channel is named.

    Slack answers before it is done with the files: for as long as it works on one, it has no
    type, and no image block can show it.
    """
    findings = list(COMPLETED.check(arguments["files"], "/files"))
    findings += _wrong_channel(arguments.get("channel_id"))
    if findings:
        raise SlackError(name="invalid_arguments", findings=findings)
    files = [_uploaded(workspace, each["id"]) for each in arguments["files"]]
    places = [place_to_post(workspace, name) for name in _destinations(arguments)]
    _check_thread(arguments, places)
    for file, given in zip(files, arguments["files"], strict=True):
        file.title = given.get("title") or file.name
        workspace.files.complete(file)
    for place in places:
        _post(workspace, place, files, arguments)
    return {"files": [{"id": each.id, "title": each.title} for each in files]}


def _wrong_channel(channel_id: str | None) -> list[str]:
    """Find a ``channel_id`` that is none; a person's id is refused.

    Source: https://github.com/slackapi/bolt-js/issues/2115
    """
    if channel_id is None or re.fullmatch(CHANNEL_ID, channel_id):
        return []
    return [finding(f"input must match regex pattern: ^{CHANNEL_ID}$", "/channel_id")]


def _destinations(arguments: Json) -> list[str]:
    names = [arguments.get("channel_id", ""), *arguments.get("channels", "").split(",")]
    return [name.strip() for name in names if name.strip()]


def _check_thread(arguments: Json, places: list[Channel]) -> None:
    if arguments.get("thread_ts") and len(places) != 1:
        wrong = finding("thread_ts needs exactly one channel", "/thread_ts")
        raise SlackError(name="invalid_arguments", findings=[wrong])


def _uploaded(workspace: Workspace, file_id: str) -> File:
    file = workspace.files.find(file_id)
    if file.content is None or file.is_complete:
        raise SlackError(name="file_not_found")
    return file


def _post(workspace: Workspace, place: Channel, files: list[File], arguments: Json) -> None:
    thread = parent_of(workspace, place.id, arguments.get("thread_ts"))
    comment = arguments.get("initial_comment", "")
    blocks = None if comment else arguments.get("blocks")
    check_message_blocks(workspace, blocks or [])
    for file in files:
        file.channels.append(place.id)
    message = by_the_app(
        workspace,
        place.id,
        {
            "text": as_stored(comment),
            "blocks": blocks,
            "thread_ts": thread,
            "subtype": "file_share",
            "files": [describe_file(workspace, each) for each in files],
        },
    )
    workspace.post(message)
    workspace.tell(message_posted(place, message))


def info(workspace: Workspace, arguments: Json) -> Json:
    """Do ``files.info``."""
    file = readable_file(workspace, arguments["file"])
    return {"file": describe_file(workspace, file), "comments": []}


def listed(workspace: Workspace, arguments: Json) -> Json:
    """Do ``files.list``: the files that the app may read, in a channel or of a person."""
    found = [each for each in workspace.files.all() if readable(workspace, each)]
    if "channel" in arguments:
        found = [each for each in found if arguments["channel"] in each.channels]
    if "user" in arguments:
        found = [each for each in found if each.user == arguments["user"]]
    described = [describe_file(workspace, each) for each in found]
    # This old method has pages by number; the cursor does the cutting.
    size, number = arguments.get("count", 100), arguments.get("page", 1)
    some, _ = page(described, {"cursor": str(size * (number - 1)), "limit": size})
    pages = -(-len(found) // size)
    return {
        "files": some,
        "paging": {"count": size, "total": len(found), "page": number, "pages": pages},
    }


def delete(workspace: Workspace, arguments: Json) -> Json:
    """Do ``files.delete``, of the app's own files."""
    file = readable_file(workspace, arguments["file"])
    if file.user != workspace.app.bot_user_id:
        raise SlackError(name="cant_delete_file")
    file.deleted, file.content = True, None
    workspace.changes.announce()
    return {}


FILE: Final[Mapping[str, Kind]] = {"file": "string"}
PAGES: Final[Mapping[str, Kind]] = {"count": "integer", "page": "integer"}

METHODS: Final[Mapping[str, Method]] = {
    "files.getUploadURLExternal": Method(
        get_upload_url,
        {"filename": "string", "length": "integer"},
        {"alt_txt": "string", "snippet_type": "string"},
    ),
    "files.completeUploadExternal": Method(
        complete_upload,
        {"files": "array"},
        {
            "channel_id": "string",
            "channels": "string",
            "initial_comment": "string",
            "thread_ts": "string",
            "blocks": "blocks",
        },
    ),
    "files.info": Method(info, FILE, {**PAGES, "cursor": "string", "limit": "integer"}),
    "files.list": Method(listed, {}, {**PAGES, "channel": "string", "user": "string"}),
    "files.delete": Method(delete, FILE),
}
