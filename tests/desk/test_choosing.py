"""What an admin typed into the settings."""

from dataclasses import replace

import pytest

from bot.content.desk import Opening, Weekday
from bot.desk.choices import Choices, declared
from bot.desk.choosing import (
    CHANNEL,
    DEFAULT,
    LOCALES,
    MISSING,
    NEVER_OPEN,
    NO_HOLIDAYS,
    NONE_OFFERED,
    NOT_OFFERED,
    RETENTION,
    Typed,
    merge,
    read,
    typed_of,
)
from tests.desk.offices import declared as a_desk

SPOKEN = ("en", "fr", "nl")
BEFORE = declared(a_desk(holidays={"country": "NL"}), SPOKEN, "C0DESK", "en", "en")
TYPED = typed_of(BEFORE)


def test_what_stands_there_is_read_as_what_holds() -> None:
    assert read(TYPED, BEFORE, SPOKEN) == BEFORE
    without = replace(BEFORE, holidays=None)
    assert read(typed_of(without), BEFORE, SPOKEN) == without


def test_languages_are_kept_in_the_order_of_the_knowledge_base() -> None:
    found = read(TYPED._replace(locales=("nl", "en")), BEFORE, SPOKEN)
    assert isinstance(found, Choices)
    assert found.locales == ("en", "nl")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (TYPED._replace(channel=""), {CHANNEL: MISSING}),
        (TYPED._replace(locales=()), {LOCALES: NONE_OFFERED}),
        (TYPED._replace(locales=("sv",)), {LOCALES: NONE_OFFERED}),
        (TYPED._replace(locales=("fr",)), {DEFAULT: NOT_OFFERED}),
        (TYPED._replace(default="sv"), {DEFAULT: MISSING}),
        (TYPED._replace(retention="7"), {RETENTION: MISSING}),
        (TYPED._replace(hours={}), {Weekday.MONDAY: NEVER_OPEN}),
    ],
)
def test_what_is_wrong_is_told_at_its_part(typed: Typed, wrong: dict[str, str]) -> None:
    assert read(typed, BEFORE, SPOKEN) == wrong


def test_all_that_is_wrong_is_told_at_once() -> None:
    hours = {**TYPED.hours, Weekday.FRIDAY: "17-9", Weekday.SUNDAY: "never"}
    wrong = read(TYPED._replace(hours=hours, zone="", holidays=""), BEFORE, SPOKEN)
    assert not isinstance(wrong, Choices)
    assert set(wrong) == {"friday", "sunday", "zone", "holidays"}


def test_a_retention_that_holds_may_stay_though_it_is_not_offered() -> None:
    held = replace(BEFORE, retention_days=400)
    assert read(typed_of(held), held, SPOKEN) == held
    assert typed_of(replace(BEFORE, holidays=None)).holidays == NO_HOLIDAYS


def test_of_two_who_chose_each_gets_what_they_changed() -> None:
    mine, theirs = replace(BEFORE, desk_locale="fr"), replace(BEFORE, time_zone="UTC")
    made = merge(BEFORE, mine, theirs)
    assert made.choices == replace(BEFORE, desk_locale="fr", time_zone="UTC")
    assert made.clashes == ()


def test_what_both_changed_otherwise_is_a_clash_and_what_both_changed_alike_is_none() -> None:
    mine, theirs = replace(BEFORE, desk_locale="fr"), replace(BEFORE, desk_locale="nl")
    assert merge(BEFORE, mine, theirs).clashes == ("desk_locale",)
    assert merge(BEFORE, mine, mine).clashes == ()


def test_a_default_that_the_other_took_away_is_a_clash() -> None:
    mine, theirs = replace(BEFORE, default_locale="fr"), replace(BEFORE, locales=("en", "nl"))
    assert set(merge(BEFORE, mine, theirs).clashes) == {"locales", "default_locale"}


def test_what_was_not_touched_stays_as_the_other_chose() -> None:
    theirs = replace(BEFORE, hours={**BEFORE.hours, Weekday.SUNDAY: (Opening(0, 60),)})
    assert merge(BEFORE, BEFORE, theirs).choices == theirs
