"""Somebody without a mouse does it all."""

from playwright.sync_api import Locator, Page, expect

from tests.sandbox_page.conftest import Visit


def tab_to(page: Page, name: str) -> None:
    """Press Tab until an element of that name has focus."""
    named = "(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"
    for _ in range(120):
        page.keyboard.press("Tab")
        if str(page.evaluate(named)).startswith(name):
            return
    message = f"Tab never reached {name!r}"
    raise AssertionError(message)


def test_a_form_is_reached_filled_in_left_and_sent_by_keyboard(visit: Visit) -> None:
    page = visit("/?as=emma")
    tab_to(page, "Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="With the support team")).to_be_visible()
    tab_to(page, "Ask to be listed")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[data-modal]")
    name = dialog.get_by_role("textbox", name="Name in the directory")
    expect(name).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Ask to be listed")).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    page.keyboard.type("Clarke")
    page.keyboard.press("Tab")
    page.keyboard.type("Irland")
    expect(dialog.get_by_role("option", name="Ireland")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("https://clarke.ie")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", name="Step 2 of 2: Your landing page")).to_be_visible()
    for box in dialog.get_by_role("checkbox").all():
        tab_to_focus(page, box)
        page.keyboard.press("Space")
        expect(box).to_be_checked()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", name="Please check, then send")).to_be_visible()
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


def tab_to_focus(page: Page, target: Locator) -> None:
    """Press Tab until an element has focus."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(target)


def test_menus_open_move_and_close_by_keyboard(visit: Visit) -> None:
    page = visit("/?as=emma&in=learning-partners")
    page.locator("#act-as").focus()
    page.keyboard.press("Enter")
    links = page.locator("#act-as-menu a")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#act-as")).to_be_focused()


def test_the_first_tab_skips_to_the_conversation(visit: Visit) -> None:
    page = visit("/?as=emma&in=learning-partners")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
