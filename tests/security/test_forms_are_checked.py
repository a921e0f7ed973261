"""Promise 15: the server checks all that the modal promised."""

import json
from typing import Any

from bot.sandbox import Person, Submission
from bot.sandbox.envelopes import interaction
from bot.sandbox.methods.views import describe_view
from tests.journeys.desk import Desk
from tests.journeys.filling import (
    DIRECTORY,
    at_review,
    block_of,
    fill_in,
    open_form,
    send,
    step_of,
    submission_of,
    submit,
)
from tests.journeys.phrases import MISSING
from tests.journeys.reading import screen

FIRST, FIELDS = "company", ("name", "country", "landing-page")

State = dict[str, Any]


def state_of(desk: Desk, person: Person) -> State:
    """Give the state of the screen that is open as Slack sends it, filled in."""
    payload: Any = submission_of(desk.workspace, person, DIRECTORY)
    state: State = payload["view"]["state"]["values"]
    return state


async def opened(desk: Desk, person: Person) -> State:
    """Open the form anew; give the state of its first screen, filled in."""
    if person.view:
        await person.close_view(everything=True)
        await desk.calm()
    await open_form(desk, person, "directory")
    return state_of(desk, person)


def block(person: Person, field: str) -> str:
    assert person.view
    return block_of(person.view, field)


def text(value: object) -> State:
    return {"any": {"type": "plain_text_input", "value": value}}


async def answers(desk: Desk) -> list[dict[str, Any]]:
    """Give what is kept of requests that were sent."""
    return [row["answers"] for row in (await desk.rows())["tickets"]]


async def assert_stays(desk: Desk, person: Person, submission: Submission) -> None:
    """Hold that the first screen is still there, and that nothing was sent."""
    assert submission.answer.ok
    assert submission.findings == []
    assert submission.view
    assert step_of(submission.view) == FIRST
    assert submission.view == person.view
    await desk.calm()
    assert await answers(desk) == []
    assert desk.cards() == []


async def test_promise_15_what_is_no_field_of_the_screen_is_not_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    forged = await opened(desk, emma)
    for name in ("kpi-dashboard:0:0", "admin:0:0", "name:1:0", "name:0:7", "confirmations:0:0", ""):
        forged[name] = text("forged")
    assert (await emma.submit_view(forged=forged)).answer.ok
    await send(desk, emma, DIRECTORY)
    (kept,) = await answers(desk)
    assert kept["lines"] == []
    assert {name: given["typed"] for name, given in kept["common"].items()} == DIRECTORY
    assert "forged" not in json.dumps(
        (await desk.rows())["drafts"] + (await desk.rows())["tickets"]
    )
    assert "forged" not in screen(desk.cards()[0])


async def test_promise_15_a_value_of_another_action_is_not_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    forged = await opened(desk, emma)
    forged[block(emma, "name")]["another_action"] = {"type": "plain_text_input", "value": "forged"}
    assert (await emma.submit_view(forged=forged)).answer.ok
    await send(desk, emma, DIRECTORY)
    (kept,) = await answers(desk)
    assert kept["common"]["name"] == {"typed": DIRECTORY["name"]}


async def test_promise_15_a_text_longer_than_the_field_takes_is_not_taken(desk: Desk) -> None:
    emma = desk.person("emma")
    for size in (201, 3_000, 1_000_000):
        forged = await opened(desk, emma)
        forged[block(emma, "name")] = text("x" * size)
        submission = await emma.submit_view(forged=forged)
        assert list(submission.errors) == [block(emma, "name")]
        await assert_stays(desk, emma, submission)
    assert len(json.dumps((await desk.rows())["drafts"])) < 10_000


async def test_promise_15_ten_megabytes_are_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    forged = await opened(desk, emma)
    forged[block(emma, "name")] = text("x" * 10_000_000)
    submission = await emma.submit_view(forged=forged)
    assert not submission.closed
    await desk.calm()
    assert await answers(desk) == []
    assert desk.cards() == []
    assert len(json.dumps((await desk.rows())["drafts"])) < 10_000


async def test_promise_15_a_screen_without_one_of_its_fields_asks_for_it(desk: Desk) -> None:
    for name, field in zip(("emma", "daan", "noor"), FIELDS, strict=True):
        person = desk.person(name)
        forged = await opened(desk, person)
        del forged[block(person, field)]
        submission = await person.submit_view(forged=forged)
        await assert_stays(desk, person, submission)
        assert submission.view
        assert MISSING in screen(submission.view)


async def test_promise_15_an_empty_required_field_is_told_beside_it(desk: Desk) -> None:
    camille = desk.person("camille")
    for empty in (None, "", "   ", "\n\t"):
        forged = await opened(desk, camille)
        forged[block(camille, "name")] = text(empty)
        submission = await camille.submit_view(forged=forged)
        said = {block(camille, "name"): desk.words("fr", MISSING)}
        assert submission.errors == said
        await assert_stays(desk, camille, submission)


SHAPES: tuple[object, ...] = (
    None,
    [],
    "text",
    {},
    {"any": None},
    {"any": "text"},
    {"any": {"value": "without a type of its own, and not a text", "type": "checkboxes"}},
    {"any": {"type": "plain_text_input", "value": ["a", "list"]}},
    {"any": {"type": "plain_text_input", "value": {"an": "object"}}},
    {"any": {"type": "plain_text_input", "value": 7}},
    {"any": {"type": "static_select", "selected_option": "text"}},
    {"any": {"type": "static_select", "selected_option": {"value": None}}},
    {"any": {"type": "file_input", "files": [{"id": ["F1"], "name": {}}, "F2", None]}},
)


