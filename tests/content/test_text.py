import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.text import LONGEST_READ, fold, is_han, plain, tokens
from tests.answering.asking import ANY_CHARACTER


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("see https://example.com/a?b=1 please", "see please"),
        ("<@U0PARTNER1> when?", "when?"),
        ("<https://example.com|here> it is", "it is"),
        ("fine :+1: :tada:", "fine"),
        ("tab\tand\nline\x00and\u200bnothing", "tab and line and nothing"),
        ("half \ud83d a pair", "half a pair"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("   ", ""),
    ],
)
def test_addresses_mentions_emoji_and_control_characters_are_not_read(
    typed: str, shown: str
) -> None:
    assert plain(typed) == shown


@given(st.text(ANY_CHARACTER))
def test_what_is_read_of_a_text_can_be_written_anywhere(text: str) -> None:
    shown = plain(text)
    assert shown.encode().decode() == shown
    assert shown.isprintable() or not shown.isascii()


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert plain("a" * 40_000) == "a" * LONGEST_READ


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Écart", "ecart"),
        ("ÅRENDEN", "arenden"),
        ("ＫＰＩ", "kpi"),
        ("ﬁle", "file"),
        ("三月", "三月"),
    ],
)
def test_case_accents_and_width_make_no_difference(typed: str, compared: str) -> None:
    assert fold(typed) == compared


def test_words_are_cut_at_everything_that_is_no_letter_or_digit() -> None:
    assert tokens("What's a KPI_value, 3/2026?") == ["what", "s", "a", "kpi", "value", "3", "2026"]


def test_a_run_of_han_characters_is_one_word_apart_from_latin_ones() -> None:
    assert tokens("我的KPI什么时候显示") == ["我的", "kpi", "什么时候显示"]


def test_han_characters_are_told_from_others() -> None:
    assert is_han("KPI 显示")
    assert not is_han("KPI ひらがな")
