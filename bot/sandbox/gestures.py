"""Finding an element that a person can press, and wording what Slack sends of it."""

from bot.sandbox.composition import options_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.form_state import STATEFUL, state_value
from bot.sandbox.payload import Json, elements_of, with_inner


def find_element(blocks: list[Json], action_id: str) -> tuple[Json, Json]:
    """Give the block and the element with an action id.

    Raises NotPossibleError that lists what is there.
    """
    for block in with_inner(blocks):
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return block, element
    there = [each.get("action_id") for block in with_inner(blocks) for each in elements_of(block)]
    message = f"nothing to press named {action_id!r}; there is {there}"
    raise NotPossibleError(message)


def action_of(block: Json, element: Json, raw: object, ts: str) -> Json:
    """Give the entry of ``actions`` for a press or a choice.

    ``raw`` is the value chosen where there is a choice: an option's value, the value of
    one of two feedback buttons, a date, a text.
    """
    where = {"action_id": element["action_id"], "block_id": block["block_id"]}
    return {**where, **_done_to(element, raw), "type": element["type"], "action_ts": ts}


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
        return state_value(element, raw)
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
