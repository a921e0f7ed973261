"""Everybody can use the page: axe finds nothing, and it fits a small phone."""

from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.app import Content
from bot.console.demonstrating import Demo
from tests.sandbox_page.conftest import Visit
from tests.sandbox_page.running import Beside

PLACES = (
    "/?as=emma",
    "/?as=wei&in=home",
    "/?as=noor&in=partner-desk&inspect=1",
    "/board?name=form%3A+directory%2C+company",
    "/board?name=form%3A+discrepancy%2C+review",
    "/board?name=receipt%3A+discrepancy",
    "/board?name=home",
)
SMALLEST = 360


@pytest.fixture
def lived_in(running: Beside[Demo], content: Content) -> Beside[Demo]:
    """Give a workspace in which something has been said everywhere."""
    topic = content.decider.knowledge.topics["enroll-where"]
    people = [running.site.person(name) for name in ("emma", "wei")]
    for person, locale in zip(people, ("en", "zh"), strict=True):
        running.run(person.say(None, topic.answer(locale).question))
        running.until(lambda person=person: len(person.sees()) > 1)  # type: ignore[misc]
        running.run(person.open_home())
        running.until(lambda person=person: person.home)  # type: ignore[misc]
    reply = people[0].sees()[-1]
    running.run(people[0].press(reply, "person"))
    running.until(lambda: running.site.person("noor").sees("partner-desk"))
    running.run(people[0].say("learning-partners", "Good morning, <@U0PARTNER1>"))
    return running


def violations(page: Page, *only: str) -> list[str]:
    """Run axe, of which the package `axe-playwright-python` carries a copy; all rules, or some."""
    if not page.evaluate("!!window.axe"):
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    rules = {"runOnly": list(only)} if only else {}
    found = page.evaluate("rules => axe.run(rules)", rules)["violations"]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']][:3]}" for each in found]


def in_both_schemes(page: Page) -> list[str]:
    """Run axe on a page in light, and what colours can change in dark."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    return found + violations(page, "color-contrast", "link-in-text-block")


def test_axe_finds_nothing_on_page_modal_inspector_and_board_light_or_dark(
    browser: Browser, lived_in: Beside[Demo]
) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        found = {}
        for place in PLACES:
            page.goto(f"{lived_in.site.address}{place}")
            found[place] = in_both_schemes(page)
        page.goto(f"{lived_in.site.address}/?as=emma&in=home")
        page.get_by_role("button", name="Ask to be listed").click()
        page.locator("[data-submit]").click()
        expect(page.locator(".error")).to_have_count(3)
        found["form"] = in_both_schemes(page)
    assert {place: each for place, each in found.items() if each} == {}


def test_nothing_needs_horizontal_scrolling_on_a_small_phone(
    browser: Browser, lived_in: Beside[Demo]
) -> None:
    with browser.new_context(viewport={"width": SMALLEST, "height": 640}) as context:
        page = context.new_page()
        for place in (*PLACES, "/?as=emma&in=learning-partners"):
            page.goto(f"{lived_in.site.address}{place}")
            assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, place
        page.get_by_role("button", name="Channels").click()
        page.get_by_role("link", name="Partner Desk").click()
        expect(page.get_by_role("navigation", name="Channels and apps")).to_be_hidden()
        expect(page.get_by_role("heading", name="Partner Desk")).to_be_visible()


def test_people_s_words_are_marked_with_their_language(
    visit: Visit, lived_in: Beside[Demo]
) -> None:
    del lived_in
    page = visit("/?as=wei")
    expect(page.locator("article [lang]").first).to_have_attribute("lang", "zh")
