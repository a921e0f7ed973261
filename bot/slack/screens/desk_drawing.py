"""What the support team is shown: cards, and what stands in their threads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel.numbers import format_percent

from bot.answering.decision import Kind
from bot.answering.spoken import own_name
from bot.content.models import Knowledge
from bot.desk.life import OPEN, Deed, State, after
from bot.desk.rights import Task
from bot.forms import settling
from bot.forms.case import Case
from bot.forms.readings import Option
from bot.services import acting
from bot.services.dossiers import Dossier
from bot.slack.screens.card_room import Holding
from bot.slack.screens.form_drawing import FormArtist
from bot.slack.screens.languages import name_in
from bot.slack.screens.moments import moment
from bot.slack.screens.request_drawing import RequestArtist
from bot.slack.screens.shortening import cut, within
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.questions import Question
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import TicketMessage
from bot.storage.tickets import Ticket

OPENING = frozenset(
    map(str, (Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.REJECT, Deed.MERGE, Deed.ASSIGN))
) | {str(Deed.PRIORITIZE), str(Task.READ), str(Task.PROPOSE)}
"""What opens a modal."""

_FIRST = (Deed.TAKE, Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.HAND_BACK, Deed.REOPEN)
_MORE = (Deed.PRIORITIZE, Deed.ASSIGN, Deed.MERGE, Deed.REJECT)
"""What can be done with a ticket, at once and in the menu; Slack's menus have five options."""

_NAMED = 5
"""How many files that could not be shared a card names."""

_NAME = 100
"""How many characters of a file's name it shows."""

_IN_CARD, _IN_NOTE = 11_000, 8_000
"""How many characters all that a form holds takes in a card, and what was changed in a note."""

_QUOTED, _EARLIER, _COPIED = 2_900, 300, 10_000
"""How many characters of a question are shown, of one before it, and of what was written."""


class Dues(NamedTuple):
    """When a ticket is to be answered and resolved, in seconds; None where nothing is due."""

    answer: float | None = None
    resolution: float | None = None


