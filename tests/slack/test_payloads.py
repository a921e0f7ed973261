"""Whose requests are: as Bolt tells it, but without failing."""

from typing import Any

import pytest
from slack_bolt.request.internals import extract_team_id

from bot.slack.payloads import workspace_of

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
