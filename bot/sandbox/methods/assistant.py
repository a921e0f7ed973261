"""``assistant.threads.*`` for an app with ``agent_view``.

Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
"""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Method
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.places import visible_channel
from bot.sandbox.payload import Json
from bot.sandbox.records import Channel, Suggested
from bot.sandbox.rules import Items, Shape, Text, finding
from bot.sandbox.workspace import Workspace

PROMPTS: Final = Items(Shape({"title": Text(), "message": Text()}), 4)
LOADING_MESSAGES: Final = Items(Text(), 10)


def set_suggested_prompts(workspace: Workspace, arguments: Json) -> Json:
    """Do ``assistant.threads.setSuggestedPrompts``.

    With ``thread_ts`` Slack answers ok to an app with ``agent_view`` and does nothing;
    here it is refused, so that the mistake is seen.
    """
    channel = _direct(workspace, arguments["channel_id"])
    findings = list(PROMPTS.check(arguments["prompts"], "/prompts"))
    if "thread_ts" in arguments:
        findings.append(finding("cannot be used by an app with agent_view", "/thread_ts"))
    if findings:
        raise SlackError(name="invalid_arguments", findings=findings)
    prompts = tuple(arguments["prompts"])
    workspace.suggested[channel.id] = Suggested(channel.id, arguments.get("title"), prompts)
    return {}


def set_status(workspace: Workspace, arguments: Json) -> Json:
    """Do ``assistant.threads.setStatus``; an empty status takes it away."""
    channel = _direct(workspace, arguments["channel_id"])
    if "loading_messages" in arguments:
        findings = list(LOADING_MESSAGES.check(arguments["loading_messages"], "/loading_messages"))
        if findings:
            raise SlackError(name="invalid_arguments", findings=findings)
    key = (channel.id, arguments.get("thread_ts", ""))
    workspace.statuses.pop(key, None)
    if arguments["status"]:
        workspace.statuses[key] = arguments["status"]
    return {}


def set_title(workspace: Workspace, arguments: Json) -> Json:
    """Do ``assistant.threads.setTitle``."""
    channel = _direct(workspace, arguments["channel_id"])
    workspace.titles[channel.id, arguments["thread_ts"]] = arguments["title"]
    return {}


def _direct(workspace: Workspace, channel_id: str) -> Channel:
    channel = visible_channel(workspace, channel_id)
    if channel.kind != "im":
        raise SlackError(name="channel_not_found")
    return channel


METHODS: Final[Mapping[str, Method]] = {
    "assistant.threads.setSuggestedPrompts": Method(
        set_suggested_prompts,
        {"channel_id": "string", "prompts": "array"},
        {"thread_ts": "string", "title": "string"},
    ),
    "assistant.threads.setStatus": Method(
        set_status,
        {"channel_id": "string", "status": "string"},
        {
            "thread_ts": "string",
            "loading_messages": "array",
            "icon_emoji": "string",
            "icon_url": "string",
            "username": "string",
        },
    ),
    "assistant.threads.setTitle": Method(
        set_title, {"channel_id": "string", "thread_ts": "string", "title": "string"}
    ),
}
