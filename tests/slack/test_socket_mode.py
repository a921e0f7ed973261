"""Over Socket Mode as over HTTP: what is acknowledged is stored, what is not comes again."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError

from bot.app import Content, running
from bot.sandbox import Fault, Person, SandboxServer, Sender, Workspace
from bot.slack.intake.socket_mode import SocketMode
from bot.slack.running import Running
from bot.storage.schema import inbox
from tests.faults.house import refusing, settings_for
from tests.journeys.filling import DIRECTORY, fill_in

QUESTION = "How do I enroll?"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[Workspace]:
    workspace = Workspace.demo()
    async with SandboxServer(workspace):
        yield workspace


@pytest_asyncio.fixture
async def app(content: Content, slack: Workspace, database_url: str) -> AsyncIterator[Running]:
    async with running(settings_for(slack, database_url), content) as opened:
        yield opened


@pytest_asyncio.fixture
async def connected(app: Running, slack: Workspace) -> AsyncIterator[Sender]:
    """Connect the app, and give Slack's sending side."""
    stopping = asyncio.Event()
    mode = SocketMode(app, slack.app.app_token)
    running_mode = asyncio.create_task(mode.run(stopping))
    await slack.wait_for(lambda: slack.sockets.connections)
    sender = Sender(slack, pace=0)
    yield sender
    await sender.stop()
    stopping.set()
    await running_mode


@pytest.fixture
def emma(connected: Sender, slack: Workspace) -> Person:
    return Person(slack.user("emma"), connected)


def replies(person: Person) -> list[str]:
    return [message.text for message in person.sees() if message.user != person.user.id]


async def test_a_question_over_the_socket_is_stored_acknowledged_and_answered(
    emma: Person, connected: Sender, slack: Workspace
) -> None:
    await emma.say(None, QUESTION)
    assert [answer.ok for answer in connected.deliveries[0].answers] == [True]
    await slack.wait_for(lambda: replies(emma))


async def test_promise_07_what_the_database_refuses_is_not_acknowledged_and_comes_again(
    emma: Person, connected: Sender, slack: Workspace, app: Running
) -> None:
    connected.patience = 0.2
    async with refusing(app.house.database, "inbox"):
        await emma.say(None, QUESTION)
        assert [answer.ok for answer in connected.deliveries[0].answers] == [False]
    await connected.drain()
    assert connected.deliveries[0].ok
    await slack.wait_for(lambda: replies(emma))


async def test_promise_05_a_lost_acknowledgement_does_not_double_the_answer(
    emma: Person, connected: Sender, slack: Workspace, app: Running
) -> None:
    slack.faults.add("acknowledgement", Fault.lost())
    await emma.say(None, QUESTION)
    await connected.drain()
    assert len(connected.deliveries[0].answers) == 2
    await slack.wait_for(lambda: replies(emma))
    kept = await app.house.database.read(lambda c: c.execute(inbox.select()).all())
    assert len(kept) == 1


async def test_commands_and_buttons_over_the_socket_do_what_they_say(
    emma: Person, slack: Workspace
) -> None:
    assert (await emma.command(QUESTION)).ok
    await slack.wait_for(lambda: replies(emma))
    assert (await emma.press(emma.sees()[-1], "show_in:fr")).ok
    await slack.wait_for(lambda: slack.called("response_url")[1:])


async def test_promise_12_a_form_over_the_socket_closes_only_when_it_is_stored(
    emma: Person, connected: Sender, slack: Workspace, app: Running
) -> None:
    await emma.command("directory")
    await slack.wait_for(lambda: emma.view)
    await fill_in(emma, DIRECTORY)
    connected.patience = 0.3
    async with refusing(app.house.database, "outbox"):
        assert not (await emma.submit_view()).closed
    assert (await emma.submit_view()).closed
    await slack.wait_for(lambda: replies(emma))


async def test_an_app_that_slack_disconnects_comes_back(
    emma: Person, connected: Sender, slack: Workspace
) -> None:
    connected.pace = 0.001
    await slack.sockets.disconnect("refresh_requested")
    await slack.wait_for(lambda: slack.sockets.connections)
    await emma.say(None, QUESTION)
    await slack.wait_for(lambda: replies(emma))


async def test_a_refused_app_token_ends_the_start_and_leaves_nothing_open(
    app: Running,
) -> None:
    mode = SocketMode(app, "xapp-wrong")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await mode.run(asyncio.Event())
