"""Promise 15: whatever a form's modal sends, nothing is stored that the form does not ask for."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from bot.app import Content
from bot.content.forms import Form
from bot.forms.case import MOST_LINES, Case
from bot.forms.filled import from_json
from bot.forms.settling import SAME
from bot.sandbox import SandboxServer, Workspace
from bot.sandbox.methods.views import checked_body
from bot.services.readers import reader_of
from bot.slack.screens.form_blocks import LONGEST
from bot.storage.people import Person as Known
from bot.storage.schema import drafts, outbox, ticket_keys, ticket_numbers, tickets
from tests.faults.failing import stored
from tests.faults.house import Clock, House, opened
from tests.faults.opening import opening
from tests.journeys.filling import FORMS, submission_of, submit

Json = dict[str, Any]

SCREENS = [
    (form, steps) for form, most in (("directory", 3), ("discrepancy", 4)) for steps in range(most)
]
FORGED = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["SE", "XX", "owned", "other", "other:", "1", "13", "2026", "send", "remind", "add"]
    ),
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
OPTION = st.fixed_dictionaries({"value": TEXTS}) | JUNK
FILE = st.fixed_dictionaries({"id": TEXTS, "name": TEXTS}) | JUNK
ELEMENT = st.one_of(
    JUNK,
    st.fixed_dictionaries({"type": st.just("plain_text_input"), "value": TEXTS | JUNK}),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["static_select", "external_select", "radio_buttons"]),
            "selected_option": OPTION,
        }
    ),
    st.fixed_dictionaries(
        {"type": st.just("checkboxes"), "selected_options": st.lists(OPTION, max_size=4) | JUNK}
    ),
    st.fixed_dictionaries(
        {"type": st.just("file_input"), "files": st.lists(FILE, max_size=3) | JUNK}
    ),
)
FIELDS = [*FORMS["discrepancy"], *FORMS["directory"], "admin", "ask", ""]
BLOCKS = st.one_of(
    st.text(max_size=20),
    st.builds(
        "{}:{}:{}{}".format,
        st.sampled_from(FIELDS),
        st.integers(-1, 12),
        st.integers(-1, 9),
        st.sampled_from(["", ":other", ":meant", ":reason"]),
    ),
    st.builds(
        "ask:{}".format, st.sampled_from(["same:0:1", "report-due:0:2026", "x", ":", "same:reason"])
    ),
)
UNREADABLE = st.text(max_size=20) | JUNK.map(json.dumps)
MODIFIED = st.fixed_dictionaries(
    {},
    optional={
        "step": st.sampled_from(["company", "purchase", "proof", "review", "", "x"]),
        "line": st.integers(-2, 200) | JUNK,
        "turn": st.integers(-2, 12) | JUNK,
        "draft": st.integers(-1, 4) | JUNK,
        "locale": st.sampled_from(["fr", "xx", ""]) | JUNK,
    },
)


async def reached(house: House, form: str, steps: int) -> Json:
    """Go so many steps into a form; give the payload of a right submission of the next screen."""
    emma = house.person("emma")
    await opening(house, emma, form)
    for _ in range(steps):
        assert (await submit(emma, FORMS[form])).answer.ok
    payload: Json = json.loads(json.dumps(submission_of(house.slack, emma, FORMS[form])))
    return payload


async def submitted(house: House, payload: Json) -> None:
    """Send a submission; hold that it is answered as Slack wants it."""
    answer = await house.sender.send_interaction(payload)
    assert answer.status == 200
    told = answer.json()
    if told.get("response_action") == "errors":
        assert told["errors"].keys() <= payload["view"]["state"]["values"].keys()
        assert all(told["errors"].values())
    elif told.get("response_action") == "update":
        checked_body(house.slack, told["view"], "modal")
    else:
        assert told in ({}, {"response_action": "clear"})


async def assert_nothing_unknown_is_stored(house: House) -> None:
    """Hold that drafts and tickets have only what their form asks for."""
    rows, forms = await stored(house), house.office.forms
    for draft in rows["drafts"]:
        assert_fits(forms.declared[draft.form], draft.answers)
    for ticket in rows["tickets"]:
        assert_fits(forms.declared[ticket.kind], ticket.answers)
        reader = reader_of(Known(), ticket.locale, ticket.created_at)
        case = Case(forms, forms.declared[ticket.kind], from_json(ticket.answers), reader)
        assert all(case.check(position).is_right for position in case.positions())


def assert_fits(form: Form, answers: Mapping[str, Any]) -> None:
    """Hold that answers are some of a form's; of what was sent a draft keeps none."""
    lines, common = answers.get("lines", []), answers.get("common", {})
    of_lines = {field for step in form.several for field in form.steps[step]}
    assert len(lines) <= MOST_LINES
    assert all(line.keys() <= of_lines for line in lines)
    assert common.keys() <= form.fields.keys() - of_lines
    asked = {rule.rule for rule in form.rules} | {SAME}
    assert {ask.partition(":")[0] for ask in answers.get("asks", {})} <= asked
    for line in (*lines, common):
        for each in line.values():
            texts = [each["typed"]] if isinstance(each["typed"], str) else each["typed"]
            assert all(isinstance(text, str) and len(text) <= LONGEST + 10 for text in texts)


