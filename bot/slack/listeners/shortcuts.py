"""Shortcuts: ask about any message."""

from bot.services import asking
from bot.services.asking import Asked, Place
from bot.slack.deciding import decide
from bot.slack.office import Work
from bot.slack.payloads import Payload, typed

ASK = "ask_partner_desk"


async def on_shortcut(work: Work, shortcut: Payload) -> None:
    """Answer the text of the message that the shortcut was used on, privately."""
    if shortcut.get("callback_id") != ASK:
        return
    message = shortcut.get("message") or {}
    question = Asked(
        workspace=work.workspace,
        person=str((shortcut.get("user") or {}).get("id")),
        place=Place.PRIVATE,
        channel=str((shortcut.get("channel") or {}).get("id")),
        text=typed(message.get("text")).strip(),
        response_url=shortcut.get("response_url"),
    )
    decision = await decide(work, question)
    await work.do(asking.say, question, decision, work.office.clock())
