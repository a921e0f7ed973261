"""Metrics: each process has its own, and no label grows without end."""

import pytest
from prometheus_client import REGISTRY, generate_latest

from bot.monitoring.metrics import OTHER, Metrics, Names


def told(metrics: Metrics) -> str:
    return generate_latest(metrics.registry).decode()


def test_what_is_made_by_one_counts_for_nobody_else() -> None:
    first, second = Metrics(), Metrics()
    first.answered("events_api", 200, 0.004)
    assert 'partner_desk_requests_total{answer="200",kind="events_api"} 1.0' in told(first)
    assert "partner_desk_requests_total{" not in told(second)
    assert "partner_desk" not in generate_latest(REGISTRY).decode()


def test_names_from_outside_become_no_more_than_there_is_room_for() -> None:
    names = Names(3)
    found = [names.of(f"error_{number}") for number in range(5)]
    assert found == ["error_0", "error_1", "error_2", OTHER, OTHER]
    assert names.of("error_1") == "error_1"


@pytest.mark.parametrize("name", ["", "U0EMMA", "what a person wrote", "a" * 51, "é", "1st", "a\n"])
def test_what_is_no_name_of_an_error_is_other(name: str) -> None:
    assert Names().of(name) == OTHER


def test_a_call_is_measured_however_it_ends() -> None:
    metrics = Metrics()
    with pytest.raises(ZeroDivisionError), metrics.timing("chat.update"):
        raise ZeroDivisionError
    assert 'partner_desk_slack_call_seconds_count{method="chat.update"} 1.0' in told(metrics)


def test_decisions_are_counted_and_their_confidence_spread_out() -> None:
    metrics = Metrics()
    for confidence in (0.35, 0.95, 1.0):
        metrics.decided("nl", "answer", confidence)
    text = told(metrics)
    assert 'partner_desk_decisions_total{kind="answer",locale="nl"} 3.0' in text
    assert 'partner_desk_decision_confidence_bucket{le="0.9",locale="nl"} 1.0' in text
    assert 'partner_desk_decision_confidence_bucket{le="1.0",locale="nl"} 3.0' in text
