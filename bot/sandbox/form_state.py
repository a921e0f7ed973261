"""What a person typed and chose in a view: ``view.state.values``.

A raw value is what a test or a page has in hand: the text of an input, the value of an
option, a list of those (or one of them alone), an id, a date. A state value is how Slack sends it.
Source: https://docs.slack.dev/reference/views#state
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.sandbox.composition import options_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.payload import Json, elements_of, with_inner

Reader = Callable[[Json, Any], object]

# Source: https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
FILES: Final = 10
FILE_BYTES: Final = 10_000_000

FORMS: Final = {
    "email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "url_text_input": r"https?://\S+",
    "number_input": r"-?\d+(\.\d+)?",
}
PICKED: Final = {
    "datepicker": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "timepicker": r"([01]\d|2[0-3]):[0-5]\d",
}


def _as_given(_: Json, raw: object) -> object:
    return raw


def _option(element: Json, raw: object) -> object:
    if raw is None or isinstance(raw, dict):
        return raw
    known = {each["value"]: each for each in options_of(element)}
    if raw not in known:
        message = f"no option {raw!r} in {element.get('action_id')}"
        raise NotPossibleError(message)
    return known[raw]


def _options(element: Json, raw: list[object] | str | None) -> object:
    given: list[object] | None = [raw] if isinstance(raw, str) else raw
    return [_option(element, each) for each in _some(element, given)]


def _some(element: Json, raw: list[object] | None) -> list[object]:
    if len(raw or []) > element.get("max_selected_items", math.inf):
        message = f"more than {element['max_selected_items']} chosen"
        raise NotPossibleError(message)
    return raw or []


def _formed(element: Json, raw: str | None) -> str | None:
    if raw and not re.fullmatch(FORMS[element["type"]], raw):
        message = f"{raw!r} in a {element['type']}"
        raise NotPossibleError(message)
    return raw or None


def _picked(element: Json, raw: str | None) -> str | None:
    if raw and not re.fullmatch(PICKED[element["type"]], raw):
        message = f"{raw!r} in a {element['type']}"
        raise NotPossibleError(message)
    return raw or None


def _number(element: Json, raw: str | None) -> object:
    raw = _formed(element, raw)
    low, high = element.get("min_value", "-inf"), element.get("max_value", "inf")
    whole = not element["is_decimal_allowed"]
    if raw and ((whole and "." in raw) or not float(low) <= float(raw) <= float(high)):
        message = f"{raw} is no number from {low} to {high} that the input takes"
        raise NotPossibleError(message)
    return raw


def _typed(element: Json, raw: str | None) -> object:
    if "\n" in (raw or "") and not element.get("multiline"):
        message = "a line end in an input of one line"
        raise NotPossibleError(message)
    length = len(raw or "")
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if raw and not shortest <= length <= longest:
        message = f"{length} characters where {shortest} to {longest} are taken"
        raise NotPossibleError(message)
    return raw or None


def _files(element: Json, raw: list[Json] | None) -> object:
    files = raw or []
    most, kinds = element.get("max_files", FILES), element.get("filetypes")
    if len(files) > most:
        message = f"{len(files)} files where {most} are taken"
        raise NotPossibleError(message)
    for file in files:
        if file["size"] > FILE_BYTES or (kinds and file["filetype"] not in kinds):
            message = f"{file['name']} is no file of up to 10 MB of the kinds {kinds or 'all'}"
            raise NotPossibleError(message)
    return files


# Element type -> key in the state value, key of the initial value, reading of a raw one.
STATEFUL: Final[Mapping[str, tuple[str, str, Reader]]] = {
    "plain_text_input": ("value", "initial_value", _typed),
    "email_text_input": ("value", "initial_value", _formed),
    "url_text_input": ("value", "initial_value", _formed),
    "number_input": ("value", "initial_value", _number),
    "rich_text_input": ("rich_text_value", "initial_value", _as_given),
    "file_input": ("files", "initial_files", _files),
    "static_select": ("selected_option", "initial_option", _option),
    "external_select": ("selected_option", "initial_option", _option),
    "radio_buttons": ("selected_option", "initial_option", _option),
    "multi_static_select": ("selected_options", "initial_options", _options),
    "multi_external_select": ("selected_options", "initial_options", _some),
    "checkboxes": ("selected_options", "initial_options", _options),
    "users_select": ("selected_user", "initial_user", _as_given),
    "multi_users_select": ("selected_users", "initial_users", _some),
    "channels_select": ("selected_channel", "initial_channel", _as_given),
    "multi_channels_select": ("selected_channels", "initial_channels", _some),
    "conversations_select": ("selected_conversation", "initial_conversation", _as_given),
    "multi_conversations_select": (
        "selected_conversations",
        "initial_conversations",
        _some,
    ),
    "datepicker": ("selected_date", "initial_date", _picked),
    "timepicker": ("selected_time", "initial_time", _picked),
    "datetimepicker": ("selected_date_time", "initial_date_time", _as_given),
}


# Inputs that people type into: they can tell the app of every character, or of Enter.
TYPED: Final = frozenset({*FORMS, "plain_text_input", "rich_text_input"})


def typed_value(element: Json, raw: object) -> Json:
    """Give the state value of what stands in an input now, be it half a word or too short."""
    return {"type": element["type"], STATEFUL[element["type"]][0]: raw or None}


def state_value(element: Json, raw: object) -> Json:
    """Give the state value of an element for what a person typed or chose.

    Raises NotPossibleError for an option that is not there, or a text whose length the
    input would not take.
    """
    key, _, read = STATEFUL[element["type"]]
    return {"type": element["type"], key: read(element, raw)}


def current_values(blocks: list[Json], touched: Json) -> Json:
    """Give the state of blocks, where ``touched`` holds what people changed in them."""
    values: Json = {}
    for block in with_inner(blocks):
        for element in elements_of(block):
            if element["type"] in STATEFUL:
                key, initial, _ = STATEFUL[element["type"]]
                empty: list[object] | None = [] if key.endswith("s") else None
                value = {"type": element["type"], key: element.get(initial, empty)}
                values.setdefault(block["block_id"], {})[element["action_id"]] = value
    for block_id in values.keys() & touched.keys():
        values[block_id] |= touched[block_id]
    return values


def standing_values(blocks: list[Json], touched: Json) -> Json:
    """Give what an update of a view does not take away: what stands in its inputs.

    That is everything that people changed, and every initial value. What an update gives as
    a new initial value then shows only in an input that was empty, or has a new id.
    Source: https://github.com/slackapi/bolt-js/issues/290
    """
    values = current_values(blocks, touched)
    for block_id, actions in values.items():
        known = touched.get(block_id, {})
        kept = {name: each for name, each in actions.items() if name in known or is_filled(each)}
        values[block_id] = kept
    return values


def is_filled(value: Json) -> bool:
    """Say whether a state value holds anything."""
    return any(inner for key, inner in value.items() if key != "type")


def filled_in(blocks: list[Json], before: Json, typed: Mapping[str, object]) -> Json:
    """Give a view's state after a person filled in some inputs.

    ``before`` is what was there; ``typed`` maps block ids (or action ids) to raw values.
    Raises NotPossibleError when an input is not there, or a required one stays empty.
    """
    values = current_values(blocks, before)
    rest = dict(typed)
    for block in with_inner(blocks):
        for element in elements_of(block):
            for name in {block["block_id"], element.get("action_id")} & rest.keys():
                value = state_value(element, rest.pop(name))
                values[block["block_id"]][element["action_id"]] = value
    if rest:
        message = f"no input {', '.join(rest)}"
        raise NotPossibleError(message)
    return values


def refuse_empty(blocks: list[Json], values: Json) -> None:
    """Raise NotPossibleError when a required input is empty: Slack's screen stops there."""
    for block in with_inner(blocks):
        if block["type"] == "input" and not block.get("optional"):
            (value,) = values[block["block_id"]].values()
            if not is_filled(value):
                message = f"{block['block_id']} is required"
                raise NotPossibleError(message)
