"""An external menu shows what the app offers in time, and nothing that Slack would not take."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, Person, View
from tests.sandbox.acting import App, field, option
from tests.sandbox.kit import actions, plain

Json = dict[str, Any]

GROUPS = [{"label": plain("Few"), "options": [option("a")]}]


def menu(**more: object) -> Json:
    return {"type": "external_select", "action_id": "place", **more}


def modal(element: Json) -> Json:
    block = field("place", element, dispatch_action=True)
    return {
        "type": "modal",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": [block],
    }


async def opened(emma: Person, slack: AsyncWebClient, element: Json) -> View:
    trigger = emma.workspace.triggers.give(emma.user.id)
    await slack.views_open(trigger_id=trigger.id, view=modal(element))
    assert emma.view
    return emma.view


async def test_the_app_is_asked_with_what_was_typed_and_where(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    view = await opened(emma, slack, menu(min_query_length=0))
    app.reply = {"options": [option("a")]}
    assert await emma.suggestions(view, "place") == [option("a")]
    assert await emma.suggestions(view, "place", "sv") == [option("a")]
    first, second = app.payloads
    assert (first["value"], second["value"]) == ("", "sv")
    assert (first["type"], first["action_id"], first["block_id"]) == (
        "block_suggestion",
        "place",
        "place",
    )
    assert first["view"]["id"] == first["container"]["view_id"] == view.id
    assert "actions" not in first


async def test_groups_and_an_empty_list_are_answers_too(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    view = await opened(emma, slack, menu(min_query_length=0))
    app.reply = {"option_groups": GROUPS}
    assert await emma.suggestions(view, "place") == GROUPS
    app.reply = {"options": []}
    assert await emma.suggestions(view, "place") == []
    assert all(each.answer.ok for each in emma.workspace.requests)


async def test_the_app_is_not_asked_before_enough_was_typed(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    view = await opened(emma, slack, menu())
    with pytest.raises(NotPossibleError):
        await emma.suggestions(view, "place", "sv")
    assert app.payloads == []


@pytest.mark.parametrize(
    ("reply", "finding"),
    [
        ({}, "must define either"),
        ("", "must define either"),
        ({"options": [option("a")], "option_groups": GROUPS}, "must define either"),
        ({"options": [option(str(number)) for number in range(101)]}, "no more than 100 items"),
        ({"options": [{"text": plain("x" * 76), "value": "a"}]}, "less than 76 characters"),
        ({"options": [{"text": plain("x"), "value": "a" * 151}]}, "less than 151 characters"),
        ({"options": [{"text": plain("x")}]}, "missing required field: value"),
        ({"options": ["a"]}, "must provide an object"),
    ],
)
async def test_what_slack_does_not_take_is_not_shown_and_told_in_the_journal(
    emma: Person, app: App, slack: AsyncWebClient, reply: Json | str, finding: str
) -> None:
    view = await opened(emma, slack, menu(min_query_length=0))
    app.reply = reply
    assert await emma.suggestions(view, "place") == []
    answer = emma.workspace.requests[-1].answer
    assert answer.problem == "invalid_answer"
    assert any(finding in each for each in answer.findings)


async def test_a_failure_shows_nothing_and_is_told_in_the_journal(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    view = await opened(emma, slack, menu(min_query_length=0))
    app.status = 500
    assert await emma.suggestions(view, "place") == []
    assert emma.workspace.requests[-1].answer.problem == "http_error"


async def test_an_initial_option_is_in_the_state_until_another_is_chosen(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    view = await opened(emma, slack, menu(initial_option=option("a")))
    await emma.submit_view()
    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["place"]["place"]["selected_option"] == option("a")
    view = await opened(emma, slack, menu(initial_option=option("a")))
    await emma.press(view, "place", option("b"))
    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["place"]["place"]["selected_option"] == option("b")


async def test_a_menu_in_a_message_asks_with_its_message(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    blocks = [actions(menu(min_query_length=0))]
    await slack.chat_postMessage(channel=emma.user.id, text="Choose", blocks=blocks)
    app.reply = {"options": [option("a")]}
    message = emma.sees()[-1]
    assert await emma.suggestions(message, "place") == [option("a")]
    assert app.payloads[0]["container"]["message_ts"] == message.ts
