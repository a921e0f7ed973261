"""What the support team presses on a card that opens nothing: take, hand back, reopen, follow."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.desk.life import Deed
from bot.services import replying, triage
from bot.services.acting import Actor, Refusal
from bot.slack.listeners.desk_details import redraw_details
from bot.slack.listeners.press import Press
from bot.slack.members import is_support
from bot.storage.tickets import Ticket

Done = Ticket | Refusal

_DEEDS: Mapping[str, Callable[[Connection, Actor, int, float], Done]] = {
    Deed.TAKE: triage.take,
    Deed.HAND_BACK: triage.hand_back,
    Deed.REOPEN: triage.reopen,
    Deed.FOLLOW: triage.follow,
    Deed.UNFOLLOW: triage.unfollow,
}


async def actor_of(press: Press) -> Actor:
    """Return who pressed: the payload tells the person, the desk's channel what they are."""
    support = await is_support(press.work.office, press.person)
    return Actor(press.work.workspace, press.person, is_support=support)


async def _desk(press: Press) -> None:
    deed, number = _DEEDS.get(press.what), press.number
    if deed is None or number is None:
        return
    actor = await actor_of(press)

    def do(connection: Connection) -> None:
        settle(connection, press, deed(connection, actor, number, press.now))

    await press.work.do(do)
    if actor.is_support:
        await redraw_details(press)


def settle(connection: Connection, press: Press, done: Done) -> None:
    """Have a refusal told to who pressed, and a card that said otherwise drawn as it is."""
    if not isinstance(done, Refusal):
        return
    ticket = done.ticket
    reason = {"code": done.code, "ticket": ticket.id if ticket else None}
    place = (press.work.workspace, press.person, press.channel)
    replying.refused(connection, *place, reason, press.now)
    if ticket:
        replying.ticket_card(connection, ticket, press.now)


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {"desk": _desk}
