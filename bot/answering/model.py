"""What fitting learned, as it is kept in `knowledge/matching.npz` and used at run time."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.answering.grams import Vocabulary
from bot.answering.scorer import Scorer
from bot.content.findings import ContentError, Finding


class Gates(NamedTuple):
    """What one language needs to be sure.

    `answer`: the confidence from which one topic is given as the answer; `suggest`: the chance that
    one of the three best is meant from which these are offered.
    """

    answer: float
    suggest: float


UNMEASURED = Gates(answer=0.75, suggest=0.4)
"""For a language without calibration questions: rather ask than err."""


@dataclass(frozen=True)
class Model:
    """Topics and languages over one vocabulary, with each language's gates."""

    fingerprint: str
    vocabulary: Vocabulary
    topics: Scorer
    languages: Scorer
    gates: Mapping[str, Gates]
    temperature: float

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        features = "\n".join(self.vocabulary.columns)
        arrays: dict[str, Any] = {
            "fingerprint": np.array(self.fingerprint),
            "temperature": np.array(self.temperature),
            "features": np.frombuffer(features.encode("utf-8", "surrogatepass"), np.uint8),
            "idf": self.vocabulary.idf.astype(np.float16),
            "gate_locales": np.array(list(self.gates)),
            "gates": np.array(list(self.gates.values()), np.float64),
            **_scorer_arrays("topics", self.topics),
            **_scorer_arrays("languages", self.languages),
        }
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)


def _scorer_arrays(name: str, scorer: Scorer) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}_labels": np.array(list(scorer.labels)),
        f"{name}_weights": scorer.weights,
        f"{name}_scale": scorer.scale,
        f"{name}_bias": scorer.bias,
    }


def load(path: Path) -> Model:
    """Read a model; raise ContentError if there is none or it can't be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _model(arrays)
    except (OSError, EOFError, KeyError, ValueError, BadZipFile, zlib.error):
        raise ContentError([Finding(path, 1, "no-model")]) from None


def _model(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    features = arrays["features"].tobytes().decode("utf-8", "surrogatepass").split("\n")
    locales: Sequence[str] = arrays["gate_locales"].tolist()
    return Model(
        fingerprint=str(arrays["fingerprint"]),
        vocabulary=Vocabulary.of(features, arrays["idf"].astype(np.float32)),
        topics=_scorer(arrays, "topics"),
        languages=_scorer(arrays, "languages"),
        gates={
            locale: Gates(*gates)
            for locale, gates in zip(locales, arrays["gates"].tolist(), strict=True)
        },
        temperature=float(arrays["temperature"].item()),
    )


def _scorer(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Scorer:
    return Scorer(
        arrays[f"{name}_labels"].tolist(),
        arrays[f"{name}_weights"].astype(np.int8),
        arrays[f"{name}_scale"].astype(np.float32),
        arrays[f"{name}_bias"].astype(np.float32),
    )
