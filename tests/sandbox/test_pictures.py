"""Pictures of the app: uploaded into a conversation, or shown in a message of its own."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Workspace
from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.sandbox.errors import SlackError
from bot.sandbox.pictures import seen_file
from tests.sandbox.asking import error_of, refusal
from tests.sandbox.conftest import Clock
from tests.sandbox.kit import plain

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n"


async def uploaded(
    slack: AsyncWebClient, session: aiohttp.ClientSession, name: str = "week.png", **more: str
) -> str:
    """Upload a file and complete it; give its id."""
    about: Json = {"filename": name, "length": len(PNG), "alt_txt": "12 tickets"}
    announced = await slack.files_getUploadURLExternal(**about)
    async with session.post(announced["upload_url"], data=PNG) as response:
        assert response.status == 200
    file = {"id": announced["file_id"], "title": "The week"}
    given: Json = {"files": [file], **more}
    completed = await slack.files_completeUploadExternal(**given)
    assert completed["files"] == [file]
    return str(announced["file_id"])


def image(file_id: str, **more: object) -> list[Json]:
    held = {"slack_file": {"id": file_id}, "alt_text": "12 tickets"}
    return [{"type": "image", "title": plain("The week"), **held, **more}]


async def test_a_picture_goes_into_a_thread_of_a_direct_message_with_its_words(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> None:
    direct = workspace.direct("U0EMMA0001")
    parent = (await slack.chat_postMessage(channel=direct.id, text="Ticket 41"))["ts"]
    where: Json = {"channel_id": direct.id, "thread_ts": parent}
    await uploaded(slack, session, **where, initial_comment="See the week")
    reply = workspace.messages.thread(direct.id, parent)[-1]
    assert (reply.text, reply.thread_ts) == ("See the week", parent)
    assert reply.files
    assert reply.files[0]["alt_txt"] == "12 tickets"
    assert reply.files[0]["ims"] == [direct.id]


@pytest.mark.parametrize("wrong", ["U0EMMA0001", "#partner-desk", "partner-desk"])
async def test_an_upload_goes_to_a_channel_s_id_and_to_no_person_or_name(
    slack: AsyncWebClient, session: aiohttp.ClientSession, wrong: str
) -> None:
    announced = await slack.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    async with session.post(announced["upload_url"], data=PNG):
        pass
    files: list[dict[str, str | None]] = [{"id": announced["file_id"]}]
    answer = await refusal(slack.files_completeUploadExternal(files=files, channel_id=wrong))
    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/channel_id]" in answer["response_metadata"]["messages"][0]


async def test_an_image_block_shows_a_file_of_the_app(
    slack: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    file = await uploaded(slack, session)
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", blocks=image(file))
    private = (await slack.files_info(file=file))["file"]["url_private"]
    by_url = image(file, slack_file={"url": private})
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", blocks=by_url)


async def test_an_image_block_shows_no_other_file(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> None:
    foreign = workspace.files.add("U0EMMA0001", "private.png", PNG).id
    for file in ("F000000000", foreign, await uploaded(slack, session, "week.pdf")):
        post = slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", blocks=image(file))
        answer = await refusal(post)
        assert answer["error"] == "invalid_blocks"
        assert answer["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    home = {"type": "home", "blocks": image(foreign)}
    publish = slack.views_publish(user_id="U0NOOR0001", view=home)
    assert await error_of(publish) == "invalid_arguments"


async def test_a_file_can_be_shown_once_slack_is_done_with_it(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace, clock: Clock
) -> None:
    workspace.files.processing_seconds = 2.0
    file = await uploaded(slack, session)
    assert (await slack.files_info(file=file))["file"]["mimetype"] == ""
    early = slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", blocks=image(file))
    assert await error_of(early) == "invalid_blocks"
    clock.now += 2.0
    assert (await slack.files_info(file=file))["file"]["mimetype"] == "image/png"
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", blocks=image(file))


async def test_a_picture_is_seen_where_it_is_shown_and_nowhere_else(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> None:
    file = await uploaded(slack, session)
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", blocks=image(file))
    noor, emma = workspace.user("noor"), workspace.user("emma")
    assert seen_file(workspace, noor, file).content == PNG
    with pytest.raises(SlackError, match="file_not_found"):
        seen_file(workspace, emma, file)
    await slack.chat_postMessage(channel=PARTNERS_CHANNEL, text="x", blocks=image(file))
    assert seen_file(workspace, emma, file).id == file
