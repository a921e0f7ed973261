"""Support proposes something for the knowledge base: in a modal, checked before it closes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.proposals import ANSWER, PHRASING, TITLE, TOPIC, Wish
from bot.services import proposing
from bot.services.acting import Actor, Refusal
from bot.services.proposing import Material, Mistakes
from bot.slack.listeners.press import Press
from bot.slack.members import is_support
from bot.slack.modals.modals import redraw_modal
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload, metadata_of, storable
from bot.slack.screens.form_blocks import State
from bot.slack.screens.proposal_drawing import NEW, PROPOSE, Screen, digest
from bot.storage.proposals import Proposal

Response = dict[str, Any]
View = dict[str, Any]

_KIND, _LANGUAGE = "kind", "language"
_MOST = 2**62
"""A number that no id comes to, and that every database can keep."""


def screen_of(office: Office, payload: Payload) -> Screen | None:
    """Return the modal as it stands: what is on its screen, and what waits behind it."""
    view, state = payload.get("view") or {}, State.of(payload)
    said = metadata_of(view)
    ticket = said.get("ticket")
    if view.get("callback_id") != PROPOSE or not _is_id(ticket):
        return None
    language = str(state.typed(_LANGUAGE) or "")
    wish = Wish(
        _typed(state, said, PHRASING),
        language if language in office.knowledge.locales else office.default_locale,
        is_new=state.typed(_KIND) == NEW,
        topic=_typed(state, said, TOPIC) or None,
        title=_typed(state, said, TITLE),
        answer=_typed(state, said, ANSWER),
    )
    return Screen(int(str(ticket)), wish, str(said.get("warned") or ""))


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST


def _typed(state: State, said: Mapping[str, Any], part: str) -> str:
    shown = state.typed(part) if state.has(part) else said.get(part)
    return storable(shown) if isinstance(shown, str) else ""


async def _kind(press: Press) -> None:
    """Ask for what a known or a new answer needs; what was typed stays."""
    office, screen = press.work.office, screen_of(press.work.office, press.payload)
    if screen is None or not await is_support(office, press.person):
        return
    material = await _material(press.work, screen.ticket)
    if material:
        view = press.payload.get("view") or {}
        drawn = office.artist.proposals.view(screen, material, office.desk_locale)
        await redraw_modal(press.work, str(view.get("id")), drawn, str(view.get("hash") or ""))


async def _material(work: Work, ticket: int) -> Material | None:
    knowledge = work.office.knowledge
    return await work.office.database.read(proposing.material, knowledge, work.workspace, ticket)


def on_search(work: Work, payload: Payload) -> list[dict[str, Any]]:
    """Return the topics that somebody's query finds."""
    office = work.office
    found = office.artist.proposals.options(str(payload.get("value") or ""), office.desk_locale)
    return [
        {"text": {"type": "plain_text", "text": each.label}, "value": each.value} for each in found
    ]


async def on_submission(work: Work, payload: Payload) -> Response:
    """Keep a proposal before Slack is told, or answer what is wrong with it.

    What may tell of one partner is asked about once: who submits it as it is wants it so.
    """
    screen = screen_of(work.office, payload)
    if screen is None:
        return {}
    person = str((payload.get("user") or {}).get("id"))
    actor = Actor(work.workspace, person, is_support=await is_support(work.office, person))
    details = proposing.cleaned(screen.wish).details()
    if actor.is_support and digest(details) not in {"", screen.warned}:
        return await _shown_again(work, screen)
    return await _propose(work, payload, actor, screen)


async def _propose(work: Work, payload: Payload, actor: Actor, screen: Screen) -> Response:
    office = work.office

    def propose(connection: Connection) -> Proposal | Refusal | Mistakes:
        about = (office.knowledge, actor, screen.ticket, screen.wish, office.clock())
        return proposing.propose(connection, *about)

    done = await work.do(propose)
    if isinstance(done, Proposal):
        return {}
    if isinstance(done, Refusal):
        return await _refused(work, actor, screen, done)
    return await _wrong(work, payload, screen, done)


async def _wrong(work: Work, payload: Payload, screen: Screen, mistakes: Mistakes) -> Response:
    """Say what is wrong beside each part; above all, where a part is not on the screen."""
    artist, locale = work.office.artist.proposals, work.office.desk_locale
    errors = {part: artist.problem(problem, locale) for part, problem in mistakes.items()}
    if all(map(State.of(payload).has, errors)):
        return {"response_action": "errors", "errors": errors}
    return await _shown_again(work, screen._replace(notice=next(iter(errors.values()))))


async def _refused(work: Work, actor: Actor, screen: Screen, refusal: Refusal) -> Response:
    """Say why nothing is kept; who is not of the support team sees nothing of the ticket."""
    office = work.office
    notice = office.artist.modals.refusal(refusal.code, refusal.ticket, office.desk_locale)
    if actor.is_support and refusal.ticket:
        return await _shown_again(work, screen._replace(notice=notice))
    return _update(office.artist.proposals.refused(notice, screen.wish, office.desk_locale))


async def _shown_again(work: Work, screen: Screen) -> Response:
    material = await _material(work, screen.ticket)
    if material is None:
        return {"response_action": "clear"}
    office = work.office
    return _update(office.artist.proposals.view(screen, material, office.desk_locale))


def _update(view: View) -> Response:
    return {"response_action": "update", "view": view}


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {PROPOSE: _kind}
"""What is chosen in the modal before it is submitted: the kind of a proposal."""
