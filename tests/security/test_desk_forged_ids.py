"""Promise 34: at the desk too, authority is what the verified payload says, never what ids claim.

What is forged here comes from people with the least right to it and from support itself: an id that
is no ticket's of this workspace does nothing, whoever sends it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pytest

from bot.desk.life import Deed
from bot.sandbox import Person
from bot.slack.modals.desk_modals import digest
from bot.storage import tickets
from tests.journeys.desk import Desk
from tests.journeys.gestures import button, option, pressed, submitted, untimed
from tests.security.desk_scene import TEXT, Scene, bring, files_of, opened_scene
from tests.security.test_forged_ids import STRANGE

Json = dict[str, Any]

ELSEWHERE: Final = "T0OTHER001"
NOT_NUMBERS: Final = (None, True, 1.5, -1, 0, 2**63, 10**400, "1", "1 OR 1=1", [1], {"id": 1}, "")
ACTIONS: Final = (
    *(f"desk:{deed}" for deed in Deed),
    *(f"desk_open:{deed}" for deed in (*Deed, "read", "propose")),
    *("desk_text", "desk_back", "desk_page", "desk_page:earlier", "propose:kind", "thread:ask"),
    *("batch:submit", "batch:confirm", "batch:export", "batch:aside", "batch:back", "batch:next"),
    *("batch_open:show", "batch_check:1", "rate:yes", "rate:no"),
    *(f"request:{deed}" for deed in ("show", "change", "file", "withdraw", "restore", "reopen")),
)
SOME_ACTIONS: Final = ("desk:take", "desk_open:reply", "batch:submit", "request:show", "rate:yes")
DEEDS: Final = (*map(str, Deed), "read", "propose")
CALLBACKS: Final = (
    *(f"desk:{deed}" for deed in (*Deed, "read", "propose", "", "take:1", "reply:1")),
    *("desk", "propose", "batch:1", "desk_list", "desk:reply; DROP TABLE tickets"),
)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Slack take more than a message a second: there is much to refuse here."""
    monkeypatch.setattr("bot.slack.sending.delivery.paces", lambda *_: {})


async def unchanged(scene: Scene, before: Json, told: object, why: object) -> None:
    await scene.calm()
    assert await scene.stored() == before, why
    assert scene.told() == told, why


async def others_ticket(desk: Desk) -> int:
    """Keep a ticket of another workspace; give its id."""
    row = (await desk.rows())["tickets"][0]
    values = {name: value for name, value in row.items() if name not in {"id", "number"}}
    kept = {**values, "question": None, "thread_ts": None}
    return await desk.office.database.run(
        lambda c: tickets.add(c, ELSEWHERE, {k: v for k, v in kept.items() if k != "workspace"})
    )


def forged_presses(
    scene: Scene, person: Person, ids: Iterable[str], actions: Iterable[str], deeds: Iterable[str]
) -> Iterator[Json]:
    """Give presses that claim ids where a button, a menu or a block has them."""
    card = scene.card(Deed.TAKE)
    for number in ids:
        for action in actions:
            yield pressed(scene.desk, person, card, button(action, number))
        for deed in deeds:
            yield pressed(scene.desk, person, card, option("desk_more", f"{deed}:{number}"))
        block = button("desk:take", "", block=f"ticket:{number}")
        yield pressed(scene.desk, person, card, block)
        checked = option(f"batch_check:{number}", number)
        yield pressed(scene.desk, person, card, checked)


def forged_modals(scene: Scene, person: Person, metadata: list[object]) -> Iterator[Json]:
    """Give submissions that claim ids in their metadata, or in their callback id."""
    values = {
        "text:0": {"text": {"type": "plain_text_input", "value": TEXT}},
        "choice": {"choice": {"type": "static_select", "selected_option": {"value": "urgent"}}},
    }
    for said in metadata:
        for callback in CALLBACKS:
            yield submitted(scene.desk, person, callback, said, values)


def claims(number: object) -> Json:
    """Give what a preview of a reply would say of itself."""
    chosen = {"outcome": "answered", "shown": digest(TEXT)}
    return {"ticket": number, "seen": [10**9, 10**9], "turn": 0, **chosen}


async def send_all(scene: Scene, payloads: Iterator[Json]) -> None:
    for payload in payloads:
        assert (await scene.desk.sender.send_interaction(payload)).ok, payload


