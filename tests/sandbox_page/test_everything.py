"""All of Block Kit is drawn, can be used, and tells the app what was chosen."""

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from bot.sandbox import form_state
from bot.sandbox.elements import INPUTS, MULTI_SELECTS, PICKERS, SELECTS
from bot.sandbox.kit import BLOCKS
from bot.sandbox.page import posting
from tests.sandbox.kit import section
from tests.sandbox_page.everything import (
    ALERT,
    DATA,
    ELEMENTS,
    MESSAGE,
    Everything,
    field_of,
    form,
)
from tests.sandbox_page.running import Beside
from tests.sandbox_page.test_accessible import violations


def file_of(content: bytes) -> FilePayload:
    return FilePayload(name="proof.pdf", mimeType="application/pdf", buffer=content)


def fetched(site: Everything, address: str) -> bytes:
    """Give a file as the app reads it: from its address, with the app's token."""
    headers = {"Authorization": f"Bearer {site.slack.app.bot_token}"}
    return httpx.get(address, headers=headers).content


def test_the_kit_has_every_block_and_the_form_nearly_every_input() -> None:
    drawn = {block["type"] for block in [*MESSAGE, ALERT, DATA]}
    assert drawn | {"input"} == set(BLOCKS.shapes)
    kinds = {element["type"] for element in ELEMENTS.values()}
    rest = {*SELECTS, *MULTI_SELECTS, *PICKERS, *INPUTS} - kinds
    assert all(kind.startswith("multi_") for kind in rest)


def test_every_block_of_a_message_is_drawn_and_safe(emma: Page, shown: Beside[Everything]) -> None:
    shown.run(shown.site.call("chat.postMessage", channel="U0EMMA0001", blocks=MESSAGE, text="x"))
    message = emma.locator("article")
    expect(message).to_contain_text("@Daan de Vries")
    for words in (
        "#learning-partners",
        "November 14, 2023",
        "A chart",
        "Second card",
        "Inside",
        "Film",
        "<script>alert(1)</script>",
    ):
        expect(message).to_contain_text(words)
    expect(message.get_by_role("link", name="label")).to_have_attribute(
        "href", "https://example.com"
    )
    expect(message.locator("table th")).to_have_count(2)
    assert violations(emma) == []


def test_every_element_of_a_message_tells_the_app(emma: Page, shown: Beside[Everything]) -> None:
    shown.run(shown.site.call("chat.postMessage", channel="U0EMMA0001", blocks=MESSAGE, text="x"))
    emma.get_by_role("button", name="Plain").click()
    emma.get_by_role("button", name="Good").click()
    emma.get_by_role("button", name="More options").click()
    emma.get_by_role("button", name="Two").click()
    emma.get_by_role("combobox").click()
    emma.get_by_role("option", name="Three").click()
    emma.locator("input[type=date]").fill("2026-06-02")
    emma.get_by_role("button", name="Sure").click()
    emma.get_by_role("button", name="N", exact=True).click()
    expect(emma.get_by_role("button", name="Sure")).to_be_focused()
    emma.get_by_role("button", name="Sure").click()
    emma.get_by_role("button", name="Y", exact=True).click()
    got = shown.site.got
    shown.until(lambda: len(got) == 6)
    told = {each["actions"][0]["action_id"]: each["actions"][0] for each in got}
    assert told["plain"]["value"] == "v"
    assert told["helpful"]["value"] == "good"
    assert told["over"]["selected_option"]["value"] == "2"
    assert told["menu"]["selected_option"]["value"] == "3"
    assert told["day"]["selected_date"] == "2026-06-02"
    assert "sure" in told


def test_every_input_of_a_form_is_filled_in_and_arrives(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(ALERT, *map(field_of, ELEMENTS))))
    dialog = emma.get_by_role("dialog", name="Everything")
    for name, text in {
        "text": "Some text",
        "lines": "One\nTwo",
        "email": "emma@example.com",
        "url": "https://example.com",
        "number": "2.5",
        "rich": "Rich",
        "day": "2026-06-02",
        "hour": "09:30",
        "moment": "2026-06-02T09:30",
    }.items():
        dialog.get_by_label(f"The {name}").fill(text)
    for name, choice in {
        "menu": "Two",
        "grouped": "One",
        "several": "Three",
        "person": "Daan de Vries",
        "people": "Daan de Vries",
        "place": "#learning-partners",
        "talk": "#learning-partners",
    }.items():
        dialog.get_by_label(f"The {name}", exact=True).click()
        dialog.get_by_role("option", name=choice).click()
    dialog.get_by_label("The outside").fill("xy")
    dialog.get_by_role("option", name="Found xy").click()
    dialog.get_by_role("checkbox", name="Two").check()
    dialog.get_by_role("radio", name="Three").check()
    dialog.get_by_label("The file").set_input_files([file_of(b"one\r\n"), file_of(b"two")])
    assert violations(emma) == []
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    submitted = shown.site.got[-1]["view"]["state"]["values"]
    values = {name: submitted[name]["value"] for name in ELEMENTS}
    assert values["lines"]["value"] == "One\nTwo"
    assert values["number"]["value"] == "2.5"
    assert values["outside"]["selected_option"]["value"] == "f"
    assert [each["value"] for each in values["several"]["selected_options"]] == ["3"]
    assert values["people"]["selected_users"] == ["U0DAAN0001"]
    assert values["moment"]["selected_date_time"] == 1780389000
    files = values["file"]["files"]
    assert [fetched(shown.site, each["url_private"]) for each in files] == [b"one\r\n", b"two"]
    assert all(
        any(inner for key, inner in each.items() if key != "type") for each in values.values()
    )


