"""People do what Slack's screen lets them, and the app gets what Slack sends."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Message, NotPossibleError, Person, Workspace
from bot.sandbox.demo import PARTNERS, SUPPORT
from tests.sandbox.acting import CARD, App, option
from tests.sandbox.conftest import Clock

Json = dict[str, Any]


async def test_a_button_tells_its_message_its_value_and_where_to_answer(
    emma: Person, app: App, card: Message
) -> None:
    await emma.press(card, "claim")
    (payload,) = app.payloads
    (action,) = payload["actions"]
    assert (payload["type"], action["type"], action["value"]) == ("block_actions", "button", "41")
    assert (action["action_id"], action["block_id"]) == ("claim", "b")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == card.ts
    assert payload["channel"] == {"id": emma.direct.id, "name": "directmessage"}
    assert payload["user"]["id"] == emma.user.id
    assert "/response/" in payload["response_url"]
    assert payload["trigger_id"]


async def test_feedback_buttons_tell_which_was_pressed(
    emma: Person, app: App, card: Message
) -> None:
    await emma.press(card, "helpful", "no")
    action = app.payloads[0]["actions"][0]
    assert (action["type"], action["value"]) == ("feedback_buttons", "no")
    assert action["text"]["text"] == "No"


async def test_a_choice_is_in_the_action_and_in_the_state(
    emma: Person, app: App, card: Message
) -> None:
    await emma.press(card, "topic", "b")
    payload = app.payloads[0]
    assert payload["actions"][0]["selected_option"] == option("b")
    assert payload["state"]["values"]["s"]["topic"]["selected_option"] == option("b")


async def test_nobody_presses_what_is_not_there(emma: Person, card: Message) -> None:
    for action_id, value in (("close", None), ("topic", "c"), ("helpful", "perhaps")):
        with pytest.raises(NotPossibleError):
            await emma.press(card, action_id, value)


async def test_an_ephemeral_message_is_not_sent_along(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    await slack.chat_postEphemeral(channel="C0PARTNERS", user=emma.user.id, text="x", blocks=CARD)
    await emma.press(emma.sees("learning-partners")[-1], "claim")
    payload = app.payloads[0]
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


async def test_a_shortcut_comes_with_its_message_or_alone(
    emma: Person, app: App, card: Message
) -> None:
    await emma.shortcut("ask", card)
    await emma.shortcut("ask")
    on_message, alone = app.payloads
    assert (on_message["type"], on_message["message"]["ts"]) == ("message_action", card.ts)
    assert alone["type"] == "shortcut"
    assert "message" not in alone


async def test_a_command_carries_the_fields_of_slack_s(emma: Person, app: App) -> None:
    await emma.command("tickets")
    (fields,) = app.payloads
    assert (fields["command"], fields["text"]) == ("/partner", "tickets")
    assert (fields["channel_name"], fields["user_id"]) == ("directmessage", emma.user.id)
    assert fields["trigger_id"]
    assert fields["response_url"]


async def test_an_answer_in_the_body_of_a_command_is_shown_to_the_person(
    emma: Person, app: App
) -> None:
    app.reply = {"text": "Your tickets"}
    await emma.command("tickets", "learning-partners")
    (message,) = emma.sees("learning-partners")
    assert (message.text, message.ephemeral_to) == ("Your tickets", emma.user.id)


async def test_nobody_writes_where_they_are_not(emma: Person) -> None:
    with pytest.raises(NotPossibleError):
        await emma.say("partner-desk", "let me in")


def test_the_demo_has_a_partner_for_each_language_and_two_of_support(
    workspace: Workspace,
) -> None:
    locales = {language: workspace.user(name).locale for language, name in PARTNERS.items()}
    assert locales == {"en": "en-US", "fr": "fr-FR", "nl": "en-GB", "sv": None, "zh": "zh-CN"}
    desk = workspace.channel("partner-desk").members - {workspace.app.bot_user_id}
    assert desk == {workspace.user(name).id for name in SUPPORT}


def test_two_workspaces_share_nothing() -> None:
    first, second = Workspace.demo(), Workspace.demo("T0SANDBOX2")
    first.user("emma").locale = "de-DE"
    assert second.user("emma").locale == "en-US"
    assert first.app.bot_token != second.app.bot_token


async def test_a_button_in_a_card_of_a_carousel_can_be_pressed(
    emma: Person, app: App, slack: AsyncWebClient
) -> None:
    go = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    cards = {"type": "carousel", "elements": [{"type": "card", "actions": [go]}]}
    await slack.chat_postMessage(channel=emma.user.id, text="Cards", blocks=[cards])
    await emma.press(emma.sees()[-1], "go")
    action = app.payloads[0]["actions"][0]
    assert action["action_id"] == "go"
    assert action["block_id"]


async def test_what_is_sent_to_the_app_is_in_the_journal_with_its_answer(
    emma: Person, app: App, card: Message
) -> None:
    app.status = 500
    await emma.press(card, "claim")
    await emma.command("tickets")
    first, second = emma.workspace.requests
    assert (first.kind, second.kind) == ("interactive", "slash_commands")
    assert (first.answer.status, first.answer.problem) == (500, "http_error")
    assert first.payload["actions"][0]["value"] == "41"
    assert second.payload["text"] == "tickets"
    assert second.answer.seconds > 0


async def test_a_person_s_clock_is_told_and_of_an_outsider_nothing(
    slack: AsyncWebClient, clock: Clock
) -> None:
    clock.now = 1_782_000_000.0  # in June
    emma = (await slack.users_info(user="U0EMMA0001", include_locale=True))["user"]
    assert (emma["tz"], emma["tz_offset"]) == ("Europe/London", 3600)
    assert emma["tz_label"] == "British Summer Time"
    astrid = (await slack.users_info(user="U0ASTRID01", include_locale=True))["user"]
    assert astrid["team_id"] != emma["team_id"]
    assert not {"tz", "tz_label", "tz_offset", "locale"} & astrid.keys()
    assert "email" not in astrid["profile"]


async def test_a_global_shortcut_tells_who_used_it_and_no_place(emma: Person, app: App) -> None:
    await emma.shortcut("new_report")
    (payload,) = app.payloads
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "new_report")
    assert payload["user"]["id"] == emma.user.id
    assert payload["trigger_id"]
    assert not {"channel", "message", "response_url"} & payload.keys()
