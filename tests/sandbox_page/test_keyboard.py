"""Somebody without a mouse does it all."""

from playwright.sync_api import Page, expect

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
    expect(dialog.get_by_label("Name")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Ask to be listed")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Name")).to_be_focused()
    for text in ("Clarke", "Ireland", "https://learning.example.com"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


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
