"""Whose requests are: as Bolt tells it, but without failing."""

from typing import Any

import pytest
from slack_bolt.request.internals import extract_team_id

from bot.slack.payloads import enterprise_of, workspace_of

PAYLOADS: list[dict[str, Any]] = [
    {"team": {"id": "T1"}, "user": {"team_id": "T2"}},
    {"team": None, "user": {"team_id": "T2"}, "view": {"team_id": "T3"}},
    {"team": None, "user": {"id": "U1"}, "view": {"team_id": "T3"}} | {"user": None},
    {"view": {"app_installed_team_id": "T4", "team_id": "T3"}, "team": {"id": "T1"}},
    {"authorizations": [{"team_id": "T5"}], "team_id": "T6"},
    {"team_id": "T6", "event": {"team_id": "T7"}},
    {"event": {"team_id": "T7"}},
    {"team": "T8"},
    {"authorizations": [], "team_id": "T6"},
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_workspace_is_found_where_bolt_finds_it(payload: dict[str, Any]) -> None:
    assert workspace_of(payload) == extract_team_id(payload)


@pytest.mark.parametrize("odd", [None, 7, "x", [], [None], {}, {"id": None}])
@pytest.mark.parametrize("part", ["view", "authorizations", "team_id", "event", "user"])
def test_promise_08_a_malformed_request_has_some_workspace_or_none(part: str, odd: object) -> None:
    assert isinstance(workspace_of({part: odd}), str)


ORG: list[tuple[dict[str, Any], str, str]] = [
    # https://docs.slack.dev/enterprise/developing-for-enterprise-orgs: an event, and a shortcut
    (
        {
            "team_id": "T1",
            "authorizations": [
                {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
            ],
        },
        "T1",
        "E1",
    ),
    (
        {
            "enterprise": {"id": "E1", "name": "Slack Corp"},
            "is_enterprise_install": True,
            "team": None,
            "type": "shortcut",
            "user": {"id": "W1", "team_id": "T1", "username": "acompton"},
        },
        "T1",
        "E1",
    ),
    (
        {
            "team": {"id": "T1", "domain": "one", "enterprise_id": "E1"},
            "user": {"id": "W1", "team_id": "T1"},
            "view": {"app_installed_team_id": "E1", "team_id": "T1"},
        },
        "T1",
        "E1",
    ),
    (
        {
            "team": None,
            "user": {"id": "W1", "team_id": "E1"},
            "view": {"app_installed_team_id": "E1", "team_id": "T1"},
        },
        "T1",
        "E1",
    ),
    ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "true"}, "T1", "E1"),
    ({"team_id": "E1", "enterprise_id": "E1", "event": {"type": "app_uninstalled"}}, "", "E1"),
    (
        {
            "context_team_id": "T1",
            "context_enterprise_id": "E1",
            "team_id": "T-HOST",
            "enterprise_id": "E-HOST",
            "authorizations": [{"enterprise_id": "E1", "team_id": None}],
        },
        "T1",
        "E1",
    ),
]


@pytest.mark.parametrize(("payload", "workspace", "enterprise"), ORG)
def test_promise_33_an_organization_is_no_workspace(
    payload: dict[str, Any], workspace: str, enterprise: str
) -> None:
    assert (workspace_of(payload), enterprise_of(payload)) == (workspace, enterprise)


@pytest.mark.parametrize("odd", [None, 7, "x", [], [None], {}, {"id": None}])
@pytest.mark.parametrize("part", ["view", "authorizations", "enterprise_id", "enterprise", "team"])
def test_promise_08_a_malformed_request_has_some_organization_or_none(
    part: str, odd: object
) -> None:
    assert isinstance(enterprise_of({part: odd}), str | None)
