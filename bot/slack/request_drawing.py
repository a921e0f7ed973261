"""What is shown of a form in messages: its questions, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.spoken import own_name
from bot.answering.wording import show
from bot.content.models import Knowledge
from bot.content.shapes import Id
from bot.forms import settling
from bot.forms.case import Case, Item
from bot.forms.conversation import spots
from bot.forms.filled import from_json
from bot.forms.kinds.kind import Widget, as_text
from bot.forms.readings import Given, Option
from bot.forms.settling import Same
from bot.slack.form_drawing import FormArtist, date_of
from bot.slack.languages import others
from bot.slack.templates import Drawing, Templates
from bot.storage.drafts import Draft
from bot.storage.schema import WITHDRAWN
from bot.storage.tickets import Ticket

_NAMED = 5
"""How many files that could not be shared a card names."""


@dataclass(frozen=True)
class RequestArtist:
    """Draws the messages about a form in the reader's language."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist

    def receipt(self, ticket: Ticket, case: Case | None) -> Drawing:
        """Draw what a person sent; of a form that is gone only its number."""
        return self.templates.message("receipt", ticket.locale, self._receipt(ticket, case))

    def view(self, ticket: Ticket, case: Case | None) -> dict[str, Any]:
        """Draw the modal that shows what a person sent."""
        values = {
            **self._receipt(ticket, case),
            "title": self.knowledge.form_title(ticket.kind, ticket.locale),
        }
        view: dict[str, Any] = self.templates.blocks("request", ticket.locale, values)
        return view

    def _receipt(self, ticket: Ticket, case: Case | None) -> dict[str, object]:
        locale = ticket.locale
        return {
            "id": str(ticket.id),
            "number": str(ticket.number),
            "form": self.knowledge.form_title(ticket.kind, locale),
            "date": show(case.reader.today, locale) if case else date_of(ticket.created_at, locale),
            "withdrawn": ticket.state == WITHDRAWN,
            "sections": self._sections(ticket, case),
            "next": self.forms.next_steps(case) if case else "",
            "can_change": case is not None,
            "takes_files": case is not None and file_step(case) is not None,
            "languages": others(self.knowledge.locales, locale),
        }

    def _sections(self, ticket: Ticket, case: Case | None) -> list[dict[str, object]]:
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

    def card(
        self,
        ticket: Ticket,
        case: Case | None,
        desk_locale: str,
        missing: Sequence[str] = (),
        same: Same | None = None,
    ) -> Drawing:
        """Draw the support team's card: labels in their language, values typed and understood.

        `missing` are the names of files that could not be shared beside it, `same` is an open
        request about the same.
        """
        values = {
            "number": str(ticket.number),
            "form": self.knowledge.form_title(ticket.kind, desk_locale),
            "person": ticket.person,
            "language_name": own_name(ticket.written_in or ticket.locale),
            "withdrawn": ticket.state == WITHDRAWN,
            "revision": ticket.revision,
            "date": date_of(ticket.changed_at, desk_locale),
            "sections": self._sections(ticket, case),
            "remarks": self._remarks(case, same) if case else [],
            "missing": list(missing[:_NAMED]),
            "more_missing": len(missing) > _NAMED,
        }
        return self.templates.message("ticket-card", desk_locale, values)

    def _remarks(self, case: Case, same: Same | None) -> list[str]:
        """Return what was settled before sending, and what deserves a second look."""
        locale = case.reader.locale
        asks = [self.forms.ask(case, each) for each in settling.asks(case, same)]
        said = [self._settled(ask) for ask in asks if ask["chosen"]]
        return [*said, *(self.forms.hint(each, locale) for each in settling.hints(case))]

    def _settled(self, ask: dict[str, object]) -> str:
        chosen = ask["chosen"]
        label = chosen.label if isinstance(chosen, Option) else ""
        settled = " ".join(filter(None, [str(ask["question"]), label]))
        return "\n".join(filter(None, [settled, str(ask["reason"] or "")]))

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
