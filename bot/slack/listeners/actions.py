"""Buttons: what is pressed is in its action id, whose right it is comes from the payload."""

from collections.abc import Awaitable, Callable, Mapping

from bot.answering.decision import Decision, Kind
from bot.answering.intents import Intent
from bot.services import asking, choosing, language
from bot.services.asking import Asked
from bot.services.beginning import Start
from bot.slack.intake.urgency import opens_something
from bot.slack.listeners import (
    batch_buttons,
    desk_buttons,
    desk_details,
    desk_modals,
    form_buttons,
    forms,
    listing_buttons,
    own_data_buttons,
    proposal_modals,
    request_buttons,
    settings_modals,
    talk_buttons,
    ticket_threads,
)
from bot.slack.listeners.flood import is_flooding
from bot.slack.listeners.press import Press, press_of
from bot.slack.locales import locale_of, look_up
from bot.slack.modals.modals import open_modal, redraw_modal
from bot.slack.office import Work
from bot.slack.payloads import Payload
from bot.storage import questions
from bot.storage.questions import Place, Question


async def on_action(work: Work, payload: Payload) -> None:
    """Do what the pressed button says.

    What opens a modal does not wait for its presser's count: forms have one of their own.
    """
    for action in payload.get("actions") or []:
        press = press_of(work, payload, action)
        handle = _HANDLERS.get(press.kind)
        is_urgent = opens_something(payload, work.office.knowledge)
        if handle and (is_urgent or not await is_flooding(work, press.person)):
            await handle(press)


async def _question(press: Press) -> Question | None:
    """Return the question of the pressed reply, if the presser may see it."""
    if press.number is None:
        return None
    question = await press.work.office.database.read(
        choosing.find, press.work.workspace, press.number, press.channel, press.person
    )
    if question and question.place == Place.PRIVATE and press.payload.get("response_url"):
        url = str(press.payload["response_url"])
        await press.work.office.database.run(
            questions.change, press.work.workspace, question.id, response_url=url
        )
        return question._replace(response_url=url)
    return question


async def _own_question(press: Press) -> Question | None:
    """Return the question if the presser asked it: others may read, not decide."""
    question = await _question(press)
    return question if question and question.person == press.person else None


async def _choose(press: Press) -> None:
    question = await _question(press)
    if question:
        knowledge = press.work.office.knowledge
        await press.work.do(choosing.choose_topic, knowledge, question, press.what, press.now)


async def _related(press: Press) -> None:
    question = await _question(press)
    if question:
        knowledge = press.work.office.knowledge
        await press.work.do(choosing.ask_related, knowledge, question, press.what, press.now)


async def _show_in(press: Press) -> None:
    question = await _question(press)
    if question and press.what in press.work.office.locales:
        await press.work.do(choosing.show_in, question, press.what, press.now)


async def _feedback(press: Press) -> None:
    question = await _own_question(press)
    if question:
        useful = press.value.endswith(":useful")
        await press.work.do(choosing.judge, question, press.now, useful=useful)


async def _person(press: Press) -> None:
    question, work = await _own_question(press), press.work
    if question:
        await look_up(work.office, work.workspace, press.person)
        await work.do(choosing.hand_over, question, press.now)


async def _withdraw(press: Press) -> None:
    question = await _own_question(press)
    if question:
        await press.work.do(choosing.withdraw, question, press.now)


async def _speak(press: Press) -> None:
    """Choose the person's language; a reply that offered it is redrawn in it."""
    work = press.work
    if press.what not in work.office.locales:
        return
    question = await _question(press)
    if question and question.person == press.person:
        await work.office.database.run(choosing.speak_in, question, press.what, press.now)
    if press.channel and not press.value:
        await _speak_after_greeting(press)
        return
    await work.do(language.choose, work.workspace, press.person, press.what, press.now)


async def _speak_after_greeting(press: Press) -> None:
    """Say that a language was chosen under the greeting, which is no reply to be redrawn."""
    asked = Asked(press.work.workspace, press.person, Place.DIRECT, press.channel, "")
    decision = Decision(Kind.TALK, press.what, intent=Intent.LANGUAGE, named=press.what)
    await press.work.do(asking.say, asked, decision, press.now)


async def _form(press: Press) -> None:
    start = Start(press.what, press.number)
    await forms.open_form(press.work, press.payload, press.person, start)


async def _topic(press: Press) -> None:
    """Answer a topic of the Home tab in a modal; one of an older deploy by a message."""
    office = press.work.office
    locale = await locale_of(press.work, press.person)
    if press.what in office.knowledge.topics:
        view = office.artist.topic(press.what, locale, office.today())
        await open_modal(press.work, press.payload, view, press.person, f"topic:{press.what}")
        return
    asked = Asked(press.work.workspace, press.person, Place.DIRECT, press.person, "")
    decision = Decision(Kind.TALK, locale, intent=Intent.OUTDATED)
    await press.work.do(asking.say, asked, decision, press.now)


async def _topic_in(press: Press) -> None:
    office = press.work.office
    view = press.payload.get("view") or {}
    if press.what in office.locales and press.value in office.knowledge.topics:
        drawn = office.artist.topic(press.value, press.what, office.today())
        await redraw_modal(press.work, str(view.get("id")), drawn)


_HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "choose": _choose,
    "related": _related,
    "show_in": _show_in,
    "feedback": _feedback,
    "person": _person,
    "withdraw": _withdraw,
    "speak": _speak,
    "form": _form,
    "topic": _topic,
    "topic_in": _topic_in,
    **form_buttons.HANDLERS,
    **talk_buttons.HANDLERS,
    **request_buttons.HANDLERS,
    **ticket_threads.HANDLERS,
    **desk_buttons.HANDLERS,
    **batch_buttons.HANDLERS,
    **desk_details.HANDLERS,
    **desk_modals.HANDLERS,
    **listing_buttons.HANDLERS,
    **own_data_buttons.HANDLERS,
    **proposal_modals.HANDLERS,
    **settings_modals.HANDLERS,
}
