"""``chat.*``: posting, changing and deleting messages."""

import json
from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.blocks import check_blocks, too_much_text
from bot.sandbox.content import with_ids
from bot.sandbox.errors import SlackError
from bot.sandbox.events import message_changed, message_posted
from bot.sandbox.methods.places import message_at, parent_of, place_to_post
from bot.sandbox.payload import Json, as_stored
from bot.sandbox.permalinks import permalink
from bot.sandbox.pictures import unfit_pictures
from bot.sandbox.records import BROADCAST, Message
from bot.sandbox.removing import remove
from bot.sandbox.scopes import CUSTOMIZE, granted
from bot.sandbox.workspace import Workspace

TEXT_LENGTH: Final = 40_000
MARKDOWN_TEXT_LENGTH: Final = 12_000
METADATA_BYTES: Final = 16_000
ATTACHMENTS: Final = 100


def checked_content(workspace: Workspace, arguments: Json) -> Json:
    """Give the text and blocks of a message to be posted.

    Raises SlackError: ``markdown_text_conflict``, ``no_text``, ``msg_too_long``,
    ``invalid_blocks`` with its findings, ``msg_blocks_too_long``,
    ``too_many_attachments``, and those of metadata.
    Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
    """
    _check_texts(arguments)
    check_message_blocks(workspace, arguments.get("blocks") or [])
    _check_metadata(arguments.get("metadata") or {})
    if len(arguments.get("attachments", [])) > ATTACHMENTS:
        raise SlackError(name="too_many_attachments")
    markdown = arguments.get("markdown_text")
    blocks = [{"type": "markdown", "text": markdown}] if markdown else arguments.get("blocks")
    text = arguments.get("text") or markdown or ""
    return {"text": as_stored(text), "blocks": blocks or None}


def _check_texts(arguments: Json) -> None:
    text, markdown = arguments.get("text", ""), arguments.get("markdown_text", "")
    if markdown and (text or arguments.get("blocks")):
        raise SlackError(name="markdown_text_conflict")
    if not (text.strip() or markdown or arguments.get("blocks") or arguments.get("attachments")):
        raise SlackError(name="no_text")
    if len(text) > TEXT_LENGTH or len(markdown) > MARKDOWN_TEXT_LENGTH:
        raise SlackError(name="msg_too_long")


def check_message_blocks(workspace: Workspace, blocks: list[Json]) -> None:
    """Raise SlackError ``invalid_blocks`` with its findings, or ``msg_blocks_too_long``."""
    findings = check_blocks(blocks, "message") if blocks else []
    findings = findings or unfit_pictures(workspace, blocks)
    if findings:
        raise SlackError(name="invalid_blocks", findings=findings)
    if too_much_text(blocks):
        raise SlackError(name="msg_blocks_too_long")


