"""The call that tells in a card's thread what was proposed from its ticket."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.services import replying
from bot.slack.call import POST, UPDATE, Call, Drawn, let_go, message, post
from bot.slack.office import Office
from bot.slack.web_api import Answer
from bot.storage import proposals, tickets
from bot.storage.proposals import Proposal


def _proposed(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Tell what was proposed, once; then what became of it, in the same place."""
    made = proposals.find(connection, workspace, about["proposal"])
    ticket = tickets.find(connection, workspace, made.ticket) if made else None
    if made is None or ticket is None or not (ticket.card_channel and ticket.card_ts):
        return None
    drawing = office.artist.proposals.proposed(made, ticket, office.desk_locale)
    if made.note_channel and made.note_ts:
        place = message(made.note_channel, drawing) | {"ts": made.note_ts}
        return Call(UPDATE, place, instead=let_go)
    thread = {"thread_ts": ticket.card_ts}
    return Call(
        POST, post(ticket.card_channel, drawing, proposal=made.id) | thread, _keep_place(made)
    )


def _keep_place(made: Proposal) -> Callable[[Connection, Answer], None]:
    def keep(connection: Connection, answer: Answer) -> None:
        place = {"note_channel": answer["channel"], "note_ts": answer["ts"]}
        proposals.change(connection, made.workspace, made.id, **place)

    return keep


DRAWN: Mapping[str, Drawn] = {replying.PROPOSED: _proposed}
"""How what was proposed is drawn."""