@dataclass(frozen=True)
class DeskArtist:
    """Draws what the support team sees."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist
    requests: RequestArtist

    def card(self, dossier: Dossier, dues: Dues, locale: str, now: float) -> Drawing:
        """Draw a ticket's card: in the desk's language, with the partner's own words."""
        ticket = dossier.ticket
        values = {
            **self._head(dossier, locale),
            **self.asked(dossier, locale),
            **self._filled(dossier),
            **self._buttons(ticket),
            "opened": self.moment(ticket.opened_at, locale),
            "due": self._due(ticket, dues, locale, now),
            "merged_into": dossier.merged_into,
            "outcome": ticket.outcome,
            "rating": ticket.rating,
        }
        return self.templates.message("ticket-card", locale, values)

    def _head(self, dossier: Dossier, locale: str) -> dict[str, object]:
        ticket, known = dossier.ticket, dossier.person
        return {
            "id": str(ticket.id),
            **self.named(ticket, locale),
            "person": ticket.person,
            "company": known.company_domain,
            "external": known.team is not None and known.team != ticket.workspace,
            "language_name": own_name(ticket.written_in or ticket.locale),
            "state": ticket.state,
            "priority": ticket.priority,
            "owner": ticket.owner,
            "followers": dossier.followers,
            "revised": self.moment(ticket.changed_at, locale) if ticket.revision > 1 else None,
        }

    def named(self, ticket: Ticket, locale: str) -> dict[str, object]:
        """Return a ticket's number and title; a question has none but that it is one."""
        is_form = ticket.question is None
        title = self.knowledge.form_title(ticket.kind, locale) if is_form else None
        return {"number": str(ticket.number), "title": title}

    def moment(self, seconds: float, locale: str) -> dict[str, object]:
        """Return a time as Slack shows it in each reader's own zone, and as text in the desk's."""
        return moment(seconds, self.knowledge.desk.time_zone, locale)

    def _due(
        self, ticket: Ticket, dues: Dues, locale: str, now: float
    ) -> dict[str, dict[str, object] | None]:
        """Return what is due of an open ticket, and whether it is late."""
        is_open, waits = ticket.state in OPEN, ticket.state == State.WAITING
        return {
            "answer": self._end(dues.answer, locale, now)
            if is_open and not ticket.answered_at
            else None,
            "resolution": self._end(dues.resolution, locale, now)
            if is_open and not waits
            else None,
        }

    def _end(self, at: float | None, locale: str, now: float) -> dict[str, object] | None:
        return None if at is None else {**self.moment(at, locale), "late": at < now}

    def asked(self, dossier: Dossier, locale: str) -> dict[str, object]:
        """Return what was asked, and the evidence: what the bot made of it."""
        asked = dossier.question
        if asked is None:
            return {"asked": None, "earlier": [], "evidence": None}
        return {
            "asked": {"text": cut(asked.text, _QUOTED) or "–", "deleted": asked.deleted},
            "earlier": [self._earlier(each, locale) for each in dossier.earlier],
            "evidence": self._evidence(asked, dossier.ticket.evidence or {}, locale),
        }

    def _earlier(self, question: Question, locale: str) -> dict[str, object]:
        answered = question.decision == Kind.ANSWER
        return {
            "text": cut(question.text, _EARLIER) or "–",
            "answer": self._title(question.topic, locale) if answered else None,
            "useful": question.useful,
        }

    def _evidence(
        self, asked: Question, kept: Mapping[str, object], locale: str
    ) -> dict[str, object]:
        answered = asked.decision == Kind.ANSWER
        candidates = kept.get("candidates")
        titles = [
            self._title(topic, locale)
            for topic in (candidates if isinstance(candidates, list) else [])
        ]
        return {
            "answer": self._title(asked.topic, locale) if answered else None,
            "useful": asked.useful,
            "considered": ", ".join(filter(None, titles)),
            "confidence": format_percent(float(str(kept.get("confidence") or 0)), locale=locale),
            "wished": asked.intent == "person",
        }

    def _title(self, topic: str | None, locale: str) -> str | None:
        known = self.knowledge.topics.get(topic or "")
        return known.answer(locale).title if known else None

    def _filled(self, dossier: Dossier) -> dict[str, object]:
        """Return what a form holds, what changed since it was taken, and what to look at."""
        case, missing = dossier.case, dossier.missing
        holding = Holding(
            self.requests.sections(dossier.ticket, case),
            self.differences(dossier.taken, case),
            self._remarks(dossier),
        )
        return {
            **holding.within(_IN_CARD)._asdict(),
            "missing": [cut(name, _NAME) for name in missing[:_NAMED]],
            "more_missing": len(missing) > _NAMED,
        }

    def differences(self, before: Case | None, now: Case | None) -> list[dict[str, str]]:
        """Return what a form holds otherwise than before."""
        if before is None or now is None:
            return []
        old, new = dict(self._rows(before)), dict(self._rows(now))
        return [
            {"label": label, "before": old.get((name, label), "–"), "now": shown}
            for (name, label), shown in {**dict.fromkeys(old, "–"), **new}.items()
            if old.get((name, label), "–") != shown
        ]

    def _rows(self, case: Case) -> Iterator[tuple[tuple[object, str], str]]:
        for section in self.forms.sections(case):
            rows = section["rows"]
            for row in rows if isinstance(rows, list) else []:
                yield (section["name"], row["label"]), row["shown"]

    def _remarks(self, dossier: Dossier) -> list[str]:
        """Return what was settled before sending, and what deserves a second look."""
        case = dossier.case
        if case is None:
            return []
        asks = [self.forms.ask(case, each) for each in settling.asks(case, dossier.same)]
        said = [self._settled(ask) for ask in asks if ask["chosen"]]
        hints = (self.forms.hint(each, case.reader.locale) for each in settling.hints(case))
        return [*said, *hints]

    def _settled(self, ask: Mapping[str, object]) -> str:
        chosen = ask["chosen"]
        label = chosen.label if isinstance(chosen, Option) else ""
        settled = " ".join(filter(None, [str(ask["question"]), label]))
        return "\n".join(filter(None, [settled, str(ask["reason"] or "")]))

    def _buttons(self, ticket: Ticket) -> dict[str, list[str]]:
        """Return what can be done with a ticket as it stands."""
        state, is_owned = State(ticket.state), ticket.owner is not None
        owned = {Deed.TAKE: not is_owned or state is State.REOPENED, Deed.HAND_BACK: is_owned}
        can = [deed for deed in (*_FIRST, *_MORE) if after(deed, state) and owned.get(deed, True)]
        more = [str(deed) for deed in can if deed in _MORE]
        learns = [str(Task.PROPOSE)] if acting.can(ticket, Task.PROPOSE) else []
        return {
            "deeds_now": [*(str(deed) for deed in can if deed in _FIRST), *learns],
            "more": [*more, str(Task.READ)] if more else [],
            "opening": sorted(OPENING),
        }

    def copy(
        self,
        said: TicketMessage,
        ticket: Ticket,
        locale: str,
        told: Sequence[str],
        *,
        taken_back: bool = False,
    ) -> Drawing:
        """Draw what was said, for the thread of the card; `told` are those who are to see it.

        What its author has `taken_back` is a question now.
        """
        values = {
            **self.named(ticket, locale),
            "side": said.side,
            "author": said.author,
            "text": cut(said.text, _COPIED),
            "language_name": name_in(said.locale or ticket.locale, locale),
            "files": [each.partition(" ")[2] for each in said.files],
            "edited": said.edited_ts is not None,
            "deleted": said.deleted,
            "taken_back": taken_back,
            "told": list(told),
            "id": str(ticket.id),
            "learns": acting.can(ticket, Task.PROPOSE) and said.written_at == ticket.resolved_at,
        }
        return self.templates.message("copy", locale, values)

    def note(
        self, entry: Entry, ticket: Ticket, locale: str, changes: Sequence[Mapping[str, str]] = ()
    ) -> Drawing:
        """Draw what was done, for the thread of the card."""
        values = {
            **self.named(ticket, locale),
            "deed": entry.deed,
            "actor": entry.actor,
            "details": entry.details,
            "changes": within(changes, _IN_NOTE),
            "rating": ticket.rating,
        }
        return self.templates.message("note", locale, values)

    def alarm(self, notice: str, ticket: Ticket, locale: str, told: Sequence[str]) -> Drawing:
        """Draw that a ticket is due, or soon will be; `told` are those whose it is."""
        values = {**self.named(ticket, locale), "notice": notice, "told": list(told)}
        return self.templates.message("alarm", locale, values)

    def left(self, channel: str, locale: str) -> Drawing:
        """Draw what is left of a card where the support team is no more."""
        return self.templates.message("left", locale, {"channel": channel})

    def refusal(self, code: str, ticket: Ticket | None, locale: str) -> Drawing:
        """Draw why something was not done."""
        values = {
            "code": code,
            "number": str(ticket.number) if ticket else "",
            "state": ticket.state if ticket else "new",
            "owner": ticket.owner if ticket else None,
        }
        return self.templates.message("refused", locale, values)
