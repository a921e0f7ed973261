import pytest
from sqlalchemy import Connection

from bot.storage import ticket_messages
from bot.storage.ticket_messages import SUPPORT, TicketMessage
from tests.storage.everything import CHANNEL, MESSAGE, OURS, SUPPORTER, THEIRS, TS
from tests.storage.plans import is_found_in_order

REPLY = {"side": SUPPORT, "author": SUPPORTER, "channel": None, "ts": None, "view": "V1"}
"""What makes a message one of the support team's: known by its modal until it is posted."""


def keep(connection: Connection, /, **values: object) -> int | None:
    return ticket_messages.add(connection, OURS, {**MESSAGE, **values})


def kept(connection: Connection, number: int | None) -> TicketMessage:
    found = ticket_messages.find(connection, OURS, number or 0)
    assert found
    return found


def told(connection: Connection, ticket: int = 1, most: int = 9) -> list[int]:
    return [said.id for said in ticket_messages.of_ticket(connection, OURS, ticket, most)]


def test_a_message_is_found_as_it_was_written_by_its_id_and_where_the_partner_sees_it(
    connection: Connection,
) -> None:
    found = kept(connection, keep(connection))
    assert MESSAGE.items() <= found._asdict().items()
    assert (found.workspace, found.edited_ts, found.deleted) == (OURS, None, False)
    assert (found.copy_channel, found.copy_ts) == (None, None)
    assert ticket_messages.at(connection, OURS, CHANNEL, TS) == found
    assert ticket_messages.at(connection, OURS, CHANNEL, "9.9") is None
    assert ticket_messages.at(connection, OURS, "C9", TS) is None


def test_promise_09_what_a_partner_wrote_is_kept_once_however_often_it_is_delivered(
    connection: Connection,
) -> None:
    first = keep(connection)
    assert keep(connection, text="again") is None
    assert kept(connection, first).text == MESSAGE["text"]
    assert keep(connection, ts="2.0") != first


def test_promise_09_a_reply_of_the_support_team_is_kept_once_for_each_modal(
    connection: Connection,
) -> None:
    first = keep(connection, **REPLY)
    assert keep(connection, **REPLY) is None
    assert keep(connection, **{**REPLY, "view": "V2"}) not in {None, first}


def test_equal_places_and_modals_in_another_workspace_are_others(connection: Connection) -> None:
    for values in ({}, REPLY):
        assert keep(connection, **values)
        assert ticket_messages.add(connection, THEIRS, {**MESSAGE, **values})


def test_messages_that_are_not_shown_yet_are_no_double_of_each_other(
    connection: Connection,
) -> None:
    made = {keep(connection, channel=None, ts=None, view=None) for _ in range(3)}
    assert len(made - {None}) == 3


def test_what_was_said_about_a_ticket_is_told_in_its_order_and_of_no_other_ticket(
    connection: Connection,
) -> None:
    mine = [keep(connection, ts=f"{at}.0", written_at=at) for at in (3, 1, 2)]
    other = keep(connection, ticket=2, ts="4.0")
    assert told(connection) == mine
    assert told(connection, ticket=2) == [other]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_of_a_long_conversation_the_last_is_told(connection: Connection, most: int) -> None:
    mine = [keep(connection, ts=f"{number}.0") for number in range(6)]
    assert told(connection, most=most) == mine[-most:]


def test_a_change_leaves_the_rest_and_the_others_alone(connection: Connection) -> None:
    first, second = keep(connection), keep(connection, ts="2.0")
    before = [kept(connection, number) for number in (first, second)]
    values = {"text": "", "deleted": True, "copy_channel": "C9", "copy_ts": "5.0"}
    ticket_messages.change(connection, OURS, first or 0, **values)
    changed = before[0]._replace(**values)  # type: ignore[arg-type]
    assert [kept(connection, number) for number in (first, second)] == [changed, before[1]]


def test_a_ticket_s_messages_are_found_by_the_index_and_in_its_order(
    connection: Connection,
) -> None:
    def ask(connection: Connection) -> object:
        return ticket_messages.of_ticket(connection, OURS, 1, 5)

    assert is_found_in_order(connection, ask, "ticket_messages_of_ticket")
