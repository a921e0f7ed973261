"""Answers through a response_url, and through the body of a slash command's answer.

Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from typing import Final

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.content import with_ids
from bot.sandbox.errors import SlackError
from bot.sandbox.events import message_posted
from bot.sandbox.methods.chat import by_the_app, checked_content
from bot.sandbox.methods.places import parent_of
from bot.sandbox.payload import Json
from bot.sandbox.records import Message, ResponseUrl
from bot.sandbox.rules import finding
from bot.sandbox.workspace import Workspace

KINDS: Final[dict[str, Kind]] = {
    "text": "string",
    "blocks": "blocks",
    "attachments": "array",
    "response_type": "string",
    "replace_original": "boolean",
    "delete_original": "boolean",
    "thread_ts": "string",
    "metadata": "object",
    "mrkdwn": "boolean",
    "unfurl_links": "boolean",
    "unfurl_media": "boolean",
}


def answer_response_url(workspace: Workspace, token: str, raw: Json) -> None:
    """Do what a body posted to a response_url asks for.

    Raises SlackError: ``used_url``, ``expired_url``, ``invalid_arguments``, and those
    of `bot.sandbox.methods.chat.checked_content`.
    """
    arguments = READER.read(raw)
    url = workspace.response_urls.use(token)
    answer(workspace, url, arguments)


def answer(workspace: Workspace, url: ResponseUrl, arguments: Json) -> None:
    """Delete or replace the original, or post a new message; see `answer_response_url`."""
    kind = arguments.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        wrong = finding("must be one of: ephemeral, in_channel", "/response_type")
        raise SlackError(name="invalid_arguments", findings=[wrong])
    original = workspace.messages.find(url.channel, url.message_ts or "")
    if arguments.get("delete_original") and original is not None:
        original.deleted = True
    elif arguments.get("replace_original") and original is not None:
        _replace(workspace, original, checked_content(workspace, arguments))
    else:
        _post(workspace, url, arguments, shown_to=None if kind == "in_channel" else url.user)
    workspace.changes.announce()


def _replace(workspace: Workspace, original: Message, content: Json) -> None:
    original.text = content["text"]
    original.blocks = with_ids(content["blocks"], workspace.stamps)
    if original.ephemeral_to is None:
        original.edited = {"user": workspace.app.bot_user_id, "ts": workspace.stamps.ts()}


def _post(workspace: Workspace, url: ResponseUrl, arguments: Json, *, shown_to: str | None) -> None:
    thread = parent_of(workspace, url.channel, arguments.get("thread_ts"))
    more = {"thread_ts": thread, "ephemeral_to": shown_to}
    content = checked_content(workspace, arguments)
    message = workspace.post(by_the_app(workspace, url.channel, {**content, **more}))
    if shown_to is None:
        workspace.tell(message_posted(workspace.channels[url.channel], message))


def _nothing(_: Workspace, arguments: Json) -> Json:
    return arguments


READER: Final = Method(_nothing, optional=KINDS)
