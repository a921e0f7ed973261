"""The hours of a day as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.desk import Opening
from bot.desk.openings import (
    BACKWARDS,
    OVERLAPPING,
    UNREADABLE,
    HoursError,
    read_openings,
    written,
)

DAY = 24 * 60


@pytest.mark.parametrize(
    "text",
    [
        "09:00-12:30, 13:30-17:30",
        "9-12.30; 13.30-17.30",
        "9h-12h30, 13h30-17h30",
        "9:00 – 12:30 13:30 – 17:30",
        "９：００－１２：３０、１３：３０－１７：３０",
        "09:00至12:30，13:30至17:30",
        "9:00 à 12:30\n13:30 à 17:30",
        "13:30 tot 17:30, 9:00 tot 12:30",
        "9:00 till 12:30, 13:30 till 17:30",
    ],
)
def test_hours_are_read_however_people_write_them(text: str) -> None:
    assert read_openings(text) == (Opening(540, 750), Opening(810, 1050))


@pytest.mark.parametrize("text", ["", "  ", "\n,"])
def test_a_day_without_hours_is_a_day_off(text: str) -> None:
    assert read_openings(text) == ()


def test_a_day_may_end_at_midnight() -> None:
    assert read_openings("0-24") == (Opening(0, DAY),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("closed", UNREADABLE),
        ("9", UNREADABLE),
        ("9-17-18", UNREADABLE),
        ("9:60-17", UNREADABLE),
        ("9-25", UNREADABLE),
        ("9-24:01", UNREADABLE),
        ("17-9", BACKWARDS),
        ("9-9", BACKWARDS),
        ("9-12, 11-17", OVERLAPPING),
        ("9-12, 9-12", OVERLAPPING),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(HoursError, match=problem):
        read_openings(text)


@given(st.lists(st.integers(0, DAY), min_size=2, max_size=8, unique=True))
def test_what_is_shown_is_read_as_the_same(times: list[int]) -> None:
    times = sorted(times)
    openings = tuple(Opening(*pair) for pair in zip(times[::2], times[1::2], strict=False))
    assert read_openings(written(openings)) == openings


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        openings = read_openings(text)
    except HoursError:
        return
    assert read_openings(written(openings)) == openings