@dataclass(frozen=True)
class Screen:
    """A form at one of its screens, to which the database is brought back for each example."""

    house: House
    payload: Json
    rows: list[dict[str, Any]]

    @property
    def form(self) -> str:
        return str(self.payload["view"]["callback_id"]).partition(":")[2]

    @property
    def right(self) -> Mapping[str, Json]:
        """What a right submission of the screen holds, by its blocks."""
        values: Mapping[str, Json] = self.payload["view"]["state"]["values"]
        return values

    async def rewind(self) -> None:
        await self.house.office.database.run(self._rewind)

    def _rewind(self, connection: Connection) -> None:
        for table in (drafts, tickets, ticket_keys, ticket_numbers, outbox):
            connection.execute(table.delete())
        connection.execute(insert(drafts), self.rows)

    async def submit(self, values: object, **view: object) -> None:
        """Submit other values, with other properties of the view; hold that they are checked."""
        await self.rewind()
        forged = {**self.payload["view"], **view, "state": {"values": values}}
        await submitted(self.house, {**self.payload, "view": forged})
        await assert_nothing_unknown_is_stored(self.house)


@pytest_asyncio.fixture(params=SCREENS, ids=lambda param: f"{param[0]}-{param[1]}")
async def screen(
    content: Content, database_url: str, request: pytest.FixtureRequest
) -> AsyncIterator[Screen]:
    """Give every screen of every form in turn; nobody but the test works there."""
    slack, clock = Workspace.demo(), Clock()
    clock.now = slack.stamps.clock()
    async with (
        SandboxServer(slack),
        opened(content, slack, database_url, clock, worker=False) as at,
    ):
        payload = await reached(at, *request.param)
        rows = [row._asdict() for row in (await stored(at))["drafts"]]
        yield Screen(at, payload, rows)


def states(right: Mapping[str, Json]) -> st.SearchStrategy[Json]:
    """Give what a screen might hold: some of what is right, some of something else."""
    there = {block: st.just(value) | elements(value) for block, value in right.items()}
    more = st.dictionaries(TEXTS, ELEMENT, min_size=1, max_size=2)
    others = st.dictionaries(BLOCKS, more | more | JUNK, max_size=6)
    return st.builds(dict.__or__, st.fixed_dictionaries({}, optional=there), others)


def elements(value: Json) -> st.SearchStrategy[Json]:
    """Give other elements under the same action ids."""
    return st.fixed_dictionaries(dict.fromkeys(value, ELEMENT))


@FORGED
@given(data=st.data())
async def test_promise_15_what_a_forged_submission_says_is_stored_only_where_it_was_asked(
    screen: Screen, data: st.DataObject
) -> None:
    await screen.submit(data.draw(states(screen.right)))


@FORGED
@given(data=st.data())
async def test_promise_34_what_a_forged_modal_says_of_itself_stores_nothing_unknown(
    screen: Screen, data: st.DataObject
) -> None:
    said = json.loads(screen.payload["view"]["private_metadata"])
    metadata = data.draw(MODIFIED.map(lambda other: json.dumps(said | other)) | UNREADABLE)
    callback = data.draw(st.sampled_from(["form:directory", "form:discrepancy", "form:x", "", "x"]))
    await screen.submit(screen.right, private_metadata=metadata, callback_id=callback)


async def test_promise_15_a_text_of_any_size_is_refused_beside_its_field_or_altogether(
    screen: Screen,
) -> None:
    for block, value in screen.right.items():
        if not any(element["type"] == "plain_text_input" for element in value.values()):
            continue
        for size in (LONGEST + 1, 1_000_000):
            too_long = {a: {**element, "value": "x" * size} for a, element in value.items()}
            await screen.submit({**screen.right, block: too_long})


async def test_promise_15_a_screen_without_any_of_its_blocks_makes_no_request(
    screen: Screen,
) -> None:
    for missing in screen.right:
        rest = {block: value for block, value in screen.right.items() if block != missing}
        await screen.submit(rest)
    shapes: tuple[object, ...] = (None, [], "x", 7, {}, {"": None}, {"name": []})
    for shape in shapes:
        await screen.submit(shape)


async def test_promise_15_what_was_not_asked_again_is_not_settled(screen: Screen) -> None:
    for ask in ("x", "report-due:0:x", "same:0:99", "same:x"):
        chosen = {"type": "radio_buttons", "selected_option": {"value": "send"}}
        await screen.submit({**screen.right, f"ask:{ask}": {"typed": chosen}})
        rows = await stored(screen.house)
        kept = [row.answers.get("asks", {}) for row in (*rows["drafts"], *rows["tickets"])]
        assert ask not in {key for each in kept for key in each}


async def test_promise_34_somebody_else_who_submits_the_same_view_gets_nothing_of_it(
    screen: Screen,
) -> None:
    house, wei = screen.house, screen.house.person("wei")
    by_wei = {"id": wei.user.id, "username": "wei", "name": "wei", "team_id": wei.user.team_id}
    await submitted(house, {**screen.payload, "user": by_wei})
    rows, (before,) = await stored(house), screen.rows
    assert rows["drafts"][0]._asdict() == before
    assert rows["tickets"] == []
    await assert_nothing_unknown_is_stored(house)
