"""Forms are filled in, submitted and closed as in Slack."""

from typing import Any

import pytest

from bot.sandbox import NotPossibleError, Person, View
from tests.sandbox.acting import FORM, App, option
from tests.sandbox.kit import plain

Json = dict[str, Any]


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
    form.body["blocks"][1]["element"] = {"type": "external_select", "action_id": "topic"}
    app.reply = {"options": [option("a")]}
    assert await emma.suggestions(form, "topic", "al") == [option("a")]
    payload = app.payloads[0]
    assert (payload["type"], payload["value"]) == ("block_suggestion", "al")
    assert (await emma.submit_view({"name": "Emma", "topic": option("a")})).answer.ok
