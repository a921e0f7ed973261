"""What the desk's cards and forms let people choose, and what the app is told of it."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, Person, View, Workspace, check_blocks
from bot.sandbox.demo import ASTRID, SUPPORT_CHANNEL
from bot.sandbox.records import Message
from tests.sandbox.acting import App, field
from tests.sandbox.asking import error_of
from tests.sandbox.kit import actions, option, plain, rich, select

Json = dict[str, Any]
NOOR = "U0NOOR0001"
MORE = {"type": "overflow", "action_id": "more", "options": [option("Merge", "merge:41")]}
ASSIGN = {"type": "users_select", "action_id": "assign", "placeholder": plain("Assign to")}
CARD = [
    {**actions(ASSIGN, MORE), "block_id": "card:41"},
]
SEARCH = {
    "type": "input",
    "block_id": "search",
    "dispatch_action": True,
    "label": plain("Search"),
    "element": {"type": "plain_text_input", "action_id": "query"},
}
HOME: Json = {
    "type": "home",
    "private_metadata": "page=2",
    "blocks": [
        SEARCH,
        {**actions(select(2, action_id="kind")), "block_id": "filters"},
        {**actions({"type": "button", "action_id": "next", "text": plain("Next")})},
    ],
}


@pytest.fixture
async def reply(slack: AsyncWebClient, emma: Person) -> Message:
    """Post a card with menus below another message."""
    card = (await slack.chat_postMessage(channel="C0PARTNERS", text="Card"))["ts"]
    where: Json = {"channel": "C0PARTNERS", "thread_ts": card}
    await slack.chat_postMessage(**where, text="Reply", blocks=CARD)
    return emma.sees("learning-partners")[-1]


async def test_what_is_chosen_in_an_overflow_menu_is_told_with_its_thread(
    emma: Person, app: App, reply: Message
) -> None:
    await emma.press(reply, "more", "merge:41")
    (payload,) = app.payloads
    (action,) = payload["actions"]
    assert (action["type"], action["block_id"]) == ("overflow", "card:41")
    assert action["selected_option"] == option("Merge", "merge:41")
    assert payload["container"]["thread_ts"] == payload["message"]["thread_ts"]
    assert payload["container"]["message_ts"] == reply.ts


async def test_a_person_is_chosen_by_id_and_is_a_member_here(
    emma: Person, app: App, reply: Message, workspace: Workspace
) -> None:
    await emma.press(reply, "assign", NOOR)
    (payload,) = app.payloads
    assert payload["actions"][0]["selected_user"] == NOOR
    assert payload["state"]["values"]["card:41"]["assign"]["selected_user"] == NOOR
    workspace.add_user("U0GONE0001", "gone", "Gone Away", deleted=True)
    for nobody in (ASTRID, "U0GONE0001", "U0NOBODY01", "noor"):
        with pytest.raises(NotPossibleError):
            await emma.press(reply, "assign", nobody)
    assert len(app.payloads) == 1


async def test_guests_and_apps_are_offered_too_so_that_the_app_has_to_look(
    emma: Person, app: App, reply: Message, workspace: Workspace
) -> None:
    workspace.add_user("U0GUEST001", "gus", "Gus Guest", is_restricted=True)
    for someone in ("U0GUEST001", workspace.app.bot_user_id):
        await emma.press(reply, "assign", someone)
    assert len(app.payloads) == 2


async def test_a_person_is_chosen_in_a_form_under_the_same_rule(
    slack: AsyncWebClient, emma: Person, app: App
) -> None:
    view = {
        "type": "modal",
        "title": plain("Assign"),
        "submit": plain("Assign"),
        "blocks": [field("to", {"type": "users_select"}), field("day", {"type": "datepicker"})],
    }
    trigger = emma.workspace.triggers.give(emma.user.id)
    await slack.views_open(trigger_id=trigger.id, view=view)
    for wrong in ({"to": ASTRID}, {"day": "2 June"}, {"day": "2026-13-01"}):
        with pytest.raises(NotPossibleError):
            emma.fill_in(wrong)
    await emma.submit_view({"to": NOOR, "day": "2026-06-02"})
    values = app.payloads[0]["view"]["state"]["values"]
    assert values["to"]["value"]["selected_user"] == NOOR
    assert values["day"]["value"]["selected_date"] == "2026-06-02"


@pytest.fixture
async def home(slack: AsyncWebClient, emma: Person) -> View:
    await slack.views_publish(user_id=emma.user.id, view=HOME)
    assert emma.home
    return emma.home


async def test_enter_in_the_search_field_of_the_home_tab_tells_the_app_all_that_stands_there(
    emma: Person, app: App, home: View
) -> None:
    await emma.press(home, "kind", "1")
    await emma.press(home, "query", "invoice")
    payload = app.payloads[-1]
    assert payload["actions"][0]["value"] == "invoice"
    view = payload["view"]
    assert (view["type"], view["private_metadata"]) == ("home", "page=2")
    values = view["state"]["values"]
    assert values["search"]["query"]["value"] == "invoice"
    assert values["filters"]["kind"]["selected_option"]["value"] == "1"
    assert payload["container"] == {"type": "view", "view_id": view["id"]}


async def test_what_stands_in_the_home_tab_outlives_its_being_published_anew(
    slack: AsyncWebClient, emma: Person, app: App, home: View
) -> None:
    await emma.type_in(home, "query", "invoice")
    await slack.views_publish(user_id=emma.user.id, view=HOME, hash=home.hash)
    await emma.press(home, "next")
    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["search"]["query"]["value"] == "invoice"


async def test_a_home_tab_is_not_published_over_a_newer_one(
    slack: AsyncWebClient, emma: Person
) -> None:
    early = slack.views_publish(user_id=emma.user.id, view=HOME, hash="1.000000")
    assert await error_of(early) == "hash_conflict"
    assert emma.home is None


def test_a_group_of_boxes_has_ten_options_and_a_menu_a_hundred() -> None:
    ten = [option(value=str(number)) for number in range(10)]
    for kind in ("checkboxes", "radio_buttons"):
        element = {"type": kind, "action_id": "a", "options": ten}
        assert check_blocks([actions(element)], "modal") == []
        more = {**element, "options": [*ten, option(value="10")]}
        assert check_blocks([actions(more)], "modal") != []
    assert check_blocks([actions(select(100))], "modal") == []
    assert check_blocks([actions(select(101))], "modal") != []


def test_a_date_of_rich_text_has_a_format_and_may_have_words_and_a_zone() -> None:
    date: Json = {"type": "date", "timestamp": 1_782_000_000, "format": "{ago}"}
    full = {**date, "fallback": "in June", "timezone": "Europe/Paris", "style": {"bold": True}}
    for right in (date, full):
        assert check_blocks([rich(right)], "message") == []
    for wrong in ({**date, "timestamp": "now"}, {"type": "date", "timestamp": 1}):
        assert check_blocks([rich(wrong)], "message") != []


async def test_an_ephemeral_card_is_pressed_by_whom_it_was_shown_to(
    slack: AsyncWebClient, workspace: Workspace, emma: Person, app: App
) -> None:
    noor = Person(workspace.user("noor"), emma.sender)
    where: Json = {"channel": SUPPORT_CHANNEL, "user": noor.user.id}
    await slack.chat_postEphemeral(**where, text="Taken by Sam", blocks=CARD)
    (shown,) = noor.sees(SUPPORT_CHANNEL)
    await noor.press(shown, "more", "merge:41")
    assert app.payloads[0]["container"]["is_ephemeral"] is True
