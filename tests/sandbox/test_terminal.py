"""The terminal offers what can be pressed or chosen, and only that."""

from typing import Any

from bot.sandbox import Message, View
from bot.sandbox.terminal import show
from tests.sandbox.acting import BOXES, FEEDBACK, MENU, field, option
from tests.sandbox.kit import actions, button, plain, rich, section

Json = dict[str, Any]


def message(*blocks: Json, **more: Any) -> Message:  # noqa: ANN401
    return Message("C1", "1.1", "U1", blocks=list(blocks), **more)


def labels(target: Message | View) -> list[str]:
    return [each.label for each in show(target).choices]


def test_buttons_menus_boxes_and_groups_are_numbered() -> None:
    grouped = {
        "type": "static_select",
        "action_id": "grouped",
        "option_groups": [{"label": plain("Few"), "options": [option("c")]}],
    }
    overflow = {"type": "overflow", "action_id": "more", "options": [option("d")]}
    boxes = {**BOXES, "action_id": "boxes", "options": [option("e")]}
    shown = message(
        section(accessory=MENU),
        actions(button("Go"), grouped, overflow, boxes),
        {"type": "context_actions", "elements": [FEEDBACK]},
    )
    assert labels(shown) == ["A", "B", "Go", "C", "D", "E", "Yes", "No"]
    assert "[3] Go  [4] C  [5] D  [6] E" in show(shown).lines


def test_an_input_offers_its_options_where_it_tells_the_app_at_once() -> None:
    radios = {**BOXES, "type": "radio_buttons", "action_id": "value"}
    told, silent = field("told", radios, dispatch_action=True), field("silent", radios)
    view = View("V1", "U1", {"type": "modal", "blocks": [told, silent]}, "h", "V1")
    assert [(each.block_id, each.value) for each in show(view).choices] == [
        ("told", "a"),
        ("told", "b"),
    ]


def test_files_of_a_message_are_named() -> None:
    assert show(message(files=[{"name": "fakturą.pdf"}])).lines == ["📎 fakturą.pdf"]


def test_fields_dates_and_pictures_are_read_as_words() -> None:
    dated = {"type": "date", "timestamp": 0, "format": "{ago}"}
    shown = message(
        {"type": "section", "fields": [plain("Owner"), plain("Noor")]},
        rich({"type": "text", "text": "Due "}, {**dated, "fallback": "on Friday"}),
        rich({"type": "text", "text": "Received "}, dated),
        {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A chart"},
    )
    lines = ["Owner", "Noor", "Due on Friday", "Received 1970-01-01 00:00 UTC", "[A chart]"]
    assert show(shown).lines == lines
