"""The Bolt app: six listeners, fed with stored requests by the worker."""

import logging
import re
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.listeners import actions, commands, events, form_buttons, shortcuts, submissions
from bot.slack.office import Work
from bot.slack.payloads import Payload

_ANY = re.compile(".*", re.DOTALL)
_quiet = logging.getLogger("bot.slack.intake.bolt.framework")
_quiet.setLevel(logging.CRITICAL)


def identity(token: str, answer: AsyncSlackResponse) -> AuthorizeResult:
    """Return who the app is in its workspace, from what `auth.test` told at the start.

    In an organization that has it in all its workspaces, it is of none of them.
    """
    is_shared = answer.get("is_enterprise_install") is True
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=None if is_shared else str(answer.get("team_id")),
        bot_token=token,
        bot_id=answer.get("bot_id"),
        bot_user_id=answer.get("user_id"),
    )


def build(client: AsyncWebClient) -> AsyncApp:
    """Make the Bolt app of all workspaces. Requests were verified when they were stored."""

    async def authorize(work: Work) -> AuthorizeResult:
        return work.office.identity

    app = AsyncApp(
        client=client,
        name="partner-desk",  # without one, Bolt searches all modules for its caller's
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        logger=_quiet,
    )
    app.error(_keep_failure)
    app.event(_ANY)(_event)
    app.action(_ANY)(_action)
    app.command(_ANY)(_command)
    app.shortcut(_ANY)(_shortcut)
    app.view_submission(_ANY)(_view_submission)
    app.view_closed(_ANY)(_view_closed)
    app.options(_ANY)(_options)
    return app


async def dispatch(app: AsyncApp, work: Work, payload: Payload) -> BoltResponse:
    """Run the listener of a request; raise what it raised."""
    request = AsyncBoltRequest(mode="socket_mode", body=dict(payload), context={"work": work})
    response: BoltResponse = await app.async_dispatch(request)
    failure = request.context.get("failure")
    if failure is not None:
        raise failure
    return response


async def _keep_failure(error: Exception, context: AsyncBoltContext) -> None:
    context["failure"] = error


async def _event(event: dict[str, Any], context: AsyncBoltContext) -> None:
    await events.on_event(context["work"], event)


async def _action(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
    await ack()
    await actions.on_action(context["work"], body)


async def _command(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
    await ack()
    await commands.on_command(context["work"], body)


async def _shortcut(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
    await ack()
    await shortcuts.on_shortcut(context["work"], body)


async def _view_submission(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
    """Store first, acknowledge then: a closed modal means a stored request."""
    await ack(**await submissions.on_submission(context["work"], body))


async def _view_closed(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
    await ack()
    await form_buttons.on_closed(context["work"], body)


async def _options(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
    await ack(options=submissions.on_search(context["work"], body))
