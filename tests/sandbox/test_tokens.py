"""The app's tokens are rotated, expire and are revoked, as Slack's are."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Person, SandboxServer, Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.ending import REVOKED, UNINSTALLED, revoke, uninstall
from tests.sandbox.asking import error_of

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")


@pytest.fixture
def client(workspace: Workspace, server: SandboxServer) -> AsyncWebClient:
    """Give a client of an app whose tokens expire."""
    workspace.app = replace(workspace.app, rotates_tokens=True)
    return AsyncWebClient(base_url=server.url)


def known(workspace: Workspace) -> dict[str, str]:
    return {
        "client_id": workspace.app.client_id,
        "client_secret": workspace.app.client_secret,
    }


async def installed(workspace: Workspace, client: AsyncWebClient) -> Any:  # noqa: ANN401 - JSON
    code = workspace.authorize("U0EMMA0001")
    return await client.oauth_v2_access(**known(workspace), code=code)


async def test_a_rotated_token_lives_for_twelve_hours(
    workspace: Workspace,
    client: AsyncWebClient,
    clock: Any,  # noqa: ANN401 - the fixture's own
) -> None:
    given = await installed(workspace, client)
    token = given["access_token"]
    assert token.startswith("xoxe.xoxb-")
    assert given["expires_in"] == 12 * 3600
    clock.now += 12 * 3600 - 1
    assert await client.auth_test(token=token)
    clock.now += 1
    assert await error_of(client.auth_test(token=token)) == "token_expired"


async def test_a_refresh_token_is_good_once_and_the_old_token_until_it_expires(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    given = await installed(workspace, client)
    asked = {
        **known(workspace),
        "grant_type": "refresh_token",
        "refresh_token": given["refresh_token"],
    }
    anew = await client.oauth_v2_access(**asked)
    assert anew["token_type"] == "bot"
    assert anew["access_token"] != given["access_token"]
    for token in (given["access_token"], anew["access_token"]):
        assert await client.auth_test(token=token)
    assert await error_of(client.oauth_v2_access(**asked)) == "invalid_refresh_token"


async def test_after_an_uninstallation_only_a_new_installation_has_a_good_token(
    workspace: Workspace, server: SandboxServer, emma: Person
) -> None:
    client, before = AsyncWebClient(base_url=server.url), workspace.tokens.newest
    await uninstall(emma.sender)
    assert await error_of(client.auth_test(token=before)) == "account_inactive"
    assert [request.payload["event"]["type"] for request in workspace.requests] == [
        REVOKED,
        UNINSTALLED,
    ]
    bot = workspace.app.bot_user_id
    assert bot not in workspace.channels[SUPPORT_CHANNEL].members
    given = await installed(workspace, client)
    assert given["access_token"] != before
    assert await client.auth_test(token=given["access_token"])


async def test_an_app_is_told_of_its_end_only_if_it_asked_for_that(
    workspace: Workspace, emma: Person
) -> None:
    workspace.app = replace(workspace.app, events=frozenset({UNINSTALLED}))
    await revoke(emma.sender)
    assert workspace.requests == []
    await uninstall(emma.sender)
    assert len(workspace.requests) == 1
