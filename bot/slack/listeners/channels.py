"""What becomes of channels: who comes and goes in that of the desk, and which id one has now."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.services import moving, replying
from bot.slack.members import refresh
from bot.slack.office import Work
from bot.slack.payloads import Payload
from bot.storage import people


async def _on_member(work: Work, event: Payload) -> None:
    """Ask anew who is of the support team; who came or went sees what is theirs to see."""
    if event.get("channel") != work.office.desk_channel:
        return
    await refresh(work.office, older_than=0)
    person = str(event.get("user"))

    def show(connection: Connection) -> None:
        if people.find(connection, work.workspace, person).looked_up_at is not None:
            replying.home(connection, work.workspace, person, work.office.clock())

    await work.do(show)


async def _on_new_id(work: Work, event: Payload) -> None:
    """Follow a channel to its new id.

    Source: https://docs.slack.dev/reference/events/channel_id_changed
    """
    channel, to = event.get("old_channel_id"), event.get("new_channel_id")
    if not (isinstance(channel, str) and isinstance(to, str)) or channel == to:
        return
    await work.do(moving.move_channel, work.workspace, channel, to, work.office.clock())
    await refresh(work.office, older_than=0)


HANDLERS: Mapping[str, Callable[[Work, Payload], Awaitable[None]]] = {
    "member_joined_channel": _on_member,
    "member_left_channel": _on_member,
    "channel_id_changed": _on_new_id,
}
