"""The Home tab, topics and forms, as partners and the support team see them."""

from playwright.sync_api import Locator, Page, expect

from bot.console.demonstrating import Demo
from bot.sandbox import Fault
from bot.sandbox.faults import FOREVER
from tests.sandbox_page.conftest import Visit
from tests.sandbox_page.filling import DIRECTORY, confirm_all, fill, go_on, open_form, report
from tests.sandbox_page.running import Beside


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
    dialog = open_form(home(visit), "Ask to be listed")
    name = dialog.get_by_role("textbox", name="Name in the directory")
    expect(name).to_be_focused()
    fill(dialog, {"Country": "Ireland"})
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.locator(".error")).to_have_count(2)
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(
        "As it should appear in the directory, for example Contoso Learning "
        "Please complete this required field."
    )
    expect(dialog.get_by_role("combobox", name="Country")).to_have_value("Ireland")
    fill(dialog, DIRECTORY)
    go_on(dialog, "Step 2 of 2: Your landing page")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.locator(".error")).to_contain_text("Please confirm this too")
    expect(dialog.get_by_role("checkbox").first).to_be_checked()
    confirm_all(dialog)
    go_on(dialog, "Please check, then send")
    for value in DIRECTORY.values():
        expect(dialog).to_contain_text(value)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    support = visit("/?as=noor&in=partner-desk")
    card = support.locator("article").last
    for value in ("Emma Clarke", *DIRECTORY.values()):
        expect(card).to_contain_text(value)


def test_a_report_with_its_invoice_is_filled_in_checked_changed_and_sent(visit: Visit) -> None:
    page = home(visit)
    dialog = open_form(page, "Report a discrepancy")
    report(dialog)
    expect(dialog).to_contain_text("€5,678.90")
    dialog.get_by_role("button", name="Back").click()
    expect(dialog).to_contain_text("invoice.pdf")
    go_on(dialog, "Please check, then send")
    choose_place(dialog, "The numbers")
    expect(dialog.get_by_role("textbox", name="Revenue value in the KPI dashboard")).to_have_value(
        "€ 5.678,90"
    )
    fill(dialog, {"KPI value in Partner Center": "7"})
    go_on(dialog, "Please check, then send")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    receipt = visit("/?as=emma").locator("article", has_text="Request 1").last
    expect(receipt).to_contain_text("Request 1: KPI discrepancy")
    expect(receipt.get_by_role("button", name="Withdraw")).to_be_visible()
    expect(page.get_by_text("Request 1: KPI discrepancy")).to_be_visible()


def choose_place(dialog: Locator, name: str) -> None:
    """Choose what to change on the last screen of a form."""
    menu = dialog.get_by_role("combobox", name="Change something")
    menu.click()
    dialog.get_by_role("option", name=name).click()
    expect(dialog.get_by_role("heading", name=name)).to_be_visible()


def test_what_was_typed_in_a_form_that_was_closed_is_there_when_it_is_opened_again(
    visit: Visit,
) -> None:
    page = home(visit)
    dialog = open_form(page, "Ask to be listed")
    fill(dialog, DIRECTORY)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("and not sent yet")).to_be_visible()
    dialog = open_form(page, "Ask to be listed")
    expect(dialog).to_contain_text("What you filled in then is here.")
    for label, value in DIRECTORY.items():
        expect(dialog.get_by_label(label, exact=True)).to_have_value(value)


def test_a_form_stays_open_with_what_was_typed_when_the_app_fails(
    visit: Visit, running: Beside[Demo]
) -> None:
    page = home(visit)
    dialog = open_form(page, "Ask to be listed")
    fill(dialog, DIRECTORY)
    running.site.slack.faults.add("acknowledgement", Fault.lost(times=FOREVER))
    dialog.get_by_role("button", name="Next").click()
    expect(page.locator(".notice", has_text="Your entries are still here")).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Country")).to_have_value("Ireland")


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
    people = page.locator("#act-as-menu a[data-nav]")
    expect(people).to_have_count(7)
    page.get_by_role("link", name="Astrid Lindqvist Svenska · Partner, other company").click()
    expect(page.locator("#act-as")).to_contain_text("Astrid Lindqvist")
    expect(page.locator(".composer textarea")).to_have_attribute("lang", "sv")


def test_the_board_draws_a_form_in_all_five_languages(visit: Visit) -> None:
    page = visit("/board")
    page.get_by_role("link", name="form: discrepancy, purchase", exact=True).click()
    cards = page.locator(".exhibit .card")
    expect(cards).to_have_count(5)
    languages = {card.get_attribute("lang") for card in cards.all()}
    assert languages == {"en", "fr", "nl", "sv", "zh"}
