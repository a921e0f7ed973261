"""The slash command, whose replies only the person sees."""

from bot.answering.commands import Command, read_command
from bot.answering.decision import Decision, Kind
from bot.answering.intents import Intent
from bot.services import asking, replying
from bot.services.asking import Asked, Place
from bot.slack.listeners import forms
from bot.slack.locales import locale_of, look_up
from bot.slack.office import Work
from bot.slack.payloads import Payload, typed


async def on_command(work: Work, command: Payload) -> None:
    """Do what `/partner …` asks for; what is no subcommand is a question."""
    question = asked(work.workspace, command)
    known = read_command(question.text, work.office.knowledge.commands)
    if known and known.name in work.office.knowledge.forms:
        await forms.open_form(work, command, known.name, question.person)
        return
    await look_up(work.office, question.workspace, question.person)
    if known is None and question.text:
        office = work.office
        now = office.clock()
        await work.do(asking.ask, office.decider, question, now, office.default_locale)
    else:
        await _on_subcommand(work, question, known or Command("help", ""))


def asked(workspace: str, command: Payload) -> Asked:
    """Return the text of a command as a question whose reply is private."""
    return Asked(
        workspace=workspace,
        person=str(command.get("user_id")),
        place=Place.PRIVATE,
        channel=str(command.get("channel_id")),
        text=typed(command.get("text")).strip(),
        response_url=command.get("response_url"),
    )


async def _on_subcommand(work: Work, question: Asked, command: Command) -> None:
    if command.name == "tickets":
        url = str(question.response_url)
        now = work.office.clock()
        await work.do(replying.requests, work.workspace, question.person, url, now)
    else:
        await _say(work, question, command)


async def _say(work: Work, question: Asked, command: Command) -> None:
    """Reply to `help` and `language`, and choose the language that is named."""
    office = work.office
    named = office.decider.named(command.rest) if command.name == Intent.LANGUAGE else None
    locale = named or await locale_of(work, question.person)
    decision = Decision(
        Kind.TALK,
        locale,
        intent=Intent(command.name),
        confidence=1.0 if named else 0.0,
        named=named,
    )
    await work.do(asking.say, question, decision, office.clock())
