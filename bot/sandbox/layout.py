"""Layout blocks that hold texts and elements, but no other blocks.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping
from typing import Final

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
    Number,
    Rule,
    Shape,
    Text,
    either,
    not_both,
)

MARKDOWN_LENGTH: Final = 12_000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20

ACCESSORIES: Final = ELEMENTS.only(
    "button",
    "overflow",
    "workflow_button",
    "image",
    *SELECTS,
    *MULTI_SELECTS,
    *(PICKERS.keys() - {"datetimepicker"}),
)
ACTIONS: Final = ELEMENTS.only(
    "button",
    "overflow",
    "workflow_button",
    "rich_text_input",
    *SELECTS,
    *MULTI_SELECTS,
    *PICKERS,
)
INPUT_ELEMENTS: Final = ELEMENTS.only(*SELECTS, *MULTI_SELECTS, *PICKERS, *INPUTS)
CONTEXT_ELEMENTS: Final = ByType({**any_text(3000).shapes, "image": IMAGE})
CONTEXT_ACTIONS: Final = ByType(BUTTONS).only("feedback_buttons", "icon_button")

CELLS: Final = ByType(
    {
        **RICH_TEXT.shapes,
        "raw_text": Shape({"type": TYPE, "text": Text()}),
        "raw_number": Shape({"type": TYPE, "value": Number(), "text": Text()}),
    }
)
COLUMN: Final = Shape({}, {"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})


def block(
    required: Mapping[str, Rule],
    optional: Mapping[str, Rule] | None = None,
    *also: Check,
) -> Shape:
    """Make the rule of a block; every one may have an id."""
    named = {"block_id": IDENTIFIER, **(optional or {})}
    return Shape({"type": TYPE, **required}, named, also)


SIMPLE_BLOCKS: Final = ByType(
    {
        **RICH_TEXT.shapes,
        "section": block(
            {},
            {
                "text": any_text(3000),
                "fields": Items(any_text(2000), 10),
                "accessory": ACCESSORIES,
                "expand": Flag(),
            },
            either("text", "fields"),
        ),
        "header": block({"text": plain_text(150)}),
        "divider": block({}),
        "context": block({"elements": Items(CONTEXT_ELEMENTS, 10)}),
        "actions": block({"elements": Items(ACTIONS, 25)}),
        "context_actions": block({"elements": Items(CONTEXT_ACTIONS, 5)}),
        "input": block(
            {"label": plain_text(2000), "element": INPUT_ELEMENTS},
            {
                "hint": plain_text(2000),
                "optional": Flag(),
                "dispatch_action": Flag(),
            },
        ),
        "image": block(
            {"alt_text": Text(2000)},
            {
                "image_url": WEB_ADDRESS,
                "slack_file": SLACK_FILE,
                "title": plain_text(2000),
            },
            either("image_url", "slack_file"),
            not_both("image_url", "slack_file"),
        ),
        "markdown": block({"text": Text(MARKDOWN_LENGTH)}),
        "table": block(
            {"rows": Items(Items(CELLS, TABLE_COLUMNS), TABLE_ROWS)},
            {"column_settings": Items(COLUMN, TABLE_COLUMNS)},
        ),
    }
)
