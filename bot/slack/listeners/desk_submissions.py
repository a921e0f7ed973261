"""Modals of the desk are submitted: done before Slack is told, or answered with what is wrong.

Who submits is told by the payload, what they are by the desk's channel, now: a modal may have been
open for long.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.content.desk import Priority
from bot.desk.life import Deed
from bot.services import corresponding, triage
from bot.services.acting import NOT_ALLOWED, Actor, Refusal, refusal_of
from bot.services.corresponding import WRITTEN, Letter, Seen, Since
from bot.slack import members
from bot.slack.modals import desk_views
from bot.slack.modals.desk_modals import (
    CHOICE,
    OUTCOME,
    DeskModal,
    digest,
    modal_of,
    person_chosen,
    typed,
)
from bot.slack.modals.desk_views import Looking, View
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload
from bot.slack.screens.desk_modal_drawing import Page
from bot.slack.screens.form_blocks import State
from bot.storage.tickets import Ticket

Response = dict[str, Any]


class Submission(NamedTuple):
    """A submitted modal, by whom, and who is of the support team now."""

    work: Work
    modal: DeskModal
    state: State
    actor: Actor
    support: frozenset[str]

    @property
    def office(self) -> Office:
        """The app at work."""
        return self.work.office

    @property
    def now(self) -> float:
        """The time, in seconds."""
        return self.office.clock()

    @property
    def text(self) -> str:
        """The text that stands in it."""
        return typed(self.state, self.modal)

    @property
    def choice(self) -> str:
        """The option that is chosen in it."""
        return str(self.state.typed(CHOICE) or "")

    def looking(self, notice: str = "") -> Looking:
        """Return who looks at the modal as it is drawn anew, with what is typed in it."""
        modal = self.modal._replace(turn=self.modal.turn + 1)
        page = Page(modal, self.text, notice)
        return Looking(self.office, self.work.workspace, str(self.actor.person), page)

    def wrong(self, block: str, code: str) -> Response:
        """Return the answer that stands beside a block."""
        said = self.office.artist.modals.problem(code, self.office.desk_locale)
        return {"response_action": "errors", "errors": {block: said}}


async def on_submission(work: Work, payload: Payload) -> Response:
    """Do what a modal of the desk is for; return what to answer."""
    modal = modal_of(payload.get("view") or {})
    submit = _SUBMITTED.get(modal.deed) if modal else None
    if modal is None or submit is None:
        return {}
    person = str((payload.get("user") or {}).get("id"))
    support = await members.support(work.office)
    actor = Actor(work.workspace, person, is_support=person in support)
    return await submit(Submission(work, modal, State.of(payload), actor, support))


async def _written(given: Submission) -> Response:
    """Show a text as the partner will see it; send what was shown like that."""
    if not given.text:
        return given.wrong(given.modal.text_block, "missing")
    if given.modal.shown == digest(given.text):
        return await _send(given)
    modal = given.modal._replace(outcome=_outcome(given))
    if modal.deed == Deed.RESOLVE and modal.outcome is None:
        return given.wrong(OUTCOME, "choice-missing")
    return await _preview(given._replace(modal=modal))


def _outcome(given: Submission) -> str | None:
    """Return how a ticket ends, of what is offered: as chosen here, or before the preview."""
    if not given.state.has(OUTCOME):
        return given.modal.outcome
    chosen = str(given.state.typed(OUTCOME) or "")
    return chosen if given.office.artist.modals.is_outcome(chosen) else None


async def _preview(given: Submission) -> Response:
    """Show what the partner will see, and what others did since it was begun."""
    deed, seen = Deed(given.modal.deed), given.modal.seen or Seen()

    def read(connection: Connection) -> View | None:
        known = desk_views.known_of(connection, given.looking())
        refusal = refusal_of(given.actor, known.ticket if known else None, deed)
        if known is None or refusal:
            return _told(connection, given, refusal or Refusal(NOT_ALLOWED))
        about = (given.actor.workspace, given.modal.ticket, seen, given.actor.person)
        later = corresponding.since(connection, *about)
        return desk_views.preview(known, given.looking(), later)

    return _update(await given.office.database.read(read))


async def _send(given: Submission) -> Response:
    modal = given.modal
    letter = Letter(given.text, modal.root, modal.seen or Seen(), modal.outcome)

    def send(connection: Connection) -> Response:
        about = (given.actor, modal.ticket, Deed(modal.deed), letter, given.now)
        sent = corresponding.send(connection, *about)
        if isinstance(sent, Since):
            return _update(_previewed(connection, given, sent))
        return _answer(connection, given, sent)

    return await given.work.do(send)


def _previewed(connection: Connection, given: Submission, later: Since) -> View | None:
    """Show a preview again, with what others did since the first one."""
    known = desk_views.known_of(connection, given.looking())
    return desk_views.preview(known, given.looking(), later) if known else None


async def _assign(given: Submission) -> Response:
    person = person_chosen(given.state)
    if given.actor.is_support and person not in given.support:
        return given.wrong(CHOICE, "not-support" if person else "choice-missing")
    return await _do(given, triage.assign, person)


async def _prioritize(given: Submission) -> Response:
    if given.choice not in set(Priority):
        return given.wrong(CHOICE, "choice-missing")
    return await _do(given, triage.prioritize, given.choice)


async def _merge(given: Submission) -> Response:
    chosen = given.choice
    if not (chosen.isascii() and chosen.isdecimal()):
        return given.wrong(CHOICE, "choice-missing")
    return await _do(given, triage.merge, int(chosen[:18]))


async def _do(
    given: Submission, service: Callable[..., Ticket | Refusal], chosen: str | int
) -> Response:
    def done(connection: Connection) -> Response:
        about = (given.actor, given.modal.ticket, chosen, given.now)
        return _answer(connection, given, service(connection, *about))

    return await given.work.do(done)


def _answer(connection: Connection, given: Submission, done: Ticket | Refusal) -> Response:
    """Return the answer: nothing closes the modal."""
    return _update(_told(connection, given, done)) if isinstance(done, Refusal) else {}


def _told(connection: Connection, given: Submission, refusal: Refusal) -> View | None:
    """Return the modal with the reason why nothing was done; what was typed stays.

    Somebody who is not of the support team any more sees nothing of the ticket.
    """
    office = given.office
    artist, locale = office.artist.modals, office.desk_locale
    told = given.looking(artist.refusal(refusal.code, refusal.ticket, locale))
    if not given.actor.is_support:
        return artist.refused(told.page, locale)
    shown = desk_views.shown(connection, told)
    return shown.view if shown else None


def _update(view: View | None) -> Response:
    return {"response_action": "update", "view": view} if view else {"response_action": "clear"}


_SUBMITTED: Mapping[str, Callable[[Submission], Awaitable[Response]]] = {
    **dict.fromkeys(map(str, WRITTEN), _written),
    str(Deed.ASSIGN): _assign,
    str(Deed.PRIORITIZE): _prioritize,
    str(Deed.MERGE): _merge,
}
