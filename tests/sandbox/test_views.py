"""Views are refused for what Slack refuses."""

from typing import Any

import pytest

from bot.sandbox import check_view
from bot.sandbox.views import too_large

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(**more: object) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [{"type": "divider"}], **more}


def test_a_small_modal_and_a_home_tab_are_accepted() -> None:
    assert check_view(modal()) == []
    assert check_view({"type": "home", "blocks": [{"type": "divider"}]}) == []


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_title_and_buttons_have_24_characters(name: str) -> None:
    assert check_view(modal(**{name: plain("x" * 24)})) == []
    (finding,) = check_view(modal(**{name: plain("x" * 25)}))
    assert finding == f"must be less than 25 characters [json-pointer:/view/{name}/text]"


@pytest.mark.parametrize(
    ("name", "limit"), [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)]
)
def test_what_travels_along_has_its_limits(name: str, limit: int) -> None:
    assert check_view(modal(**{name: "x" * limit})) == []
    assert check_view(modal(**{name: "x" * (limit + 1)})) != []


def test_a_modal_with_an_input_needs_submit() -> None:
    block = {"type": "input", "label": plain("L"), "element": {"type": "plain_text_input"}}
    assert check_view(modal(blocks=[block])) != []
    assert check_view(modal(blocks=[block], submit=plain("Send"))) == []


@pytest.mark.parametrize(
    "view",
    [
        {"type": "home", "blocks": [], "title": plain("T")},
        {"type": "home", "blocks": [], "submit": plain("T")},
        {"type": "drawer", "blocks": []},
        {"type": "modal", "blocks": [{"type": "divider"}]},
        {"type": "modal", "title": plain("T")},
        modal(title={"type": "mrkdwn", "text": "T"}),
        modal(title="T"),
        modal(size="large"),
        modal(notify_on_close="yes"),
        [],
        None,
    ],
)
def test_a_view_of_a_wrong_form_is_refused(view: object) -> None:
    assert check_view(view) != []


def test_a_finding_inside_a_view_points_into_its_blocks() -> None:
    (finding,) = check_view(modal(blocks=[{"type": "header", "text": plain("")}]))
    assert finding == "must be more than 0 characters [json-pointer:/view/blocks/0/text/text]"


def test_a_view_above_250_kb_is_too_large() -> None:
    assert not too_large(modal(private_metadata="x" * 200_000))
    assert too_large(modal(private_metadata="x" * 250_000))
