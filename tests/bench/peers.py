"""What others use to find the phrasing that is nearest to a question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.content.text import is_han, tokens

Scores = NDArray[np.float64]


class Peer(Protocol):
    """An index of phrasings."""

    def scores(self, question: str) -> Scores:
        """Return how near each phrasing is."""


class Bm25:
    """bm25s over words; of Chinese, characters and pairs of them."""

    def __init__(self, phrasings: Sequence[str]) -> None:
        self._index = bm25s.BM25()
        self._index.index([_terms(text) for text in phrasings], show_progress=False)

    def scores(self, question: str) -> Scores:
        found: Scores = self._index.get_scores(_terms(question))
        return found


def _terms(text: str) -> list[str]:
    return [term for token in tokens(text) for term in _terms_of(token)]


def _terms_of(token: str) -> list[str]:
    if not is_han(token):
        return [token]
    return [*token, *(token[i : i + 2] for i in range(len(token) - 1))]


class Tfidf:
    """TF-IDF of scikit-learn over character 2- to 4-grams within words, compared by cosine."""

    def __init__(self, phrasings: Sequence[str]) -> None:
        self._reader = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), strip_accents="unicode", sublinear_tf=True
        )
        self._phrasings = self._reader.fit_transform(phrasings).T.tocsr()

    def scores(self, question: str) -> Scores:
        found: Scores = (self._reader.transform([question]) @ self._phrasings).toarray()[0]
        return found


class Rapidfuzz:
    """A ratio of rapidfuzz, over letters and digits in lower case."""

    def __init__(self, ratio: Callable[..., float], phrasings: Sequence[str]) -> None:
        self._ratio = ratio
        self._phrasings = [utils.default_process(text) for text in phrasings]

    def scores(self, question: str) -> Scores:
        asked: Any = [utils.default_process(question)]
        found: Scores = process.cdist(asked, self._phrasings, scorer=self._ratio)[0]
        return found


PEERS: Mapping[str, Callable[[Sequence[str]], Peer]] = {
    "bm25s": Bm25,
    "TF-IDF char 2–4": Tfidf,
    "token_set_ratio": lambda phrasings: Rapidfuzz(fuzz.token_set_ratio, phrasings),
    "WRatio": lambda phrasings: Rapidfuzz(fuzz.WRatio, phrasings),
}
