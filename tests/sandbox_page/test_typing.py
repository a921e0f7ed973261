"""An app hears what is typed while it is typed, and takes nothing away from who types."""

from typing import Any

from playwright.sync_api import FilePayload, Page, Route, expect

from tests.sandbox.kit import option, plain, section
from tests.sandbox_page.everything import Everything, form
from tests.sandbox_page.running import Beside

Json = dict[str, Any]

CHARACTER = {"trigger_actions_on": ["on_character_entered"]}


def field(name: str, element: Json, **more: object) -> Json:
    shown = {"block_id": name, "label": plain(f"The {name}"), "optional": True}
    return {"type": "input", **shown, "element": {"action_id": "value", **element}, **more}


def typed(name: str, **more: object) -> Json:
    element = {"type": "plain_text_input", "dispatch_action_config": CHARACTER, **more}
    return field(name, element, dispatch_action=True)


def radios(name: str) -> Json:
    options = {"options": [option("One", "1"), option("Two", "2")]}
    return field(name, {"type": "radio_buttons", **options}, dispatch_action=True)


SILENT = field("silent", {"type": "plain_text_input"})


def told(shown: Beside[Everything]) -> list[str | None]:
    """Give the values of all actions that the app got."""
    actions = [action for each in shown.site.got for action in each.get("actions", [])]
    return [each.get("value") for each in actions]


def update_with(shown: Beside[Everything], *blocks: Json) -> None:
    """Let the app answer every action with another form."""

    def update(payload: Json) -> None:
        if payload["type"] == "block_actions":
            view_id = payload["view"]["id"]
            shown.site.change("views.update", view_id=view_id, view=form(*blocks))

    shown.site.reacts = update


def test_what_is_typed_is_told_once_it_pauses_with_all_that_the_form_holds(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(typed("text"), SILENT)))
    emma.get_by_label("The silent").fill("kept")
    emma.get_by_label("The text").press_sequentially("Faktura", delay=20)
    shown.until(lambda: told(shown) == ["Faktura"])
    values = shown.site.got[0]["view"]["state"]["values"]
    assert values["silent"]["value"]["value"] == "kept"


def test_caret_and_words_stay_while_the_app_puts_its_view_anew(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(section("Before"), typed("text"), SILENT)))
    update_with(shown, SILENT, section("Read as 2,5"), typed("text"), radios("choice"))
    area = emma.get_by_label("The text")
    area.press_sequentially("ad")
    emma.keyboard.press("ArrowLeft")
    expect(emma.get_by_text("Read as 2,5")).to_be_visible()
    expect(emma.get_by_text("Before")).to_have_count(0)
    expect(area).to_be_focused()
    emma.keyboard.type("bc")
    expect(area).to_have_value("abcd")
    shown.until(lambda: told(shown) == ["ad", "abcd"])
    expect(area).to_have_value("abcd")
    expect(area).to_be_focused()


def test_words_typed_while_an_answer_is_on_its_way_stay(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(radios("choice"), SILENT)))
    update_with(shown, radios("choice"), section("And more"), SILENT)

    def arrive_late(route: Route) -> None:
        emma.wait_for_timeout(400)
        route.continue_()

    emma.route("**/do/press", arrive_late)
    emma.get_by_label("Two").check()
    emma.get_by_label("The silent").press_sequentially("written meanwhile")
    expect(emma.get_by_text("And more")).to_be_visible()
    expect(emma.get_by_label("The silent")).to_have_value("written meanwhile")
    expect(emma.get_by_label("Two")).to_be_checked()


def test_a_form_that_is_sent_at_once_carries_the_last_character(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(typed("text"))))
    emma.get_by_label("The text").press_sequentially("at once")
    emma.locator("[data-submit]").click()
    expect(emma.get_by_role("dialog")).to_have_count(0)
    emma.wait_for_timeout(500)
    (payload,) = shown.site.got
    assert payload["view"]["state"]["values"]["text"]["value"]["value"] == "at once"


def test_a_form_that_is_left_tells_the_last_character_first(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(typed("text"))))
    emma.get_by_label("The text").press_sequentially("left")
    emma.keyboard.press("Escape")
    expect(emma.get_by_role("dialog")).to_have_count(0)
    assert [each["type"] for each in shown.site.got] == ["block_actions", "view_closed"]
    assert told(shown) == ["left"]


def test_an_input_that_waits_for_enter_is_told_then_and_not_when_it_is_left(
    emma: Page, shown: Beside[Everything]
) -> None:
    usual = field("text", {"type": "plain_text_input"}, dispatch_action=True)
    mail = field("mail", {"type": "email_text_input"}, dispatch_action=True)
    shown.run(shown.site.show_form(form(usual, mail)))
    emma.get_by_label("The mail").fill("emma@example.com")
    emma.get_by_label("The text").fill("entered")
    emma.keyboard.press("Enter")
    shown.until(lambda: told(shown) == ["entered"])
    expect(emma.get_by_role("dialog")).to_be_visible()


