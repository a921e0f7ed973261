from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.pace import BURST, SECONDS_A_MESSAGE, Pace, place_of

LANES = st.sampled_from(["C1", "C2"])
PAUSES = st.one_of(st.just(0.0), st.floats(0, 5), st.floats(0, 0.01))


@given(st.lists(st.tuples(LANES, PAUSES), max_size=60))
def test_promise_20_never_more_than_a_burst_at_once_and_then_one_a_second(
    messages: list[tuple[str, float]],
) -> None:
    pace, now = Pace(), 1_000.0
    sent: dict[str, list[float]] = {"C1": [], "C2": []}
    for lane, pause in messages:
        now += pause
        sent[lane].append(now + pace.take(lane, now))
    for times in sent.values():
        assert times == sorted(times)
        for first in range(len(times)):
            for last in range(first, len(times)):
                seconds = times[last] - times[first]
                assert (last - first + 1 - BURST) * SECONDS_A_MESSAGE <= seconds + 1e-6


@given(st.integers(1, 50))
def test_a_quiet_lane_never_waits(messages: int) -> None:
    pace = Pace()
    waits = [pace.take("C1", number * SECONDS_A_MESSAGE) for number in range(messages)]
    assert set(waits) == {0.0}


def test_a_burst_leaves_at_once_and_the_next_wait_a_second_each() -> None:
    pace = Pace()
    assert [pace.take("C1", 0) for _ in range(6)] == [0, 0, 0, 1, 2, 3]


def test_one_lane_does_not_slow_another() -> None:
    pace = Pace()
    for _ in range(50):
        pace.take("C1", 0)
    assert pace.take("C2", 0) == 0


def test_after_a_silence_a_burst_is_possible_again_but_no_larger_one() -> None:
    pace = Pace()
    for _ in range(5):
        pace.take("C1", 0)
    assert [pace.take("C1", 3_600) for _ in range(4)] == [0, 0, 0, 1]


def test_what_somebody_alone_sees_waits_for_nobody_else() -> None:
    shown: list[dict[str, Any]] = [
        {"channel": "C1"},
        *({"channel": "C1", "user": u} for u in "AB"),
    ]
    assert len({place_of(arguments, "") for arguments in shown}) == len(shown)
    assert place_of({"channel": "C1"}, "lane") == place_of({"channel": "C1", "ts": "1"}, "other")
