"""What a modal never offered, and what is too long, sends nothing and breaks nothing."""

from typing import Any, Final

import pytest

from tests.journeys.desk import Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    block_of,
    fill_in,
    name_of,
    open_form,
    submission_of,
    submit,
)
from tests.journeys.form_screens import errors, problem, values

FORGED: Final = [
    {"callback_id": "form:directory"},
    {"callback_id": "form:nothing"},
    {"callback_id": "form:"},
    {"private_metadata": "{"},
    {"private_metadata": "[" * 3000},
    {"private_metadata": '{"step": "review", "line": 0, "turn": 0, "locale": "en"}'},
    {"private_metadata": '{"step": "numbers", "line": 9, "turn": 0, "locale": "en"}'},
    {"private_metadata": '{"step": "purchase", "line": 1e999, "turn": 1e999, "locale": [1]}'},
    {"private_metadata": f'{{"step": "purchase", "line": 0, "turn": {10**40}, "locale": "xx"}}'},
    {"private_metadata": '{"step": "purchase", "line": 0, "turn": 0, "draft": 99}'},
]


@pytest.mark.parametrize("forged", FORGED)
async def test_what_a_modal_says_wrongly_of_itself_sends_nothing(
    desk: Desk, forged: dict[str, str]
) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    view: Any = payload["view"]
    answer = await desk.sender.send_interaction({**payload, "view": {**view, **forged}})
    assert answer.ok
    assert answer.json()["response_action"] in {"update", "errors"}
    await desk.calm()
    assert (await desk.rows())["tickets"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("omlp-type", {"selected_option": {"value": "hacked"}}),
        ("omlp-type", {"selected_option": "lab"}),
        ("month", {"selected_option": {"value": "13"}}),
        ("invoice-number", {"value": "1" * 10_000_000}),
        ("purchase-unit", {"value": ["a"]}),
    ],
)
async def test_values_that_the_screen_does_not_offer_are_refused_and_not_kept(
    desk: Desk, name: str, value: dict[str, Any]
) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "discrepancy")
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    state: Any = payload["view"]
    held = state["state"]["values"][block_of(view, name)]
    ((action, element),) = held.items()
    held[action] = {"type": element["type"], **value}
    answer = await desk.sender.send_interaction(payload)
    assert answer.json()["response_action"] == "errors"
    assert [name_of(block) for block in answer.json()["errors"]] == [name]
    (draft,) = (await desk.rows())["drafts"]
    assert "hacked" not in str(draft["answers"])
    assert len(str(draft["answers"])) < 2000


async def test_answers_to_what_was_not_asked_are_not_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await fill_in(emma, DIRECTORY)
    payload = submission_of(desk.workspace, emma, {})
    radio = {"type": "radio_buttons", "selected_option": {"value": "send"}}
    view: Any = payload["view"]
    view["state"]["values"]["ask:anything:0:x"] = {"a": radio}
    view["state"]["values"]["name:0:0"] = {"a": {"type": "plain_text_input", "value": "Evil"}}
    assert (await desk.sender.send_interaction(payload)).json() == {"response_action": "clear"}
    (ticket,) = (await desk.rows())["tickets"]
    assert ticket["answers"]["asks"] == {}
    assert ticket["answers"]["common"]["name"] == {"typed": DIRECTORY["name"]}


async def test_what_is_too_long_does_not_keep_the_form_from_opening(desk: Desk) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "directory")
    payload = submission_of(desk.workspace, emma, DIRECTORY)
    state: Any = payload["view"]
    held = state["state"]["values"][block_of(view, "name")]
    ((action, element),) = held.items()
    held[action] = {**element, "value": "Contoso " * 300}
    answer = await desk.sender.send_interaction(payload)
    too_long = problem(desk, "en", "too-long", most="200")
    assert list(answer.json()["errors"].values()) == [too_long]
    await open_form(desk, emma, "directory")
    assert emma.view
    assert values(emma.view)["name"] == ("Contoso " * 300).strip()
    assert errors(await submit(emma, {})) == {"name": too_long}
