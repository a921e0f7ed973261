"""People and places that a menu offers: those that whoever opens it can choose.

Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.sandbox.errors import NotPossibleError
from bot.sandbox.payload import Json, elements_of, with_inner
from bot.sandbox.records import Channel
from bot.sandbox.workspace import Workspace

# Names by id, in the order in which they are offered.
Offered = dict[str, str]


def _users(workspace: Workspace) -> Offered:
    """Give the members of this workspace: guests and apps too, nobody who was deactivated."""
    members = [each for each in workspace.users.values() if not each.deleted]
    return {each.id: each.real_name for each in members if each.team_id == workspace.team_id}


def _channels(workspace: Workspace) -> Offered:
    public = [each for each in workspace.channels.values() if each.kind == "channel"]
    return {each.id: f"#{each.name}" for each in public}


def _conversations(workspace: Workspace) -> Offered:
    return {each.id: _named(each, workspace) for each in workspace.channels.values()}


def _named(channel: Channel, workspace: Workspace) -> str:
    return workspace.users[channel.user].real_name if channel.user else f"#{channel.name}"


PEOPLE_AND_PLACES: Final[Mapping[str, Callable[[Workspace], Offered]]] = {
    "users_select": _users,
    "channels_select": _channels,
    "conversations_select": _conversations,
}


def offered(workspace: Workspace, element: Json) -> Offered | None:
    """Give what a menu of people or places offers; None for every other element."""
    offers = PEOPLE_AND_PLACES.get(element["type"].removeprefix("multi_"))
    return offers(workspace) if offers else None


def refuse_unknown(workspace: Workspace, element: Json, raw: object) -> None:
    """Raise NotPossibleError when a menu of people or places does not offer what is chosen."""
    known = offered(workspace, element)
    chosen = raw if isinstance(raw, list) else [raw]
    unknown = [each for each in chosen if known is not None and each and each not in known]
    if unknown:
        message = f"a {element['type']} does not offer {unknown}"
        raise NotPossibleError(message)


def refuse_unknown_in(
    workspace: Workspace, blocks: list[Json], typed: Mapping[str, object]
) -> None:
    """Do as `refuse_unknown` for what is filled in, by block ids or action ids."""
    for block in with_inner(blocks):
        for element in elements_of(block):
            for name in {block["block_id"], element.get("action_id")} & typed.keys():
                refuse_unknown(workspace, element, typed[name])
