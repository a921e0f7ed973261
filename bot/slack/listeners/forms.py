"""Forms in modals: opened by a button, a command or a shortcut, submitted step by step."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.forms import settling
from bot.forms.case import Case
from bot.forms.filled import REVIEW
from bot.forms.settling import Ask
from bot.services import beginning, filling, flooding, sending
from bot.services.beginning import Filler, Modal, Opening, Start
from bot.services.filling import Going
from bot.services.flooding import Deed, Doer, TooMuchError
from bot.services.sending import Outcome
from bot.slack.locales import locale_of, look_up
from bot.slack.modals.form_modals import FORM, form_of, locale_in, modal_of, turned_of
from bot.slack.modals.modals import open_modal, redraw_modal
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload, company_of
from bot.slack.screens.form_blocks import OTHER_TEXT, REASON, State, ask_block, block_id
from bot.slack.screens.form_drawing import Screen
from bot.storage import drafts
from bot.storage.drafts import Draft
from bot.storage.schema import OPEN

Response = dict[str, Any]


def filler_of(work: Work, payload: Payload, person: str) -> Filler:
    """Return who fills a form in, as the verified payload tells."""
    return Filler(work.workspace, person, company_of(payload) or work.workspace)


class _Begun(NamedTuple):
    """A form that is about to be shown: at which step, and what has to be settled there."""

    start: Start
    known: Opening
    case: Case
    position: Position
    asks: tuple[Ask, ...]

    @property
    def language_is_known(self) -> bool:
        """Whether something tells the language besides what is known of the person."""
        start, known = self.start, self.known
        return bool(start.locale or start.ticket or known.question or known.draft)


async def open_form(
    work: Work,
    payload: Payload,
    person: str,
    start: Start,
    *,
    said: str = "",
    at: Callable[[Case], Position | None] | None = None,
) -> bool:
    """Open a form's modal at once, for a trigger lives three seconds; then keep its draft.

    `said` is what it is prefilled with, `at` gives the step where it is another than the usual.
    Return False where there is nothing to open.
    """
    office, filler, now = work.office, filler_of(work, payload, person), work.office.clock()

    def begun(connection: Connection) -> _Begun | None:
        return _begun(connection, office, filler, start, said, at)

    doer = Doer(work.workspace, person)
    try:
        form = await office.database.read(begun)
    except TooMuchError:
        await work.do(flooding.tell, doer, now)
        return True
    if form is None:
        return False
    screen = _screen(form, now)
    view = await _show(work, payload, person, form, screen)
    where = {"step": form.position.step, "line": form.position.line, "view": view}
    kept = {"locale": form.case.reader.locale, "answers": form.case.filled.as_json()}
    values = {**where, **kept, "turn": screen.turn}
    work.besides(flooding.count, doer, Deed.FORM, now)
    draft = await work.do(beginning.begin, filler, form.start, values, now)
    if form.known.new:
        await look_up(office, work.workspace, person)
        if not form.language_is_known:
            await _translate(work, draft)
    return True


def _begun(
    connection: Connection,
    office: Office,
    filler: Filler,
    start: Start,
    said: str,
    at: Callable[[Case], Position | None] | None,
) -> _Begun | None:
    """Return what to show, all in one turn at the database: a slow one has no time for two."""
    doer = Doer(filler.workspace, filler.person)
    if flooding.is_over(connection, doer, Deed.FORM, office.clock()):
        raise TooMuchError
    resumed = beginning.resumed(connection, filler, start)
    form = office.knowledge.forms.get(resumed.form) if resumed else None
    if resumed is None or form is None:
        return None
    known = beginning.opening(connection, filler, resumed, office.languages, office.clock())
    case = beginning.first_case(office.forms, form, known, said)
    position = (at(case) if at else None) or beginning.first_position(case, known, resumed)
    asks = _asks(connection, known.draft, case) if position.step == REVIEW else ()
    return _Begun(resumed, known, case, position, asks)


def _asks(connection: Connection, draft: Draft | None, case: Case) -> tuple[Ask, ...]:
    return sending.asks_of(connection, Going(draft, case)) if draft else settling.asks(case)


async def _show(
    work: Work, payload: Payload, person: str, form: _Begun, screen: Screen
) -> str | None:
    """Open the modal where the form begins or was left; return its id."""
    case = form.case
    view = work.office.artist.forms.view(case, screen, asks=form.asks)
    draft, ticket = form.known.draft, form.start.ticket
    sent = ticket or (draft.ticket if draft else None)
    button = f"request:change:{sent}" if sent else f"{FORM}:{case.form.id}"
    return await open_modal(work, payload, view, person, button)


def _screen(form: _Begun, now: float) -> Screen:
    """Return the screen that a form opens with; one that was begun before says so."""
    draft = form.known.draft
    if draft is None:
        return Screen(form.position, adds=form.start.ticket is not None)
    begun_at = draft.begun_at if form.case.filled.begun() else None
    adds = draft.ticket is not None
    return Screen(form.position, draft.turn + 1, now, begun_at, draft.id, adds)


async def _translate(work: Work, draft: Draft) -> None:
    """Put a form in the language that Slack tells of somebody who was not known yet.

    What was typed meanwhile stays; a form that went on meanwhile goes on as it is.
    """
    locale = await locale_of(work, draft.person)
    if locale == draft.locale:
        return
    office, now = work.office, work.office.clock()

    def spoken(connection: Connection) -> Outcome | None:
        drafts.hold(connection, draft.workspace, draft.person)
        found = drafts.find(connection, draft.workspace, draft.id)
        is_there = found is not None and (found.view, found.turn) == (draft.view, draft.turn)
        current = filling.going(connection, office.forms, found, now) if found else None
        if current is None or not is_there or current.draft.state != OPEN:
            return None
        return sending.standing(connection, filling.speak_in(connection, current, locale, now))

    outcome = await office.database.run(spoken)
    if outcome:
        await redraw(work, outcome)


async def redraw(work: Work, outcome: Outcome) -> None:
    """Show an open modal as its form stands."""
    if outcome.going and outcome.going.draft.view:
        await redraw_modal(
            work, outcome.going.draft.view, drawn(work.office, outcome.going, outcome)
        )


def drawn(office: Office, current: Going, outcome: Outcome) -> dict[str, Any]:
    """Draw a form as it goes on."""
    draft = current.draft
    adds = draft.ticket is not None
    screen = Screen(current.position, draft.turn, draft=draft.id, adds=adds)
    more = {"checked": outcome.checked} if outcome.checked else {}
    return office.artist.forms.view(current.case, screen, asks=outcome.asks, **more)


async def on_submission(work: Work, payload: Payload) -> Response:
    """Take a submitted step before Slack is told that it closed; return what to answer.

    The answer shows the next step, or says what is wrong beside each field, or closes the modal
    when all is sent.
    """
    modal = modal_of(work, payload)
    if modal is None:
        return _gone(work.office, payload.get("view") or {})
    person = str((payload.get("user") or {}).get("id"))
    office, filler, state = work.office, filler_of(work, payload, person), State.of(payload)

    def submitted(connection: Connection) -> Outcome:
        now = office.clock()
        current = beginning.in_modal(connection, office.forms, filler, modal, now)
        return sending.submit(connection, current, turned_of(modal, state), now)

    return _response(office, modal, state, await work.do(submitted))


def _gone(office: Office, view: Payload) -> Response:
    """Return the answer to a modal that is no form, or is one that a later deploy dropped."""
    if form_of(view) is None:
        return {}
    gone = office.artist.forms.gone(locale_in(office, view))
    return {"response_action": "update", "view": gone}


def _response(office: Office, modal: Modal, state: State, outcome: Outcome) -> Response:
    """Return the answer: errors, where each of them stands beside a block that is there."""
    current = outcome.going
    if current is None:
        return {"response_action": "clear"}
    errors = _errors(office, modal, current, outcome) if current.draft.turn == modal.turn else {}
    if errors and all(map(state.has, errors)):
        return {"response_action": "errors", "errors": errors}
    return {"response_action": "update", "view": drawn(office, current, outcome)}


def _errors(office: Office, modal: Modal, current: Going, outcome: Outcome) -> Mapping[str, str]:
    """Return what to say beside each block."""
    artist, case = office.artist.forms, current.case
    if outcome.checked:
        return {
            _block(modal, field, problem.code): artist.problem(problem, case.reader.locale)
            for field, problem in outcome.checked.problems.items()
        }
    unsettled = settling.unsettled(case, outcome.asks)
    return {_ask_block(case, ask): artist.unsettled(case, ask) for ask in unsettled}


def _block(modal: Modal, field: str, problem: str) -> str:
    block = block_id(field, modal.position.line, modal.turn)
    return f"{block}:{OTHER_TEXT}" if problem == "other-missing" else block


def _ask_block(case: Case, ask: Ask) -> str:
    block = ask_block(ask.id)
    return f"{block}:{REASON}" if case.filled.settled.get(ask.id) else block
