"""Where files may be read from and uploaded to."""

import pytest

from bot.slack.sending.uploading import is_slack_s

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://files.slack.com/files-pri/T1-F1/invoice.pdf", True),
        ("https://files.slack.com/upload/v1/CwABAA", True),
        ("https://acme.enterprise.slack.com/files-pri/T1-F1/invoice.pdf", True),
        ("https://files.slack-gov.com/files-pri/T1-F1/invoice.pdf", True),
        ("https://slack.com/files", True),
        ("http://files.slack.com/files-pri/T1-F1/invoice.pdf", False),
        ("https://files.slack.com:8443/x", False),
        ("https://token@files.slack.com/x", False),
        ("https://files.slack.com@example.org/x", False),
        ("https://example.org\\@files.slack.com/x", False),
        ("https://files.slack.com.example.org/x", False),
        ("https://notslack.com/x", False),
        ("https://drive.example.com/slack.com", False),
        ("http://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("None", False),
        ("", False),
    ],
)
def test_promise_30_files_are_read_from_slack_s_own_hosts_alone(url: str, allowed: bool) -> None:  # noqa: FBT001
    assert is_slack_s(url, API) is allowed


def test_a_local_slack_has_the_files_where_it_is() -> None:
    api = "http://localhost:8080/api/"
    assert is_slack_s("http://localhost:8080/files-pri/T1-F1/invoice.pdf", api)
    assert not is_slack_s("http://localhost:9090/files-pri/T1-F1/invoice.pdf", api)
    assert not is_slack_s("https://localhost:8080/files-pri/T1-F1/invoice.pdf", api)
