"""Block elements: what stands in sections, actions, inputs and context actions.

Source: https://docs.slack.dev/reference/block-kit/block-elements and the models of
slack_sdk 3.47.
"""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.composition import (
    ANY_ADDRESS,
    BOX_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    FEEDBACK_BUTTON,
    IDENTIFIER,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SELECTED_ITEMS,
    SLACK_FILE,
    TYPE,
    WEB_ADDRESS,
    initial_among_options,
    options_or_groups,
    plain_text,
)
from bot.sandbox.form_state import FORMS
from bot.sandbox.form_state import PICKED as PICKED_FORMS
from bot.sandbox.rich_text import RICH_TEXT
from bot.sandbox.rules import (
    ByType,
    Check,
    Choice,
    Flag,
    Items,
    Rule,
    Shape,
    Text,
    Whole,
    either,
    in_order,
    not_both,
)

Fields = Mapping[str, Rule]

DATE: Final = Text(form=PICKED_FORMS["datepicker"])
TIME: Final = Text(form=PICKED_FORMS["timepicker"])
NUMBER: Final = Text(form=FORMS["number_input"])
PLACEHOLDER: Final[Fields] = {"placeholder": plain_text(150)}
CONFIRMED: Final[Fields] = {"confirm": CONFIRM}
FOCUSED: Final[Fields] = {"focus_on_load": Flag()}
TYPED: Final[Fields] = {
    **PLACEHOLDER,
    **FOCUSED,
    "dispatch_action_config": DISPATCH_CONFIG,
}
PICKED: Final[Fields] = {**CONFIRMED, **FOCUSED}
MENU: Final[Fields] = {**PICKED, **PLACEHOLDER}
SEVERAL: Final[Fields] = {**MENU, "max_selected_items": SELECTED_ITEMS}
IDS: Final = Items(Text(), least=1)


def _element(required: Fields, optional: Fields, *also: Check) -> Shape:
    named: Fields = {"action_id": IDENTIFIER, **optional}
    return Shape({"type": TYPE, **required}, named, also)


def _menu(optional: Fields, *also: Check) -> Shape:
    return _element({}, {**MENU, **optional}, *also)


def _several(optional: Fields, *also: Check) -> Shape:
    return _element({}, {**SEVERAL, **optional}, *also)


STATIC: Final[Fields] = {
    "options": Items(MENU_OPTION, 100),
    "option_groups": Items(OPTION_GROUP, 100),
}
QUERY: Final[Fields] = {"min_query_length": Whole(0)}

PARAMETER: Final = Shape({"name": Text(), "value": Text(shortest=0)})
TRIGGER: Final = Shape({"url": WEB_ADDRESS}, {"customizable_input_parameters": Items(PARAMETER)})
WORKFLOW: Final = Shape({"trigger": TRIGGER})

BUTTONS: Final[Fields] = {
    "button": _element(
        {"text": plain_text(75)},
        {
            **CONFIRMED,
            "url": ANY_ADDRESS,
            "value": Text(2000),
            "style": Choice(("primary", "danger")),
            "accessibility_label": Text(75),
        },
    ),
    "feedback_buttons": _element(
        {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, {}
    ),
    "icon_button": _element(
        {"icon": Choice(("trash",)), "text": plain_text(75)},
        {
            **CONFIRMED,
            "value": Text(2000),
            "accessibility_label": Text(75),
            "visible_to_user_ids": Items(Text(), 10),
        },
    ),
    "overflow": _element({"options": Items(OVERFLOW_OPTION, 5)}, CONFIRMED),
    "workflow_button": _element(
        {"text": plain_text(75), "workflow": WORKFLOW},
        {
            **CONFIRMED,
            "style": Choice(("primary", "danger")),
            "accessibility_label": Text(75),
        },
    ),
}

SELECTS: Final[Fields] = {
    "static_select": _menu(
        {**STATIC, "initial_option": MENU_OPTION},
        options_or_groups,
        initial_among_options,
    ),
    "external_select": _menu({**QUERY, "initial_option": MENU_OPTION}),
    "users_select": _menu({"initial_user": Text()}),
    "channels_select": _menu({"initial_channel": Text(), "response_url_enabled": Flag()}),
    "conversations_select": _menu(
        {
            "initial_conversation": Text(),
            "default_to_current_conversation": Flag(),
            "response_url_enabled": Flag(),
            "filter": CONVERSATION_FILTER,
        }
    ),
}

MULTI_SELECTS: Final[Fields] = {
    "multi_static_select": _several(
        {**STATIC, "initial_options": Items(MENU_OPTION, 100)},
        options_or_groups,
        initial_among_options,
    ),
    "multi_external_select": _several({**QUERY, "initial_options": Items(MENU_OPTION, 100)}),
    "multi_users_select": _several({"initial_users": IDS}),
    "multi_channels_select": _several({"initial_channels": IDS}),
    "multi_conversations_select": _several(
        {
            "initial_conversations": IDS,
            "default_to_current_conversation": Flag(),
            "filter": CONVERSATION_FILTER,
        }
    ),
}

PICKERS: Final[Fields] = {
    "datepicker": _element({}, {**MENU, "initial_date": DATE}),
    "timepicker": _element({}, {**MENU, "initial_time": TIME, "timezone": Text()}),
    "datetimepicker": _element({}, {**PICKED, "initial_date_time": Whole(10**9, 10**10 - 1)}),
    "checkboxes": _element(
        {"options": Items(BOX_OPTION, 10)},
        {**PICKED, "initial_options": Items(BOX_OPTION, 10)},
        initial_among_options,
    ),
    "radio_buttons": _element(
        {"options": Items(BOX_OPTION, 10)},
        {**PICKED, "initial_option": BOX_OPTION},
        initial_among_options,
    ),
}

INPUTS: Final[Fields] = {
    "plain_text_input": _element(
        {},
        {
            **TYPED,
            "initial_value": Text(3000),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
        in_order("min_length", "max_length"),
    ),
    "email_text_input": _element({}, {**TYPED, "initial_value": Text(3000)}),
    "url_text_input": _element({}, {**TYPED, "initial_value": Text(3000)}),
    "number_input": _element(
        {"is_decimal_allowed": Flag()},
        {**TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        in_order("min_value", "max_value"),
    ),
    "rich_text_input": _element(
        {},
        {**TYPED, "initial_value": RICH_TEXT, "min_lines": Whole(1), "max_lines": Whole(1)},
        in_order("min_lines", "max_lines"),
    ),
    "file_input": _element({}, {"filetypes": Items(Text()), "max_files": Whole(1, 10)}),
}

IMAGE: Final = Shape(
    {"type": TYPE, "alt_text": Text(2000)},
    {"image_url": WEB_ADDRESS, "slack_file": SLACK_FILE},
    (either("image_url", "slack_file"), not_both("image_url", "slack_file")),
)

ELEMENTS: Final = ByType(
    {**BUTTONS, **SELECTS, **MULTI_SELECTS, **PICKERS, **INPUTS, "image": IMAGE}
)
