"""Promise 39: tokens are encrypted at rest, and their keys can be changed."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import Content
from bot.sandbox import Fault, SandboxServer, Workspace
from bot.slack.installation import rotating
from bot.slack.installation.granted import Tokens
from bot.slack.installation.rotating import LEASE_SECONDS, reencrypt, rotate
from bot.slack.installation.vault import Vault, new_key
from bot.slack.office import House
from bot.storage.schema import WAITING
from tests.faults.house import refusing
from tests.journeys.desk import Clock, Desk
from tests.journeys.many import KEY, ONE, TWO, Site, open_at, uninstalled, works_with

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

TOKEN = re.compile(rb"xox[a-z][-.]|xoxe|sandbox-T0")
NEW_KEY = new_key()
REFRESH = "oauth.v2.access"
PATIENCE_SECONDS = 20.0

Start = Callable[..., AbstractAsyncContextManager[Site]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def start(content: Content, database_url: str, clock: Clock) -> AsyncIterator[Start]:
    """Give what starts a process of the app, as often as a test wants, on the same database."""
    places = [uninstalled(team, clock) for team in (ONE, TWO)]
    for place in places:
        place.app = replace(place.app, rotates_tokens=True)
    async with SandboxServer(*places) as server:
        yield lambda **more: open_at(server, places, content, database_url, clock, **more)


def keys(*given: str) -> dict[str, Any]:
    return {"encryption_keys": SecretStr(" , ".join(given))}


async def asked(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), desk.answer("business-plan", "en").question)


def files_of(database_url: str) -> list[Path]:
    """Give the files of a SQLite database; none of a PostgreSQL."""
    name = database_url.removeprefix("sqlite:///")
    return [] if name == database_url else sorted(Path(name).parent.glob(f"{Path(name).name}*"))


async def test_promise_39_no_token_is_in_a_dump_nor_in_the_file_nor_in_the_log(
    start: Start, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with start() as around:
        for team in (ONE, TWO):
            await around.set_up(team)
            await asked(around.desks[team])
        around.clock.pass_by(seconds=11 * 3600)
        await around.until_rotated(ONE)
        dump = repr([await around.rows_of(team) for team in (ONE, TWO)]).encode()
        assert b"installations" in dump
        assert not TOKEN.search(dump.replace(ONE.encode(), b"").replace(TWO.encode(), b""))
        for path in files_of(database_url):
            assert not TOKEN.search(path.read_bytes()), path
    assert not re.search(r"xox[a-z][-.]", caplog.text)


async def test_promise_39_keys_change_while_the_app_runs(start: Start) -> None:
    async with start() as around:
        await around.set_up(ONE)
    async with start(**keys(NEW_KEY, KEY)) as around:
        await asked(around.desks[ONE])
        await around.set_up(TWO)
        database = around.running.house.database
        done = await database.run(reencrypt, Vault([NEW_KEY, KEY]))
        assert (done.installations, done.changed, done.locked) == (2, 1, [])
        assert (await database.run(reencrypt, Vault([NEW_KEY, KEY]))).changed == 0
    async with start(**keys(NEW_KEY)) as around:
        for team in (ONE, TWO):
            await asked(around.desks[team])
        around.clock.pass_by(seconds=11 * 3600)
        await around.until_rotated(ONE)


async def test_promise_39_a_refreshed_token_is_encrypted_with_the_newest_key(start: Start) -> None:
    async with start() as around:
        await around.set_up(ONE)
    async with start(**keys(NEW_KEY, KEY)) as around:
        around.clock.pass_by(seconds=11 * 3600)
        await around.until_rotated(ONE)
        database = around.running.house.database
        assert (await database.run(reencrypt, Vault([NEW_KEY]))).locked == []


async def test_a_workspace_whose_token_no_key_opens_is_named_others_are_served_and_nothing_is_lost(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as around:
        await around.set_up(ONE)
    async with start(**keys(NEW_KEY)) as around:
        await around.set_up(TWO)
        one, two = (around.desks[team] for team in (ONE, TWO))
        assert "token_locked" in caplog.text
        assert ONE in caplog.text
        before = len(one.replies(one.person("emma")))
        await one.person("emma").say(None, one.answer("business-plan", "en").question)
        await two.person("emma").say(None, two.answer("business-plan", "en").question)
        bot = two.workspace.app.bot_user_id
        await two.workspace.wait_for(
            lambda: [each for each in two.person("emma").sees() if each.user == bot]
        )
        assert len(one.replies(one.person("emma"))) == before
        waiting = [row["state"] for row in (await around.rows_of(ONE))["inbox"]]
        assert waiting.count(WAITING) == 1
    around.clock.pass_by(seconds=120)
    async with start(**keys(NEW_KEY, KEY)) as around:
        await around.desks[ONE].calm()
        assert len(around.desks[ONE].replies(around.desks[ONE].person("emma"))) == before + 1


def refreshed(place: Workspace) -> int:
    """Count the exchanges of refresh tokens that Slack took."""
    calls = place.called(REFRESH)
    return sum(call.arguments.get("grant_type") == "refresh_token" for call in calls)


async def until_known(around: Site, place: Workspace) -> None:
    """Look until a process works with a token that is good for long, whoever changed it."""
    offices = around.running.offices
    async with asyncio.timeout(PATIENCE_SECONDS):
        while place.tokens.lasts < 2 * 3600 or not works_with(
            offices.known(place.team_id), place.tokens.newest
        ):
            await offices.refresh()


async def test_of_several_processes_one_uses_a_refresh_token(start: Start) -> None:
    async with start() as first, start() as second, start() as third:
        desk = await first.set_up(ONE)
        first.clock.pass_by(seconds=11 * 3600)
        await asyncio.gather(*(rotate(each.running) for each in (first, second, third)))
        for each in (first, second, third):
            await until_known(each, desk.workspace)
        assert refreshed(desk.workspace) == 1
        assert [call.error for call in desk.workspace.calls if call.method == REFRESH] == [None] * 2


async def test_a_refresh_that_failed_is_tried_again_in_time(start: Start) -> None:
    async with start() as around:
        desk = await around.set_up(ONE)
        desk.workspace.faults.add(REFRESH, Fault.server_error(times=2))
        for seconds in (10 * 3600 + 1, LEASE_SECONDS + 1, LEASE_SECONDS + 1):
            around.clock.pass_by(seconds=seconds)
            await rotate(around.running)
        await around.until_rotated(ONE)
        await asked(desk)


async def test_a_refresh_that_slack_refuses_for_good_is_named_and_harms_nobody(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as around:
        desk, two = await around.set_up(ONE), await around.set_up(TWO)
        desk.workspace.faults.add(REFRESH, Fault.refused("invalid_refresh_token"))
        around.clock.pass_by(seconds=11 * 3600)
        await around.until_rotated(TWO)
        await asked(two)
        assert "token_not_rotated" in caplog.text
        assert "invalid_refresh_token" in caplog.text


async def test_refreshed_tokens_wait_for_a_database_that_does_not_take_them(start: Start) -> None:
    async with start() as around:
        desk = await around.set_up(ONE)
        async with refusing(around.running.house.database, "installations", "UPDATE"):
            around.clock.pass_by(seconds=11 * 3600)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not refreshed(desk.workspace):  # noqa: ASYNC110 - Slack tells no event
                    await asyncio.sleep(0.02)
        await around.until_rotated(ONE)
        await asked(desk)
        assert refreshed(desk.workspace) == 1


async def test_tokens_that_are_refreshed_while_keys_change_are_kept(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = rotating._refreshed  # noqa: SLF001 - what takes long, between reading and writing

    async def meanwhile(house: House, *given: Any) -> Tokens:  # noqa: ANN401 - as it is called
        tokens = await exchange(house, *given)
        await house.database.run(reencrypt, Vault([NEW_KEY, KEY]))
        return tokens

    async with start() as around:
        await around.set_up(ONE)
    async with start(**keys(NEW_KEY, KEY)) as around:
        monkeypatch.setattr(rotating, "_refreshed", meanwhile)
        around.clock.pass_by(seconds=11 * 3600)
        await around.until_rotated(ONE)
        await asked(around.desks[ONE])
        assert refreshed(around.desks[ONE].workspace) == 1