def test_a_value_that_the_app_puts_in_later_is_not_lost_at_the_next_press(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(radios("choice"), typed("text"))))
    later = field("later", {"type": "plain_text_input", "initial_value": "from the app"})
    emma.route("**/live", lambda route: route.abort())
    emma.reload()
    view = shown.site.emma.view
    assert view
    blocks = form(radios("choice"), later, typed("text"))
    shown.run(shown.site.call("views.update", view_id=view.id, view=blocks))
    emma.get_by_label("Two").check()
    expect(emma.get_by_label("The later")).to_have_value("from the app")


def test_the_right_one_of_two_elements_with_the_same_action_id_is_told(
    emma: Page, shown: Beside[Everything]
) -> None:
    shown.run(shown.site.show_form(form(radios("first"), radios("second"))))
    emma.get_by_role("radiogroup", name="The second").get_by_label("Two").check()
    shown.until(lambda: shown.site.got)
    action = shown.site.got[0]["actions"][0]
    assert (action["block_id"], action["selected_option"]["value"]) == ("second", "2")


def test_a_modal_s_button_puts_a_view_over_it_and_going_back_finds_all_as_it_was(
    emma: Page, shown: Beside[Everything]
) -> None:
    go = {"type": "button", "action_id": "go", "text": plain("Look")}
    buttons = {"type": "actions", "block_id": "buttons", "elements": [go]}
    shown.run(shown.site.show_form(form(SILENT, radios("choice"), buttons)))

    def push(payload: Json) -> None:
        if payload.get("actions", [{}])[0].get("action_id") == "go":
            top = form(section("Deeper"), title="Second")
            shown.site.change("views.push", trigger_id=payload["trigger_id"], view=top)

    shown.site.reacts = push
    emma.get_by_label("The silent").fill("kept")
    emma.get_by_label("Two").check()
    emma.get_by_role("button", name="Look").click()
    expect(emma.get_by_role("dialog", name="Second")).to_contain_text("Deeper")
    emma.get_by_role("button", name="Back").click()
    expect(emma.get_by_label("The silent")).to_have_value("kept")
    expect(emma.get_by_label("Two")).to_be_checked()


def test_a_file_that_was_given_is_still_there_after_another_view_and_can_be_taken_away(
    emma: Page, shown: Beside[Everything]
) -> None:
    files = field("proof", {"type": "file_input"})
    shown.run(shown.site.show_form(form(files, radios("choice"))))
    top = form(section("Deeper"), title="Second")

    def push(payload: Json) -> None:
        if "actions" in payload:
            shown.site.change("views.push", trigger_id=payload["trigger_id"], view=top)

    shown.site.reacts = push
    given = [
        FilePayload(name=name, mimeType="application/pdf", buffer=name.encode())
        for name in ("a.pdf", "收据.pdf")
    ]
    emma.get_by_label("The proof").set_input_files(given)
    emma.get_by_label("Two").check()
    emma.get_by_role("button", name="Back").click()
    emma.get_by_label("a.pdf").uncheck()
    expect(emma.get_by_label("The proof")).to_have_value("")
    expect(emma.get_by_label("收据.pdf")).to_be_checked()
    emma.locator("[data-submit]").click()
    expect(emma.get_by_role("dialog")).to_have_count(0)
    values = shown.site.got[-1]["view"]["state"]["values"]
    assert [each["name"] for each in values["proof"]["value"]["files"]] == ["收据.pdf"]
    assert len(shown.site.slack.files.all()) == 2


def test_a_file_that_was_just_chosen_can_be_taken_away_after_another_press(
    emma: Page, shown: Beside[Everything]
) -> None:
    files = field("proof", {"type": "file_input", "max_files": 1})
    shown.run(shown.site.show_form(form(files, radios("choice"))))
    given = FilePayload(name="a.pdf", mimeType="application/pdf", buffer=b"a")
    emma.get_by_label("The proof").set_input_files(given)
    emma.get_by_label("Two").check()
    expect(emma.get_by_label("a.pdf")).to_be_checked()
    emma.get_by_label("The proof").set_input_files({**given, "name": "b.pdf"})
    emma.get_by_label("One").check()
    expect(emma.get_by_label("b.pdf")).to_be_checked()
    expect(emma.get_by_label("a.pdf")).to_have_count(0)
    emma.get_by_label("b.pdf").uncheck()
    emma.locator("[data-submit]").click()
    expect(emma.get_by_role("dialog")).to_have_count(0)
    values = shown.site.got[-1]["view"]["state"]["values"]
    assert values["proof"]["value"]["files"] == []
