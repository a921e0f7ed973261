"""Presses and submissions at the desk, as Slack sends them: also those that no screen allows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox import Answer, Message, Person, View
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.envelopes import in_message, in_view, interaction
from bot.sandbox.methods.views import describe_view
from tests.journeys.desk import Desk

Json = dict[str, Any]

FORGED = "forged"
"""The block id and the view id of what the app never drew."""


def button(action: str, value: str = "", block: str = FORGED) -> Json:
    """Give a pressed button."""
    text = {"type": "plain_text", "text": "Forged"}
    return {
        "type": "button",
        "action_id": action,
        "block_id": block,
        "text": text,
        "value": value,
    }


def option(action: str, value: str, block: str = FORGED) -> Json:
    """Give an option that was chosen in a menu."""
    chosen = {"text": {"type": "plain_text", "text": "Forged"}, "value": value}
    return {
        "type": "overflow",
        "action_id": action,
        "block_id": block,
        "selected_option": chosen,
    }


def pressed(desk: Desk, person: Person, target: Message | View | None, action: Json) -> Json:
    """Give the payload of a press in a message, in a view, or nowhere that is known."""
    workspace, user = desk.workspace, person.user
    place: Json = {}
    if isinstance(target, View):
        place = in_view(workspace, target)
    elif target is not None:
        place = in_message(workspace, user, target)
    trigger = workspace.triggers.give(user.id, target.id if isinstance(target, View) else None).id
    done = {**action, "action_ts": workspace.stamps.ts()}
    return interaction(
        workspace, "block_actions", user, **place, trigger_id=trigger, actions=[done]
    )


async def press(desk: Desk, person: Person, target: Message | View | None, action: Json) -> Answer:
    """Send a press, forged or not, without waiting for what comes of it."""
    return await desk.sender.send_interaction(pressed(desk, person, target, action))


def submitted(
    desk: Desk, person: Person, callback_id: str, metadata: object, values: Mapping[str, Any]
) -> Json:
    """Give the payload of a submitted modal; of one that is open, its real id goes along.

    `values` are those of `state`: {block: {action: value}}.
    """
    workspace, user = desk.workspace, person.user
    view = person.view
    shown: Json = describe_view(workspace, view) if view else {"id": f"V{FORGED.upper()}"}
    said = metadata if isinstance(metadata, str) else json.dumps(metadata)
    forged = {"callback_id": callback_id, "private_metadata": said, "type": "modal"}
    known = {"app_installed_team_id": workspace.team_id, "root_view_id": shown["id"]}
    body = {**known, **shown, **forged, "state": {"values": dict(values)}}
    trigger = workspace.triggers.give(user.id).id
    more = {"trigger_id": trigger, "view": body, "response_urls": []}
    return interaction(workspace, "view_submission", user, **more)


def untimed(rows: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Give tickets without what time alone writes into them, whenever the app looks at them."""
    return [{name: row[name] for name in row if name not in _OF_TIME} for row in rows]


_OF_TIME = {"answer_due", "resolution_due", "look_at", "noticed"}


def card_of(desk: Desk, row: Mapping[str, Any]) -> Message:
    """Give the card of a ticket, by its row."""
    found = desk.workspace.messages.find(SUPPORT_CHANNEL, str(row["card_ts"]))
    assert found, row
    return found
