"""Whether a message was posted already, when we do not know what became of the call.

A process may end between Slack's posting and our writing that down. Each message that we post has
the number of its row in the outbox as metadata: it is looked for before it is sent again.
"""

from collections.abc import Mapping
from typing import Any

from bot.slack.call import POST, Call
from bot.slack.office import Office
from bot.slack.web_api import Answer, RefusedError, call
from bot.storage.outbox import Message

_MARK = "message"
_LOOKED_AT = 100
_CLOCKS_DIFFER_SECONDS = 300
_PEOPLE = ("U", "W")


def marked(made: Call, row: Message) -> Mapping[str, Any]:
    """Return the arguments of a call, a posted message's with its mark."""
    mark = made.arguments.get("metadata")
    if made.method != POST or mark is None:
        return made.arguments
    payload = {**mark["event_payload"], _MARK: row.id}
    return made.arguments | {"metadata": {**mark, "event_payload": payload}}


async def posted_before(office: Office, made: Call, row: Message) -> Answer | None:
    """Return the message as Slack has it, if an earlier attempt posted it.

    Where we may not read (a channel without its history scope), nothing is found.
    """
    if made.method != POST or not row.may_be_sent:
        return None
    try:
        channel = await _channel(office, row.workspace, made.arguments["channel"])
        found = await _messages(office, row, channel, made.arguments.get("thread_ts"))
    except RefusedError:
        return None
    ts = next((each["ts"] for each in found if _is_marked(each, row.id)), None)
    return {"ts": ts, "channel": channel} if ts else None


async def _channel(office: Office, workspace: str, channel: str) -> str:
    """Return the direct message of a person; of a channel, itself."""
    if not channel.startswith(_PEOPLE):
        return channel
    opened = await call(office, workspace, "conversations.open", {"users": channel})
    return str(opened["channel"]["id"])


async def _messages(
    office: Office, row: Message, channel: str, thread: str | None
) -> list[dict[str, Any]]:
    asked = {
        "channel": channel,
        "include_all_metadata": True,
        "limit": _LOOKED_AT,
        "oldest": f"{row.created_at - _CLOCKS_DIFFER_SECONDS:.6f}",
    }
    method = "conversations.replies" if thread else "conversations.history"
    within = {"ts": thread} if thread else {}
    found = await call(office, row.workspace, method, asked | within, verb="GET")
    return list(found.get("messages") or [])


def _is_marked(message: Mapping[str, Any], row: int) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return bool(payload.get(_MARK) == row)
