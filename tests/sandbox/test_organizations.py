"""An app in all workspaces of an organization is told of that as Slack tells it."""

import pytest
from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Person, SandboxServer, Workspace
from bot.sandbox.organizations import Organization
from tests.sandbox.asking import error_of

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

ORG = "E0ORG00001"


@pytest.fixture
def organization(workspace: Workspace) -> Organization:
    workspace.organization = Organization.of(ORG, "Learning", workspace.stamps)
    return workspace.organization


async def installed(workspace: Workspace, client: AsyncWebClient) -> str:
    app, code = workspace.app, workspace.authorize("U0EMMA0001", everywhere=True)
    given = await client.oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, code=code
    )
    assert (given["team"], given["is_enterprise_install"]) == (None, True)
    assert given["enterprise"] == {"id": ORG, "name": "Learning"}
    return str(given["access_token"])


async def test_one_token_is_good_in_all_workspaces_of_an_organization(
    workspace: Workspace, server: SandboxServer, organization: Organization
) -> None:
    client = AsyncWebClient(base_url=server.url)
    token = await installed(workspace, client)
    tested = await client.auth_test(token=token)
    assert (tested["enterprise_id"], tested["is_enterprise_install"]) == (ORG, True)
    user = (await client.users_info(token=token, user="U0EMMA0001"))["user"]
    assert user["enterprise_user"]["teams"] == [workspace.team_id]
    organization.tokens.revoke()
    assert await error_of(client.auth_test(token=token)) == "token_revoked"


async def test_what_people_do_is_told_as_of_the_organization(
    workspace: Workspace, server: SandboxServer, emma: Person, organization: Organization
) -> None:
    assert not organization.has_app
    await installed(workspace, AsyncWebClient(base_url=server.url))
    await emma.say(None, "Hello")
    await emma.shortcut("form")
    await emma.command("help")
    for request in workspace.requests:
        told = request.payload
        assert extract_enterprise_id(told) == ORG, request.kind
        assert extract_is_enterprise_install(told) is True, request.kind
    assert workspace.requests[1].payload["team"] is None
