"""One app in several workspaces, whose people and channels have equal ids."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import Connection

from bot.app import Content
from bot.sandbox import SandboxServer
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.ending import REVOKED, UNINSTALLED, ended, revoke, tell, uninstall
from bot.sandbox.envelopes import event_callback
from bot.slack import rounds
from tests.journeys.desk import Clock, Desk, assert_nothing_went_wrong
from tests.journeys.filling import DIRECTORY, open_form, request, submit
from tests.journeys.many import (
    GONE_SECONDS,
    ONE,
    TWO,
    Site,
    lasting,
    open_at,
    site,
    uninstalled,
    welcome,
)

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

PATIENCE_SECONDS = 8.0


@pytest_asyncio.fixture
async def around(content: Content, database_url: str) -> AsyncIterator[Site]:
    """Run the app; the loop that empties looks all the time."""
    async with site(content, database_url) as opened:
        yield opened


async def used(desk: Desk) -> None:
    """Leave something in most tables of a workspace."""
    emma = desk.person("emma")
    await desk.ask(emma, desk.answer("business-plan", "en").question)
    await desk.ask(emma, desk.unanswerable("en"))
    await request(desk, emma, "directory")


async def test_promise_33_two_workspaces_with_equal_ids_never_see_each_other(
    around: Site,
) -> None:
    one, two = await around.set_up(ONE), await around.set_up(TWO)
    await used(one)
    assert len(one.cards()) == 2
    assert two.cards() == []
    assert two.replies(two.person("emma")) == []
    assert {call.method for call in two.done()} == {"oauth.v2.access", "chat.postMessage"}
    before = await around.rows_of(ONE)
    (card,) = one.cards()[:1]
    await one.press(one.person("noor"), card, "desk:take")
    taken = lasting(await around.rows_of(ONE))
    await used(two)
    assert len(two.cards()) == len(one.cards()) == 2
    assert [row["number"] for row in (await around.rows_of(TWO))["tickets"]] == [
        row["number"] for row in before["tickets"]
    ]
    assert lasting(await around.rows_of(ONE))["tickets"] == taken["tickets"]
    for desk in (one, two):
        await assert_nothing_went_wrong(desk)


async def test_promise_33_a_button_of_another_workspace_does_nothing(around: Site) -> None:
    one, two = await around.set_up(ONE), await around.set_up(TWO)
    await used(one)
    before = lasting(await around.rows_of(ONE))["tickets"]
    await two.press(two.person("noor"), one.cards()[0], "desk:take")
    assert lasting(await around.rows_of(ONE))["tickets"] == before


async def test_promise_43_after_an_uninstallation_nothing_is_left_and_others_are_untouched(
    around: Site,
) -> None:
    one, two = await around.set_up(ONE), await around.set_up(TWO)
    await used(one)
    await used(two)
    before = lasting(await around.rows_of(TWO))
    await uninstall(one.sender)
    await around.until_gone(ONE)
    assert lasting(await around.rows_of(TWO)) == before
    await two.ask(two.person("emma"), two.unanswerable("en"))
    assert len(two.cards()) == 3


async def test_promise_43_who_installs_it_again_starts_empty_even_at_once(around: Site) -> None:
    one = await around.set_up(ONE)
    await used(one)
    await uninstall(one.sender)
    await one.calm()
    one.workspace.channel(SUPPORT_CHANNEL).members.add(one.workspace.app.bot_user_id)
    await around.set_up(ONE)
    rows = await around.rows_of(ONE)
    assert "tickets" not in rows
    assert "questions" not in rows
    await one.ask(one.person("emma"), one.unanswerable("en"))
    assert [row["number"] for row in (await around.rows_of(ONE))["tickets"]] == [1]


async def test_what_was_kept_is_served_again_where_only_tokens_were_revoked(
    around: Site,
) -> None:
    one = await around.set_up(ONE)
    await used(one)
    before = lasting(await around.rows_of(ONE))["tickets"]
    await revoke(one.sender)
    await one.calm()
    assert "installations" not in await around.rows_of(ONE)
    around.clock.pass_by(seconds=GONE_SECONDS)
    await around.install(ONE)
    await one.calm()
    assert lasting(await around.rows_of(ONE))["tickets"] == before
    await one.press(one.person("noor"), one.cards()[0], "desk:take")
    assert lasting(await around.rows_of(ONE))["tickets"] != before


async def test_promise_39_a_revoked_token_is_gone_in_all_processes(
    content: Content, database_url: str
) -> None:
    clock = Clock()
    places = [uninstalled(ONE, clock), uninstalled(TWO, clock)]
    async with SandboxServer(*places) as server:
        at = (server, places, content, database_url, clock)
        async with open_at(*at) as first, open_at(*at) as second:
            one = await first.set_up(ONE)
            await second.running.offices.refresh()
            assert second.running.offices.known(ONE)
            await revoke(one.sender)
            await one.calm()
            await second.running.offices.refresh()  # as it does by itself every 20 s
            assert first.running.offices.known(ONE) is None
            assert second.running.offices.known(ONE) is None
            assert "installations" not in await first.rows_of(ONE)


ORDERS = (
    (REVOKED, UNINSTALLED),
    (UNINSTALLED, REVOKED),
    (UNINSTALLED,),
    (REVOKED, UNINSTALLED, REVOKED, UNINSTALLED),
)


@pytest.mark.parametrize("told", ORDERS, ids="-".join)
async def test_promise_09_an_end_is_an_end_in_whatever_order_it_is_told(
    around: Site, told: tuple[str, ...]
) -> None:
    one = await around.set_up(ONE)
    await used(one)
    await uninstall(one.sender, told)
    await one.calm()
    await around.until_gone(ONE)
    await tell(one.sender, told)
    await one.calm()
    await around.until_gone(ONE)


async def installed_again(around: Site) -> tuple[Desk, list[dict[str, Any]]]:
    """Install the app again before its end is told; give what tells of that."""
    one = await around.set_up(ONE)
    await used(one)
    late = [event_callback(one.workspace, ended(one.workspace, kind)) for kind in ORDERS[0]]
    await uninstall(one.sender, ())
    around.clock.pass_by(seconds=30)
    one.workspace.channel(SUPPORT_CHANNEL).members.add(one.workspace.app.bot_user_id)
    return await around.set_up(ONE), late


async def test_promise_09_an_end_that_is_told_late_does_not_end_a_newer_installation(
    around: Site,
) -> None:
    one, late = await installed_again(around)
    for event in late:
        assert (await one.sender.post(*one.sender.request_for(event))).status == 200
    await around.until_gone(ONE, "tickets")
    rows = await around.rows_of(ONE)
    assert [row["left_at"] for row in rows["workspaces"]] == [None]
    assert len(rows["installations"]) == 1
    await one.ask(one.person("emma"), one.answer("business-plan", "en").question)


async def test_promise_09_an_end_that_is_told_late_ends_nothing_that_is_newer(
    around: Site,
) -> None:
    one, late = await installed_again(around)
    assert "tickets" not in await around.rows_of(ONE)
    await one.ask(one.person("emma"), one.unanswerable("en"))
    before = lasting(await around.rows_of(ONE))
    for event in late:
        assert (await one.sender.post(*one.sender.request_for(event))).status == 200
    await one.calm()
    around.clock.pass_by(seconds=GONE_SECONDS)
    await one.ask(one.person("emma"), one.answer("business-plan", "en").question)
    rows = lasting(await around.rows_of(ONE))
    assert rows["workspaces"] == before["workspaces"]
    assert rows["tickets"] == before["tickets"]


async def test_what_waits_of_a_workspace_that_left_is_dropped(around: Site) -> None:
    one = await around.set_up(ONE)
    await uninstall(one.sender)
    await one.calm()
    await one.person("emma").say(None, "Is anybody there?")
    await one.calm()
    assert len(welcome(one)) == 1
    await around.until_gone(ONE)


async def test_the_workspace_whose_token_is_a_setting_can_leave_too(
    content: Content, database_url: str
) -> None:
    clock = Clock()
    places = [uninstalled(ONE, clock), uninstalled(TWO, clock)]
    places[0].tokens.restore()
    given: dict[str, Any] = {
        "slack_bot_token": SecretStr(places[0].tokens.newest),
        "desk_channel": SUPPORT_CHANNEL,
    }
    async with SandboxServer(*places) as server:
        at = (server, places, content, database_url, clock)
        async with open_at(*at, **given) as around:
            one, two = around.desks[ONE], await around.set_up(TWO)
            await used(one)
            await used(two)
            assert len(one.cards()) == len(two.cards()) == 2
            await uninstall(one.sender)
            await one.calm()
            await around.until_gone(ONE)
            await one.person("emma").say(None, "Is anybody there?")
            await two.ask(two.person("emma"), two.answer("business-plan", "en").question)
            await around.running.offices.refresh()
            assert await around.rows_of(ONE) == {}


async def test_a_desk_s_channel_that_is_a_setting_is_that_of_its_own_workspace_only(
    content: Content, database_url: str
) -> None:
    clock = Clock()
    places = [uninstalled(ONE, clock), uninstalled(TWO, clock)]
    places[0].tokens.restore()
    given: dict[str, Any] = {
        "slack_bot_token": SecretStr(places[0].tokens.newest),
        "desk_channel": SUPPORT_CHANNEL,
    }
    async with SandboxServer(*places) as server:
        at = (server, places, content, database_url, clock)
        async with open_at(*at, **given) as around:
            await around.install(TWO)
            offices = around.running.offices
            one, two = offices.known(ONE), offices.known(TWO)
            assert one
            assert two
            assert (one.desk_channel, two.desk_channel) == (SUPPORT_CHANNEL, None)


async def test_an_app_that_rotates_its_tokens_is_served_for_days(
    content: Content, database_url: str
) -> None:
    async with site(content, database_url) as around:
        for desk in around.desks.values():
            desk.workspace.app = replace(desk.workspace.app, rotates_tokens=True)
        one = await around.set_up(ONE)
        first = one.workspace.tokens.newest
        assert first.startswith("xoxe.xoxb-")
        for _ in range(5):
            around.clock.pass_by(seconds=11 * 3600)
            await around.until_rotated(ONE)
            await one.ask(one.person("emma"), one.answer("business-plan", "en").question)
        assert one.workspace.tokens.newest != first
        await assert_nothing_went_wrong(one)


async def test_promise_12_a_modal_stays_open_where_the_app_is_not_served_any_more(
    around: Site,
) -> None:
    one = await around.set_up(ONE)
    emma = one.person("emma")
    await open_form(one, emma, "directory")
    await revoke(one.sender)
    await one.calm()
    assert not (await submit(emma, DIRECTORY)).closed


async def test_promise_11_what_fails_in_one_workspace_keeps_nobody_from_looking_after_others(
    around: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_after = asyncio.Event()

    def look(_connection: Connection, workspace: str, *_given: object) -> bool:
        if workspace == ONE:
            raise LookupError
        looked_after.set()
        return False

    monkeypatch.setattr(rounds, "watch", look)
    for team in (ONE, TWO):
        await around.set_up(team)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await looked_after.wait()
