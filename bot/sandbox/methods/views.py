"""``views.*``: modals and the Home tab."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.content import with_ids
from bot.sandbox.errors import MissingScopeError, SlackError
from bot.sandbox.form_state import current_values
from bot.sandbox.kit import Surface
from bot.sandbox.payload import Json, elements_of, with_inner
from bot.sandbox.pictures import unfit_pictures
from bot.sandbox.records import View
from bot.sandbox.rules import finding
from bot.sandbox.scopes import FILES_READ, granted
from bot.sandbox.views import check_view, too_large
from bot.sandbox.workspace import Workspace


def checked_body(workspace: Workspace, view: Json, kind: Surface) -> Json:
    """Give a view's body with all ids filled in.

    Raises SlackError ``view_too_large``, ``invalid_arguments`` with the findings, and
    ``missing_scope`` for a file input without ``files:read``.
    """
    if too_large(view):
        raise SlackError(name="view_too_large")
    findings = check_view(view)
    findings = findings or unfit_pictures(workspace, view["blocks"], "/view/blocks")
    if view.get("type") != kind and not findings:
        findings = [finding(f"must be one of: {kind}", "/view/type")]
    if findings:
        raise SlackError(name="invalid_arguments", findings=findings)
    _check_scope(workspace.app.scopes, view["blocks"])
    return {**view, "blocks": with_ids(view["blocks"], workspace.stamps)}


def _check_scope(scopes: str, blocks: list[Json]) -> None:
    kinds = {each["type"] for block in with_inner(blocks) for each in elements_of(block)}
    if "file_input" in kinds and FILES_READ not in granted(scopes):
        raise MissingScopeError(FILES_READ, scopes)


def describe_view(workspace: Workspace, view: View) -> Json:
    """Give a view object as Slack answers and sends it.

    ``team_id`` is the team of whoever sees it, ``app_installed_team_id`` that of the app.
    """
    texts = {"private_metadata": "", "callback_id": "", "external_id": ""}
    flags = {"clear_on_close": False, "notify_on_close": False, "close": None, "submit": None}
    app = {"app_id": workspace.app.id, "bot_id": workspace.app.bot_id}
    return {
        "id": view.id,
        "team_id": workspace.users[view.user].team_id,
        "title": {"type": "plain_text", "text": "View Title", "emoji": True},
        **texts,
        **flags,
        **view.body,
        "state": {"values": current_values(view.body["blocks"], view.values)},
        "hash": view.hash,
        "root_view_id": view.root_view_id,
        "previous_view_id": view.previous_view_id,
        "app_installed_team_id": workspace.sharing.id if workspace.sharing else workspace.team_id,
        **app,
    }


def open_view(workspace: Workspace, arguments: Json) -> Json:
    """Do ``views.open``."""
    body = checked_body(workspace, arguments["view"], "modal")
    trigger = workspace.triggers.exchange(arguments["trigger_id"])
    return _shown(workspace, workspace.views.open(trigger.user, body))


def push(workspace: Workspace, arguments: Json) -> Json:
    """Do ``views.push``; the trigger must come from inside a modal."""
    body = checked_body(workspace, arguments["view"], "modal")
    trigger = workspace.triggers.exchange(arguments["trigger_id"])
    if trigger.view_id is None:
        raise SlackError(name="not_found")
    return _shown(workspace, workspace.views.push(trigger.user, body))


def update(workspace: Workspace, arguments: Json) -> Json:
    """Do ``views.update``."""
    if not {"view_id", "external_id"} & arguments.keys():
        raise SlackError(
            name="invalid_arguments", findings=["either view_id or external_id is required"]
        )
    body = checked_body(workspace, arguments["view"], "modal")
    view = workspace.views.find(arguments.get("view_id"), arguments.get("external_id"))
    workspace.views.update(view, body, arguments.get("hash"))
    return _shown(workspace, view)


def publish(workspace: Workspace, arguments: Json) -> Json:
    """Do ``views.publish``."""
    body = checked_body(workspace, arguments["view"], "home")
    if arguments["user_id"] not in workspace.users:
        raise SlackError(name="user_not_found")
    view = workspace.views.publish(arguments["user_id"], body, arguments.get("hash"))
    return _shown(workspace, view)


def _shown(workspace: Workspace, view: View) -> Json:
    workspace.changes.announce()
    return {"view": describe_view(workspace, view)}


TRIGGERED: Final[Mapping[str, Kind]] = {"trigger_id": "string", "view": "object"}

METHODS: Final[Mapping[str, Method]] = {
    "views.open": Method(open_view, TRIGGERED),
    "views.push": Method(push, TRIGGERED),
    "views.update": Method(
        update,
        {"view": "object"},
        {"view_id": "string", "external_id": "string", "hash": "string"},
    ),
    "views.publish": Method(publish, {"user_id": "string", "view": "object"}, {"hash": "string"}),
}
