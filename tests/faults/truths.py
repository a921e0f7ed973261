"""What is true of the desk once it is calm, whatever happened before: promise 17."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import unified_diff
from typing import Any

from sqlalchemy import Connection

from bot.desk.life import Deed, State, after
from bot.services import replying
from bot.slack.messages.calls import draw
from bot.storage.ticket_messages import SUPPORT
from tests.journeys.desk import Desk

POST = "chat.postMessage"
MOST_DOUBLED = 0.005

Row = Mapping[str, Any]


async def assert_true(desk: Desk) -> None:
    """Hold what is shown against what is stored."""
    rows = await desk.rows()
    assert [row for row in rows["outbox"] if row["state"] != "done"] == []
    assert [row for row in rows["inbox"] if row["state"] != "done"] == []
    for ticket in rows["tickets"]:
        assert_lived(
            ticket, [row for row in rows["ticket_history"] if row["ticket"] == ticket["id"]]
        )
        await assert_shown(desk, replying.TICKET_CARD, {"ticket": ticket["id"]}, ticket, "card")
        await _assert_sent_is_shown(desk, ticket)
    for said in rows["ticket_messages"]:
        about = {"message": said["id"]}
        await assert_shown(desk, replying.COPY, about, said, "copy")
        if said["side"] == SUPPORT:
            await assert_shown(desk, replying.MESSAGE, about, said)
    _assert_said_once(desk, rows)


async def _assert_sent_is_shown(desk: Desk, ticket: Row) -> None:
    """Hold the receipt of a form against it."""
    if ticket["question"] is None:
        about = {"ticket": ticket["id"]}
        await assert_shown(desk, replying.RECEIPT, about, ticket, "receipt")


def assert_lived(ticket: Row, history: Iterable[Row]) -> None:
    """Replay what was done: each deed was possible, and they lead to where the ticket stands."""
    state = State.NEW
    for entry in history:
        assert entry["before"] == state, (ticket, entry)
        reached = after(Deed(entry["deed"]), state)
        assert reached == entry["after"], (ticket, entry)
        state = State(entry["after"])
    assert ticket["state"] == state, ticket


async def assert_shown(
    desk: Desk, message: str, about: Mapping[str, Any], row: Row, what: str = ""
) -> None:
    """Hold a message against a fresh drawing of it."""
    prefix = f"{what}_" if what else ""
    place = (row[f"{prefix}channel"], row[f"{prefix}ts"])
    shown = desk.workspace.messages.find(*map(str, place))
    drawn = await desk.read(lambda c: _drawn(c, desk, message, about))
    if shown is None:
        assert drawn is None, (message, row)
        return
    assert drawn is not None, (message, row)
    both = [plain(shown.blocks), plain(drawn["blocks"])]
    difference = unlike(*(map(untold, both) if message == replying.COPY else both))
    assert not difference, f"{message} {about}, shown and true:\n{difference}\n{dict(row)}"
    assert shown.channel == drawn["channel"], (message, row)


def _drawn(
    connection: Connection, desk: Desk, message: str, about: Mapping[str, Any]
) -> dict[str, Any] | None:
    office = desk.office
    call = draw(connection, office, office.workspace, message, about)
    return call.arguments if call else None


def plain(value: object) -> object:
    """Give blocks without the ids that Slack gives them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if key != "block_id"}
    return [plain(each) for each in value] if isinstance(value, list) else value


def untold(blocks: Any) -> Any:  # noqa: ANN401 - JSON
    """Give a copy without whom it was meant for: they are told when it comes, and not again."""
    first = blocks[0]
    kept = [part for part in first["elements"] if not _only_names(part)]
    return [{**first, "elements": kept}, *blocks[1:]]


def _only_names(part: Mapping[str, Any]) -> bool:
    """Tell whether a part of a text is nothing but names of people."""
    return all(each["type"] == "user" or not each["text"].strip() for each in part["elements"])


def unlike(shown: object, true: object) -> str:
    """Give what is different, line by line."""
    one, other = (json.dumps(each, indent=1, ensure_ascii=False) for each in (shown, true))
    return "\n".join(unified_diff(one.splitlines(), other.splitlines(), lineterm=""))


def _assert_said_once(desk: Desk, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Count what was posted: nothing is told twice, but for a few where nobody could know.

    What the app's own loops say meanwhile, of a week or a batch, is not looked at.
    """
    kinds = {row["id"]: row["message"] for row in rows["outbox"]}
    posted = Counter(mark for mark in map(_mark, desk.workspace.called(POST)) if mark in kinds)
    doubled = sum(posted.values()) - len(posted)
    assert doubled <= MOST_DOUBLED * len(posted), doubled
    told = Counter(kinds[mark] for mark in posted)
    cards = [row for row in rows["tickets"] if row["card_ts"]]
    by_support = [row for row in rows["ticket_messages"] if row["side"] == SUPPORT]
    assert told[replying.TICKET_CARD] == len(cards)
    assert told[replying.COPY] == len([row for row in rows["ticket_messages"] if row["copy_ts"]])
    assert told[replying.MESSAGE] == len(by_support)


def _mark(call: Any) -> int | None:  # noqa: ANN401 - a call of the journal
    payload = (call.arguments.get("metadata") or {}).get("event_payload") or {}
    return payload.get("message")
