"""What is done about what is kept: people are erased, what is old is deleted.

Each transaction is short, so that others write between.
"""

from bot.monitoring.logs import logger
from bot.services import erasing, exporting, housekeeping
from bot.services.erasing import Stage, Wish
from bot.slack.office import House
from bot.slack.own_payloads import wrote_by

_log = logger(__name__)


async def turn(house: House) -> bool:
    """Do what is due, whatever the workspace; return that nothing is left."""
    await erase_wished(house)
    await house.database.run(housekeeping.forget_paces, house.clock())
    due = await house.database.run(housekeeping.take, house.clock())
    if due is not None:
        await _tidy(house, due)
    return False


async def _tidy(house: House, due: float) -> None:
    kept = house.knowledge.desk.retention
    try:
        while await house.database.run(housekeeping.tidy, house.clock(), kept):
            pass
    except Exception as error:  # noqa: BLE001 - whatever fails, it is tried again later
        _log.error("not_tidied_up", error=error)
        await house.database.run(housekeeping.put_back, due)


async def erase_wished(house: House, workspace: str | None = None) -> None:
    """Erase who wished so, in one workspace or in all; who can't be keeps no other from it."""
    wishes = (wrote_by, house.clock(), workspace)
    for wish in await house.database.run(erasing.wishes, *wishes):
        try:
            await _erase(house, wish)
        except Exception as error:  # noqa: BLE001 - whatever fails, it is tried again later
            _log.error("person_not_erased", workspace=wish.workspace, error=error)
            await house.database.run(erasing.put_back, wish)


async def _erase(house: House, wish: Wish) -> None:
    stage: Stage | None = erasing.BEGINNING
    while stage:
        stage = await house.database.run(erasing.erase, wish, house.clock(), stage)
    await house.database.overwrite()
    house.something_to_say.set()


async def collected(house: House, workspace: str, person: str) -> str:
    """Return all that is kept of somebody, as a document."""
    parts: list[exporting.Part] = []
    found = await house.database.read(exporting.part, workspace, person)
    while found:
        parts.append(found)
        place = (found.step, found.after)
        found = await house.database.read(exporting.part, workspace, person, *place)
    return exporting.as_text(exporting.collected(workspace, person, parts, house.clock()))
