"""Somebody begins a form, or goes on with one that they left."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.answering.spoken import Languages
from bot.content.forms import Form, Position
from bot.content.shapes import Id, Locale
from bot.desk.life import Deed, State, after
from bot.forms import prefilling
from bot.forms.case import Case, Forms, Reader
from bot.forms.filled import REVIEW, Filled, from_json
from bot.services import language, replying
from bot.services.filling import KEPT_SECONDS, Going, own_question
from bot.services.readers import reader_of
from bot.storage import drafts, people, tickets
from bot.storage.drafts import Draft
from bot.storage.questions import Question
from bot.storage.schema import OPEN, SENT
from bot.storage.tickets import Ticket


class Filler(NamedTuple):
    """Who fills a form in, as the verified payload tells; `company` is their own Slack team."""

    workspace: str
    person: str
    company: str


class Start(NamedTuple):
    """How a form is begun: from which question, in a modal or (`talking`) in a thread.

    `ticket` is the one that is to be changed, `draft` the one that somebody goes on with: they tell
    the form. `locale` is the language, where a word of it opened the form.
    """

    form: Id = ""
    question: int | None = None
    talking: bool = False
    channel: str | None = None
    thread_ts: str | None = None
    ticket: int | None = None
    draft: int | None = None
    locale: Locale | None = None


class Opening(NamedTuple):
    """What is known when somebody opens a form; `filled` was given before.

    Of somebody who is `new`, Slack was not asked yet: their language and time zone may be others.
    """

    reader: Reader
    draft: Draft | None = None
    question: Question | None = None
    filled: Filled = Filled()
    new: bool = False


def opening(
    connection: Connection, filler: Filler, start: Start, languages: Languages, now: float
) -> Opening:
    """Return what is known of a person, of what they asked, and of what they filled in before."""
    workspace, person, _ = filler
    question = own_question(connection, workspace, person, start.question)
    spoken = language.locale_of(connection, workspace, person, languages)
    known = people.find(connection, workspace, person)
    draft = _left(connection, filler, start)
    ticket = tickets.find(connection, workspace, start.ticket) if start.ticket else None
    of_before = ticket.locale if ticket else question.locale if question else None
    told = None if known.chosen_locale else start.locale
    kept = draft.locale if draft else known.chosen_locale
    its = languages.first(of_before, told, kept, spoken)
    reader = reader_of(known, its, now)
    before = draft.answers if draft else ticket.answers if ticket else {}
    return Opening(reader, draft, question, from_json(before), known.looked_up_at is None)


def resumed(connection: Connection, filler: Filler, start: Start) -> Start | None:
    """Return with which form somebody goes on; None where it is not theirs, or not any more.

    A draft that was forgotten begins anew, where its form is told.
    """
    if start.ticket:
        ticket = tickets.find(connection, filler.workspace, start.ticket)
        may = ticket is not None and ticket.person == filler.person and _is_changeable(ticket)
        return start._replace(form=ticket.kind) if ticket and may else None
    if start.draft:
        draft = own(connection, filler.workspace, filler.person, start.draft)
        anew = start._replace(draft=None) if start.form else None
        return start._replace(form=draft.form) if draft else anew
    return start


def _is_changeable(ticket: Ticket) -> bool:
    return after(Deed.CHANGE, State(ticket.state)) is not None


def _left(connection: Connection, filler: Filler, start: Start) -> Draft | None:
    """Return the draft that somebody goes on with."""
    if start.ticket:
        mine = drafts.of_person(connection, filler.workspace, filler.person)
        return next((draft for draft in mine if draft.ticket == start.ticket), None)
    if start.draft:
        found = own(connection, filler.workspace, filler.person, start.draft)
        return found if found and found.state != SENT else None
    return drafts.open_for(connection, filler.workspace, filler.person, start.form)


def own(connection: Connection, workspace: str, person: str, draft: int) -> Draft | None:
    """Return a draft if it is that person's."""
    found = drafts.find(connection, workspace, draft)
    return found if found and found.person == person else None


def first_case(forms: Forms, form: Form, known: Opening, said: str = "") -> Case:
    """Return what a form begins with: what was given before, or else what was `said` already.

    Never both: what was begun may be about something else.
    """
    text = said or (known.question.text if known.question else "")
    case = Case(forms, form, known.filled, known.reader)
    return case if case.filled.begun() else prefilling.prefill(case, text)


