"""What is shown of a form in messages: its questions, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.wording import show
from bot.content.models import Knowledge
from bot.content.shapes import Id, Locale
from bot.desk.life import OPEN, Deed
from bot.forms.case import Case, Item
from bot.forms.conversation import spots
from bot.forms.filled import from_json
from bot.forms.kinds.kind import Widget, as_text
from bot.forms.readings import Given
from bot.services.places import is_direct
from bot.services.requests import Whole, can
from bot.slack.screens.form_drawing import FormArtist, date_of
from bot.slack.screens.languages import others
from bot.slack.screens.moments import moment
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.drafts import Draft
from bot.storage.ticket_messages import PARTNER, TicketMessage
from bot.storage.tickets import Ticket

_SHOW = "show"
_OFFERED: Mapping[str, Deed] = {
    "change": Deed.CHANGE,
    "file": Deed.CHANGE,
    "withdraw": Deed.WITHDRAW,
    "restore": Deed.RESTORE,
    "reopen": Deed.REOPEN,
}
"""What its person can do with a request, each by what decides whether it is possible."""

_QUOTED, _SAID = 2_900, 2_000


@dataclass(frozen=True)
class RequestArtist:
    """Draws the messages about a form in the reader's language."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist
    locales: Sequence[Locale]

    def receipt(self, whole: Whole) -> Drawing:
        """Draw what a person sent; of a form that is gone only its number.

        Where others read along, what it holds is shown to its person alone, who asks for it.
        """
        ticket, values = whole.ticket, self._receipt(whole)
        if not is_direct(ticket.channel):
            values |= {"sections": [], "offered": [_SHOW, *self._offered(whole)]}
        return self.templates.message("receipt", ticket.locale, values | {"said": [], "asked": ""})

    def view(self, whole: Whole) -> dict[str, Any]:
        """Draw the modal that shows a person all of their request, and what was said about it."""
        values = self._receipt(whole)
        view: dict[str, Any] = self.templates.blocks("request", whole.ticket.locale, values)
        return view

    def _receipt(self, whole: Whole) -> dict[str, object]:
        ticket, case, locale = whole.ticket, whole.case, whole.ticket.locale
        is_form, is_open = ticket.question is None, ticket.state in OPEN
        asked = whole.question
        return {
            "id": str(ticket.id),
            "number": str(ticket.number),
            "form": self.knowledge.form_title(ticket.kind, locale) if is_form else None,
            "date": show(case.reader.today, locale) if case else date_of(ticket.created_at, locale),
            "state": ticket.state,
            "merged_into": whole.merged_into,
            "asked": cut(asked.text, _QUOTED) if asked and not asked.deleted else "",
            "sections": self.sections(ticket, case) if is_form else [],
            "said": [self._said(each, locale) for each in whole.said],
            "next": self.forms.next_steps(case) if case and is_open else "",
            "offered": self._offered(whole),
            "languages": others(self.locales, locale),
        }

    def _said(self, each: TicketMessage, locale: str) -> dict[str, object]:
        """Return a message as the partner sees it: of the support team by name, if it signs so."""
        by_name = self.knowledge.desk.signature == "person"
        return {
            "mine": each.side == PARTNER,
            "author": each.author if by_name else None,
            "at": moment(each.written_at, self.knowledge.desk.time_zone, locale),
            "text": cut(each.text, _SAID),
            "files": [file.partition(" ")[2] for file in each.files],
        }

    def _offered(self, whole: Whole) -> list[str]:
        """Return what can be done with a request as it stands; only forms are changed."""
        case = whole.case
        of_form = {"change": case is not None, "file": case is not None and bool(file_step(case))}
        possible = (name for name, deed in _OFFERED.items() if can(whole.ticket, deed))
        return [name for name in possible if of_form.get(name, True)]

    def sections(self, ticket: Ticket, case: Case | None) -> list[dict[str, object]]:
        """Return all that was sent: of fields that a later deploy dropped, what was typed."""
        filled = from_json(ticket.answers)
        known = case.form.fields if case else {}
        rows = [
            Item(field, field, _typed(given), _typed(given))._asdict()
            for line in (*filled.lines, filled.common)
            for field, given in line.items()
            if field not in known and given.typed
        ]
        sections = self.forms.sections(case) if case else []
        return [*sections, {"name": ticket.kind, "rows": rows}] if rows else sections

    def of_draft(self, name: str, draft: Draft, case: Case, date: str = "") -> Drawing:
        """Draw a message about a draft: `put-off`, `paused`, `reminder` or `dropped`."""
        values = {
            "draft": {"id": draft.id, "form": draft.form},
            "form": case.form.say(draft.locale).title,
            "date": date,
            "sections": self.forms.sections(case),
        }
        return self.templates.message(name, draft.locale, values)

    def superseded(self, ticket: Ticket) -> Drawing:
        """Draw a receipt to which there is a newer one."""
        title = self.knowledge.form_title(ticket.kind, ticket.locale)
        values = {"number": str(ticket.number), "form": title}
        return self.templates.message("superseded", ticket.locale, values)

    def joined(self, ticket: Ticket, locale: str) -> Drawing:
        """Draw that something was added to an open request."""
        return self.templates.message("joined", locale, {"number": str(ticket.number)})


def _typed(given: Given) -> str:
    return as_text(given.typed)


def file_step(case: Case) -> Id | None:
    """Return the first step that asks for files, or None."""
    for spot in spots(case):
        if case.widget(spot.field) is Widget.FILES:
            return spot.position.step
    return None
