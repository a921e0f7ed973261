"""Presses, answers and commands of one person in a minute: no more than anybody means to."""

from bot.services import flooding
from bot.services.flooding import Deed, Doer
from bot.slack.office import Work


async def is_flooding(work: Work, person: str) -> bool:
    """Count what somebody does; tell whether it is too much, of which they are told."""
    office, doer, now = work.office, Doer(work.workspace, person), work.office.clock()
    if await office.database.read(flooding.is_over, doer, Deed.TOUCH, now):
        await work.do(flooding.tell, doer, now)
        return True
    work.besides(flooding.count, doer, Deed.TOUCH, now)
    return False
