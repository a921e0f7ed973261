"""Questions on one day, and the strategies of these tests."""

from datetime import date

from hypothesis import strategies as st

from bot.answering.decision import Decider, Decision, Preferences
from bot.content.months import Mention, Month

LOCALES = ("en", "fr", "zh", "nl", "sv")
TODAY = date(2026, 11, 20)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))
MENTIONS = st.builds(
    Mention,
    st.integers(1, 12),
    st.none() | st.integers(1990, 2100),
    st.none() | st.integers(1, 31),
)
ANY_CHARACTER = st.characters(exclude_categories=())
"""Lone surrogates included."""


def ask(decider: Decider, text: str, **known: str) -> Decision:
    return decider.decide(text, Preferences(**known), TODAY)
