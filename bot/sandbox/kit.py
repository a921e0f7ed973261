"""All blocks, with those that hold other blocks, and the surfaces that take each of them.

Sources: https://docs.slack.dev/reference/block-kit/blocks, column Surfaces, and the npm
package @slack/types.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from bot.sandbox.composition import ANY_ADDRESS, WEB_ADDRESS, any_text, plain_text
from bot.sandbox.elements import ELEMENTS, IMAGE
from bot.sandbox.layout import CELLS, SIMPLE_BLOCKS, TABLE_COLUMNS, block
from bot.sandbox.rich_text import RICH_TEXT
from bot.sandbox.rules import ByType, Choice, Flag, Items, Rule, Shape, Text, Whole, either

Surface: TypeAlias = Literal["message", "modal", "home"]
EVERYWHERE: Final[frozenset[Surface]] = frozenset({"message", "modal", "home"})

DATA_ROWS: Final = 1000


IMAGES: Final = ByType({"image": IMAGE})


def _mrkdwn(longest: int) -> Rule:
    return any_text(longest).only("mrkdwn")


ALERT: Final = block(
    {"text": any_text(3000)},
    {"level": Choice(("default", "info", "warning", "error", "success"))},
)
CARD: Final = block(
    {},
    {
        "hero_image": IMAGES,
        "icon": IMAGES,
        "title": _mrkdwn(150),
        "subtitle": _mrkdwn(150),
        "body": _mrkdwn(200),
        "actions": Items(ELEMENTS.only("button")),
    },
    either("hero_image", "title", "actions", "body"),
)
VIDEO: Final = block(
    {
        "video_url": WEB_ADDRESS,
        "thumbnail_url": WEB_ADDRESS,
        "alt_text": Text(),
        "title": plain_text(199),
    },
    {
        "title_url": WEB_ADDRESS,
        "author_name": Text(49),
        "provider_name": Text(),
        "provider_icon_url": WEB_ADDRESS,
        "description": plain_text(200),
    },
)
FILE: Final = block({"source": Choice(("remote",)), "external_id": Text()})
DATA_TABLE: Final = block(
    {"rows": Items(Items(CELLS, TABLE_COLUMNS), DATA_ROWS), "caption": Text()},
    {"page_size": Whole(1, 100), "row_header_column_index": Whole(0, TABLE_COLUMNS - 1)},
)
SOURCE: Final = ByType({"url": Shape({"type": Text(), "url": ANY_ADDRESS, "text": Text()})})
TASK_CARD: Final = block(
    {
        "task_id": Text(),
        "title": Text(),
        "status": Choice(("pending", "in_progress", "complete", "error")),
    },
    {"details": RICH_TEXT, "output": RICH_TEXT, "sources": Items(SOURCE)},
)
PLAN: Final = block({"title": Text()}, {"tasks": Items(ByType({"task_card": TASK_CARD}))})

LEAVES: Final = ByType(
    {
        **SIMPLE_BLOCKS.shapes,
        "alert": ALERT,
        "card": CARD,
        "data_table": DATA_TABLE,
        "file": FILE,
        "plan": PLAN,
        "task_card": TASK_CARD,
        "video": VIDEO,
    }
)
CHILDREN: Final = LEAVES.only(
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
CONTAINER: Final = block(
    {"child_blocks": Items(CHILDREN, 10)},
    {
        "title": plain_text(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": any_text(150),
        "width": Choice(("narrow", "standard", "wide", "full")),
        "icon": IMAGES,
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    either("title", "rich_text_title"),
)

BLOCKS: Final = ByType(
    {
        **LEAVES.shapes,
        "carousel": block({"elements": Items(LEAVES.only("card"), 10)}),
        "container": CONTAINER,
    }
)

SURFACES: Final[Mapping[str, frozenset[Surface]]] = {
    **dict.fromkeys(BLOCKS.shapes, EVERYWHERE),
    "context_actions": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "table": frozenset({"message"}),
    "alert": frozenset({"modal"}),
    "carousel": frozenset({"message", "home"}),
    "container": frozenset({"message"}),
    "data_table": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "task_card": frozenset({"message"}),
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
