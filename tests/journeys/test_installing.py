"""Somebody installs the app through their browser."""

import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Fault
from tests.faults.house import refusing
from tests.journeys.desk import LOCALES
from tests.journeys.many import AT, ONE, TWO, Site, link_of, site, welcome

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

STATE_SECONDS = 600
INSIDE = re.compile(r"Traceback|Error\b|sqlite|psycopg|/work|\.py|xox|SELECT|INSERT", re.IGNORECASE)


@pytest_asyncio.fixture
async def around(content: Content, database_url: str) -> AsyncIterator[Site]:
    async with site(content, database_url) as opened:
        yield opened


@pytest.mark.parametrize("locale", LOCALES)
async def test_each_page_is_in_the_visitor_s_language(around: Site, locale: str) -> None:
    desk = around.desks[ONE]
    browser = around.browser(f"{locale};q=0.9,de")
    page = await browser.get("/slack/install")
    assert page.headers["content-language"] == locale
    assert f'<html lang="{locale}">' in page.text
    assert desk.words(locale, "Add Partner Desk to Slack") in page.text
    installed = await browser.get(await around.allowed(browser, ONE))
    assert desk.words(locale, "Partner Desk is installed") in installed.text
    again = await browser.get("/slack/oauth_redirect?code=x&state=y")
    assert desk.words(locale, "Partner Desk was not installed") in again.text


async def test_a_language_that_was_chosen_on_the_page_stays_until_the_end(around: Site) -> None:
    browser = around.browser("en")
    page = await browser.get("/slack/install?locale=nl")
    state = parse_qs(urlsplit(link_of(page)).query)["state"][0]
    denied = await browser.get(f"/slack/oauth_redirect?error=access_denied&state={state}")
    assert denied.headers["content-language"] == "nl"


async def test_the_page_tells_each_permission_and_why(around: Site) -> None:
    page = (await around.browser().get("/slack/install")).text
    distribution = around.running.distribution
    assert distribution
    for scope in distribution.scopes:
        assert f"<code>{scope}</code>" in page
    assert page.count("<dt>") == page.count("<dd>") == len(distribution.scopes)


async def test_a_page_loads_and_runs_nothing_and_is_in_nobody_s_frame(around: Site) -> None:
    page = await around.browser().get("/slack/install")
    policy = page.headers["content-security-policy"]
    nonce = re.search(r"style-src 'nonce-([\w-]+)'", policy)
    assert nonce
    assert f'<style nonce="{nonce[1]}">' in page.text
    for part in ("default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text


async def test_the_cookie_of_an_installation_is_safe(around: Site) -> None:
    cookie = (await around.browser().get("/slack/install")).headers["set-cookie"].lower()
    for part in ("httponly", "secure", "samesite=lax", "path=/slack", "max-age=600"):
        assert part in cookie


async def test_whoever_installs_it_is_told_what_is_to_be_done_next(around: Site) -> None:
    page = await around.install(ONE, "fr")
    assert link_of(page) == f"https://slack.com/app_redirect?app=A0PARTNER1&team={ONE}"
    desk = around.desks[ONE]
    await desk.calm()
    (told,) = welcome(desk)
    expected = desk.words("fr", "1. Invite me into the channel of your support team.")
    assert expected in str(told.blocks)
    assert expected in told.text
    assert welcome(around.desks[TWO]) == []


async def test_who_does_not_allow_it_changes_nothing(around: Site) -> None:
    browser = around.browser()
    page = await browser.get(await around.allowed(browser, ONE, "cancel"))
    assert page.status_code == 200
    assert "nothing was changed" in page.text
    assert await around.rows_of(ONE) == {}


async def refused(around: Site, browser: httpx.AsyncClient, address: str) -> str:
    """Give the page on which an address ends, which installs nothing."""
    page = await browser.get(address)
    assert page.status_code == 400
    assert await around.rows_of(ONE) == {}
    assert not around.desks[ONE].workspace.called("oauth.v2.access")
    return page.text


async def test_only_the_browser_that_began_can_end_it(around: Site) -> None:
    mine = await around.allowed(around.browser(), ONE)
    other = around.browser()
    await refused(around, other, mine)
    await other.get("/slack/install")
    await refused(around, other, mine)


async def test_a_state_that_was_never_given_out_is_refused(around: Site) -> None:
    browser = around.browser()
    browser.cookies.set("partner-desk-install", "mine", domain="desk.example")
    for state in ("mine", "", "é", "x" * 9000):
        address = httpx.URL(f"{AT}/slack/oauth_redirect", params={"state": state, "code": "c"})
        await refused(around, browser, str(address))


async def test_an_installation_is_good_for_ten_minutes(around: Site) -> None:
    browser = around.browser()
    address = await around.allowed(browser, ONE)
    around.clock.pass_by(seconds=STATE_SECONDS + 1)
    await refused(around, browser, address)


async def test_a_way_back_leads_there_once(around: Site) -> None:
    browser = around.browser()
    address = await around.allowed(browser, ONE)
    cookie = browser.cookies["partner-desk-install"]
    assert (await browser.get(address)).status_code == 200
    browser.cookies.set("partner-desk-install", cookie, domain="desk.example")
    assert (await browser.get(address)).status_code == 400
    assert len(around.desks[ONE].workspace.called("oauth.v2.access")) == 1


@pytest.mark.parametrize(
    ("method", "fault", "status"),
    [
        ("oauth.v2.access", Fault.refused("invalid_code"), 400),
        ("oauth.v2.access", Fault.refused("internal_error"), 503),
        ("oauth.v2.access", Fault.server_error(), 503),
        ("auth.test", Fault.refused("account_inactive"), 400),
    ],
)
async def test_promise_44_where_slack_fails_a_page_says_so_with_a_number(
    around: Site, method: str, fault: Fault, status: int
) -> None:
    around.desks[ONE].workspace.faults.add(method, fault)
    page = await around.install(ONE)
    assert page.status_code == status
    assert re.search(r"give this number: [0-9A-F]{8}", page.text)
    assert not INSIDE.search(page.text.partition("<body>")[2])
    assert await around.rows_of(ONE) == {}


async def test_promise_44_where_the_database_fails_a_page_says_so_with_a_number(
    around: Site,
) -> None:
    browser = around.browser()
    address = await around.allowed(browser, ONE)
    async with refusing(around.running.house.database, "installations"):
        page = await browser.get(address)
    assert page.status_code == 503
    assert not INSIDE.search(page.text.partition("<body>")[2])
    async with refusing(around.running.house.database, "oauth_states"):
        begun = await browser.get("/slack/install")
    assert begun.status_code == 503
