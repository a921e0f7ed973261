"""The support team's side in the browser: lists, pictures, dates, who has not read what."""

from typing import Any

from playwright.sync_api import Page, expect

from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from tests.sandbox.kit import actions, button, plain, rich, section, select
from tests.sandbox_page.desk import EMMA, at_desk, post, thread_of, uploaded
from tests.sandbox_page.everything import Everything
from tests.sandbox_page.running import Beside
from tests.sandbox_page.test_accessible import violations

Json = dict[str, Any]
HOME: Json = {
    "type": "home",
    "blocks": [
        {
            "type": "input",
            "block_id": "search",
            "dispatch_action": True,
            "label": plain("Search tickets"),
            "element": {"type": "plain_text_input", "action_id": "query"},
        },
        {
            "type": "input",
            "block_id": "note",
            "label": plain("Note"),
            "optional": True,
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        actions(button("Export"), select(2, action_id="kind")),
    ],
}


def test_a_picture_is_shown_with_its_words_in_a_file_message_and_in_a_block(
    emma: Page, shown: Beside[Everything]
) -> None:
    card = post(shown, SUPPORT_CHANNEL, "Card")
    uploaded(shown, channel_id=SUPPORT_CHANNEL, thread_ts=card, initial_comment="See")
    held = {"slack_file": {"id": uploaded(shown)}, "alt_text": "A chart of the week"}
    post(shown, SUPPORT_CHANNEL, "Week", blocks=[{"type": "image", **held}])
    page = at_desk(emma, shown)
    thread = thread_of(page, "Card")
    for picture in (
        page.get_by_role("img", name="A chart of the week"),
        thread.get_by_role("img", name="12 tickets this week"),
    ):
        expect(picture).to_have_js_property("naturalWidth", 2)
    assert violations(page) == []


def test_a_file_is_saved_by_whoever_sees_it(emma: Page, shown: Beside[Everything]) -> None:
    shown.run(shown.site.emma.upload_message("Here", [("list é.csv", b"a,b\r\n")]))
    with emma.expect_download() as saving:
        emma.get_by_role("link", name="list é.csv").click()
    assert saving.value.suggested_filename == "list é.csv"
    (file,) = shown.site.slack.files.all()
    for who, status in {"emma": 200, "noor": 404, "nobody": 404}.items():
        address = f"{shown.site.address}/shared/{file.id}?as={who}"
        assert emma.request.get(address).status == status


def test_dates_are_written_at_the_reader_s_clock_and_in_their_way(
    emma: Page, shown: Beside[Everything]
) -> None:
    moment = 1_782_075_600  # 21 June 2026, 21:00 UTC
    date = {"type": "date", "timestamp": moment, "format": "{date_short} at {time}"}
    unknown = {**date, "format": "{century}", "fallback": "this century"}
    text = f"<!date^{moment}^{{date_num}} {{time}}|then>"
    blocks = [rich(date), rich(unknown), section(text)]
    post(shown, PARTNERS_CHANNEL, "Dates", blocks=blocks)
    for who, expected in {
        "emma": ("Jun 21, 2026 at 10:00\u202fPM", "2026-06-21 10:00\u202fPM"),
        "camille": ("21 juin 2026 at 23:00", "2026-06-21 23:00"),
        "wei": ("2026年6月22日 at 05:00", "2026-06-22 05:00"),
        "astrid": ("Jun 21, 2026 at 11:00\u202fPM", "2026-06-21 11:00\u202fPM"),
    }.items():
        emma.goto(f"{shown.site.address}/?as={who}&in=learning-partners")
        message = emma.locator("article")
        for words in (*expected, "this century"):
            expect(message).to_contain_text(words)


def test_enter_in_the_home_tab_searches_and_presses_no_button(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.call("views.publish", user_id=EMMA, view=HOME))
    emma.get_by_role("link", name="Home").click()
    emma.get_by_label("Note").fill("kept")
    emma.keyboard.press("Enter")
    emma.get_by_label("Search tickets").fill("invoice")
    emma.keyboard.press("Enter")
    got = shown.site.got
    shown.until(lambda: got)
    (payload,) = got
    assert payload["actions"][0]["value"] == "invoice"
    values = payload["view"]["state"]["values"]
    assert values["note"]["text"]["value"] == "kept"
    emma.get_by_role("button", name="Export").click()
    shown.until(lambda: len(got) == 2)
    assert got[1]["view"]["state"]["values"]["search"]["query"]["value"] == "invoice"


def test_a_reaction_is_added_to_and_taken_away_in_one_tap(
    emma: Page, shown: Beside[Everything]
) -> None:
    ts = post(shown, EMMA, "Done")
    given = {"channel": shown.site.emma.direct.id, "timestamp": ts, "name": "white_check_mark"}
    shown.run(shown.site.call("reactions.add", **given))
    one = emma.get_by_role("button", name="white check mark, 1")
    one.click()
    two = emma.get_by_role("button", name="white check mark, 2")
    expect(two).to_have_attribute("aria-pressed", "true")
    assert violations(emma) == []
    two.click()
    expect(one).to_have_attribute("aria-pressed", "false")


def test_whoever_has_not_read_something_is_marked_and_one_tap_away(
    emma: Page, shown: Beside[Everything]
) -> None:
    post(shown, SUPPORT_CHANNEL, "Card")
    page = at_desk(emma, shown)
    page.get_by_role("button", name="Act as").click()
    sam = page.get_by_role("link", name="Sam Okafor")
    expect(sam.get_by_label("1 unread")).to_be_visible()
    assert violations(page) == []
    sam.click()
    expect(page.locator("article")).to_contain_text("Card")
    page.get_by_role("button", name="Act as").click()
    noor = page.get_by_role("link", name="Noor Haddad")
    expect(noor.locator(".count")).to_have_count(0)


def test_two_people_are_seen_side_by_side(emma: Page, shown: Beside[Everything]) -> None:
    emma.get_by_role("button", name="Act as").click()
    emma.get_by_role("link", name="Side by side").click()
    left, right = emma.frame_locator("iframe").first, emma.frame_locator("iframe").last
    expect(left.get_by_role("heading", name="Partner Desk")).to_be_visible()
    expect(right.get_by_role("heading", name="partner-desk")).to_be_visible()
    post(shown, SUPPORT_CHANNEL, "A card for Noor")
    post(shown, EMMA, "A receipt for Emma")
    expect(right.locator("article")).to_contain_text("A card for Noor")
    expect(left.locator("article")).to_contain_text("A receipt for Emma")
    assert violations(emma) == []
