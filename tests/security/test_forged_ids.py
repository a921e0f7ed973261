"""Promise 34: authority comes from the verified payload, never from what a button says."""

from itertools import product
from typing import Any

from bot.sandbox import Message, Person
from bot.sandbox.envelopes import in_message, interaction
from bot.sandbox.gestures import action_of, find_element
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import block_of, open_form, request
from tests.journeys.reading import actions, labels, objects, screen

STRANGE = [
    "",
    "0",
    "-1",
    "1.5",
    "abc",
    "٣",
    "²",
    "１",
    "1 OR 1=1",
    "1;2",
    "9" * 18,
    "9" * 19,
    "9" * 2_000,
    "0x1",
    "\x00",
    "null",
    ":useful",
    "../1",
]
PRESSES = ("related", "show_in", "feedback", "person", "withdraw", "choose")


def value_of(reply: Message) -> str:
    """Give the id that the buttons of a reply carry."""
    return next(str(e["value"]) for e in objects(reply.blocks) if e.get("action_id") == "person")


def forged(message: Message, kind: str, value: str) -> tuple[str, object]:
    """Put a button of a kind that carries `value` into somebody's own message."""
    action = {"related": "related:kpi-discrepancy", "choose": "choose:kpi-discrepancy"}.get(
        kind, f"{kind}:zh" if kind in {"show_in", "speak"} else kind
    )
    if kind == "feedback":
        return _feedback(message, value)
    button = {
        "type": "button",
        "action_id": action,
        "value": value,
        "text": {"type": "plain_text", "text": "Forged"},
    }
    message.blocks = [{"type": "actions", "block_id": "forged", "elements": [button]}]
    return action, None


def _feedback(message: Message, value: str) -> tuple[str, object]:
    button = {"text": {"type": "plain_text", "text": "Forged"}, "value": f"{value}:useless"}
    element = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": button,
        "negative_button": button,
    }
    message.blocks = [{"type": "context_actions", "block_id": "forged", "elements": [element]}]
    return "feedback", f"{value}:useless"


async def kept(desk: Desk) -> list[list[dict[str, Any]]]:
    """Give what is stored of questions and tickets."""
    rows = await desk.rows()
    return [rows[table] for table in ("questions", "tickets", "ticket_history")]


async def assert_refused(
    desk: Desk, thief: Person, message: Message, kind: str, value: str
) -> None:
    """Press a forged button: nothing that is stored or shown may change."""
    rows = await kept(desk)
    calls = len(desk.workspace.calls)
    action, chosen = forged(message, kind, value)
    await desk.press(thief, message, action, chosen)
    assert rows == await kept(desk)
    assert len(desk.workspace.calls) == calls


async def own_message(desk: Desk, name: str) -> Message:
    return await desk.ask(desk.person(name), desk.answer("business-plan", "en").question)


async def test_promise_34_a_question_of_another_conversation_can_not_be_touched(desk: Desk) -> None:
    hers = await desk.ask(desk.person("emma"), desk.answer("kpi-discrepancy", "en").question)
    mine = await own_message(desk, "daan")
    before, theirs = screen(hers), value_of(hers)
    for kind in PRESSES:
        await assert_refused(desk, desk.person("daan"), mine, kind, theirs)
    assert screen(hers) == before


