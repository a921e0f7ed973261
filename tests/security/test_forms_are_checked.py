"""Promise 15: the server checks all that the modal promised."""

import json
from typing import Any

from bot.sandbox import Person, Submission
from bot.sandbox.envelopes import interaction
from bot.sandbox.methods.views import describe_view
from tests.journeys.desk import Desk
from tests.journeys.reading import screen

VALUES = {"name": "Förlaget", "country": "Sverige", "landing-page": "https://example.com"}


def state(**values: object) -> dict[str, Any]:
    """Give a state as Slack sends it, with raw values by block."""
    typed = {**VALUES, **values}
    return {
        block: {"value": {"type": "plain_text_input", "value": value}}
        for block, value in typed.items()
    }


async def submitted(desk: Desk, person: Person, forged: Any) -> Submission:  # noqa: ANN401
    await desk.command(person, "directory")
    submission = await person.submit_view(forged=forged)
    await desk.calm()
    return submission


async def kept(desk: Desk) -> list[dict[str, Any]]:
    return [row["details"] for row in (await desk.rows())["questions"] if row["form"]]


async def test_promise_15_what_is_no_field_of_the_form_is_not_kept(desk: Desk) -> None:
    forged = state(**{"kpi-value": "other form", "admin": "true", "": "nothing"})
    await submitted(desk, desk.person("emma"), forged)
    assert await kept(desk) == [VALUES]
    assert "other form" not in screen(desk.cards()[0])


async def test_promise_15_a_value_of_another_action_is_not_kept(desk: Desk) -> None:
    forged = state()
    forged["name"]["another_action"] = {"type": "plain_text_input", "value": "forged"}
    await submitted(desk, desk.person("emma"), forged)
    assert await kept(desk) == [VALUES]


async def test_promise_15_a_text_longer_than_the_field_takes_is_not_kept(desk: Desk) -> None:
    for size in (501, 3_000, 1_000_000):
        submission = await submitted(desk, desk.person("emma"), state(name="x" * size))
        assert not submission.closed
        assert list(submission.errors) == ["name"]
    assert await kept(desk) == []


async def test_promise_15_ten_megabytes_are_refused(desk: Desk) -> None:
    submission = await submitted(desk, desk.person("emma"), state(name="x" * 10_000_000))
    assert not submission.closed
    assert await kept(desk) == []
    assert desk.cards() == []


async def test_promise_15_a_form_without_one_of_its_fields_is_not_taken(desk: Desk) -> None:
    for block in VALUES:
        forged = state()
        del forged[block]
        submission = await submitted(desk, desk.person("emma"), forged)
        assert not submission.closed
        assert list(submission.errors) == [block]
    assert await kept(desk) == []


async def test_promise_15_an_empty_required_field_is_told_beside_it(desk: Desk) -> None:
    for empty in (None, "", "   ", "\n\t"):
        submission = await submitted(desk, desk.person("camille"), state(country=empty))
        assert not submission.closed
        assert list(submission.errors) == ["country"]
        assert submission.findings == []
    assert desk.cards() == []


SHAPES: tuple[dict[str, object], ...] = (
    {},
    {"name": None},
    {"name": []},
    {"name": "text"},
    {"name": {"value": "text"}},
    {"name": {"value": {"value": ["a", "list"]}}},
    {"name": {"value": {"value": {"an": "object"}}}},
    {"name": {"value": {"value": 7}}},
    {"name": {"value": {"selected_option": {"value": "unknown"}}}},
)


async def test_promise_15_a_state_of_another_shape_is_refused(desk: Desk) -> None:
    for forged in SHAPES:
        submission = await submitted(desk, desk.person("emma"), {**state(), "name": None, **forged})
        assert not submission.closed, forged
        assert list(submission.errors) == ["name"], forged
    assert await kept(desk) == []
    assert desk.cards() == []


async def test_promise_15_a_state_that_is_none_is_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "directory")
    assert emma.view
    shapes: list[object] = [None, [], "x", {}, {"values": None}, {"values": []}, {"values": "x"}]
    for shape in shapes:
        view = {**describe_view(desk.workspace, emma.view), "state": shape}
        payload = interaction(desk.workspace, "view_submission", emma.user, view=view)
        answer = await desk.sender.send_interaction(payload)
        assert answer.json()["errors"].keys() == VALUES.keys(), shape
    assert await kept(desk) == []


async def test_promise_15_a_form_that_is_none_is_not_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "directory")
    assert emma.view
    for callback in ("form:unknown", "form:", "form", "topic", "", "form:../../etc", "discrepancy"):
        view = {**describe_view(desk.workspace, emma.view), "callback_id": callback}
        view["state"] = {"values": state()}
        payload = interaction(desk.workspace, "view_submission", emma.user, view=view)
        assert (await desk.sender.send_interaction(payload)).status == 200
    await desk.calm()
    assert (await desk.rows())["questions"] == []


METADATA = (
    "",
    "not json",
    "[]",
    "7",
    "null",
    json.dumps({"locale": "xx"}),
    json.dumps({"locale": ["fr"]}),
    json.dumps({"locale": {"fr": 1}}),
    json.dumps({"locale": "../../etc/passwd"}),
    "x" * 3000,
)


async def test_promise_34_forged_metadata_of_a_form_gives_no_more_than_the_default_language(
    desk: Desk,
) -> None:
    camille = desk.person("camille")
    for metadata in METADATA:
        await desk.command(camille, "annuaire")
        assert camille.view
        camille.view.body["private_metadata"] = metadata
        assert (await camille.submit_view(VALUES)).closed
        await desk.calm()
        assert screen(desk.replies(camille)[-1]).startswith("Directory request")
    assert await kept(desk) == [VALUES] * len(METADATA)
