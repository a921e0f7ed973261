"""The modals of the desk as they stand: what is read for them, and who draws them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.desk.life import Deed
from bot.desk.rights import Task
from bot.desk.speaking import differs, is_foreign
from bot.services import corresponding, dossiers, proposing
from bot.services.corresponding import WRITTEN, Correspondence, Since
from bot.slack.modals.desk_modals import DeskModal
from bot.slack.office import Office
from bot.slack.screens.desk_modal_drawing import Check, Conversation, Page
from bot.slack.screens.proposal_drawing import PROPOSE, first_screen
from bot.storage import questions, ticket_history, ticket_messages, tickets
from bot.storage.ticket_messages import TicketMessage
from bot.storage.tickets import Ticket

DETAILS = str(Task.READ)

_A_PAGE = 8
"""How many messages the details show at once: each may be as long as a block."""

_HISTORY = 40

View = dict[str, Any]


class Shown(NamedTuple):
    """A ticket, and the modal about it."""

    ticket: Ticket
    view: View


class Looking(NamedTuple):
    """Who looks at which modal, and what stands in it."""

    office: Office
    workspace: str
    person: str
    page: Page

    @property
    def ticket(self) -> int:
        """The ticket that the modal is about."""
        return self.page.modal.ticket

    @property
    def locale(self) -> str:
        """The language of the modal."""
        return self.office.desk_locale


def shown(connection: Connection, looking: Looking) -> Shown | None:
    """Return a modal as it stands; None of a ticket that is not there, or of no such deed."""
    draw = _DRAWN.get(looking.page.modal.deed)
    return draw(connection, looking) if draw else None


def known_of(connection: Connection, looking: Looking) -> Correspondence | None:
    """Return what is known to somebody who writes about a ticket."""
    office = looking.office
    return corresponding.correspondence(
        connection, office.forms, looking.workspace, looking.ticket, office.clock()
    )


def _write(connection: Connection, looking: Looking) -> Shown | None:
    """Draw what is written in; one that is opened keeps what its writer sees then."""
    known = known_of(connection, looking)
    if known is None:
        return None
    page, modal = looking.page, looking.page.modal
    if modal.seen is None:
        page = page._replace(modal=modal._replace(seen=known.seen))
    return Shown(known.ticket, looking.office.artist.modals.write(known, page, looking.locale))


def preview(known: Correspondence, looking: Looking, since: Since | None) -> View:
    """Draw what the partner will see, with what its writer should know before sending it."""
    office, text = looking.office, looking.page.text
    detect, locale = office.decider.languages.read, known.ticket.locale
    check = Check(differs(detect, text, locale), is_foreign(detect, text), since)
    return office.artist.modals.preview(known, looking.page, looking.person, check, looking.locale)


def _assign(connection: Connection, looking: Looking) -> Shown | None:
    found = _ticket(connection, looking)
    artist = looking.office.artist.modals
    return Shown(found, artist.assign(found, looking.page, looking.locale)) if found else None


def _prioritize(connection: Connection, looking: Looking) -> Shown | None:
    found = _ticket(connection, looking)
    artist = looking.office.artist.modals
    return Shown(found, artist.prioritize(found, looking.page, looking.locale)) if found else None


def _merge(connection: Connection, looking: Looking) -> Shown | None:
    found = _ticket(connection, looking)
    if found is None:
        return None
    others = [
        (each, questions.find(connection, looking.workspace, each.question or 0))
        for each in tickets.open_of_person(connection, looking.workspace, found.person)
        if each.id != found.id
    ]
    artist = looking.office.artist.modals
    return Shown(found, artist.merge(found, others, looking.page, looking.locale))


def _ticket(connection: Connection, looking: Looking) -> Ticket | None:
    return tickets.find(connection, looking.workspace, looking.ticket)


def _details(connection: Connection, looking: Looking) -> Shown | None:
    return details(connection, looking, None)


def details(connection: Connection, looking: Looking, before: int | None) -> Shown | None:
    """Draw all about a ticket, with what was said last, or last before a message."""
    workspace, ticket, locale = looking.workspace, looking.ticket, looking.locale
    dossier = dossiers.of_ticket(connection, looking.office.forms, workspace, ticket, locale)
    if dossier is None:
        return None
    done = ticket_history.of_ticket(connection, workspace, ticket, _HISTORY)
    conversation = _conversation(connection, looking, before)
    drawn = (dossier, done, conversation, looking.person, looking.page, locale)
    return Shown(dossier.ticket, looking.office.artist.modals.details(*drawn))


def _conversation(connection: Connection, looking: Looking, before: int | None) -> Conversation:
    """Return a page of what was said, by one more than it shows."""
    said = _said(connection, looking, before)
    page = said[-_A_PAGE:]
    return Conversation(page, earlier=len(said) > _A_PAGE, is_newest=before is None)


def _said(connection: Connection, looking: Looking, before: int | None) -> list[TicketMessage]:
    about = (connection, looking.workspace, looking.ticket)
    if before is None:
        return ticket_messages.of_ticket(*about, _A_PAGE + 1)
    return ticket_messages.before(*about, before, _A_PAGE + 1)


def _propose(connection: Connection, looking: Looking) -> Shown | None:
    """Draw a proposal filled in with what its ticket offers; there is none without a question."""
    artist, knowledge = looking.office.artist.proposals, looking.office.knowledge
    found = proposing.material(connection, knowledge, looking.workspace, looking.ticket)
    if found is None:
        return None
    return Shown(found.ticket, artist.view(first_screen(found), found, looking.locale))


_DRAWN: Mapping[str, Callable[[Connection, Looking], Shown | None]] = {
    **dict.fromkeys(map(str, WRITTEN), _write),
    str(Deed.ASSIGN): _assign,
    str(Deed.PRIORITIZE): _prioritize,
    str(Deed.MERGE): _merge,
    DETAILS: _details,
    PROPOSE: _propose,
}


def modal_for(deed: str, ticket: int) -> DeskModal:
    """Return a modal that is opened anew."""
    return DeskModal(deed, ticket, outcome="answered" if deed == Deed.RESOLVE else None)