def first_position(case: Case, known: Opening, start: Start) -> Position:
    """Return the step that a form opens at: where it was left, or the first one."""
    if start.ticket:
        return Position(REVIEW)
    there = case.positions()
    left = Position(known.draft.step, known.draft.line) if known.draft else there[0]
    if left.step == REVIEW:
        return case.next_position(left)
    return left if left in there else there[0]


def begin(
    connection: Connection, filler: Filler, start: Start, values: Mapping[str, Any], now: float
) -> Draft:
    """Keep a form that was opened, in its draft where there is one.

    `values` are columns of it; its turn is the next one, or that of the screen it was opened with.
    Where that screen was submitted or typed in before, its draft is as that made it.
    """
    workspace, person, company = filler
    drafts.hold(connection, workspace, person)
    known = _left(connection, filler, start)
    if known and known.view and known.view == values.get("view"):
        return known
    kept = {**_where(start, known), **values, "changed_at": now}
    if known:
        kept_until = max(known.kept_until, now + KEPT_SECONDS)
        again = {"state": OPEN, "turn": known.turn + 1, "kept_until": kept_until}
        drafts.change(connection, workspace, known.id, **again | kept)
        draft = known.id
    else:
        who = {"person": person, "company": company, "begun_at": now}
        new = {"kept_until": now + KEPT_SECONDS}
        draft = drafts.add(connection, workspace, kept | who | new)
    replying.home(connection, workspace, person, now)
    return _found(connection, workspace, draft)


def _where(start: Start, known: Draft | None) -> dict[str, Any]:
    """Return where a form is begun; one that goes on stays about what it was about."""
    where = {name: value for name, value in start._asdict().items() if name != "draft"}
    about = {"question": known.question, "ticket": known.ticket} if known else {}
    return where | {name: value for name, value in about.items() if not where[name]}


def _found(connection: Connection, workspace: str, draft: int) -> Draft:
    found = drafts.find(connection, workspace, draft)
    if found is None:
        raise LookupError(draft)
    return found


class Modal(NamedTuple):
    """What a modal says of itself, to be believed only as to what it shows.

    `draft` is the one that it showed when it was drawn, where it was kept by then.
    """

    view: str
    form: Form
    position: Position
    turn: int
    locale: str
    draft: int | None = None


def in_modal(
    connection: Connection, forms: Forms, filler: Filler, modal: Modal, now: float
) -> Going:
    """Return the form that a modal of this person shows; one that is gone begins anew there.

    Whoever may send it holds the tickets before the drafts: what is added to a colleague's request
    is added to their drafts too, and they may send at the same moment.
    """
    workspace, person, _ = filler
    if modal.position.step == REVIEW:
        tickets.hold(connection, workspace)
    drafts.hold(connection, workspace, person)
    draft = drafts.in_view(connection, workspace, person, modal.view)
    known = people.find(connection, workspace, person)
    if draft is None or draft.form != modal.form.id:
        draft = _taken_over(connection, filler, modal, now)
    reader = reader_of(known, draft.locale, now)
    return Going(draft, Case(forms, modal.form, from_json(draft.answers), reader))


def _taken_over(connection: Connection, filler: Filler, modal: Modal, now: float) -> Draft:
    """Have a draft shown by a modal that is not its last one: somebody went on elsewhere."""
    where: dict[str, Any] = {"step": modal.position.step, "line": modal.position.line}
    where |= {"turn": modal.turn, "view": modal.view}
    left = _shown_before(connection, filler, modal)
    if left is None:
        values = {**where, "locale": modal.locale, "answers": {}}
        return begin(connection, filler, Start(modal.form.id), values, now)
    if left.state == SENT:
        return left
    drafts.change(connection, filler.workspace, left.id, **where)
    return left._replace(**where)


def _shown_before(connection: Connection, filler: Filler, modal: Modal) -> Draft | None:
    """Return the draft that a modal showed, else the one that its form goes on with."""
    workspace, person, _ = filler
    known = own(connection, workspace, person, modal.draft) if modal.draft else None
    if known and known.form == modal.form.id:
        return known
    return drafts.open_for(connection, workspace, person, modal.form.id)
