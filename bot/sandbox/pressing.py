"""People pressing buttons, choosing, using shortcuts and slash commands."""

from bot.sandbox.answers import Answer
from bot.sandbox.choosing import refuse_unknown
from bot.sandbox.envelopes import (
    in_message,
    in_view,
    interaction,
    name_of,
    response_url,
    shared_by,
)
from bot.sandbox.errors import NotPossibleError, SlackError
from bot.sandbox.form_state import STATEFUL, TYPED
from bot.sandbox.gestures import CHARACTER, ENTER, action_of, find_element, tells, value_of
from bot.sandbox.payload import Json
from bot.sandbox.records import Channel, Message, User, View
from bot.sandbox.response_urls import READER, answer
from bot.sandbox.sender import Sender


async def press(
    sender: Sender,
    user: User,
    target: Message | View,
    name: str,
    value: object,
    block_id: str | None = None,
) -> Answer:
    """Press or choose an element, and send ``block_actions``; see `Person.press`."""
    block, element = find_element(_blocks(target), name, block_id)
    if not tells(block, element, ENTER):
        problem = f"{name} tells the app nothing when it is pressed or Enter is"
        raise NotPossibleError(problem)
    return await _act(sender, user, target, (block, element), value)


async def type_in(
    sender: Sender, user: User, view: View, name: str, text: object, block_id: str | None = None
) -> Answer | None:
    """Type into an input, and send ``block_actions`` if it wants them; see `Person.type_in`."""
    block, element = find_element(view.body["blocks"], name, block_id)
    if element["type"] not in TYPED:
        problem = f"nobody types into a {element['type']}"
        raise NotPossibleError(problem)
    if tells(block, element, CHARACTER):
        return await _act(sender, user, view, (block, element), text)
    _keep(view, block, element, text)
    sender.workspace.changes.announce()
    return None


async def _act(
    sender: Sender, user: User, target: Message | View, pair: tuple[Json, Json], value: object
) -> Answer:
    workspace = sender.workspace
    block, element = pair
    refuse_unknown(workspace, element, value)
    action = action_of(block, element, value, workspace.stamps.ts())
    if element["type"] in STATEFUL:
        _keep(target, block, element, value)
    view_id = target.id if isinstance(target, View) else None
    trigger = workspace.triggers.give(user.id, view_id).id
    place = _place(sender, user, target)
    more = {**place, "trigger_id": trigger, "actions": [action]}
    return await sender.send_interaction(interaction(workspace, "block_actions", user, **more))


def _keep(target: Message | View, block: Json, element: Json, raw: object) -> None:
    known = target.values.get(block["block_id"], {})
    value = {element["action_id"]: value_of(element, raw)}
    target.values[block["block_id"]] = {**known, **value}


def _blocks(target: Message | View) -> list[Json]:
    return (target.body["blocks"] if isinstance(target, View) else target.blocks) or []


def _place(sender: Sender, user: User, target: Message | View) -> Json:
    if isinstance(target, View):
        return in_view(sender.workspace, target)
    return in_message(sender.workspace, user, target)


async def shortcut(sender: Sender, user: User, callback_id: str, message: Message | None) -> Answer:
    """Send ``message_action`` for a message, ``shortcut`` without one."""
    workspace = sender.workspace
    common: Json = {
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.give(user.id).id,
        "action_ts": workspace.stamps.ts(),
    }
    if message is None:
        return await sender.send_interaction(interaction(workspace, "shortcut", user, **common))
    where = in_message(workspace, user, message)
    kept: Json = {key: where[key] for key in ("channel", "message", "response_url") if key in where}
    more = {**common, **kept, "message_ts": message.ts}
    return await sender.send_interaction(interaction(workspace, "message_action", user, **more))


async def command(sender: Sender, user: User, place: Channel, name: str, text: str) -> Answer:
    """Send a slash command; what the app answers in the body is posted.

    Raises SlackError when that answer is no message that Slack would take.
    """
    workspace = sender.workspace
    app = workspace.app
    url = response_url(workspace, user, place.id)
    reply = await sender.send_command(
        {
            "token": app.verification_token,
            "team_id": workspace.team_id,
            "team_domain": workspace.domain,
            "channel_id": place.id,
            "channel_name": name_of(place)["name"],
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": text,
            "api_app_id": app.id,
            **shared_by(workspace),
            "response_url": url,
            "trigger_id": workspace.triggers.give(user.id).id,
        }
    )
    if reply.ok and reply.body.strip():
        _show_reply(sender, user, place, reply)
    return reply


def _show_reply(sender: Sender, user: User, place: Channel, reply: Answer) -> None:
    body = reply.json() or {"text": reply.body.decode()}
    url = sender.workspace.response_urls.give(user.id, place.id)
    try:
        answer(sender.workspace, url, READER.read(body))
    except SlackError as error:
        error.add_note("in the body of the answer to a slash command")
        raise
