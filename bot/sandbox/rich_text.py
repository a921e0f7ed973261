"""Rich text: the block that people's own messages are made of.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.composition import IDENTIFIER, TYPE
from bot.sandbox.rules import ByType, Choice, Flag, Items, Rule, Shape, Text, Whole

STYLE: Final = Shape(
    {},
    {name: Flag() for name in ("bold", "italic", "strike", "code", "underline")},
)
MENTION_STYLE: Final = Shape(
    {},
    {
        **STYLE.optional,
        **{name: Flag() for name in ("highlight", "client_highlight", "unlink")},
    },
)


def _part(
    required: Mapping[str, Rule],
    optional: Mapping[str, Rule] | None = None,
    style: Rule = STYLE,
) -> Shape:
    return Shape({"type": TYPE, **required}, {**(optional or {}), "style": style})


PARTS: Final = ByType(
    {
        "text": _part({"text": Text()}),
        "link": _part({"url": Text(3000)}, {"text": Text(), "unsafe": Flag()}),
        "user": _part({"user_id": Text()}, style=MENTION_STYLE),
        "usergroup": _part({"usergroup_id": Text()}, style=MENTION_STYLE),
        "channel": _part({"channel_id": Text()}, style=MENTION_STYLE),
        "team": _part({"team_id": Text()}),
        "broadcast": _part({"range": Choice(("here", "channel", "everyone"))}),
        "color": _part({"value": Text()}),
        "emoji": _part({"name": Text()}, {"unicode": Text(), "url": Text(3000)}),
        "date": _part(
            {"timestamp": Whole(0), "format": Text()},
            {"url": Text(3000), "fallback": Text(), "timezone": Text()},
        ),
    }
)

BORDER: Final[Mapping[str, Rule]] = {"border": Choice((0, 1))}
SECTION: Final = Shape({"type": TYPE, "elements": Items(PARTS, least=0)})
LIST: Final = Shape(
    {
        "type": TYPE,
        "style": Choice(("bullet", "ordered")),
        "elements": Items(ByType({"rich_text_section": SECTION})),
    },
    {**BORDER, "indent": Whole(0, 8), "offset": Whole(0)},
)

RICH_TEXT: Final = ByType(
    {
        "rich_text": Shape(
            {
                "type": TYPE,
                "elements": Items(
                    ByType(
                        {
                            "rich_text_section": SECTION,
                            "rich_text_list": LIST,
                            "rich_text_quote": Shape(
                                {"type": TYPE, "elements": Items(PARTS)}, BORDER
                            ),
                            "rich_text_preformatted": Shape(
                                {
                                    "type": TYPE,
                                    "elements": Items(PARTS.only("text", "link")),
                                },
                                {**BORDER, "language": Text()},
                            ),
                        }
                    )
                ),
            },
            {"block_id": IDENTIFIER},
        )
    }
)
