"""What a partner is shown of the support team's messages."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.content.models import Knowledge
from bot.services.places import is_direct
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.tickets import Ticket

_QUOTED = 300


class Written(NamedTuple):
    """What support wrote: `deed` is what was done by it, `outcome` how it ended a ticket."""

    deed: str
    author: str
    text: str
    outcome: str | None = None


class Around(NamedTuple):
    """What stands around a message.

    `quoted` is the question that it answers, where it stands nowhere above. Below a resolution
    there is a way back, and `rating`, one of `bot.services.rating`.
    """

    quoted: str | None = None
    can_reopen: bool = False
    rating: str | None = None


@dataclass(frozen=True)
class LetterArtist:
    """Draws messages of the support team in the partner's language."""

    knowledge: Knowledge
    templates: Templates

    def message(self, ticket: Ticket, written: Written, around: Around) -> Drawing:
        """Draw a message as its partner sees it, signed as the desk declares."""
        by_name = self.knowledge.desk.signature == "person"
        values = {
            "id": str(ticket.id),
            "number": str(ticket.number),
            "deed": written.deed,
            "outcome": written.outcome,
            "text": written.text or "–",
            "signed": written.author if by_name else None,
            "quoted": cut(around.quoted, _QUOTED) if around.quoted else None,
            "can_reopen": around.can_reopen,
            "rating": around.rating,
            "in_public": not is_direct(ticket.channel),
        }
        return self.templates.message("message", ticket.locale, values)
