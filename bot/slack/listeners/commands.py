"""The slash command, whose replies only the person sees."""

from collections.abc import Mapping

from bot.answering.commands import Command, read_command
from bot.answering.decision import Decision, Kind
from bot.answering.intents import Intent
from bot.desk.rights import Task
from bot.services import asking, flooding, listing, replying
from bot.services.acting import Actor
from bot.services.asking import Asked
from bot.services.beginning import Start
from bot.services.listing import may_do
from bot.slack.deciding import decide
from bot.slack.listeners import forms
from bot.slack.listeners.flood import is_flooding
from bot.slack.locales import locale_of, look_up
from bot.slack.members import is_support
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload, typed
from bot.storage import people
from bot.storage.questions import Place

_TICKETS = "tickets"


async def on_command(work: Work, command: Payload) -> None:
    """Do what `/partner …` asks for; what is no subcommand is a question."""
    question = asked(work.workspace, command)
    known = read_command(question.text, work.office.knowledge.commands, _names(work.office))
    if known and known.name in work.office.knowledge.forms:
        start = Start(known.name, locale=known.locale)
        await forms.open_form(work, command, question.person, start)
        return
    if await is_flooding(work, question.person):
        return
    if known is None and question.text:
        decision = await decide(work, question)
        await work.do(flooding.say, question, decision, work.office.clock())
    else:
        await look_up(work.office, question.workspace, question.person)
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
    if command.name == _TICKETS:
        await _list(work, question, command)
    else:
        await _say(work, question, command)


async def _list(work: Work, question: Asked, command: Command) -> None:
    """List what somebody has with the support team; of support, what they look for there."""
    office, person = work.office, question.person
    locale = await _locale(work, person, command)
    actor = Actor(work.workspace, person, is_support=await is_support(office, person))
    url, now = str(question.response_url), office.clock()
    if may_do(actor, Task.LIST):
        labels = office.artist.listings.labels()
        await work.do(listing.list_named, actor, command.rest, labels, url, locale, now)
    else:
        await work.do(replying.requests, work.workspace, person, url, locale, now)


def _names(office: Office) -> Mapping[str, list[str]]:
    """Return what may follow a command in several words: the names of lists."""
    return {_TICKETS: [name for each in office.artist.listings.labels().values() for name in each]}


async def _locale(work: Work, person: str, command: Command) -> str:
    """Return the person's language; a word that one language alone has tells it, unless chosen."""
    known = await work.office.database.read(people.find, work.workspace, person)
    spoken = await locale_of(work, person)
    return work.office.languages.first(known.chosen_locale, command.locale, spoken)


async def _say(work: Work, question: Asked, command: Command) -> None:
    """Reply to `help` and `language`, and choose the language that is named."""
    office = work.office
    asked_for = office.decider.named(command.rest) if command.name == Intent.LANGUAGE else None
    named = asked_for if asked_for in office.locales else None
    locale = named or await _locale(work, question.person, command)
    decision = Decision(Kind.TALK, locale, intent=Intent(command.name), confidence=1.0, named=named)
    await work.do(asking.say, question, decision, office.clock())
