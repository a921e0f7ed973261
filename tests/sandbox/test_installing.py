"""An app of slack-bolt's with its own OAuth flow is installed, and then answers."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot.sandbox import Person, SandboxServer, Sender, Workspace
from tests.sandbox.test_bolt import echo

APP = "https://127.0.0.1:3000"

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")


def installable(workspace: Workspace, server: SandboxServer, folder: Path) -> Starlette:
    """Make an app that has no token before it is installed."""
    settings = AsyncOAuthSettings(
        client_id=workspace.app.client_id,
        client_secret=workspace.app.client_secret,
        scopes=["chat:write", "im:history"],
        install_page_rendering_enabled=False,
        redirect_uri=f"{APP}/slack/oauth_redirect",
        authorization_url=f"{server.address}/oauth/v2/authorize",
        installation_store=FileInstallationStore(base_dir=str(folder / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder / "states")),
    )
    bolt = AsyncApp(
        client=AsyncWebClient(base_url=server.url),
        signing_secret=workspace.app.signing_secret,
        oauth_settings=settings,
        process_before_response=True,
    )
    echo(bolt)
    paths = {"events": "POST", "install": "GET", "oauth_redirect": "GET"}
    handle = AsyncSlackRequestHandler(bolt).handle
    routes = [Route(f"/slack/{path}", handle, methods=[verb]) for path, verb in paths.items()]
    return Starlette(routes=routes)


async def test_bolt_s_own_oauth_flow_installs_the_app(
    workspace: Workspace, server: SandboxServer, tmp_path: Path
) -> None:
    transport = httpx.ASGITransport(installable(workspace, server, tmp_path))
    async with (
        httpx.AsyncClient(transport=transport, base_url=APP) as app,
        httpx.AsyncClient() as browser,
    ):
        emma = Person(workspace.user("emma"), Sender(workspace, app, pace=0))
        await emma.say(None, "too early")
        assert len(emma.sees()) == 1
        asked = (await app.get("/slack/install")).headers["location"]
        fields = dict(parse_qsl(urlsplit(asked).query))
        given = {**fields, "who": "T0SANDBOX1.U0EMMA0001", "decision": "allow"}
        allowed = await browser.post(f"{server.address}/oauth/v2/authorize", data=given)
        installed = await app.get(allowed.headers["location"].removeprefix(APP))
        assert installed.status_code == 200
        await emma.say(None, "hello")
        assert [each.text for each in emma.sees()][-2:] == ["hello", "hello"]
