"""The clock can be moved forward, for the workspace and everything in it."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Clock, SandboxServer, Workspace
from tests.sandbox.asking import error_of
from tests.sandbox.kit import plain


def test_a_clock_runs_with_the_real_one_and_ahead_of_it() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0])
    clock.forward(60)
    now[0] += 1
    assert (clock(), clock.ahead) == (161.0, 60.0)


def test_a_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward only"):
        Clock().forward(-1)


async def test_moving_the_clock_ages_passes_and_dates_messages() -> None:
    clock = Clock()
    workspace = Workspace.demo(clock=clock)
    async with SandboxServer(workspace) as server:
        slack = AsyncWebClient(workspace.app.bot_token, base_url=server.url)
        trigger = workspace.triggers.give("U0EMMA0001").id
        before = float((await slack.chat_postMessage(channel="U0EMMA0001", text="x"))["ts"])
        clock.forward(86_400)
        after = float((await slack.chat_postMessage(channel="U0EMMA0001", text="x"))["ts"])
        view = {"type": "modal", "title": plain("T"), "blocks": [{"type": "divider"}]}
        late = slack.views_open(trigger_id=trigger, view=view)
        assert await error_of(late) == "expired_trigger_id"
    assert after - before >= 86_400
