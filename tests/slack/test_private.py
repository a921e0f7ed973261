"""Where an answer to a `response_url` may go."""

import pytest

from bot.slack.sending.private import _is_slack

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.slack.com/commands/T1/2/3", True),
        ("http://hooks.slack.com/commands/T1/2/3", False),
        ("https://hooks.slack.com.example.org/x", False),
        ("https://hooks.slack.com@example.org/x", False),
        ("https://example.org/hooks.slack.com", False),
        ("http://169.254.169.254/latest", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_promise_30_only_slack_s_own_addresses_are_answered(url: str, allowed: bool) -> None:  # noqa: FBT001
    assert _is_slack(url, API) is allowed


def test_a_local_slack_may_be_answered_where_it_is() -> None:
    assert _is_slack("http://localhost:8080/response/1", "http://localhost:8080/api/")
    assert not _is_slack("http://localhost:9090/response/1", "http://localhost:8080/api/")
