"""Each limit of Slack's holds, on both sides of it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox import check_blocks
from tests.sandbox.kit import (
    Json,
    actions,
    button,
    cell,
    confirmed,
    feedback,
    field,
    icons,
    mrkdwn,
    option,
    plain,
    section,
    select,
)

# What it is, how to make it of a certain size, the largest size that Slack takes.
LIMITS: list[tuple[str, Callable[[int], Json], int]] = [
    ("a section's text", lambda n: section("x" * n), 3000),
    ("a section's fields", lambda n: {"type": "section", "fields": [mrkdwn("x")] * n}, 10),
    ("a field", lambda n: {"type": "section", "fields": [plain("x" * n)]}, 2000),
    ("a header", lambda n: {"type": "header", "text": plain("x" * n)}, 150),
    ("a button's text", lambda n: actions(button("x" * n)), 75),
    ("a button's value", lambda n: actions(button(value="x" * n)), 2000),
    ("a button's address", lambda n: actions(button(url="https://a.b/".ljust(n, "x"))), 3000),
    ("a button's label", lambda n: actions(button(accessibility_label="x" * n)), 75),
    ("an action_id", lambda n: actions(button() | {"action_id": "x" * n}), 255),
    ("a block_id", lambda n: section(block_id="x" * n), 255),
    ("actions", lambda n: actions(*[button(action_id=f"b{i}") for i in range(n)]), 25),
    ("context elements", lambda n: {"type": "context", "elements": [mrkdwn("x")] * n}, 10),
    ("a context text", lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]}, 3000),
    ("options", lambda n: actions(select(n)), 100),
    ("an option's text", lambda n: actions(select() | {"options": [option("x" * n)]}), 75),
    ("an option's value", lambda n: actions(select() | {"options": [option("x", "x" * n)]}), 150),
    ("a placeholder", lambda n: actions(select(placeholder=plain("x" * n))), 150),
    ("overflow options", lambda n: actions(select(n) | {"type": "overflow"}), 5),
    ("radio buttons", lambda n: actions(select(n) | {"type": "radio_buttons"}), 10),
    ("checkboxes", lambda n: actions(select(n) | {"type": "checkboxes"}), 10),
    ("an input's label", lambda n: field({"type": "plain_text_input"}, label=plain("x" * n)), 2000),
    ("an input's hint", lambda n: field({"type": "plain_text_input"}, hint=plain("x" * n)), 2000),
    ("min_length", lambda n: field({"type": "plain_text_input", "min_length": n}), 3000),
    ("max_length", lambda n: field({"type": "plain_text_input", "max_length": n}), 3000),
    ("markdown", lambda n: {"type": "markdown", "text": "x" * n}, 12_000),
    (
        "an alt text",
        lambda n: {"type": "image", "image_url": "https://a.b", "alt_text": "x" * n},
        2000,
    ),
    ("a confirmation's title", lambda n: confirmed(title=plain("x" * n)), 100),
    ("a confirmation's text", lambda n: confirmed(text=plain("x" * n)), 300),
    ("a confirmation's button", lambda n: confirmed(confirm=plain("x" * n)), 30),
    ("a feedback button's text", lambda n: feedback("x" * n), 75),
    ("a feedback button's value", lambda n: feedback(value="x" * n), 2000),
    ("context actions", lambda n: {"type": "context_actions", "elements": icons(n)}, 5),
    ("table rows", lambda n: {"type": "table", "rows": [[cell()]] * n}, 100),
    ("table columns", lambda n: {"type": "table", "rows": [[cell()] * n]}, 20),
]


@pytest.mark.parametrize(("what", "make", "limit"), LIMITS, ids=[each[0] for each in LIMITS])
def test_each_limit_holds_on_both_sides(what: str, make: Any, limit: int) -> None:  # noqa: ANN401
    assert check_blocks([make(limit)], "message") == [], what
    assert check_blocks([make(limit + 1)], "message") != [], what


@pytest.mark.parametrize(("surface", "limit"), [("message", 50), ("modal", 100), ("home", 100)])
def test_the_number_of_blocks_is_limited(surface: Any, limit: int) -> None:  # noqa: ANN401
    assert check_blocks([{"type": "divider"}] * limit, surface) == []
    (finding,) = check_blocks([{"type": "divider"}] * (limit + 1), surface)
    assert finding == f"no more than {limit} items allowed [json-pointer:/blocks]"
