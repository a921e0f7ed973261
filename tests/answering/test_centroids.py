import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.centroids import Centroids, learn_centroids
from bot.answering.examples import topic_examples
from bot.answering.grams import Vocabulary, learn, pieces
from bot.answering.ragged import Ragged
from bot.content.models import Knowledge
from bot.content.text import plain, tokens
from tests.answering.asking import ANY_CHARACTER

TEXTS = ("kpi report", "when is the kpi report", "wrong invoice", "action pack", "发票不对")
LABELS = ("report", "report", "invoice", "pack", "invoice")

WORDS = st.sampled_from(
    ("kpi", "report", "invoice", "facture", "été", "pack", "发票", "发", "2026")
)
PHRASINGS = st.lists(st.lists(WORDS, min_size=1).map(" ".join), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def index() -> Centroids:
    return learn_centroids(TEXTS, LABELS)


def dense(vocabulary: Vocabulary, text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    row = np.zeros(len(vocabulary.columns))
    columns, values = vocabulary.vector(text)
    row[columns] = values
    return row


def labels_of(texts: Sequence[str]) -> list[str]:
    return [f"topic{position % 3}" for position in range(len(texts))]


@pytest.mark.parametrize(("text", "label"), list(zip(TEXTS, LABELS, strict=True)))
def test_every_phrasing_finds_its_own_topic(index: Centroids, text: str, label: str) -> None:
    assert index.ranked(text, 1)[0][0] == label


def test_a_question_finds_the_topic_whose_words_it_has(index: Centroids) -> None:
    assert index.ranked("my invoices are wrong", 1)[0][0] == "invoice"


def test_as_many_topics_are_given_as_are_asked_for_and_there_are(index: Centroids) -> None:
    assert [len(index.ranked("kpi", most)) for most in (1, 2, 3, 9)] == [1, 2, 3, 3]


def test_the_best_topic_comes_first(index: Centroids) -> None:
    scores = [score for _, score in index.ranked("kpi invoice pack", 3)]
    assert scores == sorted(scores, reverse=True)


def test_text_without_a_known_word_fits_no_topic(index: Centroids) -> None:
    assert {score for _, score in index.ranked("ωμέγα", 3)} == {0.0}


def test_the_only_phrasing_of_a_topic_fits_it_completely() -> None:
    index = learn_centroids(("action pack", "kpi report"), ("pack", "report"))
    assert math.isclose(index.ranked("action pack", 1)[0][1], 1, abs_tol=1e-6)


@settings(max_examples=100, deadline=None)
@given(texts=PHRASINGS, asked=st.lists(WORDS).map(" ".join))
def test_a_score_is_the_cosine_with_the_mean_of_the_phrasings(texts: list[str], asked: str) -> None:
    labels = labels_of(texts)
    index = learn_centroids(texts, labels)
    question = dense(index.vocabulary, asked)
    for label, score in index.ranked(asked, len(texts)):
        mine = [text for text, of in zip(texts, labels, strict=True) if of == label]
        mean = np.mean([dense(index.vocabulary, text) for text in mine], axis=0)
        assert math.isclose(question @ mean / np.linalg.norm(mean), score, abs_tol=1e-5)


@settings(max_examples=100, deadline=None)
@given(texts=PHRASINGS)
def test_a_feature_tells_the_more_the_fewer_topics_have_it(texts: list[str]) -> None:
    labels = labels_of(texts)
    learned = learn(texts, labels)
    topics = len(set(labels))
    for feature, column in learned.columns.items():
        having = {of for text, of in zip(texts, labels, strict=True) if feature in read(text)}
        told = math.log((topics + 1) / len(having))
        assert math.isclose(learned.idf[column], told, rel_tol=1e-6)


def read(text: str) -> set[str]:
    return {each for token in tokens(plain(text)) for each in pieces(token)}


@settings(max_examples=50, deadline=None)
@given(texts=PHRASINGS, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_phrasings_changes_no_score(texts: list[str], chance: object) -> None:
    pairs = list(zip(texts, labels_of(texts), strict=True))
    mixed = list(pairs)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (learn_centroids(*zip(*each, strict=True)) for each in (pairs, mixed))
    scores = dict(first.ranked("kpi invoice 发票", len(texts)))
    again = dict(second.ranked("kpi invoice 发票", len(texts)))
    assert again == pytest.approx(scores, abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(text=st.text(ANY_CHARACTER, max_size=60))
def test_nothing_typed_makes_it_fail_and_scores_stay_between_0_and_1(text: str) -> None:
    scores = [score for _, score in learn_centroids(TEXTS, LABELS).ranked(text, 3)]
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in scores)


def test_empty_phrasings_do_no_harm() -> None:
    index = learn_centroids(("kpi report", "", "…"), ("report", "report", "empty"))
    assert index.ranked("kpi report", 2) == [("report", pytest.approx(1)), ("empty", 0.0)]


def test_without_fitting_most_questions_find_their_topic(knowledge: Knowledge) -> None:
    ways = list(topic_examples(knowledge))
    index = learn_centroids([w.text for w in ways], [f"{w.label} {w.locale}" for w in ways])
    asked = [q for each in knowledge.calibration.values() for q in each if q.topic][::5]
    found = [index.ranked(question.text, 1)[0][0].split()[0] for question in asked]
    right = [topic == question.topic for topic, question in zip(found, asked, strict=True)]
    assert sum(right) / len(right) >= 0.8


@given(rows=st.lists(st.lists(st.integers(0, 99))), wanted=st.lists(st.integers(0, 9)))
def test_rows_of_different_lengths_come_back_as_they_were(
    rows: list[list[int]], wanted: list[int]
) -> None:
    taken = [row for row in wanted if row < len(rows)]
    found = Ragged.of(rows).take(np.array(taken, np.int32))
    assert found.tolist() == [value for row in taken for value in rows[row]]
