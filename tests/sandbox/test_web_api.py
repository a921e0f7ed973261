"""The Web API answers Slack's own client as Slack would."""

import json

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import SandboxServer, Workspace
from bot.sandbox.demo import ASTRID, PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.sandbox.methods import METHODS
from tests.sandbox.asking import error_of, refusal

EMMA = "U0EMMA0001"
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": "Hi"}}]


async def test_the_app_learns_who_it_is(slack: AsyncWebClient, workspace: Workspace) -> None:
    answer = await slack.auth_test()
    assert answer["team_id"] == "T0SANDBOX1"
    assert answer["user_id"] == workspace.app.bot_user_id
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_a_call_without_or_with_a_wrong_token_is_refused(server: SandboxServer) -> None:
    assert await error_of(AsyncWebClient(base_url=server.url).auth_test()) == "not_authed"
    wrong = AsyncWebClient("xoxb-other", base_url=server.url)
    assert await error_of(wrong.auth_test()) == "invalid_auth"


async def test_a_revoked_token_is_refused(slack: AsyncWebClient) -> None:
    await slack.auth_revoke()
    assert await error_of(slack.auth_test()) == "token_revoked"


async def test_an_unknown_method_is_refused(slack: AsyncWebClient) -> None:
    assert await error_of(slack.api_call("chat.shout")) == "unknown_method"


@pytest.mark.parametrize(
    "arguments",
    [
        {"text": "x"},
        {"channel": EMMA, "text": "x", "colour": "red"},
        {"channel": EMMA, "text": 5},
        {"channel": EMMA, "text": "x", "unfurl_links": "maybe"},
        {"channel": EMMA, "text": "x", "metadata": "no json"},
    ],
)
async def test_missing_unknown_and_wrong_arguments_are_refused(
    slack: AsyncWebClient, arguments: dict[str, object]
) -> None:
    answer = await refusal(slack.api_call("chat.postMessage", json=arguments))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"][0].startswith("[ERROR] ")


async def test_a_body_that_is_no_json_is_refused(server: SandboxServer) -> None:
    kinds = {
        "application/json": {b"{": "invalid_json", b"[]": "json_not_object"},
        "text/plain": {b"x": "invalid_post_type"},
        "application/x-www-form-urlencoded": {b"\xff": "invalid_form_data"},
    }
    async with httpx.AsyncClient() as client:
        for kind, bodies in kinds.items():
            for body, error in bodies.items():
                headers = {"Content-Type": kind, "Authorization": "Bearer xoxb-sandbox-T0SANDBOX1"}
                response = await client.post(
                    f"{server.url}auth.test", content=body, headers=headers
                )
                assert response.json()["error"] == error


async def test_arguments_come_as_a_form_as_well(slack: AsyncWebClient) -> None:
    form = {"channel": EMMA, "blocks": json.dumps(BLOCKS), "unfurl_links": "0"}
    answer = await slack.api_call("chat.postMessage", data=form)
    assert answer["message"]["blocks"][0]["text"] == BLOCKS[0]["text"]


async def test_blocks_that_are_no_list_are_refused(slack: AsyncWebClient) -> None:
    for blocks in ("{", "{}", 5):
        call = slack.api_call("chat.postMessage", json={"channel": EMMA, "blocks": blocks})
        assert await error_of(call) == "invalid_blocks_format"


async def test_lists_come_in_pages(slack: AsyncWebClient) -> None:
    first = await slack.conversations_members(channel=PARTNERS_CHANNEL, limit=5)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.conversations_members(channel=PARTNERS_CHANNEL, limit=5, cursor=cursor)
    assert len(set(first["members"]) | set(second["members"])) == 8
    assert second["response_metadata"]["next_cursor"] == ""


async def test_a_person_has_a_locale_when_asked_for_and_one_of_another_company_has_none(
    slack: AsyncWebClient,
) -> None:
    own = (await slack.users_info(user="U0CAMILLE1", include_locale=True))["user"]
    other = (await slack.users_info(user=ASTRID, include_locale=True))["user"]
    assert own["locale"] == "fr-FR"
    assert "locale" not in other
    assert "email" not in other["profile"]
    assert other["team_id"] != own["team_id"]
    assert "locale" not in (await slack.users_info(user="U0CAMILLE1"))["user"]
    assert await error_of(slack.users_info(user="U0NOBODY01")) == "user_not_found"