async def test_promise_15_a_state_of_another_shape_is_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    for shape in SHAPES:
        forged = await opened(desk, emma)
        forged[block(emma, "name")] = shape
        submission = await emma.submit_view(forged=forged)
        assert list(submission.errors) == [block(emma, "name")], shape
        await assert_stays(desk, emma, submission)


async def test_promise_15_an_option_that_is_none_is_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    for value in ("XX", "__class__", "Narnia", "other:Narnia"):
        forged = await opened(desk, emma)
        option = {"value": value, "text": {"type": "plain_text", "text": value}}
        forged[block(emma, "country")] = {
            "any": {"type": "external_select", "selected_option": option}
        }
        submission = await emma.submit_view(forged=forged)
        assert list(submission.errors) == [block(emma, "country")], value
        await assert_stays(desk, emma, submission)


async def test_promise_15_a_confirmation_that_is_none_does_not_stand_for_one(desk: Desk) -> None:
    emma = desk.person("emma")
    await opened(desk, emma)
    await submit(emma, DIRECTORY)
    chosen = [{"value": value} for value in ("owned", "no-competitors", "anything")]
    forged = {"any": {"type": "checkboxes", "selected_options": chosen}}
    submission = await emma.submit_view(forged={block(emma, "confirmations"): forged})
    assert list(submission.errors) == [block(emma, "confirmations")]
    assert await answers(desk) == []


async def test_promise_15_a_state_that_is_none_is_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    shapes: list[object] = [None, [], "x", {}, {"values": None}, {"values": []}, {"values": "x"}]
    for shape in shapes:
        answer = await _submitted(desk, emma, state=shape)
        assert answer["response_action"] == "update", shape
        assert json.loads(answer["view"]["private_metadata"])["step"] == FIRST
    assert await answers(desk) == []


async def _submitted(desk: Desk, person: Person, **forged: object) -> dict[str, Any]:
    """Submit the screen that is open, with parts of its view forged; give the answer."""
    assert person.view
    view = {**describe_view(desk.workspace, person.view), **forged}
    payload = interaction(desk.workspace, "view_submission", person.user, view=view)
    answer = await desk.sender.send_interaction(payload)
    assert answer.status == 200
    return answer.json() if answer.body else {}


async def test_promise_15_a_form_that_is_none_is_not_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    state = {"values": await opened(desk, emma)}
    before = await desk.rows()
    for callback in ("form:unknown", "form:", "form", "topic", "", "form:../../etc", "discrepancy"):
        await _submitted(desk, emma, callback_id=callback, state=state)
    await desk.calm()
    assert await desk.rows() == before


METADATA = (
    "",
    "not json",
    "[]",
    "7",
    "null",
    json.dumps({"locale": "xx"}),
    json.dumps({"step": "company", "line": 0, "turn": 0, "locale": ["fr"]}),
    json.dumps({"step": "company", "line": 0, "turn": 0, "locale": "../../etc/passwd"}),
    json.dumps({"step": "../../etc", "line": 0, "turn": 0, "locale": "zh"}),
    json.dumps({"step": "company", "line": 10**9, "turn": 0, "locale": "zh"}),
    json.dumps({"step": "company", "line": -1, "turn": "0", "locale": "zh"}),
    "x" * 3000,
)


async def test_promise_34_forged_metadata_of_a_form_changes_neither_its_values_nor_its_language(
    desk: Desk,
) -> None:
    camille = desk.person("camille")
    said = desk.knowledge.forms["directory"].say("fr")
    for number, metadata in enumerate(METADATA):
        await open_form(desk, camille, "directory")
        assert camille.view
        camille.view.body["private_metadata"] = metadata
        typed = {**DIRECTORY, "landing-page": f"https://forlaget{number}.se"}
        await submit(camille, typed)
        await send(desk, camille, typed)
        assert said.title in screen(desk.replies(camille)[-1]).splitlines()[0]
    kept = [row["common"]["name"] for row in await answers(desk)]
    assert kept == [{"typed": DIRECTORY["name"]}] * len(METADATA)


async def test_promise_34_metadata_that_claims_the_last_screen_sends_nothing_unfinished(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    told = {"step": "review", "line": 0, "turn": 0, "locale": "en"}
    answer = await _submitted(desk, emma, private_metadata=json.dumps(told))
    assert json.loads(answer["view"]["private_metadata"])["step"] == FIRST
    await desk.calm()
    assert await answers(desk) == []
    await fill_in(emma, DIRECTORY)
    assert at_review(emma.view)


async def test_promise_34_somebody_elses_modal_is_not_filled_in_by_its_id(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await open_form(desk, emma, "directory")
    await fill_in(emma, DIRECTORY)
    assert emma.view
    view = describe_view(desk.workspace, emma.view)
    payload = interaction(desk.workspace, "view_submission", daan.user, view=view)
    assert (await desk.sender.send_interaction(payload)).ok
    await desk.calm()
    assert await answers(desk) == []
    await send(desk, emma, DIRECTORY)
    assert [row["person"] for row in (await desk.rows())["tickets"]] == [emma.user.id]
