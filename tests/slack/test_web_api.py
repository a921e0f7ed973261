"""What an error of Slack's Web API means, whatever stands between Slack and us."""

from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.web_api import PassingError, PostponedError, RefusedError, understood


def error(data: object, status: int = 200, **headers: str) -> SlackApiError:
    answer: Any = SimpleNamespace(data=data, status_code=status, headers=headers)
    return SlackApiError("", answer)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("data", [None, "upstream error", b"", {}, {"error": None}, ["error"]])
@pytest.mark.parametrize("status", [200, 500, 503])
def test_an_answer_that_is_none_of_slack_s_passes(data: object, status: int) -> None:
    assert isinstance(understood(error(data, status)), PassingError)


@pytest.mark.parametrize("data", [None, "slow down", {"ok": False, "error": "ratelimited"}])
def test_promise_19_too_many_is_understood_whatever_its_body_is(data: object) -> None:
    wait = understood(error(data, 429, **{"Retry-After": "7"}))
    assert isinstance(wait, PostponedError)
    assert wait.seconds == 7


def test_a_refusal_has_slack_s_name_for_it() -> None:
    refusal = understood(error({"ok": False, "error": "is_archived"}))
    assert isinstance(refusal, RefusedError)
    assert str(refusal) == "is_archived"


def test_an_answer_that_aiohttp_could_not_read_passes() -> None:
    answer: Any = SimpleNamespace(status=502, headers={})
    unread = SlackApiError("", answer)  # type: ignore[no-untyped-call]
    assert isinstance(understood(unread), PassingError)


def test_a_workspace_that_is_on_its_way_to_an_organization_is_there_again_later() -> None:
    moving = understood(error({"ok": False, "error": "org_login_required"}))
    assert isinstance(moving, PassingError)
