"""Forms are filled in, submitted and closed as in Slack."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, Person, View, Workspace
from tests.sandbox.acting import FORM, App, option
from tests.sandbox.kit import plain

Json = dict[str, Any]
TAKEN = {"external_id": "taken"}


async def test_a_submitted_form_carries_all_values_raw(emma: Person, app: App, form: View) -> None:
    submission = await emma.submit_view({"name": "<&>", "boxes": ["a", "b"], "size": "3"})
    payload = app.payloads[0]
    values = payload["view"]["state"]["values"]
    assert payload["type"] == "view_submission"
    assert payload["view"]["id"] == form.id
    assert payload["view"]["private_metadata"] == "kept"
    assert values["name"]["value"] == {"type": "plain_text_input", "value": "<&>"}
    assert values["topic"]["topic"] == {"type": "static_select", "selected_option": None}
    assert values["boxes"]["value"]["selected_options"] == [option("a"), option("b")]
    assert values["day"]["value"]["selected_date"] == "2024-05-01"
    assert submission.closed


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "x"},
        {"name": "x" * 6},
        {"name": "a\nb"},
        {"name": "Emma", "topic": "c"},
        {"name": "Emma", "size": "2,5"},
        {"name": "Emma", "age": "7"},
    ],
)
async def test_slack_s_screen_stops_what_it_does_not_take(
    emma: Person, app: App, form: View, typed: dict[str, object]
) -> None:
    with pytest.raises(NotPossibleError):
        await emma.submit_view(typed)
    assert app.payloads == []
    assert emma.view is form


async def test_a_forged_submission_is_sent_as_it_is(emma: Person, app: App, form: View) -> None:
    forged = {"name": {"value": {"type": "plain_text_input", "value": "x" * 9000}}}
    await emma.submit_view(forged=forged)
    assert app.payloads[0]["view"]["state"]["values"] == forged
    assert form.values == {}


async def test_errors_keep_the_form_open_with_what_was_typed(
    emma: Person, app: App, form: View
) -> None:
    app.reply = {"response_action": "errors", "errors": {"name": "No"}}
    submission = await emma.submit_view({"name": "Emma"})
    assert submission.errors == {"name": "No"}
    assert submission.view is form
    assert form.values["name"]["value"]["value"] == "Emma"


async def test_errors_at_a_field_that_is_not_there_are_found(
    emma: Person, app: App, form: View
) -> None:
    app.reply = {"response_action": "errors", "errors": {"nowhere": "No"}}
    submission = await emma.submit_view({"name": "Emma"})
    assert submission.findings == ["no input block nowhere"]
    assert submission.view is form


@pytest.mark.parametrize("reply", ["ok", {"response_action": "smile"}, {"response_action": "push"}])
async def test_an_answer_that_slack_does_not_understand_is_found(
    emma: Person, app: App, form: View, reply: Json | str
) -> None:
    app.reply = reply
    submission = await emma.submit_view({"name": "Emma"})
    assert submission.findings
    assert submission.view is form


async def test_a_failure_keeps_the_form_open(emma: Person, app: App, form: View) -> None:
    app.status = 500
    submission = await emma.submit_view({"name": "Emma"})
    assert (submission.answer.ok, submission.view) == (False, form)


async def test_an_answer_updates_pushes_and_clears_views(
    emma: Person, app: App, form: View
) -> None:
    other = {**FORM, "title": plain("Other")}
    app.reply = {"response_action": "push", "view": other}
    pushed = (await emma.submit_view({"name": "Emma"})).view
    assert pushed
    assert pushed.previous_view_id == form.id
    app.reply = {"response_action": "update", "view": {**FORM, "title": plain("Third")}}
    assert (await emma.submit_view({"name": "Emma"})).view is pushed
    assert pushed.body["title"] == plain("Third")
    app.reply = {"response_action": "clear"}
    assert (await emma.submit_view({"name": "Emma"})).closed


async def test_a_pushed_view_that_is_submitted_shows_the_one_below(
    emma: Person, app: App, form: View
) -> None:
    app.reply = {"response_action": "push", "view": FORM}
    await emma.submit_view({"name": "Emma"})
    app.reply = ""
    assert (await emma.submit_view({"name": "Emma"})).view is form


async def test_closing_is_told_only_where_the_app_asked_for_it(
    emma: Person, app: App, form: View
) -> None:
    form.body["notify_on_close"] = True
    assert await emma.close_view()
    assert app.payloads[0]["type"] == "view_closed"
    assert app.payloads[0]["is_cleared"] is False
    with pytest.raises(NotPossibleError):
        await emma.close_view()


async def test_a_form_that_is_left_tells_nothing_of_what_was_typed(
    emma: Person, app: App, form: View
) -> None:
    form.body["notify_on_close"] = True
    await emma.type_in(form, "name", "Emma")
    await emma.close_view(everything=True)
    (payload,) = app.payloads
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", True)
    assert payload["view"]["state"] == {"values": {}}
    assert payload["view"]["private_metadata"] == "kept"
    assert payload["view"]["blocks"] == form.body["blocks"]


async def test_a_view_that_clears_on_close_takes_those_below_with_it(
    emma: Person, app: App, form: View
) -> None:
    top = {**FORM, "clear_on_close": True, "notify_on_close": True}
    app.reply = {"response_action": "push", "view": top}
    await emma.submit_view({"name": "Emma"})
    assert emma.view is not form
    await emma.close_view()
    assert emma.view is None
    assert app.payloads[-1]["is_cleared"] is True


async def test_a_pushed_view_leaves_what_was_typed_below_until_it_is_closed(
    emma: Person, app: App, form: View, slack: AsyncWebClient
) -> None:
    form.body["blocks"][1]["dispatch_action"] = True
    await emma.type_in(form, "name", "Emma")
    await emma.press(form, "topic", "b")
    await slack.views_push(trigger_id=app.payloads[0]["trigger_id"], view=FORM)
    assert emma.view
    assert emma.view is not form
    await emma.close_view()
    assert emma.view is form
    await emma.submit_view()
    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["name"]["value"]["value"] == "Emma"
    assert values["topic"]["topic"]["selected_option"] == option("b")


WRONG_ANSWERS = (
    {"response_action": "errors"},
    {"response_action": "errors", "errors": {}},
    {"response_action": "errors", "errors": {"name": ""}},
    {"response_action": "errors", "errors": {"name": 7}},
    {"response_action": "update"},
    {"response_action": "update", "view": {**FORM, "title": plain("x" * 25)}},
    {"response_action": "update", "view": {"type": "home", "blocks": []}},
    {"response_action": "push", "view": {**FORM, "external_id": "taken"}},
    {"response_action": "update", "view": {**FORM, "external_id": "taken"}},
)


@pytest.mark.parametrize("reply", WRONG_ANSWERS)
async def test_an_answer_that_slack_can_t_use_stands_in_the_journal_and_changes_nothing(
    emma: Person, app: App, form: View, reply: Json
) -> None:
    emma.workspace.views.publish("U0DAAN0001", {"type": "home", "blocks": [], **TAKEN})
    app.reply = reply
    submission = await emma.submit_view({"name": "Emma"})
    answer = emma.workspace.requests[-1].answer
    assert submission.answer is answer
    assert answer.problem == "invalid_answer"
    assert list(answer.findings) == submission.findings
    assert emma.view is form


async def test_a_fourth_view_is_not_pushed(emma: Person, app: App, form: View) -> None:
    app.reply = {"response_action": "push", "view": FORM}
    for _ in range(2):
        assert (await emma.submit_view({"name": "Emma"})).answer.ok
    assert (await emma.submit_view({"name": "Emma"})).findings == ["push_limit_reached"]
    assert emma.view is not form


async def test_a_view_of_a_member_of_another_company_names_both_teams(
    workspace: Workspace, emma: Person, app: App, slack: AsyncWebClient
) -> None:
    astrid = Person(workspace.user("astrid"), emma.sender)
    trigger = workspace.triggers.give(astrid.user.id)
    await slack.views_open(trigger_id=trigger.id, view=FORM)
    await astrid.submit_view({"name": "Ann"})
    (payload,) = app.payloads
    teams = (payload["user"]["team_id"], payload["team"]["id"], payload["view"]["team_id"])
    assert set(teams) == {astrid.user.team_id}
    assert payload["view"]["app_installed_team_id"] == workspace.team_id


async def test_an_input_tells_nothing_before_it_is_submitted_unless_it_dispatches(
    emma: Person, app: App, form: View
) -> None:
    with pytest.raises(NotPossibleError):
        await emma.press(form, "topic", "a")
    form.body["blocks"][1]["dispatch_action"] = True
    await emma.press(form, "topic", "a")
    payload = app.payloads[0]
    assert payload["container"] == {"type": "view", "view_id": form.id}
    assert payload["view"]["state"]["values"]["topic"]["topic"]["selected_option"] == option("a")
    assert "response_url" not in payload


async def test_an_external_menu_shows_what_the_app_offers(
    emma: Person, app: App, form: View
) -> None:
    menu = {"type": "external_select", "action_id": "topic", "min_query_length": 2}
    form.body["blocks"][1]["element"] = menu
    app.reply = {"options": [option("a")]}
    assert await emma.suggestions(form, "topic", "al") == [option("a")]
    payload = app.payloads[0]
    assert (payload["type"], payload["value"]) == ("block_suggestion", "al")
    app.reply = ""
    assert (await emma.submit_view({"name": "Emma", "topic": option("a")})).answer.ok
