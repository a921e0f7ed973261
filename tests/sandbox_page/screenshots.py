"""`make screenshots`: the pictures of the README, taken of the demo itself."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from bot.app import read_content
from bot.console.demonstrating import EXAMPLES, demo, live_in
from bot.sandbox.demo import PARTNERS
from tests.sandbox_page.filling import PURCHASE, fill, open_form, report
from tests.sandbox_page.running import beside, launch

FOLDER: Final = EXAMPLES.parent / "screenshots"
DESKTOP: Final = (1280, 800)
WIDE: Final = (1600, 900)
PHONE: Final = (360, 740)

REPORT: Final = "Report a discrepancy"
LIST: Final = "Ask to be listed"


def _nothing(_: Page) -> None:
    return


def _fail_form(page: Page) -> None:
    page.locator(".home .btn.primary").first.click()
    page.locator("dialog[data-modal]").wait_for()
    page.locator("[data-submit]").click()
    page.locator(".error").first.wait_for()


def _fill_form(page: Page) -> None:
    fill(open_form(page, REPORT), PURCHASE)


def _review_form(page: Page) -> None:
    report(open_form(page, REPORT))


def _search_country(page: Page) -> None:
    dialog = open_form(page, LIST)
    menu = dialog.get_by_role("combobox", name="Country")
    menu.click()
    menu.fill("swedn")
    dialog.get_by_role("option").first.wait_for()


def _talk(page: Page) -> None:
    before = page.locator("article").count()
    page.locator("[data-twin^='talk:']").last.click()
    page.locator("article").nth(before).wait_for()
    page.locator("article").last.scroll_into_view_if_needed()


def _close_form(page: Page) -> None:
    """Leave no modal open for the next picture."""
    dialog = page.locator("dialog[data-modal]")
    if dialog.count():
        dialog.press("Escape")
        dialog.wait_for(state="detached")


def _open_list(page: Page) -> None:
    page.get_by_role("button", name="Channels").click()


def _act_as(page: Page) -> None:
    page.locator("#act-as").click()


ACTS: Final[dict[str, tuple[str, tuple[int, int], str, Callable[[Page], None]]]] = {
    **{
        f"answer-{each}": (f"/?as={who}", DESKTOP, "light", _nothing)
        for each, who in PARTNERS.items()
    },
    "home": ("/?as=emma&in=home", DESKTOP, "light", _nothing),
    "home-dark": ("/?as=wei&in=home", DESKTOP, "dark", _nothing),
    "form": ("/?as=emma&in=home", DESKTOP, "light", _fail_form),
    "form-country": ("/?as=emma&in=home", DESKTOP, "light", _search_country),
    "form-step": ("/?as=emma&in=home", DESKTOP, "light", _fill_form),
    "form-review": ("/?as=emma&in=home", DESKTOP, "dark", _review_form),
    "receipt": ("/?as=emma", DESKTOP, "light", _nothing),
    "conversation": ("/?as=camille", DESKTOP, "light", _talk),
    "support": ("/?as=noor&in=partner-desk&inspect=1", DESKTOP, "light", _nothing),
    "dark": ("/?as=daan&inspect=1", DESKTOP, "dark", _nothing),
    "act-as": ("/?as=camille&in=learning-partners", DESKTOP, "dark", _act_as),
    "board": ("/board?name=form%3A+directory%2C+company", WIDE, "light", _nothing),
    "phone": ("/?as=astrid", PHONE, "light", _nothing),
    "phone-dark": ("/?as=wei", PHONE, "dark", _nothing),
    "phone-channels": ("/?as=noor", PHONE, "light", _open_list),
    "phone-form": ("/?as=daan&in=home", PHONE, "dark", _fail_form),
    "phone-board": ("/board", PHONE, "light", _nothing),
}


def take(browser: Browser, address: str, name: str) -> None:
    """Take one picture."""
    path, (width, height), scheme, act = ACTS[name]
    more: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": height}}
    with browser.new_context(**more) as context:
        page = context.new_page()
        page.goto(f"{address}{path}")
        page.wait_for_timeout(400)
        act(page)
        page.wait_for_timeout(200)
        page.screenshot(path=FOLDER / f"{name}.png")
        _close_form(page)


def main() -> None:
    """Take all pictures."""
    content = read_content()
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with beside(demo(content, Path(folder))) as running:
            running.run(live_in(running.site, content))
            for name in ACTS:
                take(browser, running.site.address, name)
        browser.close()


if __name__ == "__main__":
    main()
