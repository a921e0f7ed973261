"""Files go up, come down, and stay closed to those who have no right to them."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, Person, Sender, View, Workspace
from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from tests.sandbox.acting import App, field
from tests.sandbox.asking import error_of
from tests.sandbox.kit import plain

Json = dict[str, Any]
CONTENT = b"%PDF \r\n--binary--\xff\x00"
INPUT = {"type": "file_input", "filetypes": ["pdf"], "max_files": 2}
MODAL = {
    "type": "modal",
    "title": plain("Invoice"),
    "submit": plain("Send"),
    "blocks": [field("invoice", INPUT)],
}


async def fetched(session: aiohttp.ClientSession, url: str, token: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    async with session.get(url, headers=headers, allow_redirects=False) as response:
        return response.status, await response.read()


@pytest.fixture
async def invoice(slack: AsyncWebClient, emma: Person) -> View:
    trigger = emma.workspace.triggers.give(emma.user.id)
    await slack.views_open(trigger_id=trigger.id, view=MODAL)
    assert emma.view
    return emma.view


async def test_slack_sdk_uploads_a_file_into_a_thread_and_reads_it_back(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> None:
    parent = (await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="parent"))["ts"]
    answer = await slack.files_upload_v2(
        content=CONTENT,
        filename="report.pdf",
        title="Report",
        channel=SUPPORT_CHANNEL,
        thread_ts=parent,
        initial_comment="a & b",
    )
    described = (await slack.files_info(file=answer["file"]["id"]))["file"]
    assert (described["title"], described["size"]) == ("Report", len(CONTENT))
    assert described["groups"] == [SUPPORT_CHANNEL]
    token = workspace.app.bot_token
    for key in ("url_private", "url_private_download"):
        assert await fetched(session, described[key], token) == (200, CONTENT)
    reply = workspace.messages.thread(SUPPORT_CHANNEL, parent)[-1]
    assert (reply.text, reply.subtype) == ("a &amp; b", "file_share")
    assert reply.files
    assert reply.files[0]["id"] == answer["file"]["id"]


async def test_a_file_may_come_as_a_form(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> None:
    call = slack.files_getUploadURLExternal(filename="a.bin", length=len(CONTENT))
    announced = (await call).data
    assert isinstance(announced, dict)
    form = aiohttp.FormData()
    form.add_field("filename", CONTENT, filename="a.bin")
    async with session.post(announced["upload_url"], data=form) as response:
        assert (response.status, await response.text()) == (200, f"OK - {len(CONTENT)}")
    await slack.files_completeUploadExternal(files=[{"id": announced["file_id"]}])
    assert workspace.files.find(announced["file_id"]).content == CONTENT


async def test_only_what_was_announced_and_uploaded_can_be_completed(
    slack: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    announced = await slack.files_getUploadURLExternal(filename="a.txt", length=3)
    files: list[dict[str, str | None]] = [{"id": announced["file_id"]}]
    assert await error_of(slack.files_completeUploadExternal(files=files)) == "file_not_found"
    async with session.post(announced["upload_url"], data=b"four") as response:
        assert response.status == 400
    async with session.post(announced["upload_url"], data=b"abc") as response:
        assert response.status == 200
    await slack.files_completeUploadExternal(files=files)
    assert await error_of(slack.files_completeUploadExternal(files=files)) == "file_not_found"


async def test_wrong_arguments_of_an_upload_are_refused(slack: AsyncWebClient) -> None:
    refused: list[tuple[str, Json, str]] = [
        ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "invalid_arguments"),
        ("files.getUploadURLExternal", {"filename": "a"}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{"name": "a"}]}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
        ("files.info", {"file": "F1"}, "file_not_found"),
    ]
    for method, arguments, error in refused:
        assert await error_of(slack.api_call(method, json=arguments)) == error, arguments


async def test_a_file_of_a_person_is_read_where_the_app_is_and_nowhere_else(
    slack: AsyncWebClient,
    session: aiohttp.ClientSession,
    workspace: Workspace,
    emma: Person,
) -> None:
    await emma.upload_message("see", [("scan é/1?.png", CONTENT)], PARTNERS_CHANNEL)
    (file,) = emma.sees(PARTNERS_CHANNEL)[-1].files or []
    token = workspace.app.bot_token
    assert await fetched(session, file["url_private"], token) == (200, CONTENT)
    assert (await fetched(session, file["url_private"], "xoxb-other"))[0] == 302
    workspace.channel(PARTNERS_CHANNEL).members.discard(workspace.app.bot_user_id)
    assert (await fetched(session, file["url_private"], token))[0] == 404
    assert await error_of(slack.files_info(file=file["id"])) == "file_not_found"


async def test_a_file_in_a_form_comes_to_the_app_with_its_content(
    session: aiohttp.ClientSession, emma: Person, app: App, invoice: View
) -> None:
    assert emma.view is invoice
    await emma.submit_view({"invoice": [("invoice.pdf", CONTENT)]})
    (payload,) = app.payloads
    value = payload["view"]["state"]["values"]["invoice"]["value"]
    assert value["type"] == "file_input"
    (file,) = value["files"]
    assert (file["name"], file["mimetype"]) == ("invoice.pdf", "application/pdf")
    token = emma.workspace.app.bot_token
    assert await fetched(session, file["url_private_download"], token) == (200, CONTENT)


@pytest.mark.parametrize(
    "files",
    [
        [],
        ["a.pdf", "b.pdf", "c.pdf"],
        ["a.png"],
        [("a.pdf", bytes(10_000_001))],
    ],
    ids=["none", "too many", "another kind", "too large"],
)
async def test_slack_s_screen_refuses_files_that_the_input_does_not_take(
    emma: Person, invoice: View, files: list[object]
) -> None:
    assert emma.view is invoice
    with pytest.raises(NotPossibleError):
        await emma.submit_view({"invoice": files})


async def test_the_app_deletes_its_own_files_only(
    slack: AsyncWebClient, workspace: Workspace, emma: Person
) -> None:
    mine = (await slack.files_upload_v2(content="x", filename="x.txt"))["file"]["id"]
    await emma.upload_message("", ["hers.txt"])
    hers = workspace.files.all()[-1].id
    assert {each["id"] for each in (await slack.files_list())["files"]} == {mine, hers}
    assert await error_of(slack.files_delete(file=hers)) == "cant_delete_file"
    await slack.files_delete(file=mine)
    assert await error_of(slack.files_info(file=mine)) == "file_deleted"


NAMES = ("résumé – 发票 ✓.pdf", "a/b?c#d%20.txt", 'quote".txt', "no ending", "отчёт.PDF")


async def test_a_file_of_any_name_is_given_and_read_back(
    session: aiohttp.ClientSession, emma: Person, app: App, slack: AsyncWebClient
) -> None:
    view = {**MODAL, "blocks": [field("invoice", {"type": "file_input"})]}
    trigger = emma.workspace.triggers.give(emma.user.id)
    await slack.views_open(trigger_id=trigger.id, view=view)
    await emma.submit_view({"invoice": [(name, name.encode()) for name in NAMES]})
    files = app.payloads[0]["view"]["state"]["values"]["invoice"]["value"]["files"]
    assert [each["name"] for each in files] == list(NAMES)
    for file in files:
        for key in ("url_private", "url_private_download"):
            read = await fetched(session, file[key], emma.workspace.app.bot_token)
            assert read == (200, file["name"].encode())


async def test_whoever_follows_the_way_without_a_right_token_gets_html(
    session: aiohttp.ClientSession, workspace: Workspace, emma: Person, slack: AsyncWebClient
) -> None:
    assert slack.token == workspace.app.bot_token
    await emma.upload_message("", [("a.txt", CONTENT)])
    (file,) = emma.sees()[-1].files or []
    async with session.get(file["url_private"]) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert CONTENT not in await response.read()


async def test_files_come_as_one_message_also_in_a_thread(
    emma: Person, slack: AsyncWebClient, sender: Sender
) -> None:
    parent = (await slack.chat_postMessage(channel=emma.user.id, text="Your proof?"))["ts"]
    giver = Person(emma.user, sender)
    await giver.upload_message("here", ["a.pdf", "b.pdf"], thread_ts=str(parent))
    event = sender.deliveries[-1].envelope["event"]
    assert (event["type"], event["subtype"], event["channel_type"]) == (
        "message",
        "file_share",
        "im",
    )
    assert (event["text"], event["thread_ts"], event["upload"]) == ("here", parent, False)
    assert [each["name"] for each in event["files"]] == ["a.pdf", "b.pdf"]
    assert all(each["file_access"] == "visible" for each in event["files"])


async def test_of_a_file_from_another_company_the_event_tells_the_id_alone(
    workspace: Workspace, slack: AsyncWebClient, sender: Sender
) -> None:
    astrid = Person(workspace.user("astrid"), sender)
    await astrid.upload_message("", ["proof.pdf"], PARTNERS_CHANNEL)
    event = sender.deliveries[-1].envelope["event"]
    (file,) = event["files"]
    assert (file["file_access"], file["mode"]) == ("check_file_info", "file_access")
    assert "url_private" not in file
    assert event["user_team"] == event["source_team"] == astrid.user.team_id
    described = (await slack.files_info(file=file["id"]))["file"]
    assert (described["name"], described["user_team"]) == ("proof.pdf", astrid.user.team_id)
