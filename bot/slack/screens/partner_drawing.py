"""What partners are told of their tickets besides answers: news, what was passed on, what was not.

Where others read along, whom it is for is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.wording import show
from bot.desk.life import Deed, State
from bot.services.places import is_direct
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.ticket_history import Entry
from bot.storage.tickets import Ticket

TAKEN_BACK, DELETED = "taken-back", "deleted"
"""Why the support team has a message no more: its author asked the bot instead, or deleted it."""

_QUOTED = 1_000


@dataclass(frozen=True)
class PartnerArtist:
    """Draws what a partner is told, in the language of their ticket."""

    templates: Templates

    def news(self, ticket: Ticket, entry: Entry, quoted: Sequence[str] = ()) -> Drawing:
        """Draw what was done with a ticket; `quoted` is what it is about."""
        values = {
            "id": str(ticket.id),
            "number": str(ticket.number),
            "deed": entry.deed,
            "into": str(entry.details.get("into", "")),
            "date": _day(entry.details.get("date"), ticket.locale),
            "person": None if is_direct(ticket.channel) else ticket.person,
            "quoted": [cut(text, _QUOTED) for text in quoted],
            "can_reopen": entry.deed == Deed.CLOSE and ticket.state == State.RESOLVED,
        }
        return self.templates.message("news", ticket.locale, values)

    def acknowledged(self, ticket: Ticket, message: int, way: str) -> Drawing:
        """Draw that the support team has a message; `way` tells how it came there.

        The ways are those of `bot.services.partner_messages`, and that it is there no more.
        """
        values = {"number": str(ticket.number), "message": str(message), "way": way}
        return self.templates.message("acknowledged", ticket.locale, values)

    def not_done(self, ticket: Ticket, code: str) -> Drawing:
        """Draw why a ticket stays as it is."""
        values = {"number": str(ticket.number), "state": ticket.state, "code": code}
        return self.templates.message("not-done", ticket.locale, values)


def _day(iso: object, locale: str) -> str:
    return show(date.fromisoformat(iso), locale) if isinstance(iso, str) else ""
