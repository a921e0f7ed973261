"""Decides on a question with what is known of its asker's language."""

from bot.answering.decision import Decision, Kind, Preferences
from bot.services import asking
from bot.services.asking import Asked
from bot.slack.locales import look_up
from bot.slack.office import Work


async def decide(work: Work, asked: Asked, known: Preferences | None = None) -> Decision:
    """Decide, and count what was decided; `known` of the asker's language is looked up else."""
    decision = await _decided(work, asked, known)
    work.office.metrics.decided(decision.locale, decision.kind, decision.confidence)
    return decision


async def _decided(work: Work, asked: Asked, known: Preferences | None) -> Decision:
    """Decide, outside of any transaction; ask Slack for the language when nothing else tells it.

    Of somebody whose question goes to the support team, the card names the company.
    """
    office = work.office
    if known is None:
        known = await office.database.read(asking.preferences, asked, office.languages)
    decision = office.decider.decide(asked.text, known, office.today())
    if decision.kind is Kind.HANDOVER:
        await look_up(office, asked.workspace, asked.person)
    if decision.detected or known.chosen or known.recent or known.slack:
        return decision
    await look_up(office, asked.workspace, asked.person)
    known = await office.database.read(asking.preferences, asked, office.languages)
    return office.decider.decide(asked.text, known, office.today())
