"""The app is installed in all workspaces of an organization at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Fault
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.ending import REVOKED, UNINSTALLED, ended, uninstall
from bot.sandbox.envelopes import event_callback
from bot.sandbox.organizations import Organization
from bot.storage import workspaces
from tests.journeys.desk import Desk, assert_nothing_went_wrong
from tests.journeys.filling import request
from tests.journeys.many import GONE_SECONDS, ONE, TWO, Site, lasting, link_of, site

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

PATIENCE_SECONDS = 8.0

ORG = "E0ORG00001"


@pytest_asyncio.fixture
async def around(content: Content, database_url: str) -> AsyncIterator[Site]:
    """Run the app; the first workspace is of an organization."""
    async with site(content, database_url) as opened:
        place = opened.desks[ONE].workspace
        place.organization = Organization.of(ORG, "Learning", place.stamps)
        yield opened


async def shared(around: Site) -> Desk:
    """Install the app in all of the organization; choose a desk in the first workspace."""
    browser = around.browser()
    page = await browser.get(await around.allowed(browser, ONE, place=ORG))
    assert page.status_code == 200
    assert link_of(page) == (
        f"https://app.slack.com/manage/{ORG}/integrations/profile/A0PARTNER1/workspaces/add"
    )
    desk = around.desks[ONE]
    await desk.ask(desk.person("emma"), desk.answer("business-plan", "en").question)
    database = around.running.house.database
    await database.run(workspaces.choose, ONE, {"desk_channel": SUPPORT_CHANNEL})
    around.running.offices.forget(ONE)
    await around.running.offices.of(ONE, ORG)
    return desk


async def test_a_workspace_of_an_organization_is_served_from_its_first_event_on(
    around: Site,
) -> None:
    desk = await shared(around)
    emma = desk.person("emma")
    assert len(desk.replies(emma)) == 1
    (row,) = (await around.rows_of(ONE))["workspaces"]
    assert row["enterprise"] == ORG
    assert "installations" not in await around.rows_of(ONE)
    assert len((await around.rows_of(ORG))["installations"]) == 1


async def test_everything_works_with_an_organization_s_token(around: Site) -> None:
    desk = await shared(around)
    emma, noor = desk.person("emma"), desk.person("noor")
    await request(desk, emma, "directory")
    await desk.command(emma, "tickets")
    (card,) = desk.cards()
    await desk.press(noor, card, "desk:take")
    assert (await around.rows_of(ONE))["tickets"][0]["owner"] == noor.user.id
    assert set(await around.rows_of(ORG)) <= {"installations", "jobs", "inbox"}
    await emma.shortcut("form:directory")
    await desk.calm()
    assert emma.view
    await assert_nothing_went_wrong(desk)


@pytest.mark.parametrize("told", [(REVOKED, UNINSTALLED), (UNINSTALLED, REVOKED)], ids="-".join)
async def test_promise_43_an_organization_that_leaves_takes_its_workspaces_along(
    around: Site, told: tuple[str, ...]
) -> None:
    desk, two = await shared(around), await around.set_up(TWO)
    await request(desk, desk.person("emma"), "directory")
    await request(two, two.person("emma"), "directory")
    before = lasting(await around.rows_of(TWO))
    await uninstall(desk.sender, told)
    await around.until_gone(ONE)
    await around.until_gone(ORG)
    assert lasting(await around.rows_of(TWO)) == before


async def test_a_workspace_that_the_organization_takes_the_app_from_is_gone_alone(
    around: Site,
) -> None:
    desk = await shared(around)
    event = {"type": "team_access_revoked", "team_ids": [ONE]}
    await desk.sender.send_event(event)
    await around.until_gone(ONE, "questions")
    assert len((await around.rows_of(ORG))["installations"]) == 1


async def test_an_organization_s_tokens_are_rotated_too(around: Site) -> None:
    for desk in around.desks.values():
        desk.workspace.app = replace(desk.workspace.app, rotates_tokens=True)
    desk = await shared(around)
    organization = desk.workspace.organization
    assert organization
    before = organization.tokens.newest
    around.clock.pass_by(seconds=11 * 3600)
    await around.until_rotated(ONE, organization.tokens)
    assert organization.tokens.newest != before
    await desk.ask(desk.person("emma"), desk.answer("business-plan", "en").question)


async def test_where_the_app_is_known_to_be_there_still_one_workspace_leaves_alone(
    around: Site,
) -> None:
    desk = await shared(around)
    whole = event_callback(desk.workspace, ended(desk.workspace, UNINSTALLED))
    alone = {**whole, "authorizations": []}
    assert (await desk.sender.post(*desk.sender.request_for(alone))).status == 200
    await desk.calm()
    assert len((await around.rows_of(ORG))["installations"]) == 1


def tried(desk: Desk) -> int:
    return sum(call.method == "auth.test" for call in desk.workspace.calls)


async def test_a_token_that_has_expired_does_not_end_an_organization(around: Site) -> None:
    desk = await shared(around)
    whole = event_callback(desk.workspace, ended(desk.workspace, UNINSTALLED))
    alone = {**whole, "authorizations": []}
    asked = tried(desk)
    desk.workspace.faults.add("auth.test", Fault.refused("token_expired"))
    assert (await desk.sender.post(*desk.sender.request_for(alone))).status == 200
    async with asyncio.timeout(PATIENCE_SECONDS):
        while tried(desk) == asked:  # noqa: ASYNC110 - the sandbox tells no event
            await asyncio.sleep(0.01)
    around.clock.pass_by(seconds=GONE_SECONDS)
    await desk.calm()
    assert len((await around.rows_of(ORG))["installations"]) == 1


async def test_a_process_that_did_not_hear_the_first_event_finds_the_organization_s_token(
    around: Site,
) -> None:
    await shared(around)
    around.running.offices.forget(ONE)
    office = await around.running.offices.of(ONE)
    assert office
    assert office.enterprise == ORG
