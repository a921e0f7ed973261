"""The payloads on which checker and types must agree, and those where one knows more."""

from typing import Any, Final

from bot.sandbox.kit import Surface
from tests.conformance.samples import HOME, IN_MESSAGES, IN_MODALS, MODAL, SECTION
from tests.sandbox.kit import field, rich, section
from tests.sandbox.test_block_limits import LIMITS
from tests.sandbox.test_blocks import ACCEPTED, REFUSED

Json = dict[str, Any]
Named = dict[str, tuple[Json, Surface]]


def _messages(blocks: dict[str, Json]) -> Named:
    return {name: ({"blocks": [block]}, "message") for name, block in blocks.items()}


def _with_block(block: Json) -> Json:
    return {**MODAL, "blocks": [block]}


# Right to both.
RIGHT: Final[Named] = {
    **_messages(ACCEPTED),
    **_messages(IN_MESSAGES),
    **{name: (_with_block(block), "modal") for name, block in IN_MODALS.items()},
    "a modal": (MODAL, "modal"),
    "a Home tab": (HOME, "home"),
}

# Refused by the checker for what types may or may not tell.
WRONG: Final[Named] = {
    **_messages(REFUSED),
    **{
        f"too much of {name}": ({"blocks": [make(most + 1)]}, "message")
        for name, make, most in LIMITS
    },
    "a modal without submit": (
        {
            **{key: MODAL[key] for key in ("type", "title")},
            "blocks": [field({"type": "users_select"})],
        },
        "modal",
    ),
    "a workflow's switch in a modal": ({**MODAL, "submit_disabled": True}, "modal"),
    "a Home tab with a title": ({**HOME, "title": MODAL["title"]}, "home"),
    "an unknown kind of view": ({**HOME, "type": "drawer"}, "home"),
    "a file named twice": (
        {
            "blocks": [
                section(
                    accessory={
                        "type": "image",
                        "alt_text": "x",
                        "slack_file": {"id": "F", "url": "https://a.b"},
                    }
                )
            ]
        },
        "message",
    ),
    "a card of nothing": ({"blocks": [{"type": "card"}]}, "message"),
    "a container without title": (
        {"blocks": [{"type": "container", "child_blocks": [section()]}]},
        "message",
    ),
    "a container in a container": (
        {
            "blocks": [
                {
                    "type": "container",
                    "title": MODAL["title"],
                    "child_blocks": [{"type": "container"}],
                }
            ]
        },
        "message",
    ),
    "a section in a carousel": (
        {"blocks": [{"type": "carousel", "elements": [section()]}]},
        "message",
    ),
}

# Right to the checker and to Slack's reference, unknown to the types; see `exceptions.DOCUMENTED`.
UNKNOWN_TO_TYPES: Final[Named] = _messages(
    {
        "a highlighted mention": rich(
            {"type": "user", "user_id": "U1", "style": {"client_highlight": True}}
        ),
        "a list that counts on": rich(SECTION, kind="rich_text_list", style="ordered", offset=3),
        "preformatted text of a language": rich(
            {"type": "text", "text": "x"}, kind="rich_text_preformatted", language="json"
        ),
    }
)