async def test_promise_34_ids_of_other_workspaces_and_of_nothing_do_nothing_even_for_support(
    desk: Desk,
) -> None:
    scene = await opened_scene(desk)
    noor, theirs = desk.person("noor"), await others_ticket(desk)
    before, told, rows = await scene.stored(), scene.told(), untimed((await desk.rows())["tickets"])
    await send_all(scene, forged_presses(scene, noor, [str(theirs), "999"], ACTIONS, DEEDS))
    await send_all(scene, forged_presses(scene, noor, STRANGE, SOME_ACTIONS, ["read"]))
    await unchanged(scene, before, told, "strange ids")
    assert untimed((await desk.rows())["tickets"]) == rows
    assert noor.view is None
    assert files_of(desk) == 0


async def test_promise_34_metadata_that_claims_what_is_not_there_does_nothing_even_for_support(
    desk: Desk,
) -> None:
    scene = await opened_scene(desk)
    noor, theirs = desk.person("noor"), await others_ticket(desk)
    texts = ["", "null", "[]", "{", "[" * 3_000, '{"ticket": 1e400}', '{"ticket": NaN}']
    said = [*texts, claims(theirs), claims(999), *map(claims, NOT_NUMBERS)]
    before, told, rows = await scene.stored(), scene.told(), untimed((await desk.rows())["tickets"])
    await send_all(scene, forged_modals(scene, noor, [_as_text(each) for each in said]))
    await unchanged(scene, before, told, said)
    assert untimed((await desk.rows())["tickets"]) == rows


def _as_text(said: object) -> str:
    return said if isinstance(said, str) else json.dumps(said)


@pytest.mark.parametrize("name", ["daan", "guest"])
async def test_promise_34_the_right_ids_are_of_no_use_to_who_has_no_right(
    besieged: Desk, name: str
) -> None:
    scene = await opened_scene(besieged)
    await bring(scene, Deed.SUBMIT)
    person = scene.person(name)
    ids = [str(scene.question["id"]), str(scene.form["id"])]
    before, told, files = await scene.stored(), scene.told(), files_of(besieged)
    await send_all(scene, forged_presses(scene, person, ids, ACTIONS, DEEDS))
    await send_all(scene, forged_modals(scene, person, [claims(scene.question["id"])]))
    await unchanged(scene, before, told, name)
    assert person.view is None
    assert files_of(besieged) == files


async def test_promise_34_a_view_that_claims_to_be_another_s_gives_no_right(
    besieged: Desk,
) -> None:
    scene = await opened_scene(besieged)
    noor, daan = scene.person("noor"), scene.person("daan")
    await besieged.press(noor, scene.card(Deed.REPLY), "desk_open:reply")
    assert noor.view
    before, told, shown = await scene.stored(), scene.told(), noor.view.hash
    payload = submitted(besieged, daan, "desk:reply", claims(scene.question["id"]), {})
    for where in ("id", "root_view_id", "previous_view_id", "external_id"):
        forged = {**payload["view"], where: noor.view.id}
        values = {"text:0": {"text": {"type": "plain_text_input", "value": TEXT}}}
        view = {**forged, "state": {"values": values}}
        await send_all(scene, iter([{**payload, "view": view}]))
        action = {**pressed(besieged, daan, None, button("desk_back")), "view": view}
        await send_all(scene, iter([action]))
    await unchanged(scene, before, told, "view ids")
    assert noor.view.hash == shown


async def test_promise_34_a_ticket_can_not_be_merged_into_another_partner_s(desk: Desk) -> None:
    scene = await opened_scene(desk)
    await desk.ask(desk.person("daan"), desk.unanswerable("nl"))
    theirs = next(r for r in (await desk.rows())["tickets"] if r["person"].startswith("U0DAAN"))
    before, told = await scene.stored(), scene.told()
    for into in (theirs["id"], scene.question["id"], 999):
        chosen = {"type": "static_select", "selected_option": {"value": str(into)}}
        values = {"choice": {"choice": chosen}}
        said = claims(scene.question["id"])
        await send_all(
            scene, iter([submitted(desk, desk.person("noor"), "desk:merge", said, values)])
        )
    await unchanged(scene, before, told, "merge")


async def test_promise_34_a_ticket_is_given_to_nobody_who_is_not_of_support(desk: Desk) -> None:
    scene = await opened_scene(desk)
    names = ("daan", "guest", "external", "deactivated", "robot", "foreigner")
    before, told = await scene.stored(), scene.told()
    for person in (*(scene.person(name).user.id for name in names), "U0NOBODY", "", "' OR 1=1"):
        chosen = {"type": "users_select", "selected_user": person}
        values = {"choice": {"choice": chosen}}
        said = claims(scene.question["id"])
        await send_all(
            scene, iter([submitted(desk, desk.person("noor"), "desk:assign", said, values)])
        )
    await unchanged(scene, before, told, "assign")
