"""Promise 32: every deed and task is done by those to whom the table of rights gives it alone."""

import pytest

from bot.desk.life import Deed
from bot.desk.rights import RIGHTS, Task, may
from bot.sandbox import Person
from tests.journeys.desk import Desk
from tests.security.desk_scene import (
    GESTURES,
    ROLES,
    Scene,
    What,
    bring,
    files_of,
    opened_scene,
    sees_list,
)

EVERYTHING = [*Deed, *Task]


def test_promise_32_every_deed_and_every_task_is_in_the_table_and_is_tried_here() -> None:
    assert set(EVERYTHING) == set(RIGHTS) == set(GESTURES)


@pytest.mark.parametrize("what", EVERYTHING)
async def test_promise_32_it_is_done_by_whom_the_table_names_and_by_nobody_else(
    besieged: Desk, what: What
) -> None:
    scene = await opened_scene(besieged)
    for name, roles in ROLES.items():
        await bring(scene, what)
        person = scene.person(name)
        if may(roles, what):
            await assert_done(scene, person, what)
        else:
            await assert_refused(scene, person, what)


async def assert_refused(scene: Scene, person: Person, what: What) -> None:
    """Have somebody try; nothing is changed, shown or told to the partner."""
    before, told, files = await scene.stored(), scene.told(), files_of(scene.desk)
    await GESTURES[what](scene, person, what)
    await scene.calm()
    assert await scene.stored() == before, (person.user.name, what)
    assert person.view is None, (person.user.name, what)
    assert not sees_list(person)
    assert files_of(scene.desk) == files
    is_told = person.user.name == "emma" or what is Deed.ANSWER
    assert is_told or scene.told() == told, (person.user.name, what)


async def assert_done(scene: Scene, person: Person, what: What) -> None:
    """Have somebody try; it is done, and written down as theirs."""
    before, files = await scene.stored(), files_of(scene.desk)
    await GESTURES[what](scene, person, what)
    await scene.calm()
    after = await scene.stored()
    if isinstance(what, Deed):
        done = after["ticket_history"][len(before["ticket_history"]) :]
        by = [(row["deed"], row["actor"]) for row in done]
        assert (str(what), person.user.id) in by, (by, what)
    elif what is Task.PROPOSE:
        assert len(after["proposals"]) == len(before["proposals"]) + 1
    elif what in {Task.READ, Task.BATCH}:
        assert person.view
    else:
        assert sees_list(person)
        assert files_of(scene.desk) == files + 1
    if person.view:
        await person.close_view(everything=True)
