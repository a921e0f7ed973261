"""Modals live as they do in Slack: three seconds to open, three deep, one way back."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Workspace
from tests.sandbox.asking import error_of
from tests.sandbox.conftest import Clock

EMMA = "U0EMMA0001"
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(*names: str, **more: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "text"}
    inputs = [
        {"type": "input", "block_id": name, "label": plain(name), "element": element}
        for name in names
    ]
    blocks = inputs or [{"type": "divider"}]
    return {
        "type": "modal",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": blocks,
        **more,
    }


@pytest.fixture
def trigger(workspace: Workspace) -> Callable[..., str]:
    return lambda view_id=None: workspace.triggers.give(EMMA, view_id).id


async def test_a_trigger_lives_three_seconds(
    slack: AsyncWebClient, clock: Clock, trigger: Callable[..., str]
) -> None:
    in_time, late = trigger(), trigger()
    clock.now += 3.0
    assert (await slack.views_open(trigger_id=in_time, view=modal()))["view"]["id"]
    clock.now += 0.1
    assert await error_of(slack.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"


async def test_a_trigger_opens_one_modal(
    slack: AsyncWebClient, trigger: Callable[..., str]
) -> None:
    once = trigger()
    await slack.views_open(trigger_id=once, view=modal())
    assert await error_of(slack.views_open(trigger_id=once, view=modal())) == "exchanged_trigger_id"
    assert (
        await error_of(slack.views_open(trigger_id="1.2.x", view=modal())) == "invalid_trigger_id"
    )


async def test_an_invalid_view_is_refused_and_leaves_the_trigger_alone(
    slack: AsyncWebClient, trigger: Callable[..., str]
) -> None:
    kept = trigger()
    wrong = modal(title=plain("x" * 25))
    assert await error_of(slack.views_open(trigger_id=kept, view=wrong)) == "invalid_arguments"
    large = modal(private_metadata="x" * 260_000)
    assert await error_of(slack.views_open(trigger_id=kept, view=large)) == "view_too_large"
    await slack.views_open(trigger_id=kept, view=modal())


async def test_three_views_stand_on_each_other_at_most(
    slack: AsyncWebClient, workspace: Workspace, trigger: Callable[..., str]
) -> None:
    root = (await slack.views_open(trigger_id=trigger(), view=modal()))["view"]["id"]
    second = (await slack.views_push(trigger_id=trigger(root), view=modal()))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root, root)
    await slack.views_push(trigger_id=trigger(root), view=modal())
    fourth = slack.views_push(trigger_id=trigger(root), view=modal())
    assert await error_of(fourth) == "push_limit_reached"
    assert len(workspace.views.stacks[EMMA]) == 3


async def test_a_push_needs_a_trigger_from_inside_a_modal(
    slack: AsyncWebClient, trigger: Callable[..., str]
) -> None:
    await slack.views_open(trigger_id=trigger(), view=modal())
    assert await error_of(slack.views_push(trigger_id=trigger(), view=modal())) == "not_found"


async def test_typed_values_survive_an_update_where_both_ids_stay(
    slack: AsyncWebClient, workspace: Workspace, trigger: Callable[..., str]
) -> None:
    opened = await slack.views_open(trigger_id=trigger(), view=modal("name", "city"))
    view = workspace.views.top(EMMA)
    assert view
    typed = {"text": {"type": "plain_text_input", "value": "typed"}}
    view.values = {"name": typed, "city": typed}
    updated = await slack.views_update(view_id=opened["view"]["id"], view=modal("name", "town"))
    values = updated["view"]["state"]["values"]
    assert values["name"] == typed
    assert values["town"]["text"]["value"] is None
    assert "city" not in values


async def test_an_update_with_an_old_hash_is_refused(
    slack: AsyncWebClient, trigger: Callable[..., str]
) -> None:
    view = (await slack.views_open(trigger_id=trigger(), view=modal()))["view"]
    await slack.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    again = slack.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert await error_of(again) == "hash_conflict"


async def test_a_view_is_found_by_its_external_id_which_is_taken_once(
    slack: AsyncWebClient, trigger: Callable[..., str]
) -> None:
    named = modal(external_id="form-1")
    await slack.views_open(trigger_id=trigger(), view=named)
    await slack.views_update(external_id="form-1", view=named)
    twice = slack.views_open(trigger_id=trigger(), view=named)
    assert await error_of(twice) == "duplicate_external_id"
    assert await error_of(slack.views_update(external_id="form-2", view=named)) == "not_found"


async def test_an_update_may_keep_its_external_id_and_not_take_another_s(
    slack: AsyncWebClient, workspace: Workspace, trigger: Callable[..., str]
) -> None:
    root = (await slack.views_open(trigger_id=trigger(), view=modal(external_id="one")))["view"]
    await slack.views_push(trigger_id=trigger(root["id"]), view=modal(external_id="two"))
    await slack.views_update(view_id=root["id"], view=modal(external_id="one"))
    taken = slack.views_update(view_id=root["id"], view=modal(external_id="two"))
    assert await error_of(taken) == "duplicate_external_id"
    assert workspace.views.find(root["id"]).body["external_id"] == "one"


async def test_a_home_tab_is_published_for_a_person_who_exists(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await slack.views_publish(user_id=EMMA, view=home)
    assert workspace.views.homes[EMMA].body["type"] == "home"
    assert await error_of(slack.views_publish(user_id="U0NOBODY01", view=home)) == "user_not_found"
    assert await error_of(slack.views_publish(user_id=EMMA, view=modal())) == "invalid_arguments"
