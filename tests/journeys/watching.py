"""Let time pass at the desk: what it brings about is done as by the loop that watches."""

from bot.services import summarizing
from bot.services.watching import watch
from tests.journeys.desk import Desk


async def pass_time(desk: Desk, *, hours: float = 0, days: float = 0) -> None:
    """Move the clock, and have done what became due."""
    desk.clock.pass_by(minutes=60 * hours, days=days)
    office = desk.office
    place = (office.workspace, office.knowledge.desk, office.hours)
    while await office.database.run(watch, *place, office.clock()):
        pass
    await office.database.run(summarizing.plan, *place, office.clock())
    office.something_to_say.set()
    await desk.calm()
