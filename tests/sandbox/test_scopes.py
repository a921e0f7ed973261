"""A call without its scope is refused, and tells which one is needed."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import SandboxServer, Workspace, read_scopes
from bot.sandbox.methods import METHODS
from bot.sandbox.scopes import EVERYTHING, NEEDED, granted
from tests.sandbox.acting import field
from tests.sandbox.asking import error_of, refusal
from tests.sandbox.kit import plain

Json = dict[str, Any]

MANIFEST = {"oauth_config": {"scopes": {"bot": ["chat:write", "users:read"]}}}


@pytest_asyncio.fixture
async def poor() -> AsyncIterator[tuple[Workspace, AsyncWebClient]]:
    workspace = Workspace.demo(clock=time.time, scopes=read_scopes(MANIFEST))
    async with SandboxServer(workspace) as server, aiohttp.ClientSession() as session:
        token = workspace.app.bot_token
        yield workspace, AsyncWebClient(token, base_url=server.url, session=session)


def test_every_scope_is_one_of_a_method_that_is_there() -> None:
    assert NEEDED.keys() <= METHODS.keys()
    assert {each for needed in NEEDED.values() for each in needed} <= granted(EVERYTHING)


async def test_a_method_without_its_scope_is_refused_with_what_is_needed_and_provided(
    poor: tuple[Workspace, AsyncWebClient],
) -> None:
    _, slack = poor
    answer = await refusal(slack.files_info(file="F1"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")
    assert answer["provided"] == "chat:write,users:read"
    upload = slack.files_getUploadURLExternal(filename="a", length=1)
    assert await error_of(upload) == "missing_scope"
    await slack.users_info(user="U0EMMA0001")
    await slack.auth_test()


async def test_a_form_with_a_file_input_needs_the_scope_to_read_files(
    poor: tuple[Workspace, AsyncWebClient],
) -> None:
    workspace, slack = poor
    trigger = workspace.triggers.give("U0EMMA0001")
    view: Json = {
        "type": "modal",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": [field("file", {"type": "file_input"})],
    }
    answer = await refusal(slack.views_open(trigger_id=trigger.id, view=view))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")


async def test_an_address_is_told_with_its_scope_alone(
    poor: tuple[Workspace, AsyncWebClient], slack: AsyncWebClient
) -> None:
    _, without = poor
    hidden = (await without.users_info(user="U0EMMA0001"))["user"]["profile"]
    shown = (await slack.users_info(user="U0EMMA0001"))["user"]["profile"]
    assert "email" not in hidden
    assert shown["email"] == "emma@clarke-learning.example"


async def test_a_file_is_not_read_without_the_scope(
    poor: tuple[Workspace, AsyncWebClient],
) -> None:
    workspace, _ = poor
    file = workspace.files.add("U0EMMA0001", "a.txt", b"secret")
    file.submitted = True
    url = f"{workspace.api_url}/files-pri/{workspace.team_id}-{file.id}/a.txt"
    headers = {"Authorization": f"Bearer {workspace.app.bot_token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert b"secret" not in await response.read()
