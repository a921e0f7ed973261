"""Time zones and countries by their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.choices import countries, zones
from bot.desk.regions import countries_like, country_label, zone_label, zones_like

LOCALES = ("en", "fr", "zh", "nl", "sv")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_zone_and_country_that_is_offered_can_be_kept_and_fits(locale: str) -> None:
    assert {each.value for each in zones_like("", locale)} <= zones()
    assert {each.value for each in countries_like("", locale)} == countries()
    found = [*zones_like("", locale), *countries_like("", locale)]
    assert all(0 < len(each.label) <= 75 for each in found)


@pytest.mark.parametrize(
    ("query", "locale", "zone"),
    [
        ("amsterdam", "en", "Europe/Amsterdam"),
        ("europe/amsterdam", "nl", "Europe/Amsterdam"),
        ("上海", "zh", "Asia/Shanghai"),
        ("new york", "fr", "America/New_York"),
        ("STOCKHOLM sverige", "sv", "Europe/Stockholm"),
    ],
)
def test_a_zone_is_found_by_its_city_country_and_name(query: str, locale: str, zone: str) -> None:
    assert zones_like(query, locale)[0].value == zone


def test_what_begins_as_the_query_comes_first() -> None:
    assert countries_like("ned", "nl")[0].label == "Nederland"


def test_a_zone_without_a_country_is_called_by_its_name() -> None:
    assert zone_label("UTC", "fr") == "UTC"
    assert country_label("NL", "sv") == "Nederländerna"


@given(st.text(max_size=30), st.sampled_from(LOCALES))
def test_nothing_that_is_searched_fails(query: str, locale: str) -> None:
    assert len(zones_like(query, locale)) <= len(zones())
    assert len(countries_like(query, locale)) <= len(countries())
