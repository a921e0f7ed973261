"""Shortcuts: ask about any message, or open a form with what it says."""

from bot.services import flooding
from bot.services.asking import Asked
from bot.services.beginning import Start
from bot.slack.deciding import decide
from bot.slack.listeners import forms
from bot.slack.modals.form_modals import FORM
from bot.slack.office import Work
from bot.slack.payloads import Payload, typed
from bot.storage.questions import Place

ASK = "ask_partner_desk"


async def on_shortcut(work: Work, shortcut: Payload) -> None:
    """Answer the message that the shortcut was used on, privately, or open a form."""
    kind, _, form = str(shortcut.get("callback_id")).partition(":")
    message = shortcut.get("message") or {}
    person = str((shortcut.get("user") or {}).get("id"))
    if kind == FORM:
        said = typed(message.get("text")).strip()
        await forms.open_form(work, shortcut, person, Start(form), said=said)
    elif kind == ASK:
        await _answer(work, shortcut, person, message)


async def _answer(work: Work, shortcut: Payload, person: str, message: Payload) -> None:
    question = Asked(
        workspace=work.workspace,
        person=person,
        place=Place.PRIVATE,
        channel=str((shortcut.get("channel") or {}).get("id")),
        text=typed(message.get("text")).strip(),
        response_url=shortcut.get("response_url"),
    )
    decision = await decide(work, question)
    await work.do(flooding.say, question, decision, work.office.clock())
