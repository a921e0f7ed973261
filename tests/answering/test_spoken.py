from itertools import product

import pytest
from babel import Locale

from bot.answering.spoken import language_names, named_locale, own_name
from tests.answering.asking import LOCALES

NAMES = language_names(LOCALES)


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("en", "English"),
        ("fr", "Français"),
        ("zh", "中文"),
        ("nl", "Nederlands"),
        ("sv", "Svenska"),
    ],
)
def test_a_language_is_called_by_its_own_name(locale: str, name: str) -> None:
    assert own_name(locale) == name


@pytest.mark.parametrize(("reader", "locale"), [*product(LOCALES, LOCALES)])
def test_every_language_is_known_by_its_name_in_every_other(reader: str, locale: str) -> None:
    name = Locale.parse(reader).languages[locale]
    assert named_locale(f"{name.upper()}!", NAMES) == locale


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("not English, French please", "fr"),
        ("pas en français mais en suédois", "sv"),
        ("别用英语，用瑞典语", "sv"),
        ("NL", "nl"),
        ("en", "en"),
        ("en svenska fråga", "sv"),
        ("sv: what is that", None),
        ("frenchfries", None),
        ("", None),
    ],
)
def test_the_language_that_is_named_last_is_meant_and_codes_count_only_alone(
    text: str, locale: str | None
) -> None:
    assert named_locale(text, NAMES) == locale
