"""Opening forms where no worker need be running."""

from bot.sandbox import Person, View
from tests.faults.house import House


async def opening(house: House, person: Person, form: str) -> View:
    """Open a form, and wait until it is drawn in the person's language."""
    before = person.view
    assert (await person.command(form)).ok
    await house.slack.wait_for(lambda: person.view is not before)
    for slots in (house.office.errands, house.office.lookups):
        await slots.drain()
    assert person.view
    return person.view
