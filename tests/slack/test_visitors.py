"""In which language a browser is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.screens.languages import preferred

LOCALES = ("en", "fr", "zh", "nl", "sv")


@pytest.mark.parametrize(
    ("accepted", "locale"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de,sv;q=0.5,nl;q=0.7", "nl"),
        ("zh-Hant-TW", "zh"),
        ("en;q=0.1, NL-be", "nl"),
        ("nl;q=0,sv", "sv"),
        ("fr;q=nonsense,sv;q=0.1", "sv"),
        ("de, *;q=0.5", ""),
        ("", ""),
    ],
)
def test_a_browser_gets_the_language_that_it_likes_best(accepted: str, locale: str) -> None:
    assert preferred(accepted, LOCALES) == locale


@given(st.text())
def test_whatever_a_browser_says_it_gets_a_language_or_none(accepted: str) -> None:
    assert preferred(accepted, LOCALES) in {*LOCALES, ""}
