"""Whether Slack still takes a token."""

from typing import Final

from slack_sdk.errors import SlackApiError

from bot.slack.running import Running
from bot.slack.web_api import RefusedError, understood

UNINSTALLED: Final = "account_inactive"
"""Slack's name for a token of an app that was uninstalled since."""

_ENDED = frozenset({UNINSTALLED, "not_authed", "token_revoked"})
"""Slack's names for a token that is over for good.
Source: https://docs.slack.dev/reference/methods/auth.test#errors
"""


async def end_of_token(app: Running, workspace: str, enterprise: str | None = None) -> str | None:
    """Ask Slack why a workspace's token is over for good; None where it is not.

    Raises what Slack answers else: a token that has expired, or that is refused to some addresses,
    may be that of an app which is still there.
    """
    who = await app.offices.identities.of(workspace, enterprise)
    try:
        await app.house.client_with(who.bot_token if who else None).auth_test()
    except SlackApiError as error:
        problem = understood(error)
        if isinstance(problem, RefusedError) and str(problem) in _ENDED:
            return str(problem)
        raise problem from None
    return None
