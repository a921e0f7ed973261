"""Menus whose options the app gives while a person types.

Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
"""

from collections.abc import Iterator
from typing import Final

from bot.sandbox.answers import Answer
from bot.sandbox.composition import MENU_OPTION, OPTION_GROUP
from bot.sandbox.envelopes import in_message, in_view, interaction
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.gestures import find_element
from bot.sandbox.payload import Json
from bot.sandbox.records import Message, User, View
from bot.sandbox.rules import Items, finding
from bot.sandbox.sender import Sender

EXTERNAL: Final = frozenset({"external_select", "multi_external_select"})
MIN_QUERY_LENGTH: Final = 3
LISTS: Final = {
    "options": Items(MENU_OPTION, 100, least=0),
    "option_groups": Items(OPTION_GROUP, 100, least=0),
}


async def suggest(
    sender: Sender,
    user: User,
    target: Message | View,
    name: str,
    query: str,
    block_id: str | None = None,
) -> tuple[Answer, list[Json]]:
    """Send ``block_suggestion``; give the answer and the options or groups in it.

    There are none where the app failed, was late or answered what Slack does not take.
    Raises NotPossibleError for another element, and for less text than the menu waits for.
    """
    blocks = target.body["blocks"] if isinstance(target, View) else target.blocks or []
    block, element = find_element(blocks, name, block_id)
    _refuse_short(element, query)
    asked = {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
    workspace = sender.workspace
    if isinstance(target, View):
        where = in_view(workspace, target)
    else:
        where = in_message(workspace, user, target)
    payload = interaction(workspace, "block_suggestion", user, **asked, **where)
    reply = await sender.send_interaction(payload, judged)
    return reply, offered(reply) if reply.ok else []


def _refuse_short(element: Json, query: str) -> None:
    if element["type"] not in EXTERNAL:
        message = f"a {element['type']} does not ask the app for options"
        raise NotPossibleError(message)
    least = element.get("min_query_length", MIN_QUERY_LENGTH)
    if len(query) < least:
        message = f"the app is asked from {least} characters on, not for {query!r}"
        raise NotPossibleError(message)


def offered(reply: Answer) -> list[Json]:
    """Give the options or groups of options in an answer."""
    answered = reply.json()
    return list(answered.get("options") or answered.get("option_groups") or [])


def judged(reply: Answer) -> Iterator[str]:
    """Find what Slack does not take: neither or both lists, too many options, too long ones."""
    answered = reply.json()
    given = [name for name in LISTS if name in answered]
    if len(given) != 1:
        yield finding("must define either `options` or `option_groups`", "")
    for name in given:
        yield from LISTS[name].check(answered[name], f"/{name}")
