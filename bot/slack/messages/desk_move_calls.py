"""The calls that bring cards to another channel of the support team."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.services import dossiers, replying, sharing
from bot.slack.call import UPDATE, Call, Drawn, message
from bot.slack.grounds import desk_now
from bot.slack.messages.desk_calls import posted_card
from bot.slack.office import Office
from bot.slack.web_api import Answer, RefusedError, call_now
from bot.storage import channels
from bot.storage.tickets import Ticket


def _moved(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Post a card anew that is in the channel that was left, with its files.

    What was said in its thread stays there, and in the details of the ticket.
    """
    locale = office.desk_locale
    dossier = dossiers.of_ticket(connection, office.forms, workspace, about["ticket"], locale)
    left, now = about["left"], desk_now(connection, office)
    if dossier is None or now is None:
        return None
    ticket = dossier.ticket
    is_there = left and ticket.card_channel == channels.current(connection, workspace, left)
    if ticket.card_ts and not is_there:
        return None
    made = posted_card(connection, office, dossier)
    return replace(made, keep=_keep(ticket, made, office)) if made and ticket.card_ts else made


def _keep(ticket: Ticket, made: Call, office: Office) -> Callable[[Connection, Answer], None]:
    """Keep where the card is now, share its files there, and have the one before say so."""

    def keep(connection: Connection, answer: Answer) -> None:
        sharing.forget_all(connection, ticket)
        made.keep(connection, answer)
        if ticket.card_channel and ticket.card_ts:
            place = (ticket.card_channel, ticket.card_ts)
            replying.left(connection, ticket.workspace, *place, office.clock())

    return keep


def _left(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Have a message of the desk that is left behind say where its matter is now.

    Where the app can't write any more, it stays as it is.
    """
    channel = desk_now(connection, office)
    if channel is None:
        return None
    drawing = office.artist.desk.left(channel, office.desk_locale)
    place = message(about["channel"], drawing) | {"ts": about["ts"]}

    async def steps(office: Office, _session: aiohttp.ClientSession) -> Answer:
        try:
            return await call_now(office, workspace, UPDATE, place)
        except RefusedError:
            return {}

    return Call(UPDATE, place, steps=steps)


DRAWN: Mapping[str, Drawn] = {replying.MOVED: _moved, replying.LEFT: _left}
"""How cards come to another channel."""
