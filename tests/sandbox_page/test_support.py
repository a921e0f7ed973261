"""Support and partners in the browser: a ticket goes through both of their screens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.console.demonstrating import Demo
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.sandbox_page.conftest import Visit
from tests.sandbox_page.running import Beside
from tests.sandbox_page.test_accessible import SMALLEST, in_both_schemes
from tests.sandbox_page.test_keyboard import tab_to

ASKED = "Pouvez-vous intervenir à notre journée portes ouvertes à Lyon ?"
ANSWER = "Le jeudi 10, une quarantaine de personnes."
DESK = f"/?as=noor&in={SUPPORT_CHANNEL}"


@pytest.fixture
def asked(running: Beside[Demo]) -> Beside[Demo]:
    """Give a workspace in which Camille asked what only a person can answer."""
    running.run(running.site.person("camille").say(None, ASKED))
    running.until(lambda: running.site.person("noor").sees(SUPPORT_CHANNEL))
    return running


def card_of(page: Page) -> Locator:
    return page.locator(".place article").filter(has_text="Request 1: ").first


def do(page: Page, name: str) -> Locator:
    """Press a button of the card; give the dialog that it opens."""
    card_of(page).get_by_role("button", name=name, exact=True).click()
    return page.locator("dialog[data-modal]")


def details(page: Page) -> Locator:
    """Open the details of the card's ticket."""
    card_of(page).get_by_role("button", name="More options").click()
    return do(page, "Details")


def insert(dialog: Locator, title: str) -> None:
    """Choose a text block, and wait until it stands in the text."""
    before = dialog.get_by_role("textbox").input_value()
    menu = dialog.get_by_role("combobox")
    menu.click()
    dialog.get_by_role("option", name=title).click()
    expect(dialog.get_by_role("textbox")).not_to_have_value(before)


def preview(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("This is what the partner will see:")).to_be_visible()


def close(dialog: Locator) -> None:
    dialog.press("Escape")
    expect(dialog).to_have_count(0)


def send(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)


def test_a_question_is_taken_answered_in_its_language_and_answered_back_below_the_card(
    visit: Visit, asked: Beside[Demo]
) -> None:
    words = asked.site.house.knowledge.replies.say("looking-into-it", "fr").text
    noor = visit(DESK)
    do(noor, "Take")
    expect(card_of(noor)).to_contain_text("In progress · @Noor Haddad")
    dialog = do(noor, "Reply")
    expect(dialog).to_contain_text("reads French")
    insert(dialog, "We are looking into it")
    preview(dialog)
    text = words.format(number=1)
    expect(dialog).to_contain_text(f"Réponse à votre demande 1{text}")
    send(dialog)

    camille = visit("/?as=camille")
    reply = camille.locator(".place article").last
    expect(reply).to_contain_text(text)
    reply.get_by_role("link", name="Replied to a thread").click()
    thread = camille.get_by_role("complementary", name="Thread")
    thread.get_by_role("textbox").fill(ANSWER)
    thread.get_by_role("button", name="Send").click()

    card_of(noor).get_by_role("link", name="replies").click()
    below = noor.get_by_role("complementary", name="Thread")
    for said in (text, f"@Camille Moreau wrote:{ANSWER}"):
        expect(below).to_contain_text(said)


def test_what_support_says_below_a_card_stays_there(visit: Visit, asked: Beside[Demo]) -> None:
    noor, camille = visit(DESK), visit("/?as=camille")
    card_of(noor).hover()
    card_of(noor).get_by_role("link", name="Reply in thread").click()
    below = noor.get_by_role("complementary", name="Thread")
    below.get_by_role("textbox").fill("They always ask this.")
    below.get_by_role("button", name="Send").click()
    expect(below).to_contain_text("They always ask this.")
    asked.run(asked.site.calm())
    told = [each.text for each in asked.site.person("camille").sees()]
    assert told
    assert all("always" not in text for text in told)
    expect(camille.get_by_text("They always ask this.")).to_have_count(0)


def test_a_reply_is_written_previewed_and_sent_with_the_keyboard_alone(
    visit: Visit, asked: Beside[Demo]
) -> None:
    noor = visit(DESK)
    card_of(noor).get_by_role("button", name="Reply", exact=True).focus()
    noor.keyboard.press("Enter")
    dialog = noor.locator("dialog[data-modal]")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    noor.keyboard.type("Bonjour, avec plaisir !")
    tab_to(noor, "Preview")
    noor.keyboard.press("Enter")
    expect(dialog.get_by_text("This is what the partner will see:")).to_be_visible()
    tab_to(noor, "Send")
    noor.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    asked.run(asked.site.calm())
    assert "Réponse à votre demande 1" in asked.site.person("camille").sees()[-1].text


def test_who_presses_take_too_late_is_told_who_has_it(visit: Visit, asked: Beside[Demo]) -> None:
    page = visit(DESK)
    page.route("**/live", lambda route: route.abort())
    page.reload()
    sam = asked.site.person("sam")
    asked.run(sam.press(sam.sees(SUPPORT_CHANNEL)[0], "desk:take"))
    asked.run(asked.site.calm())
    do(page, "Take")
    expect(page.locator(".place")).to_contain_text("@Sam Okafor")


def desk_screens(page: Page, address: str) -> Iterator[tuple[str, Page]]:
    """Give what support sees of a ticket, one screen after the other."""
    page.goto(f"{address}{DESK}")
    expect(card_of(page)).to_be_visible()
    yield "card", page
    dialog = do(page, "Reply")
    dialog.get_by_role("textbox").fill(
        "Hello, we are looking at your question and will tell you more tomorrow."
    )
    yield "reply", page
    preview(dialog)
    expect(dialog).to_contain_text("Your text is in English, but the partner reads French.")
    yield "preview", page
    close(dialog)
    expect(details(page).get_by_role("heading", name="History")).to_be_visible()
    yield "details", page
    close(dialog)
    page.goto(f"{address}/?as=noor&in=home")
    expect(page.get_by_role("heading", name="Support desk")).to_be_visible()
    yield "home", page


def test_axe_finds_nothing_at_the_desk_light_or_dark_on_a_screen_or_a_phone(
    browser: Browser, asked: Beside[Demo]
) -> None:
    found = {}
    for width in (1280, SMALLEST):
        with browser.new_context(
            viewport={"width": width, "height": 740}, reduced_motion="reduce"
        ) as context:
            context.set_default_timeout(5_000)
            for name, page in desk_screens(context.new_page(), asked.site.address):
                found[f"{name}, {width}"] = in_both_schemes(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
                page.emulate_media(color_scheme="light")
    assert {name: each for name, each in found.items() if each} == {}
