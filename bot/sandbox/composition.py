"""Composition objects of Block Kit: texts, options, confirmations, filters.

Source: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from bot.sandbox.payload import Json
from bot.sandbox.rules import (
    ByType,
    Choice,
    Findings,
    Flag,
    Items,
    Rule,
    Shape,
    Text,
    Whole,
    either,
    finding,
    not_both,
)

TYPE = Text()
IDENTIFIER = Text(255)
WEB_ADDRESS = Text(3000, form=r"https?://[^\s<>]+")
ANY_ADDRESS = Text(3000, form=r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+")


def plain_text(longest: int, *, shortest: int = 1) -> ByType:
    """Make the rule of a ``plain_text`` object up to a length."""
    text = Text(longest, shortest)
    shape = Shape({"type": TYPE, "text": text}, {"emoji": Flag()})
    return ByType({"plain_text": shape})


def any_text(longest: int) -> ByType:
    """Make the rule of a ``plain_text`` or ``mrkdwn`` object up to a length."""
    mrkdwn = Shape({"type": TYPE, "text": Text(longest)}, {"verbatim": Flag()})
    return ByType({**plain_text(longest).shapes, "mrkdwn": mrkdwn})


CONFIRM = Shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": Choice(("primary", "danger"))},
)

DISPATCH_CONFIG = Shape(
    {},
    {"trigger_actions_on": Items(Choice(("on_enter_pressed", "on_character_entered")), 2)},
)

CONVERSATION_FILTER = Shape(
    {},
    {
        "include": Items(Choice(("im", "mpim", "private", "public")), 4),
        "exclude_bot_users": Flag(),
        "exclude_external_shared_channels": Flag(),
    },
    (either("include", "exclude_bot_users", "exclude_external_shared_channels"),),
)

SLACK_FILE = Shape({}, {"id": Text(), "url": Text()}, (either("id", "url"), not_both("id", "url")))


def option(text: Rule, *, described: Rule, linked: bool = False) -> Shape:
    """Make the rule of an option; only options of an overflow menu have a link."""
    link = {"url": ANY_ADDRESS} if linked else {}
    return Shape({"text": text, "value": Text(150)}, {"description": described, **link})


MENU_OPTION = option(plain_text(75), described=plain_text(75))
BOX_OPTION = option(any_text(75), described=plain_text(75))
OVERFLOW_OPTION = option(plain_text(75), described=plain_text(75), linked=True)

OPTION_GROUP = Shape({"label": plain_text(75), "options": Items(MENU_OPTION, 100)})

FEEDBACK_BUTTON = Shape(
    {"text": plain_text(75), "value": Text(2000)}, {"accessibility_label": Text(75)}
)

SELECTED_ITEMS = Whole(least=1)


def options_of(element: Json) -> list[Json]:
    """Give all options of a menu, whether they stand in groups or not."""
    groups = element.get("option_groups")
    lists = [element.get("options")]
    if isinstance(groups, list):
        lists += [each.get("options") for each in groups if isinstance(each, dict)]
    return [one for each in lists if isinstance(each, list) for one in each]


def initial_among_options(element: Json, at: str) -> Findings:
    """Find initial options that are not exactly one of the options."""
    initial = element.get("initial_options", [element.get("initial_option")])
    known = options_of(element)
    for each in initial if isinstance(initial, list) else []:
        if each is not None and each not in known:
            yield finding("initial option must match one of the options", at)


def options_or_groups(element: Json, at: str) -> Findings:
    """Find a static menu with neither or both of its two kinds of options."""
    yield from either("options", "option_groups")(element, at)
    yield from not_both("options", "option_groups")(element, at)