@pytest.mark.parametrize("scripted", [True, False])
def test_a_file_that_is_too_large_is_told_beside_its_input_and_one_sent_twice_is_one_file(
    browser: Browser,
    shown: Beside[Everything],
    monkeypatch: pytest.MonkeyPatch,
    *,
    scripted: bool,
) -> None:
    monkeypatch.setattr(form_state, "FILE_BYTES", 1000)
    shown.run(shown.site.show_form(form(field_of("file"))))
    shown.site.answers.append({"response_action": "errors", "errors": {"file": "Try again"}})
    with browser.new_context(java_script_enabled=scripted) as context:
        page = context.new_page()
        page.goto(f"{shown.site.address}/?as=emma")
        page.get_by_label("The file").set_input_files(file_of(bytes(1001)))
        page.locator("[data-submit]").click()
        expect(page.locator(".error")).to_contain_text("up to 10 MB each")
        assert shown.site.slack.files.all() == []
        page.get_by_label("The file").set_input_files(file_of(bytes(1000)))
        page.locator("[data-submit]").click()
        expect(page.locator(".error")).to_have_text("Try again")
        page.get_by_label("The file").set_input_files(file_of(bytes(1000)))
        page.locator("[data-submit]").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    (file,) = shown.site.slack.files.all()
    assert file.content == bytes(1000)


def test_more_than_the_page_takes_at_once_is_told_and_not_sent(
    emma: Page, shown: Beside[Everything], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "REST_BYTES", 1000 - posting.FILES_BYTES)
    emma.locator("[data-files]").set_input_files(file_of(bytes(2000)))
    emma.get_by_role("button", name="Send", exact=True).click()
    expect(emma.locator(".notice")).to_contain_text("larger than 100 MB together")
    assert shown.site.emma.sees() == []


def test_what_an_input_does_not_take_is_told_beside_it(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(*map(field_of, ("text", "email", "url", "number")))))
    for name, text in {"text": "ab", "email": "emma", "url": "example", "number": "2,5"}.items():
        emma.get_by_label(f"The {name}").fill(text)
    emma.locator("[data-submit]").click()
    expect(emma.locator(".error")).to_have_count(4)
    expect(emma.get_by_label("The number")).to_have_value("2,5")
    assert shown.site.got == []


def test_an_app_s_errors_stand_beside_their_fields(emma: Page, shown: Beside[Everything]) -> None:
    shown.run(shown.site.show_form(form(field_of("text"), field_of("lines"))))
    shown.site.answers.append({"response_action": "errors", "errors": {"lines": "Too few lines"}})
    emma.get_by_label("The text").fill("Some text")
    emma.get_by_label("The lines").fill("One")
    emma.locator("[data-submit]").click()
    expect(emma.get_by_label("The lines")).to_have_accessible_description("Too few lines")
    expect(emma.get_by_label("The lines")).to_be_focused()
    expect(emma.get_by_label("The lines")).to_have_value("One")


def test_views_lie_on_each_other_and_escape_closes_the_one_in_front(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(field_of("text"))))
    second = form(section("Deeper"), title="Second")
    shown.site.answers.append({"response_action": "push", "view": second})
    emma.get_by_label("The text").fill("Kept text")
    emma.locator("[data-submit]").click()
    expect(emma.get_by_role("dialog", name="Second")).to_contain_text("Deeper")
    expect(emma.get_by_role("button", name="Back")).to_be_visible()
    emma.keyboard.press("Escape")
    expect(emma.get_by_role("dialog", name="Everything")).to_be_visible()
    expect(emma.get_by_label("The text")).to_have_value("Kept text")
    emma.get_by_role("button", name="Close form").click()
    expect(emma.get_by_role("dialog")).to_have_count(0)
    assert [each["type"] for each in shown.site.got].count("view_closed") == 2


def test_an_app_that_fails_is_told_to_the_person(emma: Page, shown: Beside[Everything]) -> None:
    shown.run(shown.site.call("chat.postMessage", channel="U0EMMA0001", blocks=MESSAGE, text="x"))
    shown.site.answers.append(500)
    emma.get_by_role("button", name="Plain").click()
    expect(emma.locator(".notice")).to_contain_text("HTTP 500")


def test_a_post_from_another_site_is_refused(emma: Page, shown: Beside[Everything]) -> None:
    fields: dict[str, str | float | bool] = {"where": "as=emma", "text": "forged"}
    answer = emma.request.post(
        f"{shown.site.address}/do/say", form=fields, headers={"Origin": "http://evil.example"}
    )
    assert answer.status == 403
    assert shown.site.emma.sees() == []
