"""People writing, changing and deleting messages, and moving about."""

from bot.sandbox.composing import rich_text_of
from bot.sandbox.envelopes import name_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.events import app_mention, message_changed, message_posted
from bot.sandbox.methods.files import outline_file
from bot.sandbox.methods.views import describe_view
from bot.sandbox.payload import Json, as_sent_by_a_person
from bot.sandbox.records import BROADCAST, Channel, Message, User
from bot.sandbox.removing import remove
from bot.sandbox.sender import Sender
from bot.sandbox.subscriptions import hears


async def post(sender: Sender, user: User, place: Channel, text: str, **more: object) -> str:
    """Post a person's message and send its events; ``more`` are fields of `Message`.

    Raises NotPossibleError when the person is not in the channel, or nobody can reply there.
    """
    workspace = sender.workspace
    if user.id not in place.members or place.is_archived or user.deleted:
        problem = f"{user.name} can't write in {place.name}"
        raise NotPossibleError(problem)
    more |= _in_thread(sender, place, more.get("thread_ts"))
    fields: Json = {"blocks": [rich_text_of(text, workspace.stamps)] if text else None, **more}
    ts = workspace.stamps.ts()
    message = Message(place.id, ts, user.id, as_sent_by_a_person(text), **fields)
    message.team, message.client_msg_id = user.team_id, workspace.stamps.id("m").lower()
    workspace.post(message)
    await _send_posted(sender, user, place, message)
    return ts


def _in_thread(sender: Sender, place: Channel, thread_ts: object) -> Json:
    if not thread_ts:
        return {}
    parent = sender.workspace.messages.parent(place.id, str(thread_ts))
    if parent is None:
        problem = f"there is no message {thread_ts} to reply to in {place.name}"
        raise NotPossibleError(problem)
    return {"thread_ts": parent.ts, "parent_user_id": parent.user}


async def _tell(sender: Sender, event: Json) -> None:
    if hears(sender.workspace, event):
        await sender.send_event(event)


async def _send_posted(sender: Sender, user: User, place: Channel, message: Message) -> None:
    outside = {"user_team": user.team_id, "source_team": user.team_id} if user.is_external else {}
    more = {**_with_files(sender, user, message), **_with_root(sender, message), **outside}
    await _tell(sender, {**message_posted(place, message), **more})
    named = f"<@{sender.workspace.app.bot_user_id}>" in message.text
    if named and place.kind != "im":
        await _tell(sender, {**app_mention(place, message), **outside})


def _with_root(sender: Sender, message: Message) -> Json:
    """Give what the event of a reply has that its author sent to the channel too.

    Source: https://docs.slack.dev/reference/events/message/thread_broadcast
    """
    messages = sender.workspace.messages
    root = messages.find(message.channel, message.thread_ts or "")
    return {"root": messages.described(root)} if root and message.subtype == BROADCAST else {}


def _with_files(sender: Sender, user: User, message: Message) -> Json:
    """Give what the event of a message with files has beside the message itself."""
    if not message.files:
        return {}
    more: Json = {"upload": False, "display_as_bot": False}
    if user.is_external:
        files = sender.workspace.files
        more["files"] = [outline_file(files.find(each["id"])) for each in message.files]
    return more


async def edit(sender: Sender, place: Channel, message: Message, text: str) -> None:
    """Change a message and send ``message_changed``."""
    stamps, messages = sender.workspace.stamps, sender.workspace.messages
    before = messages.described(message)
    message.text = as_sent_by_a_person(text)
    message.blocks = [rich_text_of(text, stamps)]
    edit_ts = stamps.ts()
    message.edited = {"user": message.user, "ts": edit_ts}
    sender.workspace.changes.announce()
    change = message_changed(place, message, before, edit_ts)
    await _tell(sender, {**change, "message": messages.described(message)})


async def delete(sender: Sender, message: Message) -> None:
    """Delete a message and send ``message_deleted``, or what is sent of a thread's parent."""
    await _tell(sender, remove(sender.workspace, message))


async def react(sender: Sender, user: User, message: Message, name: str) -> None:
    """Add a reaction, or take one's own away; send ``reaction_added`` or ``reaction_removed``."""
    kind = "reaction_added" if message.reacted(name, user.id) else "reaction_removed"
    sender.workspace.changes.announce()
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event = {"type": kind, "user": user.id, "reaction": name, "item": item}
    ts = sender.workspace.stamps.ts()
    await _tell(sender, {**event, "item_user": message.user, "event_ts": ts})


async def open_app(sender: Sender, user: User, tab: str) -> None:
    """Send ``app_home_opened`` for a tab, with the Home tab as it was published."""
    workspace = sender.workspace
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": workspace.direct(user.id).id,
        "tab": tab,
        "event_ts": workspace.stamps.ts(),
    }
    home = workspace.views.homes.get(user.id)
    if tab == "home" and home is not None:
        event["view"] = describe_view(workspace, home)
    await _tell(sender, event)


async def move(sender: Sender, user: User, place: Channel, *, inside: bool) -> None:
    """Put a person into a channel or out of it, and send the event.

    Source: https://docs.slack.dev/reference/events/member_joined_channel
    """
    workspace = sender.workspace
    if inside:
        place.members.add(user.id)
    else:
        place.members.discard(user.id)
    workspace.changes.announce()
    kind = "member_joined_channel" if inside else "member_left_channel"
    letter = "G" if place.kind == "group" else "C"
    where = {"channel": name_of(place)["id"], "channel_type": letter, "team": user.team_id}
    ts = workspace.stamps.ts()
    await _tell(sender, {"type": kind, "user": user.id, **where, "event_ts": ts})
