"""People writing, changing and deleting messages, and moving about."""

from bot.sandbox.composing import rich_text_of
from bot.sandbox.envelopes import name_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.events import app_mention, message_changed, message_deleted, message_posted
from bot.sandbox.methods.files import outline_file
from bot.sandbox.methods.views import describe_view
from bot.sandbox.payload import Json, as_sent_by_a_person
from bot.sandbox.records import Channel, Message, User
from bot.sandbox.sender import Sender


async def post(sender: Sender, user: User, place: Channel, text: str, **more: object) -> str:
    """Post a person's message and send its events; ``more`` are fields of `Message`.

    The app gets them only where it is a member. Raises NotPossibleError when the person
    is not in the channel.
    """
    workspace = sender.workspace
    if user.id not in place.members or place.is_archived:
        problem = f"{user.name} can't write in {place.name}"
        raise NotPossibleError(problem)
    fields: Json = {"blocks": [rich_text_of(text, workspace.stamps)] if text else None, **more}
    ts = workspace.stamps.ts()
    message = Message(place.id, ts, user.id, as_sent_by_a_person(text), **fields)
    message.team, message.client_msg_id = user.team_id, workspace.stamps.id("m").lower()
    workspace.post(message)
    if workspace.app.bot_user_id in place.members:
        await _send_posted(sender, user, place, message)
    return ts


async def _send_posted(sender: Sender, user: User, place: Channel, message: Message) -> None:
    outside = {"user_team": user.team_id, "source_team": user.team_id} if user.is_external else {}
    posted = {**message_posted(place, message), **_with_files(sender, user, message)}
    await sender.send_event({**posted, **outside})
    named = f"<@{sender.workspace.app.bot_user_id}>" in message.text
    if named and place.kind != "im":
        await sender.send_event({**app_mention(place, message), **outside})


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
    stamps = sender.workspace.stamps
    before = message.payload()
    message.text = as_sent_by_a_person(text)
    message.blocks = [rich_text_of(text, stamps)]
    edit_ts = stamps.ts()
    message.edited = {"user": message.user, "ts": edit_ts}
    sender.workspace.changes.announce()
    await sender.send_event(message_changed(place, message, before, edit_ts))


async def delete(sender: Sender, place: Channel, message: Message) -> None:
    """Delete a message and send ``message_deleted``."""
    message.deleted = True
    sender.workspace.changes.announce()
    ts = sender.workspace.stamps.ts()
    await sender.send_event(message_deleted(place, message.payload(), ts))


async def react(sender: Sender, user: User, message: Message, name: str) -> None:
    """Add a reaction and send ``reaction_added``."""
    message.reactions.setdefault(name, []).append(user.id)
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event = {"type": "reaction_added", "user": user.id, "reaction": name, "item": item}
    ts = sender.workspace.stamps.ts()
    await sender.send_event({**event, "item_user": message.user, "event_ts": ts})


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
    await sender.send_event(event)


async def move(sender: Sender, user: User, place: Channel, *, inside: bool) -> None:
    """Put a person into a channel or out of it, and send the event."""
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
    await sender.send_event({"type": kind, "user": user.id, **where, "event_ts": ts})
