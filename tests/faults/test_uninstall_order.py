"""Whatever Slack tells before, between and after the app's end, nothing is left: promise 9."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from random import Random
from typing import Any, Final

import pytest
import pytest_asyncio

from bot.app import Content
from bot.desk.life import Deed
from bot.sandbox.ending import REVOKED, UNINSTALLED, ended, uninstall
from tests.faults.house import busy
from tests.journeys.desk import Desk
from tests.journeys.gestures import button, pressed
from tests.journeys.many import GONE_SECONDS, ONE, Site, site

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

LIVES: Final = 12
SEED: Final = 9
EDITED: Final = "Thank you!"
CALM_BETWEEN: Final = 0.3
LOOK_SECONDS: Final = 0.01
PATIENCE_SECONDS: Final = 30.0

Happening = Callable[[], Awaitable[Any]]


@pytest_asyncio.fixture
async def around(content: Content, database_url: str) -> AsyncIterator[Site]:
    async with site(content, database_url, (ONE,)) as opened:
        yield opened


def told(desk: Desk, text: str, number: int) -> list[dict[str, Any]]:
    """Give the events of a message that is written, edited and deleted."""
    emma = desk.person("emma")
    where = {"type": "message", "channel": emma.direct.id, "channel_type": "im"}
    ts = f"{int(desk.clock())}.{number:06d}"
    first = {"type": "message", "user": emma.user.id, "text": text, "ts": ts}
    then = {**first, "text": EDITED, "edited": {"user": emma.user.id, "ts": f"{ts}1"}}
    changed = {"subtype": "message_changed", "message": then, "previous_message": first}
    gone = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": then}
    return [{**first, **where}, {**where, **changed}, {**where, **gone}]


def happenings(desk: Desk) -> list[Happening]:
    """Give what happens in one life of an installation, its end among it, in their order."""
    texts = (desk.unanswerable("en"), desk.answer("business-plan", "en").question)
    events = [each for number, text in enumerate(texts) for each in told(desk, text, number)]
    ends = [ended(desk.workspace, kind) for kind in (REVOKED, UNINSTALLED, UNINSTALLED)]
    noor = desk.person("noor")
    deeds = (Deed.TAKE, Deed.RESOLVE)
    presses = [pressed(desk, noor, None, button(f"desk:{deed}", "1")) for deed in deeds]
    return [
        *(partial(desk.sender.send_event, each) for each in (*events, *ends)),
        *(partial(desk.sender.send_interaction, each) for each in presses),
        partial(uninstall, desk.sender, ()),
    ]


async def until_idle(around: Site) -> None:
    """Wait until nothing is due; what Slack refused meanwhile is set aside."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await around.read(lambda connection: busy(connection, around.clock())):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)


async def test_promise_09_in_whatever_order_an_uninstallation_is_told_nothing_is_left(
    around: Site,
) -> None:
    random = Random(SEED)  # noqa: S311 - chance that can be repeated
    for _ in range(LIVES):
        desk = await around.set_up(ONE)
        every = happenings(desk)
        random.shuffle(every)
        for happen in every:
            answer = await happen()
            assert answer is None or answer.ok
            if random.random() < CALM_BETWEEN:
                await until_idle(around)
        await until_idle(around)
        around.clock.pass_by(seconds=GONE_SECONDS)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await around.rows_of(ONE):  # noqa: ASYNC110 - a database tells no event
                await asyncio.sleep(LOOK_SECONDS)
    assert around.desks[ONE].workspace.called("chat.postMessage")
