"""Finding an element that a person can press, and wording what Slack sends of it."""

from typing import Final

from bot.sandbox.composition import options_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.form_state import STATEFUL, TYPED, state_value, typed_value
from bot.sandbox.payload import Json, elements_of, with_inner

ENTER: Final = "on_enter_pressed"
CHARACTER: Final = "on_character_entered"

Pair = tuple[Json, Json]


def find_element(blocks: list[Json], name: str, block_id: str | None = None) -> Pair:
    """Give the block and the element with an action id, or the one element of a block.

    Where several have the action id, ``block_id`` says which is meant; without it, or when
    that block is gone, it is the first. Raises NotPossibleError that lists what is there.
    """
    pairs = [(block, each) for block in with_inner(blocks) for each in elements_of(block)]
    named = [pair for pair in pairs if pair[1].get("action_id") == name]
    exact = [pair for pair in named if pair[0].get("block_id") == block_id]
    alone = [pair for pair in pairs if pair[0].get("block_id") == name]
    for found in (exact, named, alone if len(alone) == 1 else []):
        if found:
            return found[0]
    there = [element.get("action_id") for _, element in pairs]
    message = f"nothing to press named {name!r}; there is {there}"
    raise NotPossibleError(message)


def tells(block: Json, element: Json, moment: str = ENTER) -> bool:
    """Say whether an element tells the app of what is done to it, at ``ENTER`` or ``CHARACTER``.

    One in an input block does so only with ``dispatch_action``; the moment matters to those
    that are typed into, and is Enter where they don't say.
    Source: https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
    """
    if block["type"] == "input" and not block.get("dispatch_action"):
        return False
    config = element.get("dispatch_action_config", {})
    return element["type"] not in TYPED or moment in config.get("trigger_actions_on", [ENTER])


def action_of(block: Json, element: Json, raw: object, ts: str) -> Json:
    """Give the entry of ``actions`` for a press or a choice.

    ``raw`` is the value chosen where there is a choice: an option's value, the value of
    one of two feedback buttons, a date, a text.
    """
    where = {"action_id": element["action_id"], "block_id": block["block_id"]}
    return {**where, **_done_to(element, raw), "type": element["type"], "action_ts": ts}


def value_of(element: Json, raw: object) -> Json:
    """Give the state value of an element after it was used; typing is never finished."""
    return typed_value(element, raw) if element["type"] in TYPED else state_value(element, raw)


def _done_to(element: Json, raw: object) -> Json:
    kind = element["type"]
    if kind in {"button", "icon_button"}:
        known = ("text", "value", "style", "url")
        return {key: element[key] for key in known if key in element}
    if kind == "feedback_buttons":
        return _feedback(element, raw)
    if kind == "overflow":
        return {"selected_option": _overflow_option(element, raw)}
    if kind in STATEFUL:
        return value_of(element, raw)
    message = f"a {kind} can't be pressed"
    raise NotPossibleError(message)


def _feedback(element: Json, raw: object) -> Json:
    for button in (element["positive_button"], element["negative_button"]):
        if button["value"] == raw:
            return {"text": button["text"], "value": button["value"]}
    message = f"no feedback button with value {raw!r}"
    raise NotPossibleError(message)


def _overflow_option(element: Json, raw: object) -> Json:
    for each in options_of(element):
        if each["value"] == raw:
            return each
    message = f"no option {raw!r}"
    raise NotPossibleError(message)
