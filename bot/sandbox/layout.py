"""Layout blocks, and the surfaces on which Slack takes each of them.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from bot.sandbox.composition import (
    IDENTIFIER,
    SLACK_FILE,
    TYPE,
    WEB_ADDRESS,
    any_text,
    plain_text,
)
from bot.sandbox.elements import (
    BUTTONS,
    ELEMENTS,
    IMAGE,
    INPUTS,
    MULTI_SELECTS,
    PICKERS,
    SELECTS,
)
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
    either,
    not_both,
)

Surface: TypeAlias = Literal["message", "modal", "home"]
EVERYWHERE: Final[frozenset[Surface]] = frozenset({"message", "modal", "home"})

MARKDOWN_LENGTH: Final = 12_000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20

ACCESSORIES: Final = ELEMENTS.only(
    "button",
    "overflow",
    "image",
    *SELECTS,
    *MULTI_SELECTS,
    *(PICKERS.keys() - {"datetimepicker"}),
)
ACTIONS: Final = ELEMENTS.only("button", "overflow", *SELECTS, *MULTI_SELECTS, *PICKERS)
INPUT_ELEMENTS: Final = ELEMENTS.only(*SELECTS, *MULTI_SELECTS, *PICKERS, *INPUTS)
CONTEXT_ELEMENTS: Final = ByType({**any_text(3000).shapes, "image": IMAGE})
CONTEXT_ACTIONS: Final = ByType(BUTTONS).only("feedback_buttons", "icon_button")

CELLS: Final = ByType(
    {
        **RICH_TEXT.shapes,
        "raw_text": Shape({"type": TYPE, "text": Text()}),
    }
)
COLUMN: Final = Shape({}, {"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})


def _block(
    required: Mapping[str, Rule],
    optional: Mapping[str, Rule] | None = None,
    *also: Check,
) -> Shape:
    named = {"block_id": IDENTIFIER, **(optional or {})}
    return Shape({"type": TYPE, **required}, named, also)


BLOCKS: Final = ByType(
    {
        **RICH_TEXT.shapes,
        "section": _block(
            {},
            {
                "text": any_text(3000),
                "fields": Items(any_text(2000), 10),
                "accessory": ACCESSORIES,
                "expand": Flag(),
            },
            either("text", "fields"),
        ),
        "header": _block({"text": plain_text(150)}),
        "divider": _block({}),
        "context": _block({"elements": Items(CONTEXT_ELEMENTS, 10)}),
        "actions": _block({"elements": Items(ACTIONS, 25)}),
        "context_actions": _block({"elements": Items(CONTEXT_ACTIONS, 5)}),
        "input": _block(
            {"label": plain_text(2000), "element": INPUT_ELEMENTS},
            {
                "hint": plain_text(2000),
                "optional": Flag(),
                "dispatch_action": Flag(),
            },
        ),
        "image": _block(
            {"alt_text": Text(2000)},
            {
                "image_url": WEB_ADDRESS,
                "slack_file": SLACK_FILE,
                "title": plain_text(2000),
            },
            either("image_url", "slack_file"),
            not_both("image_url", "slack_file"),
        ),
        "markdown": _block({"text": Text(MARKDOWN_LENGTH)}),
        "table": _block(
            {"rows": Items(Items(CELLS, TABLE_COLUMNS), TABLE_ROWS)},
            {"column_settings": Items(COLUMN, TABLE_COLUMNS)},
        ),
    }
)

SURFACES: Final[Mapping[str, frozenset[Surface]]] = {
    **dict.fromkeys(BLOCKS.shapes, EVERYWHERE),
    "context_actions": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "table": frozenset({"message"}),
}

# Source: https://docs.slack.dev/reference/block-kit/block-elements, column Surfaces.
ELEMENT_SURFACES: Final[Mapping[str, frozenset[Surface]]] = {
    "datetimepicker": frozenset({"modal", "message"}),
    "email_text_input": frozenset({"modal"}),
    "file_input": frozenset({"modal"}),
    "number_input": frozenset({"modal"}),
    "rich_text_input": frozenset({"modal", "home"}),
    "url_text_input": frozenset({"modal"}),
}

BLOCK_LIMIT: Final[Mapping[Surface, int]] = {"message": 50, "modal": 100, "home": 100}