async def test_promise_34_another_persons_private_question_can_not_be_touched(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await desk.command(emma, desk.answer("kpi-discrepancy", "en").question, CHANNEL)
    (hers,) = desk.replies(emma, CHANNEL)
    await desk.command(daan, desk.answer("business-plan", "en").question, CHANNEL)
    (mine,) = desk.replies(daan, CHANNEL)
    before, theirs = screen(hers), value_of(hers)
    for kind in PRESSES:
        await assert_refused(desk, daan, mine, kind, theirs)
    assert screen(hers) == before


async def test_promise_34_a_direct_question_can_not_be_touched_from_a_channel(desk: Desk) -> None:
    hers = await desk.ask(desk.person("emma"), desk.answer("kpi-discrepancy", "en").question)
    question = desk.answer("business-plan", "en").question
    mine = await desk.ask(desk.person("daan"), f"{MENTION} {question}", CHANNEL)
    for kind in PRESSES:
        await assert_refused(desk, desk.person("daan"), mine, kind, value_of(hers))


async def test_promise_34_an_id_that_is_none_is_refused(desk: Desk) -> None:
    mine = await own_message(desk, "daan")
    for kind, value in [*product(PRESSES, STRANGE[:3]), *product(("person",), STRANGE)]:
        await assert_refused(desk, desk.person("daan"), mine, kind, value)


async def test_promise_34_every_other_id_is_refused(desk: Desk) -> None:
    hers = await desk.ask(desk.person("emma"), desk.answer("kpi-discrepancy", "en").question)
    mine = await own_message(desk, "daan")
    own = value_of(mine)
    assert own != value_of(hers)
    others = [str(number) for number in range(4) if str(number) != own]
    for kind, number in product(PRESSES, others):
        await assert_refused(desk, desk.person("daan"), mine, kind, number)


async def test_promise_34_a_question_of_another_workspace_can_not_be_touched(desk: Desk) -> None:
    hers = await own_message(desk, "emma")
    payload = pressed(desk, desk.person("emma"), hers, "person")
    other = {"team": {"id": "T0OTHER001", "domain": "other"}}
    assert (await desk.sender.send_interaction({**payload, **other})).ok
    await desk.calm()
    assert (await desk.rows())["tickets"] == []
    assert desk.cards() == []


def pressed(desk: Desk, person: Person, message: Message, action: str) -> dict[str, Any]:
    """Give the payload of a pressed button, without sending it."""
    block, element = find_element(message.blocks or [], action)
    done = action_of(block, element, None, desk.workspace.stamps.ts())
    where = in_message(desk.workspace, person.user, message)
    return interaction(desk.workspace, "block_actions", person.user, **where, actions=[done])


async def test_promise_34_a_language_pressed_with_anothers_id_is_only_the_pressers_own(
    desk: Desk,
) -> None:
    hers = await desk.ask(desk.person("emma"), "hi there")
    other = await desk.ask(desk.person("emma"), desk.answer("business-plan", "en").question)
    mine = await own_message(desk, "daan")
    before = screen(hers), screen(other)
    await desk.press(desk.person("daan"), mine, *forged(mine, "speak", value_of(other)))
    assert (screen(hers), screen(other)) == before
    chosen = {row["person"]: row["chosen_locale"] for row in (await desk.rows())["people"]}
    assert chosen[desk.person("daan").user.id] == "zh"
    assert chosen[desk.person("emma").user.id] is None


async def test_promise_34_a_form_opened_with_anothers_id_tells_nothing_of_it(desk: Desk) -> None:
    hers = await desk.ask(desk.person("wei"), desk.answer("kpi-discrepancy", "zh").question)
    mine = await own_message(desk, "emma")
    emma = desk.person("emma")
    button = {
        "type": "button",
        "action_id": "form:discrepancy",
        "value": value_of(hers),
        "text": {"type": "plain_text", "text": "Forged"},
    }
    mine.blocks = [{"type": "actions", "block_id": "forged", "elements": [button]}]
    await desk.press(emma, mine, "form:discrepancy")
    assert emma.view
    assert emma.view.body["title"]["text"] == "KPI discrepancy"


OF_REQUESTS = (
    *(f"request:{deed}" for deed in ("show", "change", "file", "withdraw", "restore")),
    "request_in:zh",
    "draft:continue",
    "draft:discard",
)


async def test_promise_34_another_persons_request_or_draft_can_not_be_touched(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await request(desk, emma, "directory")
    view = await open_form(desk, emma, "discrepancy")
    await emma.type_in(view, block_of(view, "purchase-unit"), "hers")
    mine = await own_message(desk, "daan")
    rows = await desk.rows()
    ids = {str(row["id"]) for row in [*rows["tickets"], *rows["drafts"]]}
    for action, value in product(OF_REQUESTS, [*sorted(ids), *STRANGE]):
        button = {
            "type": "button",
            "action_id": action,
            "value": value,
            "text": {"type": "plain_text", "text": "Forged"},
        }
        mine.blocks = [{"type": "actions", "block_id": "forged", "elements": [button]}]
        calls = len(desk.workspace.calls)
        await desk.press(daan, mine, action)
        assert daan.view is None
        assert len(desk.workspace.calls) == calls
    now = await desk.rows()
    assert (now["tickets"], now["drafts"]) == (rows["tickets"], rows["drafts"])


async def test_promise_34_somebody_elses_reply_in_a_channel_keeps_its_readers_language(
    desk: Desk,
) -> None:
    emma, camille = desk.person("emma"), desk.person("camille")
    reply = await desk.ask(emma, f"{MENTION} change language", CHANNEL)
    before = screen(reply)
    await desk.press(camille, reply, "speak:fr")
    assert screen(reply) == before
    assert "speak:fr" in labels(reply)


async def test_promise_34_a_forged_topic_shows_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    await emma.open_home()
    await desk.calm()
    assert emma.home
    element = next(
        e for e in objects(emma.home.body["blocks"]) if str(e.get("action_id")).startswith("topic:")
    )
    for topic in ("", "../../etc/passwd", "kpi-discrepancy:x", "__class__", "x" * 200):
        element["action_id"] = f"topic:{topic}"
        await desk.press(emma, emma.home, f"topic:{topic}")
        assert emma.view is None


async def test_promise_34_a_forged_topic_of_a_modal_changes_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    await emma.open_home()
    await desk.calm()
    assert emma.home
    await desk.press(emma, emma.home, "topic:business-plan")
    assert emma.view
    before, action = screen(emma.view), actions(emma.view, "topic_in")[0]
    for element in objects(emma.view.body["blocks"]):
        if element.get("action_id") == action:
            element["value"] = "../../etc/passwd"
    await desk.press(emma, emma.view, action)
    assert screen(emma.view) == before
