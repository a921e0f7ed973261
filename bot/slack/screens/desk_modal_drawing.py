"""What the support team sees in modals: what it writes, chooses and looks up about a ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bot.answering.wording import show
from bot.content.models import Knowledge
from bot.content.shapes import SOURCE_LOCALE
from bot.desk.replies import GAP, TextBlock, texts
from bot.forms.readings import Option, Problem
from bot.services.corresponding import Correspondence, Since
from bot.services.dossiers import Dossier
from bot.slack.modals.desk_modals import DeskModal, digest
from bot.slack.screens.desk_drawing import DeskArtist
from bot.slack.screens.form_drawing import FormArtist, date_of, fitting
from bot.slack.screens.languages import name_in
from bot.slack.screens.letter_drawing import Around, LetterArtist, Written
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Templates
from bot.storage.questions import Question
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import TicketMessage
from bot.storage.tickets import Ticket

_QUOTED = 600
_SAID = 2_900


class Page(NamedTuple):
    """A modal with the text that stands in it, and what its reader is told: `notice`."""

    modal: DeskModal
    text: str = ""
    notice: str = ""


class Check(NamedTuple):
    """What a preview warns of: the language that a text is surely in, and what happened since.

    A text that is `foreign` is surely in none that is spoken here.
    """

    spoken: str | None = None
    foreign: bool = False
    since: Since | None = None


class Conversation(NamedTuple):
    """A page of what was said about a ticket; `earlier` is there when more was said before it."""

    said: Sequence[TicketMessage] = ()
    earlier: bool = False
    is_newest: bool = True


@dataclass(frozen=True)
class ModalArtist:
    """Draws the modals of the support team, in the desk's language."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist
    desk: DeskArtist
    letters: LetterArtist

    def write(self, known: Correspondence, page: Page, locale: str) -> dict[str, Any]:
        """Draw the modal in which somebody writes to the partner."""
        modal, asked = page.modal._replace(shown=None), known.question
        offered = self.blocks(known, modal.deed, locale)
        values = {
            **self._writing(known.ticket, page._replace(modal=modal), locale),
            "asked": cut(asked.text, _QUOTED) or "–" if asked else None,
            "said": [self._said(each, locale, _QUOTED) for each in known.said],
            "texts": fitting([Option(each.id, each.title) for each in offered]),
            "outcome": modal.outcome,
        }
        return self._view("desk-write", values, locale)

    def blocks(self, known: Correspondence, deed: str, locale: str) -> list[TextBlock]:
        """Return the text blocks for what somebody writes: titled in the language of the desk."""
        ticket = known.ticket
        given = (ticket.kind, deed, ticket.locale, known.values)
        return texts(self.knowledge, *given, titles_in=locale)

    def preview(
        self, known: Correspondence, page: Page, author: str, check: Check, locale: str
    ) -> dict[str, Any]:
        """Draw what the partner will see, and all that its writer should know before sending it."""
        ticket, modal = known.ticket, page.modal._replace(shown=digest(page.text), seen=known.seen)
        written = Written(modal.deed, author, page.text, modal.outcome)
        values = {
            **self._writing(ticket, page._replace(modal=modal), locale),
            "letter": self.letters.message(ticket, written, Around()).blocks,
            "written_in": name_in(check.spoken, locale) if check.spoken else None,
            "foreign": check.foreign,
            "gap": GAP,
            "since": self._since(check.since, locale) if check.since else None,
        }
        return self._view("desk-preview", values, locale)

    def assign(self, ticket: Ticket, page: Page, locale: str) -> dict[str, Any]:
        """Draw the modal that gives a ticket to somebody."""
        return self._view("desk-assign", self._frame(ticket, page, locale), locale)

    def prioritize(self, ticket: Ticket, page: Page, locale: str) -> dict[str, Any]:
        """Draw the modal that tells how much a ticket matters."""
        values = {**self._frame(ticket, page, locale), "priority": ticket.priority}
        return self._view("desk-prioritize", values, locale)

    def merge(
        self,
        ticket: Ticket,
        others: Sequence[tuple[Ticket, Question | None]],
        page: Page,
        locale: str,
    ) -> dict[str, Any]:
        """Draw the modal that lets a ticket go on in one of the others."""
        offered = fitting([self._option(*each, locale) for each in others])
        values = {**self._frame(ticket, page, locale), "others": offered}
        return self._view("desk-merge", values, locale)

    def _option(self, ticket: Ticket, asked: Question | None, locale: str) -> Option:
        title = self.knowledge.form_title(ticket.kind, locale) if asked is None else asked.text
        named = (
            f"{ticket.number} · {date_of(ticket.created_at, locale, self.knowledge.desk.time_zone)}"
            f" · {' '.join(title.split())}"
        )
        return Option(str(ticket.id), named)

    def details(
        self,
        dossier: Dossier,
        done: Sequence[Entry],
        conversation: Conversation,
        viewer: str,
        page: Page,
        locale: str,
    ) -> dict[str, Any]:
        """Draw all that was said and done about a ticket; `done` is newest first."""
        ticket, said = dossier.ticket, conversation.said
        values = {
            **self._frame(ticket, page, locale),
            **self.desk.asked(dossier, locale),
            "id": str(ticket.id),
            "followers": dossier.followers,
            "follows": viewer in dossier.followers,
            "said": [self._said(each, locale, _SAID) for each in said],
            "earlier_than": str(said[0].id) if conversation.earlier else None,
            "is_newest": conversation.is_newest,
            "received": self.desk.moment(ticket.created_at, locale),
            "done": [self._done(each, locale) for each in done],
        }
        return self._view("desk-details", values, locale)

    def refused(self, page: Page, locale: str) -> dict[str, Any]:
        """Draw why nothing was done to somebody who may see nothing of the ticket."""
        modal = page.modal
        named = {"callback_id": modal.callback_id, "metadata": "", "deed": modal.deed}
        return self._view(
            "desk-refused", {**named, "notice": page.notice, "text": page.text}, locale
        )

    def refusal(self, code: str, ticket: Ticket | None, locale: str) -> str:
        """Return why something was not done."""
        state = ticket.state if ticket else "new"
        words = {"code": code, "number": str(ticket.number) if ticket else "", "state": state}
        return self.templates.plain("refused", locale, words)

    def is_outcome(self, outcome: str) -> bool:
        """Tell whether support may say that a ticket ends so."""
        return bool(self.templates.plain("outcome", SOURCE_LOCALE, {"outcome": outcome}))

    def problem(self, code: str, locale: str, **values: str) -> str:
        """Return what is wrong with what was typed or chosen."""
        return self.forms.problem(Problem(code, values), locale)

    def _view(self, name: str, values: Mapping[str, object], locale: str) -> dict[str, Any]:
        view: dict[str, Any] = self.templates.blocks(name, locale, values)
        return view

    def _frame(self, ticket: Ticket, page: Page, locale: str) -> dict[str, object]:
        about = {"person": ticket.person, "language": name_in(ticket.locale, locale)}
        return {
            "callback_id": page.modal.callback_id,
            "metadata": page.modal.metadata(),
            "deed": page.modal.deed,
            "about": {**self.desk.named(ticket, locale), **about},
            "notice": page.notice,
        }

    def _writing(self, ticket: Ticket, page: Page, locale: str) -> dict[str, object]:
        block = {"block_id": page.modal.text_block, "turn": str(page.modal.turn)}
        return {**self._frame(ticket, page, locale), **block, "text": page.text}

    def _since(self, since: Since, locale: str) -> dict[str, object]:
        return {
            "done": [self._done(each, locale) for each in since.done],
            "said": [self._said(each, locale, _QUOTED) for each in since.said],
        }

    def _said(self, each: TicketMessage, locale: str, most: int) -> dict[str, object]:
        return {
            "author": each.author,
            "at": self.desk.moment(each.written_at, locale),
            "text": "" if each.deleted else cut(each.text, most),
            "files": [] if each.deleted else [file.partition(" ")[2] for file in each.files],
            "deleted": each.deleted,
        }

    def _done(self, entry: Entry, locale: str) -> dict[str, object]:
        told = entry.details
        return {
            "deed": entry.deed,
            "at": self.desk.moment(entry.at, locale),
            "actor": entry.actor,
            "to": told.get("to") if entry.deed == "assign" else None,
            "priority": str(told.get("to") or ""),
            "number": str(told.get("into") or ""),
            "outcome": str(told.get("outcome") or ""),
            "date": _day(told.get("date"), locale),
        }


def _day(iso: object, locale: str) -> str:
    return show(date.fromisoformat(iso), locale) if isinstance(iso, str) else ""