def _check_metadata(metadata: Json) -> None:
    if not metadata:
        return
    typed = isinstance(metadata.get("event_type"), str) and bool(metadata["event_type"])
    if not typed or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError(name="invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackError(name="metadata_too_large")


def by_the_app(workspace: Workspace, channel: str, content: Json) -> Message:
    """Make a message of the app; ``content`` gives its text, blocks and thread."""
    app = workspace.app
    parent = workspace.messages.find(channel, content.get("thread_ts") or "")
    ts = workspace.stamps.ts()
    blocks = with_ids(content.pop("blocks", None), workspace.stamps)
    return Message(
        channel,
        ts,
        app.bot_user_id,
        blocks=blocks,
        bot_id=app.bot_id,
        app_id=app.id,
        team=workspace.team_id,
        parent_user_id=parent.user if parent else None,
        **content,
    )


def post_message(workspace: Workspace, arguments: Json) -> Json:
    """Do ``chat.postMessage``."""
    channel = place_to_post(workspace, arguments["channel"])
    content = checked_content(workspace, arguments)
    thread = parent_of(workspace, channel.id, arguments.get("thread_ts"))
    more = {name: arguments.get(name) or None for name in ("metadata", "attachments")}
    more |= _author(workspace, arguments)
    if thread and arguments.get("reply_broadcast"):
        more["subtype"] = BROADCAST
    message = by_the_app(workspace, channel.id, {**content, **more, "thread_ts": thread})
    workspace.statuses.pop((channel.id, thread or ""), None)
    workspace.post(message)
    workspace.tell(message_posted(channel, message))
    return {"channel": channel.id, "ts": message.ts, "message": message.payload()}


def _author(workspace: Workspace, arguments: Json) -> Json:
    """Give the name that a message is posted under; without the scope, Slack ignores it.

    Source: https://github.com/papercups-io/papercups/pull/522
    """
    may = CUSTOMIZE in granted(workspace.app.scopes)
    return {"username": arguments.get("username") if may else None}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    """Do ``chat.postEphemeral``."""
    channel = place_to_post(workspace, arguments["channel"])
    content = checked_content(workspace, arguments)
    if arguments["user"] not in channel.members:
        raise SlackError(name="user_not_in_channel")
    thread = parent_of(workspace, channel.id, arguments.get("thread_ts"))
    more = {"thread_ts": thread, "ephemeral_to": arguments["user"]}
    more |= _author(workspace, arguments)
    message = workspace.post(by_the_app(workspace, channel.id, {**content, **more}))
    return {"message_ts": message.ts}


def update(workspace: Workspace, arguments: Json) -> Json:
    """Do ``chat.update``; what is not given stays, but blocks go when text comes alone."""
    message = _own_message(workspace, arguments, "cant_update_message")
    content = checked_content(workspace, arguments)
    before = message.payload()
    message.text = content["text"]
    message.blocks = with_ids(content["blocks"], workspace.stamps)
    if "metadata" in arguments:
        message.metadata = arguments["metadata"] or None
    if arguments.get("reply_broadcast") and message.thread_ts:
        message.subtype = BROADCAST
    message.edited = {"user": workspace.app.bot_user_id, "ts": workspace.stamps.ts()}
    workspace.changes.announce()
    channel = workspace.channels[message.channel]
    workspace.tell(message_changed(channel, message, before, workspace.stamps.ts()))
    shown = message.payload()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(workspace: Workspace, arguments: Json) -> Json:
    """Do ``chat.delete``."""
    message = _own_message(workspace, arguments, "cant_delete_message")
    workspace.tell(remove(workspace, message))
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Json) -> Json:
    """Do ``chat.getPermalink``."""
    message = message_at(workspace, arguments["channel"], arguments["message_ts"])
    if message.ephemeral_to is not None:
        raise SlackError(name="message_not_found")
    return {"channel": message.channel, "permalink": permalink(workspace, message)}


def _own_message(workspace: Workspace, arguments: Json, refusal: str) -> Message:
    message = message_at(workspace, arguments["channel"], arguments["ts"])
    # An ephemeral message can only be changed through its response_url.
    if message.ephemeral_to is not None:
        raise SlackError(name="message_not_found")
    if message.bot_id != workspace.app.bot_id:
        raise SlackError(refusal)
    return message


CONTENT: Final[Mapping[str, Kind]] = {
    "text": "string",
    "blocks": "blocks",
    "attachments": "array",
    "markdown_text": "string",
    "as_user": "boolean",
    "link_names": "boolean",
    "parse": "string",
}
AUTHOR: Final[Mapping[str, Kind]] = {
    "thread_ts": "string",
    "icon_emoji": "string",
    "icon_url": "string",
    "username": "string",
}

METHODS: Final[Mapping[str, Method]] = {
    "chat.postMessage": Method(
        post_message,
        {"channel": "string"},
        {
            **CONTENT,
            **AUTHOR,
            "metadata": "object",
            "mrkdwn": "boolean",
            "reply_broadcast": "boolean",
            "unfurl_links": "boolean",
            "unfurl_media": "boolean",
        },
    ),
    "chat.postEphemeral": Method(
        post_ephemeral, {"channel": "string", "user": "string"}, {**CONTENT, **AUTHOR}
    ),
    "chat.update": Method(
        update,
        {"channel": "string", "ts": "string"},
        {**CONTENT, "metadata": "object", "reply_broadcast": "boolean", "file_ids": "string"},
    ),
    "chat.delete": Method(delete, {"channel": "string", "ts": "string"}, {"as_user": "boolean"}),
    "chat.getPermalink": Method(get_permalink, {"channel": "string", "message_ts": "string"}),
}
