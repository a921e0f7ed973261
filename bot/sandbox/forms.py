"""Submitting and closing modals, and what the app's answer does to them.

Source: https://docs.slack.dev/surfaces/modals#updating_response
"""

from dataclasses import dataclass, field
from typing import Final

from bot.sandbox.answers import Answer
from bot.sandbox.envelopes import interaction
from bot.sandbox.errors import SlackError
from bot.sandbox.form_state import refuse_empty
from bot.sandbox.methods.views import checked_body, describe_view
from bot.sandbox.payload import Json
from bot.sandbox.records import User, View
from bot.sandbox.rules import finding
from bot.sandbox.sender import Sender

ACTIONS: Final = ("errors", "update", "push", "clear")


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of a submitted form.

    ``errors`` stand beside fields, by block id. ``findings`` are what Slack would object
    to in the app's answer; the person then sees "We had some trouble connecting". ``view``
    is what the person sees now, None when the modal is closed.
    """

    answer: Answer
    view: View | None
    errors: Json = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether the modal is gone, so that the person believes it was sent."""
        return self.view is None


async def submit_view(
    sender: Sender, user: User, view: View, forged: Json | None = None
) -> Submission:
    """Send ``view_submission`` and do what the app answers.

    On a failure or findings the modal stays open with what was typed. ``forged`` is sent
    in place of the view's values. Raises NotPossibleError for an empty required field.
    """
    workspace = sender.workspace
    if forged is None:
        refuse_empty(view.body["blocks"], view.values)
    shown = describe_view(workspace, view)
    shown["state"] = {"values": view.values if forged is None else forged}
    trigger = workspace.triggers.give(user.id, view.id).id
    more = {"trigger_id": trigger, "view": shown, "response_urls": []}
    payload = interaction(workspace, "view_submission", user, **more)
    reply = await sender.send_interaction(payload)
    if not reply.ok:
        return Submission(reply, workspace.views.top(user.id))
    return _after(sender, user, view, reply)


def _after(sender: Sender, user: User, view: View, reply: Answer) -> Submission:
    views = sender.workspace.views
    try:
        errors = _respond(sender, user, view, reply)
    except SlackError as refusal:
        findings = refusal.findings or [refusal.name]
        return Submission(reply, views.top(user.id), findings=findings)
    sender.workspace.changes.announce()
    return Submission(reply, views.top(user.id), errors)


def _respond(sender: Sender, user: User, view: View, reply: Answer) -> Json:
    workspace = sender.workspace
    response = reply.json()
    action = response.get("response_action")
    if reply.body.strip() and action not in ACTIONS:
        raise SlackError(
            name="invalid_arguments", findings=[f"no response_action in {reply.body!r}"]
        )
    if action == "errors":
        return _errors(view, response.get("errors"))
    if action in {"update", "push"}:
        body = checked_body(workspace, response.get("view") or {}, "modal")
        if action == "push":
            workspace.views.push(user.id, body)
        else:
            workspace.views.update(view, body)
    elif action == "clear":
        workspace.views.stacks[user.id].clear()
    else:
        _take_away(workspace.views.stacks[user.id], view)
    return {}


def _errors(view: View, errors: object) -> Json:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError(
            name="invalid_arguments", findings=[finding("must provide an object", "/errors")]
        )
    wrong = [name for name in errors if name not in inputs]
    if wrong:
        raise SlackError(
            name="invalid_arguments", findings=[f"no input block {name}" for name in wrong]
        )
    return errors


def _take_away(stack: list[View], view: View) -> None:
    if view in stack:
        stack.remove(view)


async def close_view(sender: Sender, user: User, view: View, *, everything: bool) -> Answer | None:
    """Close the view in front, or the whole modal; send ``view_closed`` where wanted."""
    workspace = sender.workspace
    stack = workspace.views.stacks[user.id]
    shown = describe_view(workspace, view)
    if everything:
        stack.clear()
    else:
        _take_away(stack, view)
    workspace.changes.announce()
    if not view.body.get("notify_on_close"):
        return None
    more = {"view": shown, "is_cleared": everything}
    return await sender.send_interaction(interaction(workspace, "view_closed", user, **more))
