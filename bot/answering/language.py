"""Which language a text is in, when it says enough to be sure."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.answering.model import Model
from bot.content.models import Knowledge
from bot.content.text import fold, is_han, plain, tokens

SURE = 0.9
LIKELY = 0.8
_SURE_OF_A_FEW = 0.97
_SURE_OF_A_WORD = 0.98
_WORDS_OF_A_FOREIGN_TEXT = 3
HAN_LOCALE = "zh"
_KANA = re.compile("[\u3040-\u30ff]")
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u058f\u0590-\u08ff\u0900-\u109f\u10a0-\u10ff\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"
)
_LATIN = re.compile("[a-z]")


class Language(NamedTuple):
    """A text's language: one that is spoken here, or none; `foreign` is surely another one.

    `likely` is the best guess of the spoken ones where `locale` would claim too much.
    """

    locale: str | None
    foreign: bool = False
    likely: str | None = None


UNSURE = Language(None)
FOREIGN = Language(None, foreign=True)


class LanguageReader:
    """Tells languages apart by the model's words and pieces."""

    def __init__(self, model: Model, knowledge: Knowledge) -> None:
        """Prepare; greetings and product names are never evidence."""
        self._model = model
        self._spoken = frozenset(knowledge.locales)
        self._no_evidence = _any_of(_names(knowledge))

    def read(self, text: str) -> Language:
        """Return the language of `text`, or UNSURE when it says too little."""
        shown = plain(text)
        by_script = self._by_script(shown)
        if by_script:
            return by_script
        words = self._no_evidence.sub(" ", " ".join(tokens(shown)))
        columns, values = self._model.vocabulary.vector(words)
        if not _LATIN.search(words) or not len(columns):
            return UNSURE
        labels = self._model.languages.labels
        found = self._model.languages.probabilities(columns, values).tolist()
        chances = dict(zip(labels, found, strict=True))
        return self._judge(chances, long_enough=len(words.split()) >= _WORDS_OF_A_FOREIGN_TEXT)

    def _judge(self, weights: Mapping[str, float], *, long_enough: bool) -> Language:
        whole = sum(weights.values()) or 1.0
        chances = {label: weight / whole for label, weight in weights.items()}
        spoken = {label: chance for label, chance in chances.items() if label in self._spoken}
        if 1 - sum(spoken.values()) >= (SURE if long_enough else _SURE_OF_A_WORD):
            return FOREIGN
        best = max(spoken, key=spoken.__getitem__)
        if spoken[best] >= (SURE if long_enough else _SURE_OF_A_FEW):
            return Language(best)
        return Language(None, likely=best if spoken[best] >= LIKELY else None)

    def _by_script(self, text: str) -> Language | None:
        other = len(_OTHER_SCRIPT.findall(text)) + len(_KANA.findall(text))
        if other > len(_LATIN.findall(fold(text))):
            return FOREIGN
        if is_han(text) and HAN_LOCALE in self._spoken:
            return Language(HAN_LOCALE)
        return None


def _names(knowledge: Knowledge) -> Iterable[str]:
    for names in knowledge.glossary:
        yield from names.values()
    for intents in knowledge.intents.values():
        yield from intents.greeting


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    folded = {" ".join(tokens(name)) for name in names}
    ordered = sorted(folded - {""}, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))}|\d+)\b")
