"""`make screenshots`: the pictures of the README, taken of the demo itself."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bot.app import Content, read_content
from bot.console.demonstrating import demo
from bot.console.living import EXAMPLES, live_in, story_clock
from bot.sandbox.demo import PARTNERS
from bot.settings import MANIFEST, TEMPLATES
from bot.slack.installation.distribution import bot_scopes
from bot.slack.installation.pages import Pages
from bot.slack.screens.languages import named
from tests.sandbox_page.filling import PURCHASE, fill, open_form, report
from tests.sandbox_page.running import beside, launch

FOLDER: Final = EXAMPLES.parent / "screenshots"
DESKTOP: Final = (1280, 800)
WIDE: Final = (1600, 900)
TALL: Final = (1280, 1100)
PHONE: Final = (360, 740)

REPORT: Final = "Report a discrepancy"
LIST: Final = "Ask to be listed"
INSTALLATION: Final = "installation"


_SETTLED_MS: Final = 300


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


def _card(page: Page, number: int) -> Locator:
    return page.locator(".place article").filter(has_text=f"Request {number}: ").first


def _show(card: Locator) -> None:
    card.evaluate("each => each.scrollIntoView({block: 'start'})")


def _show_cards(page: Page) -> None:
    _show(_card(page, 16))


def _open_thread(page: Page) -> None:
    card = _card(page, 8)
    _show(card)
    card.get_by_role("link", name="replies").click()
    page.get_by_role("complementary", name="Thread").get_by_text("programme-lyon").last.wait_for()


def _open_chinese_thread(page: Page) -> None:
    receipt = page.locator(".place article").filter(has_text="发票-077.pdf").first
    _show(receipt)
    receipt.locator(".replies").click()
    page.get_by_role("complementary", name="Thread").wait_for()


def _open_reply(page: Page) -> None:
    card = _card(page, 8)
    _show(card)
    card.get_by_role("button", name="Reply", exact=True).click()
    page.locator("dialog[data-modal]").wait_for()


def _write_reply(page: Page) -> None:
    _open_reply(page)
    dialog = page.locator("dialog[data-modal]")
    dialog.get_by_role("textbox").fill("Le titre : « Former autrement ».")
    page.wait_for_timeout(_SETTLED_MS)


def _preview_reply(page: Page) -> None:
    _write_reply(page)
    dialog = page.locator("dialog[data-modal]")
    dialog.get_by_role("button", name="Preview").click()
    dialog.get_by_text("This is what the partner will see:").wait_for()


def _open_details(page: Page) -> None:
    card = _card(page, 8)
    _show(card)
    card.get_by_role("button", name="More options").click()
    card.get_by_role("button", name="Details").click()
    page.locator("dialog[data-modal]").wait_for()


def _show_text(text: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        _show(page.locator(".place article").filter(has_text=text).last)

    return show


def _show_answer(page: Page) -> None:
    useful = page.locator(".place article").filter(has=page.locator("[data-twin^='feedback']")).last
    useful.evaluate("each => each.scrollIntoView({block: 'end'})")


def _open_settings(page: Page) -> None:
    button = page.get_by_role("button", name="Change the settings")
    button.scroll_into_view_if_needed()
    button.click()
    page.locator("dialog[data-modal]").wait_for()


def _open_list(page: Page) -> None:
    page.get_by_role("button", name="Channels").click()


def _act_as(page: Page) -> None:
    page.locator("#act-as").click()


ACTS: Final[dict[str, tuple[str, tuple[int, int], str, Callable[[Page], None]]]] = {
    **{
        f"answer-{each}": (f"/?as={who}", DESKTOP, "light", _show_answer)
        for each, who in PARTNERS.items()
    },
    "home": ("/?as=emma&in=home", DESKTOP, "light", _nothing),
    "home-dark": ("/?as=wei&in=home", DESKTOP, "dark", _nothing),
    "form": ("/?as=emma&in=home", DESKTOP, "light", _fail_form),
    "form-country": ("/?as=emma&in=home", DESKTOP, "light", _search_country),
    "form-step": ("/?as=emma&in=home", DESKTOP, "light", _fill_form),
    "form-review": ("/?as=emma&in=home", DESKTOP, "dark", _review_form),
    "receipt": ("/?as=emma", DESKTOP, "light", _show_text("Clarke Learning")),
    "conversation": ("/?as=camille", DESKTOP, "light", _talk),
    "support": ("/?as=noor&in=partner-desk", DESKTOP, "light", _show_cards),
    "support-dark": ("/?as=sam&in=partner-desk", DESKTOP, "dark", _show_cards),
    "card-thread": ("/?as=noor&in=partner-desk", WIDE, "light", _open_thread),
    "reply": ("/?as=noor&in=partner-desk", TALL, "light", _write_reply),
    "reply-preview": ("/?as=noor&in=partner-desk", TALL, "dark", _preview_reply),
    "details": ("/?as=noor&in=partner-desk", TALL, "light", _open_details),
    "support-home": ("/?as=noor&in=home", DESKTOP, "light", _nothing),
    "support-home-dark": ("/?as=sam&in=home", DESKTOP, "dark", _nothing),
    "settings": ("/?as=sam&in=home", TALL, "light", _open_settings),
    "week": ("/?as=noor&in=partner-desk", DESKTOP, "light", _show_text("The week in figures")),
    "batch": ("/?as=noor&in=partner-desk", DESKTOP, "light", _show_text("To be submitted")),
    "partner-zh": ("/?as=wei", WIDE, "light", _open_chinese_thread),
    "beside": ("/beside?left=camille&right=noor", WIDE, "light", _nothing),
    "inspector": ("/?as=noor&in=partner-desk&inspect=1", DESKTOP, "light", _nothing),
    "phone-support": ("/?as=noor&in=partner-desk", PHONE, "light", _show_cards),
    "phone-support-home": ("/?as=noor&in=home", PHONE, "dark", _nothing),
    "dark": ("/?as=daan&inspect=1", DESKTOP, "dark", _show_answer),
    "act-as": ("/?as=camille&in=learning-partners", DESKTOP, "dark", _act_as),
    "board": ("/board?name=form%3A+directory%2C+company", WIDE, "light", _nothing),
    "phone": ("/?as=astrid", PHONE, "light", _show_answer),
    "phone-dark": ("/?as=wei", PHONE, "dark", _show_answer),
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


def take_installation(browser: Browser, content: Content) -> None:
    """Take a picture of the page on which the app is installed."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    languages = named(content.decider.knowledge.locales)
    values = {"url": "#", "scopes": bot_scopes(manifest), "languages": languages}
    drawn = Pages(TEMPLATES / "web", content.words).page("install", "en", values)
    page = browser.new_page(viewport={"width": TALL[0], "height": TALL[1]})
    page.set_content(bytes(drawn.body).decode())
    page.screenshot(path=FOLDER / f"{INSTALLATION}.png")


def main() -> None:
    """Take all pictures, or those that are named."""
    content, wanted = read_content(), sys.argv[1:] or [*ACTS, INSTALLATION]
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        knowledge = content.decider.knowledge
        with beside(demo(content, Path(folder), clock=story_clock(knowledge))) as running:
            running.run(live_in(running.site, knowledge), seconds=60)
            for name in wanted:
                if name in ACTS:
                    take(browser, running.site.address, name)
        if INSTALLATION in wanted:
            take_installation(browser, content)
        browser.close()


if __name__ == "__main__":
    main()
