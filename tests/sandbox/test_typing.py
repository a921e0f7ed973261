"""Inputs that dispatch tell the app what is chosen and typed, with all that the form holds."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, Person, View
from tests.sandbox.acting import BOXES, MENU, App, field, option
from tests.sandbox.kit import plain

Json = dict[str, Any]

CHARACTER = {"trigger_actions_on": ["on_character_entered"]}
ENTER = {"trigger_actions_on": ["on_enter_pressed"]}
TEXT = {"type": "plain_text_input"}


def typed(name: str, config: Json | None = None, **more: object) -> Json:
    element: Json = {**TEXT, **more}
    if config:
        element["dispatch_action_config"] = config
    return field(name, element, dispatch_action=True)


def modal(*blocks: Json) -> Json:
    return {
        "type": "modal",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
    }


@pytest.fixture
async def view(slack: AsyncWebClient, emma: Person) -> View:
    trigger = emma.workspace.triggers.give(emma.user.id)
    blocks = (
        typed("letters", CHARACTER, min_length=3),
        typed("entered", ENTER),
        typed("usual"),
        field("silent", TEXT, optional=True),
        field("boxes", BOXES, dispatch_action=True),
        field("radios", {**BOXES, "type": "radio_buttons"}, dispatch_action=True),
        field("day", {"type": "datepicker"}, dispatch_action=True),
        field("menu", {**MENU, "action_id": "value"}, dispatch_action=True),
    )
    await slack.views_open(trigger_id=trigger.id, view=modal(*blocks))
    assert emma.view
    return emma.view


async def test_every_character_is_told_even_of_a_text_that_is_too_short_to_be_sent(
    emma: Person, app: App, view: View
) -> None:
    for text in ("a", "ab", ""):
        assert await emma.type_in(view, "letters", text)
    told = [each["actions"][0] for each in app.payloads]
    assert [each["value"] for each in told] == ["a", "ab", None]
    assert {(each["block_id"], each["action_id"], each["type"]) for each in told} == {
        ("letters", "value", "plain_text_input")
    }


async def test_what_is_told_comes_with_all_that_stands_in_the_form(
    emma: Person, app: App, view: View
) -> None:
    assert await emma.type_in(view, "silent", "kept") is None
    await emma.press(view, "boxes", ["a"])
    await emma.press(view, "radios", "b")
    await emma.press(view, "day", "2026-05-01")
    await emma.press(view, "menu", "a")
    await emma.type_in(view, "letters", "abc")
    values = app.payloads[-1]["view"]["state"]["values"]
    assert len(app.payloads) == 5
    assert values["silent"]["value"]["value"] == "kept"
    assert values["boxes"]["value"]["selected_options"] == [option("a")]
    assert values["radios"]["value"]["selected_option"] == option("b")
    assert values["day"]["value"]["selected_date"] == "2026-05-01"
    assert values["menu"]["value"]["selected_option"] == option("a")
    assert values["letters"]["value"]["value"] == "abc"
    assert values["usual"]["value"]["value"] is None


@pytest.mark.parametrize("name", ["entered", "usual"])
async def test_an_input_that_waits_for_enter_is_silent_until_then(
    emma: Person, app: App, view: View, name: str
) -> None:
    assert await emma.type_in(view, name, "abc") is None
    assert app.payloads == []
    await emma.press(view, name, "abc")
    assert app.payloads[0]["actions"][0]["value"] == "abc"


async def test_nobody_presses_enter_where_characters_are_told_nor_types_into_a_menu(
    emma: Person, app: App, view: View
) -> None:
    with pytest.raises(NotPossibleError):
        await emma.press(view, "letters", "abc")
    with pytest.raises(NotPossibleError):
        await emma.type_in(view, "menu", "a")
    with pytest.raises(NotPossibleError):
        await emma.press(view, "silent", "abc")
    assert app.payloads == []


async def test_of_several_elements_with_one_action_id_the_block_says_which_is_meant(
    emma: Person, app: App, view: View
) -> None:
    await emma.press(view, "value", "b", block_id="radios")
    assert app.payloads[0]["actions"][0]["block_id"] == "radios"


async def test_what_is_typed_outlives_the_update_that_it_brought_about(
    emma: Person, app: App, slack: AsyncWebClient, view: View
) -> None:
    await emma.type_in(view, "letters", "abc")
    new = field("new", TEXT, optional=True)
    blocks = [new, typed("letters", CHARACTER, initial_value="other")]
    await slack.views_update(view_id=view.id, view=modal(*blocks))
    assert view.values["letters"]["value"]["value"] == "abc"
    await emma.submit_view()
    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["letters"]["value"]["value"] == "abc"


async def test_an_initial_value_stands_against_the_one_of_an_update_unless_an_id_is_new(
    emma: Person, slack: AsyncWebClient
) -> None:
    def first(initial: str, name: str = "first") -> Json:
        return field(name, {**TEXT, "initial_value": initial})

    trigger = emma.workspace.triggers.give(emma.user.id)
    await slack.views_open(trigger_id=trigger.id, view=modal(first("one"), field("empty", TEXT)))
    assert emma.view
    prefilled = field("empty", {**TEXT, "initial_value": "filled"})
    same = modal(first("two"), prefilled)
    shown = (await slack.views_update(view_id=emma.view.id, view=same))["view"]["state"]["values"]
    assert shown["first"]["value"]["value"] == "one"
    assert shown["empty"]["value"]["value"] == "filled"
    other = modal(first("two", "second"))
    shown = (await slack.views_update(view_id=emma.view.id, view=other))["view"]["state"]["values"]
    assert shown == {"second": {"value": {"type": "plain_text_input", "value": "two"}}}
