"""A person allows the app on a page, and the app exchanges the code for its token."""

from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Fault, SandboxServer, Workspace
from tests.sandbox.asking import error_of

BACK = "http://127.0.0.1:3000/slack/oauth_redirect"
EMMA = "T0SANDBOX1.U0EMMA0001"

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")


@pytest_asyncio.fixture
async def browser(server: SandboxServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.address) as client:
        yield client


def address(workspace: Workspace, server: SandboxServer, back: str = BACK) -> str:
    """Give the address that slack_sdk makes."""
    return AuthorizeUrlGenerator(
        client_id=workspace.app.client_id,
        scopes=["chat:write", "im:history"],
        redirect_uri=back,
        authorization_url=f"{server.address}/oauth/v2/authorize",
    ).generate("the <state>")


async def decided(browser: httpx.AsyncClient, address: str, decision: str) -> dict[str, str]:
    """Press a button on the page; give what the app is told."""
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    given = {**asked, "who": EMMA, "decision": decision}
    response = await browser.post("/oauth/v2/authorize", data=given)
    assert response.status_code == 302
    location = response.headers["location"]
    assert location.startswith(f"{BACK}?")
    return {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}


async def test_the_page_says_who_asks_for_what(
    browser: httpx.AsyncClient, workspace: Workspace, server: SandboxServer
) -> None:
    page = (await browser.get(address(workspace, server))).text
    for word in (workspace.app.name, "chat:write", "im:history", "Emma Clarke", "Allow"):
        assert word in page
    assert "Astrid" not in page
    assert "the <state>" not in page


async def test_allowing_leads_back_with_the_state_and_a_code_for_the_token(
    browser: httpx.AsyncClient, workspace: Workspace, server: SandboxServer
) -> None:
    told = await decided(browser, address(workspace, server), "allow")
    assert told["state"] == "the <state>"
    app = workspace.app
    given = {"client_id": app.client_id, "client_secret": app.client_secret, "code": told["code"]}
    client = AsyncWebClient(base_url=server.url)
    elsewhere = client.oauth_v2_access(**given, redirect_uri="http://127.0.0.1/other")
    assert await error_of(elsewhere) == "bad_redirect_uri"
    answer = await client.oauth_v2_access(**given, redirect_uri=BACK)
    assert answer["access_token"] == app.bot_token
    assert answer["scope"] == "chat:write,im:history"
    assert answer["authed_user"] == {"id": "U0EMMA0001"}
    again = client.oauth_v2_access(**given, redirect_uri=BACK)
    assert await error_of(again) == "code_already_used"


async def test_cancelling_leads_back_with_the_state_and_no_code(
    browser: httpx.AsyncClient, workspace: Workspace, server: SandboxServer
) -> None:
    told = await decided(browser, address(workspace, server), "cancel")
    assert told == {"state": "the <state>", "error": "access_denied"}


async def test_nobody_is_sent_to_an_address_that_is_not_the_app_s(
    browser: httpx.AsyncClient, workspace: Workspace, server: SandboxServer
) -> None:
    evil = "https://evil.example/slack/oauth_redirect"
    assert (await browser.get(address(workspace, server, evil))).status_code == 400
    workspace.app = replace(workspace.app, redirect_uris=("https://good.example/slack",))
    for back, status in (
        (evil, 400),
        (BACK, 400),
        ("https://good.example/slacker", 400),
        ("https://good.example/slack/oauth_redirect", 200),
    ):
        page = await browser.get(address(workspace, server, back))
        assert page.status_code == status, back


async def test_a_request_of_another_app_or_for_nothing_is_refused(
    browser: httpx.AsyncClient, workspace: Workspace
) -> None:
    for asked, error in (
        ({"client_id": "9.9", "scope": "commands"}, "invalid_client_id"),
        ({"client_id": workspace.app.client_id}, "invalid_scope"),
    ):
        page = await browser.get("/oauth/v2/authorize", params={**asked, "redirect_uri": BACK})
        assert page.status_code == 400
        assert error in page.text


async def test_a_code_is_good_for_ten_minutes_and_the_right_secret(
    workspace: Workspace,
    server: SandboxServer,
    clock: object,
) -> None:
    app, client = workspace.app, AsyncWebClient(base_url=server.url)
    given = {"client_id": app.client_id, "code": workspace.authorize("U0EMMA0001")}
    wrong = client.oauth_v2_access(**given, client_secret="guess")
    assert await error_of(wrong) == "bad_client_secret"
    clock.now += 601  # type: ignore[attr-defined]
    late = client.oauth_v2_access(**given, client_secret=app.client_secret)
    assert await error_of(late) == "invalid_code"


async def test_the_exchange_can_be_made_to_fail_like_any_method(
    workspace: Workspace, server: SandboxServer
) -> None:
    workspace.faults.add("oauth.v2.access", Fault.refused("internal_error"))
    app, client = workspace.app, AsyncWebClient(base_url=server.url)
    given = {"client_id": app.client_id, "client_secret": app.client_secret}
    call = client.oauth_v2_access(**given, code=workspace.authorize("U0EMMA0001"))
    assert await error_of(call) == "internal_error"
