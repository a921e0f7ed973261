"""Menus, boxes, confirmations and shortcuts: by mouse, by keyboard, on a small phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.kit import CONFIRM, actions, option, plain, section
from tests.sandbox_page.everything import Everything, form
from tests.sandbox_page.running import Beside
from tests.sandbox_page.test_accessible import SMALLEST, violations
from tests.sandbox_page.test_typing import field, radios

Json = dict[str, Any]

PLACES = ("Sweden", "Switzerland", "Spain", "South Africa")
OPTIONS = {"options": [option("One", "1"), option("Two", "2"), option("Three", "3")]}


def place(**more: object) -> Json:
    return field("place", {"type": "external_select", **more}, dispatch_action=True)


def find(query: str) -> Json:
    found = [each for each in PLACES if each.lower().startswith(query.lower())]
    return {"options": [option(each, each) for each in found]}


def chosen(shown: Beside[Everything]) -> list[str]:
    """Give the values of all options that the app was told of."""
    acted = [each["actions"][0] for each in shown.site.got if "actions" in each]
    return [each["selected_option"]["value"] for each in acted]


def asked(shown: Beside[Everything]) -> list[str]:
    """Give what the app was asked for."""
    return [each["value"] for each in shown.site.got if each["type"] == "block_suggestion"]


def open_form(shown: Beside[Everything], *blocks: Json) -> None:
    shown.site.suggests = find
    shown.run(shown.site.show_form(form(*blocks)))


def test_an_external_menu_is_searched_and_chosen_from_by_keyboard_on_a_small_phone(
    small: Page, shown: Beside[Everything]
) -> None:
    filling = [field(f"text{n}", {"type": "plain_text_input"}) for n in range(6)]
    open_form(shown, *filling, place(min_query_length=2))
    menu = small.get_by_label("The place")
    menu.focus()
    small.keyboard.type("s")
    expect(small.get_by_role("option")).to_have_text(["Type 2 characters to search"])
    small.keyboard.type("w")
    expect(small.get_by_role("option")).to_have_text(["Sweden", "Switzerland"])
    expect(small.get_by_role("option", name="Switzerland")).to_be_in_viewport()
    assert violations(small) == []
    assert small.evaluate("document.documentElement.scrollWidth") <= SMALLEST
    small.keyboard.press("ArrowDown")
    small.keyboard.press("Enter")
    expect(menu).to_have_value("Switzerland")
    shown.until(lambda: chosen(shown) == ["Switzerland"])
    assert asked(shown) == ["sw"]
    expect(menu).to_be_focused()


def test_an_external_menu_that_waits_for_nothing_offers_at_once_and_again(
    emma: Page, shown: Beside[Everything]
) -> None:
    open_form(shown, place(min_query_length=0, initial_option=option("Sweden", "Sweden")))
    menu = emma.get_by_label("The place")
    expect(menu).to_have_value("Sweden")
    menu.click()
    expect(emma.get_by_role("option")).to_have_text(list(PLACES))
    emma.get_by_role("option", name="Spain").click()
    expect(menu).to_have_value("Spain")
    menu.click()
    expect(emma.get_by_role("option")).to_have_text(list(PLACES))
    emma.keyboard.press("Escape")
    expect(emma.get_by_role("option")).to_have_count(0)
    expect(emma.get_by_role("dialog")).to_be_visible()
    emma.locator("[data-submit]").click()
    expect(emma.get_by_role("dialog")).to_have_count(0)
    values = shown.site.got[-1]["view"]["state"]["values"]
    assert values["place"]["value"]["selected_option"]["value"] == "Spain"


def test_an_app_that_offers_what_slack_does_not_take_is_told_to_the_person(
    emma: Page, shown: Beside[Everything]
) -> None:
    open_form(shown, place(min_query_length=1))
    shown.site.suggests = lambda _: {"options": [option("x" * 76, "x")]}
    emma.get_by_label("The place").fill("sw")
    expect(emma.get_by_role("option")).to_have_text(["No results"])
    expect(emma.locator(".notice")).to_contain_text("less than 76 characters")


@pytest.mark.parametrize(
    "element",
    [
        {"type": "checkboxes", **OPTIONS},
        {"type": "radio_buttons", **OPTIONS},
        {"type": "overflow", **OPTIONS},
        {"type": "static_select", **OPTIONS},
        {"type": "datepicker", "initial_date": "2026-05-01"},
    ],
    ids=lambda each: each["type"],
)
def test_what_must_be_confirmed_is_not_told_before_and_taken_back_when_denied(
    emma: Page, shown: Beside[Everything], element: Json
) -> None:
    block = actions({**element, "action_id": "act", "confirm": CONFIRM})
    shown.run(shown.site.call("chat.postMessage", channel="U0EMMA0001", blocks=[block], text="x"))

    def act() -> None:
        if element["type"] == "datepicker":
            emma.locator("input[type=date]").fill("2026-06-02")
        elif element["type"] == "static_select":
            emma.get_by_role("combobox").click()
            emma.get_by_role("option", name="Two").click()
        elif element["type"] == "overflow":
            emma.get_by_role("button", name="More options").click()
            emma.get_by_role("button", name="Two").click()
        else:
            emma.get_by_label("Two").click()

    act()
    emma.get_by_role("button", name="N", exact=True).click()
    expect(emma.get_by_role("dialog")).to_have_count(0)
    if element["type"] in {"checkboxes", "radio_buttons"}:
        expect(emma.get_by_label("Two")).not_to_be_checked()
    if element["type"] == "datepicker":
        expect(emma.locator("input[type=date]")).to_have_value("2026-05-01")
    act()
    emma.keyboard.press("Escape")
    expect(emma.get_by_role("dialog")).to_have_count(0)
    assert shown.site.got == []
    act()
    emma.get_by_role("button", name="Y", exact=True).click()
    shown.until(lambda: shown.site.got)
    told = shown.site.got[0]["actions"][0]
    assert told["action_id"] == "act"


def test_an_overflow_menu_is_used_by_keyboard_on_a_small_phone(
    small: Page, shown: Beside[Everything]
) -> None:
    overflow = {"type": "overflow", "action_id": "act", **OPTIONS}
    blocks = [section("With more", accessory=overflow)]
    shown.run(shown.site.call("chat.postMessage", channel="U0EMMA0001", blocks=blocks, text="x"))
    small.get_by_role("button", name="More options").focus()
    small.keyboard.press("Enter")
    expect(small.get_by_role("button", name="One")).to_be_focused()
    assert violations(small) == []
    small.keyboard.press("ArrowDown")
    small.keyboard.press("Enter")
    shown.until(lambda: chosen(shown) == ["2"])
    expect(small.get_by_role("button", name="More options")).to_be_focused()


def test_radio_buttons_of_a_form_are_chosen_by_keyboard_on_a_small_phone(
    small: Page, shown: Beside[Everything]
) -> None:
    described = {**option("A rather long choice that needs two lines of its own", "1")}
    long = {"options": [{**described, "description": plain("What it means " * 5)}]}
    open_form(shown, field("long", {"type": "radio_buttons", **long}), radios("choice"))
    small.get_by_label("One").focus()
    small.keyboard.press("Space")
    small.keyboard.press("ArrowDown")
    shown.until(lambda: chosen(shown) == ["1", "2"])
    expect(small.get_by_role("radio", name="Two", exact=True)).to_be_checked()
    expect(small.get_by_role("radio", name="Two", exact=True)).to_be_focused()
    assert violations(small) == []
    assert small.evaluate("document.documentElement.scrollWidth") <= SMALLEST


def test_what_is_wrong_in_a_group_of_boxes_is_told_beside_it_and_has_the_focus(
    emma: Page, shown: Beside[Everything]
) -> None:
    boxes = field("boxes", {"type": "checkboxes", **OPTIONS}, optional=False)
    open_form(shown, {**radios("choice"), "optional": False, "hint": plain("Choose one")}, boxes)
    emma.locator("[data-submit]").click()
    expect(emma.locator(".error")).to_have_count(2)
    group = emma.get_by_role("radiogroup", name="The choice")
    expect(group).to_have_accessible_description("Choose one")
    expect(group).to_have_attribute("aria-invalid", "true")
    expect(group.get_by_label("One")).to_be_focused()
    assert violations(emma) == []


def test_global_shortcuts_are_in_the_composer_s_menu_and_those_of_messages_are_not(
    small: Page, shown: Beside[Everything]
) -> None:
    def open_one(payload: Json) -> None:
        view = form(section("From a shortcut"))
        shown.site.change("views.open", trigger_id=payload["trigger_id"], view=view)

    shown.site.reacts = open_one
    draft = small.locator(".composer textarea")
    draft.fill("half a sentence")
    small.get_by_role("button", name="Shortcuts").focus()
    small.keyboard.press("Enter")
    menu = small.get_by_role("group", name="Shortcuts")
    expect(menu.get_by_role("button")).to_have_text(["ReportA new one", "Request"])
    expect(menu.get_by_role("button", name="Report")).to_be_focused()
    assert violations(small) == []
    small.keyboard.press("ArrowDown")
    small.keyboard.press("Enter")
    expect(small.get_by_role("dialog")).to_contain_text("From a shortcut")
    (payload,) = shown.site.got
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "request")
    small.keyboard.press("Escape")
    expect(draft).to_have_value("half a sentence")


def test_files_are_sent_into_a_thread_too(emma: Page, shown: Beside[Everything]) -> None:
    posted = shown.run(shown.site.call("chat.postMessage", channel="U0EMMA0001", text="Your proof"))
    emma.goto(f"{shown.site.address}/?as=emma&in=dm&thread={posted['ts']}")
    thread = emma.get_by_role("complementary", name="Thread")
    proof = {"name": "证明 ✓.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    thread.locator("[data-files]").set_input_files(proof)  # type: ignore[arg-type]
    thread.get_by_role("button", name="Send", exact=True).click()
    expect(thread.locator(".file")).to_have_text(["证明 ✓.pdf"])
    (file,) = shown.site.slack.files.all()
    assert (file.name, file.content) == ("证明 ✓.pdf", b"%PDF")
