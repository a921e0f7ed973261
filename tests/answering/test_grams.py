import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.grams import Vocabulary, learn, pieces
from tests.answering.asking import ANY_CHARACTER

TEXTS = ("kpi report", "kpi invoice", "action pack", "发票")
LABELS = ("report", "invoice", "pack", "invoice")


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return learn(TEXTS, LABELS)


def test_a_latin_word_gives_itself_and_its_pieces_within_its_boundaries() -> None:
    assert pieces("kpi") == ("=kpi", " k", "kp", "pi", "i ", " kp", "kpi", "pi ", " kpi", "kpi ")


def test_han_characters_give_themselves_and_their_pairs() -> None:
    assert pieces("发票号") == ("发", "票", "号", "发票", "票号")


def test_a_feature_weighs_the_more_the_more_often_it_occurs(vocabulary: Vocabulary) -> None:
    once, often = (vocabulary.vector(text) for text in ("KPI report", "KPI kpi Kpi report"))
    word = vocabulary.columns["=kpi"]
    assert often[1][list(often[0]).index(word)] > once[1][list(once[0]).index(word)]


def test_a_typing_error_leaves_most_pieces_alone(vocabulary: Vocabulary) -> None:
    right, wrong = (set(vocabulary.vector(text)[0]) for text in ("invoice", "invoicce"))
    assert len(right & wrong) > len(right) / 2


def test_a_feature_of_every_label_tells_less_than_one_of_a_single_label() -> None:
    learned = learn(("kpi report", "kpi invoice"), ("report", "invoice"))
    assert learned.idf[learned.columns["=kpi"]] < learned.idf[learned.columns["=report"]]


def test_text_without_a_known_feature_gives_nothing(vocabulary: Vocabulary) -> None:
    columns, values = vocabulary.vector("€ 七 ☃")
    assert len(columns) == len(values) == 0


@given(st.text(ANY_CHARACTER) | st.lists(st.sampled_from(TEXTS)).map(" ".join))
def test_a_vector_is_one_long_or_empty(vocabulary: Vocabulary, text: str) -> None:
    columns, values = vocabulary.vector(text)
    assert len(columns) == len(values) == len(set(columns))
    assert not len(values) or float(np.linalg.norm(values)) == pytest.approx(1)
