"""Blocks are refused for what Slack refuses, and for nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as kit

from bot.sandbox import check_blocks, too_much_text
from bot.sandbox.kit import BLOCKS
from tests.sandbox.kit import (
    CONFIRM,
    Json,
    actions,
    button,
    cell,
    feedback,
    field,
    mrkdwn,
    option,
    plain,
    rich,
    section,
    select,
)

REFUSED = {
    "a section with empty text": section(""),
    "a section with neither text nor fields": {"type": "section"},
    "an unknown block": {"type": "paragraph", "text": "x"},
    "a block without type": {"text": "x"},
    "an unknown key in a block": {"type": "divider", "color": "red"},
    "an unknown key in a text": section() | {"text": {**mrkdwn("x"), "size": 3}},
    "verbatim in a plain text": {"type": "header", "text": {**plain("x"), "verbatim": True}},
    "a header with mrkdwn": {"type": "header", "text": mrkdwn("x")},
    "a text that is a bare string": {"type": "section", "text": "x"},
    "a null": section(accessory=None),
    "an unknown element": actions({"type": "slider"}),
    "a text input outside an input block": actions({"type": "plain_text_input"}),
    "a button in an input block": field(button()),
    "an image in actions": actions({"type": "image", "image_url": "https://a.b", "alt_text": "x"}),
    "an unknown style": actions(button(style="green")),
    "an address that is none": actions(button(url="not an address")),
    "an address with a line end": actions(button(url="https://a.b/\nx")),
    "empty actions": {"type": "actions", "elements": []},
    "a menu without options": actions({"type": "static_select"}),
    "a menu with both kinds of options": actions(
        select(option_groups=[{"label": plain("G"), "options": [option()]}])
    ),
    "an initial option that is not an option": actions(select(initial_option=option("Two", "2"))),
    "a menu option with mrkdwn": actions(
        select() | {"options": [{**option(), "text": mrkdwn("x")}]}
    ),
    "a link in a menu option": actions(select() | {"options": [option(url="https://a.b")]}),
    "an incomplete confirmation": actions(button(confirm={"title": plain("T")})),
    "an input without label": {"type": "input", "element": {"type": "plain_text_input"}},
    "lengths the wrong way round": field(
        {"type": "plain_text_input", "min_length": 9, "max_length": 3}
    ),
    "a date that is none": actions({"type": "datepicker", "initial_date": "2024-13-01"}),
    "a time that is none": actions({"type": "timepicker", "initial_time": "24:00"}),
    "true for a number": field({"type": "plain_text_input", "min_length": True}),
    "an image without source": {"type": "image", "alt_text": "x"},
    "an unknown rich text part": rich({"type": "mention"}),
    "an empty rich text part": rich({"type": "text", "text": ""}),
    "an unknown rich text style": rich({"type": "text", "text": "x", "style": {"big": True}}),
    "an unknown broadcast": rich({"type": "broadcast", "range": "all"}),
    "a rich text list of bare texts": rich(
        {"type": "text", "text": "x"}, kind="rich_text_list", style="bullet"
    ),
    "a mention in preformatted text": rich(
        {"type": "user", "user_id": "U1"}, kind="rich_text_preformatted"
    ),
}


@pytest.mark.parametrize("block", REFUSED.values(), ids=REFUSED.keys())
def test_what_slack_refuses_is_refused(block: Json) -> None:
    assert check_blocks([block], "message") != []


SECTION_OF_TEXT = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
ACCEPTED = {
    "a divider": {"type": "divider"},
    "a verbatim text": section() | {"text": {**mrkdwn("x"), "verbatim": True}},
    "a section with a menu beside it": section(accessory=select()),
    "a menu in groups": actions(
        {"type": "static_select", "option_groups": [{"label": plain("G"), "options": [option()]}]}
    ),
    "an initial option": actions(select(initial_option=option("One", "0"))),
    "an input that tells at once": field({"type": "plain_text_input"}, dispatch_action=True),
    "feedback buttons": feedback(),
    "an external menu": section(accessory={"type": "external_select", "min_query_length": 0}),
    "people and conversations": actions(
        {"type": "users_select", "action_id": "a"},
        {"type": "conversations_select", "action_id": "b", "filter": {"include": ["im"]}},
    ),
    "a confirmation": actions(button(confirm=CONFIRM)),
    "a link in an overflow menu": actions(
        {"type": "overflow", "options": [option(url="https://a.b")]}
    ),
    "a rich text list": rich(SECTION_OF_TEXT, kind="rich_text_list", style="ordered", indent=2),
    "a rich text quote": rich({"type": "text", "text": "x"}, kind="rich_text_quote", border=1),
    "all rich text parts": rich(
        {"type": "text", "text": "x", "style": {"bold": True, "code": True}},
        {"type": "link", "url": "https://a.b", "text": "a"},
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "wave"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"},
    ),
}


@pytest.mark.parametrize("block", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_slack_accepts_is_accepted(block: Json) -> None:
    assert check_blocks([block], "message") == []


def test_a_finding_names_the_rule_and_the_place() -> None:
    findings = check_blocks([{"type": "divider"}, section("")], "message")
    assert findings == ["must be more than 0 characters [json-pointer:/blocks/1/text/text]"]


@pytest.mark.parametrize("kind", ["markdown", "context_actions", "table"])
def test_some_blocks_are_for_messages_only(kind: str) -> None:
    blocks = {
        "markdown": {"type": "markdown", "text": "x"},
        "context_actions": feedback(),
        "table": {"type": "table", "rows": [[cell()]]},
    }
    assert check_blocks([blocks[kind]], "message") == []
    assert f"unsupported type: {kind}" in check_blocks([blocks[kind]], "modal")[0]
    assert f"unsupported type: {kind}" in check_blocks([blocks[kind]], "home")[0]


def number(**more: object) -> Json:
    return field({"type": "number_input", "is_decimal_allowed": True, **more})


def test_a_number_input_says_whether_decimals_are_allowed_and_its_bounds_are_in_order() -> None:
    assert check_blocks([number(min_value="-1", max_value="2.5")], "modal") == []
    assert check_blocks([number(min_value="9", max_value="3")], "modal") != []
    assert check_blocks([field({"type": "number_input"})], "modal") != []


ONLY_ON = {
    "file_input": {"modal"},
    "email_text_input": {"modal"},
    "url_text_input": {"modal"},
    "rich_text_input": {"modal", "home"},
    "datetimepicker": {"modal", "message"},
    "plain_text_input": {"modal", "message", "home"},
    "static_select": {"modal", "message", "home"},
}


@pytest.mark.parametrize("kind", ONLY_ON)
def test_an_input_stands_only_on_the_surfaces_that_take_it(kind: str) -> None:
    element = select() if kind == "static_select" else {"type": kind}
    surfaces: list[Any] = ["modal", "message", "home"]
    taken = {each for each in surfaces if not check_blocks([field(element)], each)}
    assert taken == ONLY_ON[kind]


def test_a_file_input_takes_ten_files_at_most() -> None:
    assert check_blocks([field({"type": "file_input", "max_files": 10})], "modal") == []
    assert check_blocks([field({"type": "file_input", "max_files": 11})], "modal") != []


def test_a_block_id_stands_once() -> None:
    twice = [section(block_id="a"), section(block_id="a")]
    assert check_blocks(twice, "message") == ["block_id `a` already exists [json-pointer:/blocks]"]


def test_an_action_id_stands_once_in_a_block_but_again_in_another() -> None:
    assert check_blocks([actions(button(), button())], "message") != []
    assert check_blocks([actions(button()), actions(button())], "message") == []


def test_markdown_blocks_share_their_limit() -> None:
    halves = [{"type": "markdown", "text": "x" * 6000}] * 2
    assert check_blocks(halves, "message") == []
    assert check_blocks([*halves, {"type": "markdown", "text": "x"}], "message") != []


def test_one_element_at_most_takes_the_focus() -> None:
    focused = {"type": "plain_text_input", "focus_on_load": True}
    assert check_blocks([field(focused)], "modal") == []
    assert check_blocks([field(focused), field(focused)], "modal") != []


def test_all_text_of_a_message_is_counted_together() -> None:
    blocks = [section("x" * 3000)] * 4
    assert not too_much_text([*blocks, section("x" * 1000)])
    assert too_much_text([*blocks, section("x" * 1001)])


def test_no_blocks_are_refused_in_a_message_and_taken_on_a_home_tab() -> None:
    assert check_blocks([], "message") != []
    assert check_blocks([], "home") == []


def test_what_slack_sdk_draws_is_accepted() -> None:
    drawn = [
        kit.SectionBlock(text="Hello", accessory=kit.ButtonElement(text="Go", action_id="go")),
        kit.ContextBlock(elements=[kit.MarkdownTextObject(text="small")]),
        kit.InputBlock(label="Name", element=kit.PlainTextInputElement(action_id="name")),
        kit.HeaderBlock(text="Title"),
        kit.DividerBlock(),
    ]
    assert check_blocks([each.to_dict() for each in drawn], "modal") == []


KEYS = st.sampled_from(["type", "text", "elements", "element", "accessory", "options", "block_id"])
TYPES = st.sampled_from(sorted(BLOCKS.shapes))
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | TYPES
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(ANYTHING)
def test_no_json_makes_the_check_fail(blocks: object) -> None:
    assert all("json-pointer:/blocks" in each for each in check_blocks(blocks, "message"))


@given(st.text(min_size=1, max_size=3000))
def test_any_text_of_a_right_length_is_accepted(text: str) -> None:
    assert check_blocks([section(text)], "message") == []
