"""The Home tab, topics and forms, as partners and the support team see them."""

from playwright.sync_api import Page, expect

from bot.console.demonstrating import Demo
from bot.sandbox import Fault
from tests.sandbox_page.conftest import Visit
from tests.sandbox_page.running import Beside

DETAILS = {
    "Name": "Clarke Learning",
    "Country": "Ireland",
    "Landing page": "https://learning.example.com",
}


def home(visit: Visit, name: str = "emma") -> Page:
    page = visit(f"/?as={name}&in=home")
    expect(page.get_by_role("heading", name="With the support team")).to_be_visible()
    return page


def test_a_topic_opens_over_the_home_tab_speaks_other_languages_and_gives_focus_back(
    visit: Visit,
) -> None:
    page = home(visit)
    topic = page.get_by_role("button", name="Where to enroll")
    topic.click()
    dialog = page.get_by_role("dialog", name="Partner Desk")
    expect(dialog).to_contain_text("Where and how do we enroll")
    dialog.get_by_role("button", name="Svenska").click()
    expect(dialog).not_to_contain_text("Where and how do we enroll")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(topic).to_be_focused()


def test_a_language_is_chosen_from_a_menu_with_search(visit: Visit) -> None:
    page = home(visit)
    menu = page.get_by_role("combobox", name="My language")
    menu.click()
    menu.fill("ned")
    expect(page.get_by_role("option")).to_have_text(["Nederlands"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Mijn taal")).to_have_value("Nederlands")


def test_a_form_tells_what_is_missing_beside_its_field_and_then_reaches_support(
    visit: Visit,
) -> None:
    page = home(visit)
    page.get_by_role("button", name="Ask to be listed").click()
    dialog = page.get_by_role("dialog", name="Directory request")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Country").fill("Ireland")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator(".error")).to_have_count(2)
    expect(dialog.get_by_label("Name")).to_be_focused()
    expect(dialog.get_by_label("Name")).to_have_accessible_description(
        "As it should appear in the directory Please complete this required field."
    )
    expect(dialog.get_by_label("Country")).to_have_value("Ireland")
    for label, value in DETAILS.items():
        dialog.get_by_label(label).fill(value)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    support = visit("/?as=noor&in=partner-desk")
    card = support.locator("article").last
    for value in ("Emma Clarke", *DETAILS.values()):
        expect(card).to_contain_text(value)


def test_a_form_stays_open_with_what_was_typed_when_the_app_fails(
    visit: Visit, running: Beside[Demo]
) -> None:
    page = home(visit)
    page.get_by_role("button", name="Ask to be listed").click()
    for label, value in DETAILS.items():
        page.get_by_label(label).fill(value)
    running.site.slack.faults.add("acknowledgement", Fault.lost())
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".notice")).to_contain_text("Your entries are still here")
    expect(page.get_by_label("Country")).to_have_value("Ireland")


def test_the_inspector_shows_requests_and_calls_and_what_was_refused(
    visit: Visit, running: Beside[Demo]
) -> None:
    page = visit("/?as=emma&inspect=1")
    running.site.slack.faults.add("views.publish", Fault.refused("invalid_arguments"))
    page.get_by_role("link", name="Home", exact=True).click()
    row = page.locator(".row.bad")
    expect(row).to_contain_text("views.publish")
    expect(row).to_contain_text("invalid_arguments")
    sent = page.locator(".row", has_text="app_home_opened · home")
    expect(sent).to_contain_text("ms")
    sent.locator("summary").click()
    expect(sent.locator("pre").first).to_contain_text('"tab": "home"')
    expect(page.get_by_role("link", name="Inspector: 1 refused")).to_be_visible()


def test_the_clock_moves_for_the_workspace_and_the_app_alike(
    visit: Visit, running: Beside[Demo]
) -> None:
    page = visit("/?as=emma&in=learning-partners")
    before = running.site.slack.stamps.clock()
    page.locator("#clock-button").click()
    page.get_by_role("button", name="+1 week").click()
    expect(page.locator("#clock-menu")).to_be_hidden()
    running.until(lambda: running.site.slack.stamps.clock() - before >= 604_800)


def test_anybody_can_be_acted_as(visit: Visit) -> None:
    page = visit("/?as=emma&in=learning-partners")
    page.locator("#act-as").click()
    people = page.locator("#act-as-menu a")
    expect(people).to_have_count(7)
    page.get_by_role("link", name="Astrid Lindqvist Svenska · Partner, other company").click()
    expect(page.locator("#act-as")).to_contain_text("Astrid Lindqvist")
    expect(page.locator(".composer textarea")).to_have_attribute("lang", "sv")


def test_the_board_draws_a_form_in_all_five_languages(visit: Visit) -> None:
    page = visit("/board")
    page.get_by_role("link", name="form: discrepancy").click()
    cards = page.locator(".exhibit .card")
    expect(cards).to_have_count(5)
    languages = {card.get_attribute("lang") for card in cards.all()}
    assert languages == {"en", "fr", "nl", "sv", "zh"}
