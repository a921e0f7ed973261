"""Cards and their threads in the browser, the partner's and the support team's."""

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.sandbox.kit import actions, button, section
from tests.sandbox_page.desk import EMMA, MENUS, NOOR, at_desk, link_to, post, thread_of
from tests.sandbox_page.everything import Everything
from tests.sandbox_page.running import Beside
from tests.sandbox_page.test_accessible import violations


def test_a_card_and_its_thread_stand_beside_each_other_each_part_with_an_id_of_its_own(
    emma: Page, shown: Beside[Everything]
) -> None:
    card = post(shown, SUPPORT_CHANNEL, "Card", blocks=[section("Ticket 41"), *MENUS])
    post(shown, SUPPORT_CHANNEL, "Reply", thread_ts=card, blocks=[section("A reply"), *MENUS])
    page = at_desk(emma, shown)
    thread = thread_of(page, "Ticket 41")
    expect(thread.locator("article")).to_have_count(2)
    expect(page.locator(".place article")).to_have_count(1)
    repeated = page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);"
        " return ids.filter((id, place) => ids.indexOf(id) !== place); }"
    )
    assert repeated == []
    assert violations(page) == []


def test_menus_and_buttons_of_a_message_in_a_thread_tell_the_app(
    emma: Page, shown: Beside[Everything]
) -> None:
    card = post(shown, SUPPORT_CHANNEL, "Card")
    post(shown, SUPPORT_CHANNEL, "Reply", thread_ts=card, blocks=MENUS)
    thread = thread_of(at_desk(emma, shown), "Card")
    thread.get_by_role("combobox", name="Assign to").click()
    thread.get_by_role("option", name="Sam Okafor").click()
    thread.get_by_role("button", name="More options").click()
    thread.get_by_role("button", name="Merge").click()
    thread.get_by_role("button", name="Take").click()
    got = shown.site.got
    shown.until(lambda: len(got) == 3)
    told = {each["actions"][0]["action_id"]: each for each in got}
    assert told["assign"]["actions"][0]["selected_user"] == "U0SAM00001"
    assert told["more"]["actions"][0]["selected_option"]["value"] == "m"
    assert {each["container"]["thread_ts"] for each in got} == {card}


def test_members_of_other_companies_are_not_offered_to_be_chosen(
    emma: Page, shown: Beside[Everything]
) -> None:
    post(shown, SUPPORT_CHANNEL, "Card", blocks=MENUS)
    page = at_desk(emma, shown)
    page.get_by_role("combobox", name="Assign to").click()
    expect(page.get_by_role("option", name="Sam Okafor")).to_be_visible()
    expect(page.get_by_role("option", name="Astrid Lindqvist")).to_have_count(0)


def test_a_partner_writes_changes_and_deletes_in_a_thread_of_a_direct_message(
    emma: Page, shown: Beside[Everything]
) -> None:
    post(shown, EMMA, "Your ticket 41")
    thread = thread_of(emma, "Your ticket 41")
    thread.get_by_label("Reply…").fill("The invoice is lost")
    emma.keyboard.press("Enter")
    mine = thread.locator("article").nth(1)
    expect(mine).to_contain_text("The invoice is lost")
    mine.hover()
    mine.get_by_role("button", name="More actions").click()
    mine.get_by_role("link", name="Edit message").click()
    mine.get_by_label("Edit message").fill("The invoice is found")
    emma.keyboard.press("Enter")
    expect(mine).to_contain_text("The invoice is found")
    mine.hover()
    mine.get_by_role("button", name="More actions").click()
    mine.get_by_role("button", name="Delete message…").click()
    mine.get_by_role("button", name="Delete", exact=True).click()
    expect(thread.locator("article")).to_have_count(1)
    expect(emma.get_by_role("link", name="1 reply")).to_have_count(0)


def test_a_deleted_message_with_replies_is_shown_as_deleted_above_them(
    emma: Page, shown: Beside[Everything]
) -> None:
    ts = shown.run(shown.site.emma.say(None, "A slip of the tongue"))
    post(shown, EMMA, "Noted", thread_ts=ts)
    shown.run(shown.site.emma.delete(None, ts))
    message = emma.locator(".place article")
    expect(message).to_contain_text("This message was deleted.")
    expect(message).not_to_contain_text("slip")
    message.get_by_role("link", name="1 reply").click()
    expect(emma.get_by_role("complementary", name="Thread")).to_contain_text("Noted")


def test_a_reply_that_is_sent_to_the_channel_too_leads_to_its_thread(
    emma: Page, shown: Beside[Everything]
) -> None:
    card = post(shown, SUPPORT_CHANNEL, "Card")
    post(shown, SUPPORT_CHANNEL, "Overdue", thread_ts=card, reply_broadcast=True)
    page = at_desk(emma, shown)
    expect(page.locator(".place article")).to_have_count(2)
    page.get_by_role("link", name="Replied to a thread").click()
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Card")
    assert violations(page) == []


def test_an_ephemeral_message_is_seen_by_one_person_and_says_so(
    emma: Page, shown: Beside[Everything]
) -> None:
    given = {"channel": SUPPORT_CHANNEL, "user": NOOR, "text": "Sam was faster"}
    shown.run(shown.site.call("chat.postEphemeral", **given))
    page = at_desk(emma, shown)
    message = page.locator("article").filter(has_text="Sam was faster")
    expect(message).to_contain_text("Only visible to you")
    page = at_desk(emma, shown, "sam")
    expect(page.get_by_text("Nothing has been said here yet.")).to_be_visible()


def test_a_permalink_leads_to_its_message_and_moves_it_into_view(
    emma: Page, shown: Beside[Everything]
) -> None:
    first = post(shown, SUPPORT_CHANNEL, "The first card")
    reply = post(shown, SUPPORT_CHANNEL, "A reply to it", thread_ts=first)
    for number in range(30):
        post(shown, SUPPORT_CHANNEL, f"Card {number}", blocks=[section(f"Card {number}")])
    links = [link_to(shown, SUPPORT_CHANNEL, ts) for ts in (first, reply)]
    text = f"<{links[0]}|The card> and <{links[1].replace('&', '&amp;')}|the reply>"
    buttons = actions(button("Open", action_id="open", url=links[0]))
    post(shown, SUPPORT_CHANNEL, "Links", blocks=[section(text), buttons])
    page = at_desk(emma, shown)
    card = page.locator(".place article").first
    expect(card).not_to_be_in_viewport()
    page.get_by_role("link", name="The card").click()
    expect(card).to_be_in_viewport()
    expect(card).to_be_focused()
    page.get_by_role("link", name="the reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator("article").filter(has_text="A reply to it")).to_be_focused()
    page.reload()
    expect(thread.locator("article").filter(has_text="A reply to it")).to_be_focused()
    page.get_by_role("button", name="Open").click()
    expect(thread).to_have_count(0)
    expect(card).to_be_focused()
    assert [each["actions"][0]["action_id"] for each in shown.site.got] == ["open"]


@pytest.mark.parametrize("ts", ["the card's", "1700000000.000000"])
def test_a_permalink_shows_nothing_to_those_who_are_not_there(
    emma: Page, shown: Beside[Everything], ts: str
) -> None:
    card = post(shown, SUPPORT_CHANNEL, "For support alone")
    there = card if ts == "the card's" else ts
    address = f"/archives/{SUPPORT_CHANNEL}/p{there.replace('.', '')}"
    emma.goto(f"{shown.site.address}{address}?as=emma")
    expect(emma.locator(".notice")).to_contain_text("There is no such message")
    expect(emma.get_by_text("For support alone")).to_have_count(0)
