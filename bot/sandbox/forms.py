"""Submitting and closing modals, and what the app's answer does to them.

Source: https://docs.slack.dev/surfaces/modals#updating_response
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot.sandbox.answers import Answer
from bot.sandbox.envelopes import interaction
from bot.sandbox.errors import SlackError
from bot.sandbox.form_state import refuse_empty
from bot.sandbox.methods.views import checked_body, describe_view
from bot.sandbox.payload import Json
from bot.sandbox.records import User, View
from bot.sandbox.rules import Text, finding
from bot.sandbox.sender import Sender
from bot.sandbox.workspace import Workspace

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
    reply = await sender.send_interaction(payload, partial(_judged, sender.workspace, view))
    if not reply.ok:
        return Submission(reply, workspace.views.top(user.id), findings=list(reply.findings))
    errors = _respond(workspace, view, reply.json())
    workspace.changes.announce()
    return Submission(reply, workspace.views.top(user.id), errors)


def _judged(workspace: Workspace, view: View, reply: Answer) -> list[str]:
    """Give what Slack would object to in the answer to a submission."""
    response = reply.json()
    action = response.get("response_action")
    if not reply.body.strip():
        return []
    if action not in ACTIONS:
        return [f"no response_action in {reply.body!r}"]
    if action == "errors":
        return _wrong_errors(view, response.get("errors"))
    return _wrong_view(workspace, view, response) if action in {"update", "push"} else []


def _wrong_errors(view: View, errors: object) -> list[str]:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        return [finding("must provide an object", "/errors")]
    unknown = [f"no input block {name}" for name in errors if name not in inputs]
    text = Text()
    wrong = [each for name in errors for each in text.check(errors[name], f"/errors/{name}")]
    return unknown + wrong


def _wrong_view(workspace: Workspace, view: View, response: Json) -> list[str]:
    try:
        body = checked_body(workspace, response.get("view") or {}, "modal")
        if response["response_action"] == "push":
            workspace.views.refuse_push(view.user, body)
        else:
            workspace.views.refuse_known_external_id(body, besides=view)
    except SlackError as refusal:
        return refusal.findings or [refusal.name]
    return []


def _respond(workspace: Workspace, view: View, response: Json) -> Json:
    """Do what a right answer says; give the errors that then stand beside fields."""
    views = workspace.views
    action = response.get("response_action")
    if action == "errors":
        return dict(response["errors"])
    if action == "push":
        views.push(view.user, checked_body(workspace, response["view"], "modal"))
    elif action == "update":
        views.update(view, checked_body(workspace, response["view"], "modal"))
    elif action == "clear":
        views.stacks[view.user].clear()
    else:
        _take_away(views.stacks[view.user], view)
    return {}


def _take_away(stack: list[View], view: View) -> None:
    if view in stack:
        stack.remove(view)


async def close_view(sender: Sender, user: User, view: View, *, everything: bool) -> Answer | None:
    """Close the view in front, or the whole modal; send ``view_closed`` where wanted.

    The view comes without what stands in its inputs: Slack does not tell that of a form that
    is left. One with ``clear_on_close`` takes those below with it.
    Source: https://github.com/slackapi/bolt-python/blob/main/tests/slack_bolt/request/test_request.py
    """
    workspace = sender.workspace
    stack = workspace.views.stacks[user.id]
    everything = everything or bool(view.body.get("clear_on_close"))
    shown = {**describe_view(workspace, view), "state": {"values": {}}}
    if everything:
        stack.clear()
    else:
        _take_away(stack, view)
    workspace.changes.announce()
    if not view.body.get("notify_on_close"):
        return None
    more = {"view": shown, "is_cleared": everything}
    return await sender.send_interaction(interaction(workspace, "view_closed", user, **more))