async def test_a_direct_message_is_opened_for_one_person(slack: AsyncWebClient) -> None:
    opened = await slack.conversations_open(users=[EMMA], return_im=True)
    assert opened["channel"]["user"] == EMMA
    again = await slack.conversations_open(users=EMMA)
    assert again["channel"]["id"] == opened["channel"]["id"]
    assert await error_of(slack.conversations_open(users="U0NOBODY01")) == "user_not_found"


async def test_a_reaction_is_put_once_and_taken_once(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x")
    where = {"channel": SUPPORT_CHANNEL, "timestamp": posted["ts"]}
    await slack.reactions_add(**where, name="eyes")
    assert await error_of(slack.reactions_add(**where, name="eyes")) == "already_reacted"
    await slack.reactions_remove(**where, name="eyes")
    assert await error_of(slack.reactions_remove(**where, name="eyes")) == "no_reaction"
    assert await error_of(slack.reactions_add(**where, name="No Emoji")) == "invalid_name"


async def test_four_prompts_are_suggested_at_most_and_never_in_a_thread(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    direct = workspace.direct(EMMA).id
    prompts = [{"title": "t", "message": "m"}] * 5
    suggest = slack.assistant_threads_setSuggestedPrompts
    await suggest(channel_id=direct, prompts=prompts[:4], title="Try")
    assert len(workspace.suggested[direct].prompts) == 4
    assert await error_of(suggest(channel_id=direct, prompts=prompts)) == "invalid_arguments"
    threaded = suggest(channel_id=direct, prompts=prompts[:1], thread_ts="1.000000")
    assert await error_of(threaded) == "invalid_arguments"


async def test_a_status_stays_until_something_is_posted(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    direct = workspace.direct(EMMA).id
    ts = (await slack.chat_postMessage(channel=EMMA, text="parent"))["ts"]
    await slack.assistant_threads_setStatus(channel_id=direct, thread_ts=ts, status="thinking")
    assert workspace.statuses == {(direct, ts): "thinking"}
    await slack.chat_postMessage(channel=EMMA, text="done", thread_ts=ts)
    assert workspace.statuses == {}


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")
async def test_a_code_becomes_a_token_once(server: SandboxServer, workspace: Workspace) -> None:
    client = AsyncWebClient(base_url=server.url)
    app = workspace.app
    given = {"client_id": app.client_id, "client_secret": app.client_secret}
    code = workspace.authorize(EMMA)
    answer = await client.oauth_v2_access(**given, code=code)
    assert answer["access_token"] == app.bot_token
    assert await error_of(client.oauth_v2_access(**given, code=code)) == "code_already_used"


async def test_every_call_is_in_the_journal_refused_or_not(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    await slack.chat_postMessage(channel=EMMA, text="x")
    await error_of(slack.chat_postMessage(channel="C0NOWHERE1", text="x"))
    assert [(call.method, call.error, call.done) for call in workspace.calls] == [
        ("chat.postMessage", None, True),
        ("chat.postMessage", "channel_not_found", False),
    ]
    assert workspace.calls[0].arguments == {"channel": EMMA, "text": "x"}
    assert len(workspace.called("chat.postMessage")) == 1


def test_the_methods_that_the_app_may_need_are_there() -> None:
    needed = "chat.update conversations.open users.info views.open team.info bots.info api.test"
    assert set(needed.split()) <= METHODS.keys()


async def test_the_team_and_the_bot_are_described(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    assert (await slack.team_info())["team"]["id"] == workspace.team_id
    assert (await slack.bots_info(bot=workspace.app.bot_id))["bot"]["app_id"] == workspace.app.id
    assert await error_of(slack.bots_info(bot="B0OTHER001")) == "bot_not_found"
    assert await error_of(slack.team_info(team="T0OTHER001")) == "team_not_found"


async def test_blocks_and_views_can_be_validated_without_sending_them(
    slack: AsyncWebClient,
) -> None:
    await slack.api_call("blocks.validate", json={"blocks": BLOCKS})
    wrong = slack.api_call("blocks.validate", json={"view": {"type": "modal", "blocks": []}})
    assert await error_of(wrong) == "invalid_blocks"
