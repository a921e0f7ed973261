"""People ask, and what the app makes of it arrives while they look."""

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from bot.app import Content
from bot.console.demonstrating import Demo
from bot.sandbox.demo import PARTNERS
from tests.sandbox_page.conftest import Visit
from tests.sandbox_page.running import Beside

TOPIC = "enroll-where"
ANSWERED = "Where and how do we enroll as a Microsoft learning partner?"


def ask(page: Page, text: str) -> Locator:
    """Type a question and Enter; give the reply."""
    before = page.locator("article").count()
    page.locator(".place .composer textarea").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(before + 2)
    return page.locator("article").last


def greeted(visit: Visit, name: str = "emma") -> Page:
    """Open the app's messages, where it greets a newcomer."""
    page = visit(f"/?as={name}")
    expect(page.locator("article")).to_have_count(1)
    return page


@pytest.mark.parametrize("locale", PARTNERS)
def test_a_question_in_each_language_is_answered_in_it(
    visit: Visit, content: Content, locale: str
) -> None:
    answer = content.decider.knowledge.topics[TOPIC].answer(locale)
    reply = ask(greeted(visit, PARTNERS[locale]), answer.question)
    expect(reply).to_contain_text(answer.question)
    expect(reply.locator("[lang]").first).to_have_attribute("lang", locale)


def test_enter_sends_and_shift_enter_begins_a_line(visit: Visit) -> None:
    page = greeted(visit)
    area = page.locator(".place .composer textarea")
    area.fill("first")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second")
    expect(area).to_have_value("first\nsecond")
    page.keyboard.press("Enter")
    expect(area).to_have_value("")
    expect(page.locator("article").nth(1)).to_contain_text("first\nsecond", use_inner_text=True)


def test_every_kind_of_button_of_an_answer_does_what_it_says(visit: Visit) -> None:
    page = greeted(visit)
    reply = ask(page, ANSWERED)
    reply.get_by_role("button", name="Useful", exact=True).click()
    expect(reply).to_contain_text("Thank you for telling us")
    reply.get_by_role("button", name="Ask a person").click()
    expect(reply).to_contain_text("I have passed your question on")
    reply.get_by_role("button", name="No longer needed").click()
    expect(reply).not_to_contain_text("I have passed your question on")
    reply.get_by_role("button", name="Français").click()
    expect(reply).to_contain_text("Espace partenaires")


def test_a_related_topic_is_answered_in_a_message_of_its_own_in_one_tap(visit: Visit) -> None:
    page = greeted(visit)
    reply = ask(page, ANSWERED)
    before = page.locator("article").count()
    reply.locator(".actions").nth(2).locator("button").first.click()
    expect(page.locator("article")).to_have_count(before + 1)


def test_a_question_that_was_not_useful_offers_others(visit: Visit) -> None:
    reply = ask(greeted(visit), ANSWERED)
    reply.get_by_role("button", name="Not useful").click()
    expect(reply).to_contain_text("Sorry that this did not help")


def test_a_suggested_prompt_asks_its_question(visit: Visit) -> None:
    page = greeted(visit)
    page.locator(".prompt").first.click()
    expect(page.locator("article")).to_have_count(3)


def test_an_edited_question_is_answered_anew_and_a_deleted_one_is_gone(visit: Visit) -> None:
    page = greeted(visit)
    reply = ask(page, ANSWERED)
    asked = page.locator("article").nth(1)
    asked.hover()
    asked.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Edit message").click()
    area = asked.get_by_label("Edit message")
    expect(area).to_be_focused()
    area.fill("When do the KPIs of our invoice show up?")
    page.keyboard.press("Enter")
    expect(asked).to_contain_text("(edited)")
    expect(reply).to_contain_text("When do the KPIs")
    asked.hover()
    asked.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Delete message…").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("The question was deleted.")).to_be_visible()
    expect(page.locator("article")).to_have_count(2)


def test_a_mention_in_a_channel_is_offered_and_answered_in_a_thread(visit: Visit) -> None:
    page = visit("/?as=emma&in=learning-partners")
    area = page.locator(".place .composer textarea")
    area.press_sequentially("@Par")
    expect(page.get_by_role("option", name="Partner Desk")).to_be_visible()
    page.keyboard.press("Enter")
    expect(area).to_have_value("@Partner Desk ")
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator("article")).to_have_count(2)
    thread.get_by_label("Reply…").fill("Thank you!")
    page.keyboard.press("Enter")
    expect(thread.locator("article")).to_have_count(3)
    expect(page.get_by_role("link", name="2 replies")).to_be_visible()
    thread.get_by_role("link", name="Close thread").click()
    expect(thread).to_have_count(0)


def test_a_command_is_offered_and_its_reply_is_only_visible_to_the_person(visit: Visit) -> None:
    page = visit("/?as=emma&in=learning-partners")
    area = page.locator(".place .composer textarea")
    area.press_sequentially("/par")
    page.keyboard.press("Tab")
    page.keyboard.type("tickets")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_contain_text("Only visible to you")
    other = visit("/?as=daan&in=learning-partners")
    expect(other.locator("article")).to_have_count(0)


def test_a_command_that_nobody_knows_is_a_notice_which_can_be_dismissed(visit: Visit) -> None:
    page = greeted(visit)
    page.locator(".place .composer textarea").fill("/nothing here")
    page.keyboard.press("Enter")
    expect(page.get_by_text("/nothing is not a valid command.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".notice")).to_have_count(0)


def test_the_shortcut_asks_about_a_message_of_anyone(visit: Visit) -> None:
    daan = visit("/?as=daan&in=learning-partners")
    daan.locator(".place .composer textarea").fill(ANSWERED)
    daan.keyboard.press("Enter")
    page = visit("/?as=emma&in=learning-partners")
    page.locator("article").hover()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Ask Partner Desk").click()
    expect(page.locator("article.private")).to_contain_text(ANSWERED)


def test_files_are_sent_with_their_contents(visit: Visit, running: Beside[Demo]) -> None:
    page = greeted(visit)
    contents = {"invoice.pdf": b"%PDF\r\n--\xff\x00\r\n", 'a "b" é.txt': b""}
    page.locator("[data-files]").set_input_files(
        [
            FilePayload(name=name, mimeType="application/pdf", buffer=content)
            for name, content in contents.items()
        ]
    )
    expect(page.locator("[data-chosen]")).to_have_text(", ".join(contents))
    page.locator(".place .composer textarea").fill(ANSWERED)
    page.keyboard.press("Enter")
    expect(page.locator(".file")).to_have_text(list(contents))
    kept = {each.name: each.content for each in running.site.slack.files.all()}
    assert kept == contents


def test_what_arrives_takes_nothing_away_from_what_is_half_typed(
    visit: Visit, running: Beside[Demo]
) -> None:
    page = visit("/?as=emma&in=learning-partners")
    area = page.locator(".place .composer textarea")
    area.press_sequentially("Half a")
    running.run(running.site.person("daan").say("learning-partners", "Good morning"))
    expect(page.locator("article")).to_have_count(1)
    page.keyboard.type(" sentence")
    expect(area).to_have_value("Half a sentence")
    expect(area).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("Good morning")


def test_what_was_not_seen_yet_is_counted(visit: Visit, running: Beside[Demo]) -> None:
    page = greeted(visit)
    running.run(running.site.person("daan").say("learning-partners", "Good morning"))
    line = page.locator(".channels a", has_text="learning-partners")
    expect(line.locator(".count")).to_have_text("1")
    line.click()
    expect(page.locator("article")).to_contain_text("Good morning")
    expect(line.locator(".count")).to_have_count(0)
