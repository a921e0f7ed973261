"""What a workspace chooses in place of the operator's settings."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.desk import Opening, Weekday
from bot.desk.choices import (
    RETENTIONS,
    Choices,
    changed,
    chosen,
    countries,
    declared,
    desk_of,
    kept,
    others_of,
)
from bot.desk.hours import hours_of
from tests.desk.offices import at
from tests.desk.offices import declared as a_desk

LOCALES = ("en", "fr", "zh", "nl", "sv")
DESK = a_desk(holidays={"country": "NL"})
CHINA = ZoneInfo("Asia/Shanghai")
DEFAULTS = declared(DESK, LOCALES, "C0DESK", "en", "en")
TUESDAY = {**dict.fromkeys(Weekday, ()), Weekday.TUESDAY: (Opening(600, 720),)}
OTHER = Choices(
    desk_channel="G0OTHER",
    locales=("fr", "nl"),
    default_locale="nl",
    desk_locale="sv",
    time_zone="Asia/Shanghai",
    hours=TUESDAY,
    holidays="CN",
    retention_days=90,
)


def hold(what: dict[str, Any]) -> Choices:
    return chosen(what, DEFAULTS, LOCALES)


def test_nothing_chosen_is_what_the_operator_says() -> None:
    assert hold({}) == DEFAULTS
    assert kept(DEFAULTS, DEFAULTS) == {}


def test_what_is_chosen_is_kept_and_holds() -> None:
    assert hold(kept(OTHER, DEFAULTS)) == OTHER
    assert set(changed(DEFAULTS, OTHER)) == set(kept(OTHER, DEFAULTS))


def test_only_what_differs_is_kept_so_that_the_rest_follows_the_operator() -> None:
    mine = replace(DEFAULTS, desk_locale="fr")
    assert kept(mine, DEFAULTS) == {"desk_locale": "fr"}
    later = replace(DEFAULTS, desk_channel="C0NEW")
    assert chosen({"desk_locale": "fr"}, later, LOCALES).desk_channel == "C0NEW"


def test_no_public_holidays_can_be_chosen_where_the_operator_has_some() -> None:
    without = replace(DEFAULTS, holidays=None)
    assert DEFAULTS.holidays
    assert hold(kept(without, DEFAULTS)).holidays is None


BROKEN: dict[str, list[Any]] = {
    "desk_channel": ["", None, 7, "#support", "U0PERSON", "C0 X", "C" + "0" * 40],
    "locales": ["", "en", [], ["xx"], None, 3, {"en": 1}],
    "default_locale": ["xx", None, 1, [], {}],
    "desk_locale": ["xx", None, 1, [], {}],
    "time_zone": ["", "Mars/Olympus", None, 1, []],
    "hours": [None, [], "9-17", {}, {"monday": "9-17"}, {"monday": ["17-9"]}, {"monday": [1]}],
    "holidays": ["XX", None, 1, ["NL"]],
    "retention_days": [0, -1, 7, "90", None, 10**12, True, 90.5],
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in BROKEN.items() for v in vs])
def test_what_cannot_be_used_any_more_counts_as_not_chosen(name: str, value: object) -> None:
    assert hold({name: value}) == DEFAULTS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(BROKEN)), JSON))
def test_nothing_that_is_kept_makes_the_reading_fail(what: dict[str, Any]) -> None:
    held = hold(what)
    assert held.default_locale in held.locales


def test_a_default_language_that_is_not_offered_gives_way_to_one_that_is() -> None:
    assert hold({"locales": ["fr", "nl"]}).default_locale == "fr"


def test_what_a_newer_version_kept_is_not_lost() -> None:
    assert others_of({"theme": "dark", "desk_locale": "fr"}) == {"theme": "dark"}


def test_every_retention_can_be_chosen() -> None:
    assert [hold({"retention_days": each}).retention_days for each in RETENTIONS] == [*RETENTIONS]


def test_the_hours_of_a_workspace_are_those_that_it_chose() -> None:
    hours = hours_of(desk_of(OTHER, DESK))
    assert hours.is_open(at("2026-03-10T10:30", CHINA))
    assert not hours.is_open(at("2026-03-11T10:30", CHINA))
    assert not hours.is_open(at("2026-02-17T10:30", CHINA))


def test_the_declared_hours_stay_where_nothing_else_was_chosen() -> None:
    its = desk_of(DEFAULTS, DESK)
    assert its.holidays == DESK.holidays
    assert its.time_zone == DESK.time_zone


def test_the_countries_are_told_by_two_letters() -> None:
    assert {len(each) for each in countries()} == {2}
    assert {"NL", "FR", "CN", "SE", "GB"} <= countries()
