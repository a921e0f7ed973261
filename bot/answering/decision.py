"""From a question to a decision: answer, suggest, hand over, or just talk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.answering.courtesies import Courtesies
from bot.answering.dates import MASK, DateReader
from bot.answering.intents import COURTESIES, Intent
from bot.answering.language import UNSURE, Language, LanguageReader
from bot.answering.matching import INTENT_SURE, OFFERED, SUPPORT_TOPIC, Fit, assess, wants_person
from bot.answering.model import UNMEASURED, Gates, Model
from bot.answering.spoken import language_names, named_locale
from bot.content.models import Intents, Knowledge
from bot.content.months import Mention
from bot.content.shapes import SOURCE_LOCALE
from bot.content.text import fold, is_han, plain, tokens

_PREPOSITION_LENGTH = 3
_HAN_NAME_LENGTH = 4
_HAN_WORD_LENGTH = 2
_SURE_OF_A_WORD = 0.97
_POLITE = 0.9


class Kind(StrEnum):
    """What Partner Desk does with a message."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    HANDOVER = "handover"
    TALK = "talk"


@dataclass(frozen=True)
class Preferences:
    """What is known of the asker's language besides the message, strongest first.

    `offered` are the languages that may be spoken to them; None where all are. What is asked in
    another one is understood, and answered in the first of the rest.
    """

    chosen: str | None = None
    recent: str | None = None
    slack: str | None = None
    default: str = SOURCE_LOCALE
    offered: Collection[str] | None = None

    def first(self, *likely: str | None) -> str:
        """Return the first of the likely languages that may be spoken, else the default."""
        known = (each for each in likely if each)
        return next((each for each in known if self.may_be(each)), self.default)

    def may_be(self, locale: str) -> bool:
        """Tell whether a language may be spoken."""
        return self.offered is None or locale in self.offered


@dataclass(frozen=True)
class Decision:
    """What to do, in which language, and how sure (0 to 1).

    `topic` is what is answered; `suggestions` are at most OFFERED topics, likeliest first, also
    kept beside an answer for those whom it did not help. `named` is the language asked for.
    """

    kind: Kind
    locale: str
    detected: str | None = None
    intent: Intent | None = None
    topic: str | None = None
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0
    mention: Mention | None = None
    named: str | None = None


@dataclass(frozen=True)
class Decider:
    """Decides on questions; everything it needs was read at the start."""

    knowledge: Knowledge
    model: Model
    languages: LanguageReader = field(init=False)
    dates: DateReader = field(init=False)
    courtesies: Courtesies = field(init=False)
    _names: Mapping[str, str] = field(init=False)
    _negations: frozenset[str] = field(init=False)
    _phrases: Mapping[str, Intent] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the readers of languages and dates."""
        object.__setattr__(self, "languages", LanguageReader(self.model, self.knowledge))
        object.__setattr__(self, "dates", DateReader(self.knowledge.dates))
        object.__setattr__(self, "courtesies", Courtesies(self.knowledge.intents.values()))
        object.__setattr__(self, "_names", _names(self.knowledge))
        object.__setattr__(self, "_negations", _negations(self.knowledge))
        object.__setattr__(self, "_phrases", _phrases(self.knowledge))

    def named(self, text: str) -> str | None:
        """Return the language that `text` names, in whatever language, or None."""
        return named_locale(text, self._names, self._negations)

    def decide(self, text: str, preferences: Preferences, today: date) -> Decision:
        """Decide what to do with `text`; nothing that somebody types makes it fail."""
        words = plain(text)
        if not tokens(words):
            return Decision(Kind.TALK, _locale(UNSURE, preferences), intent=Intent.WORDLESS)
        language = self.languages.read(words)
        locale = _locale(language, preferences)
        gates = self.model.gates.get(locale, UNMEASURED)
        said, courtesy = self._strip(words)
        fit = self._fit(said, COURTESIES if courtesy else ())
        if courtesy and (not said or self._is_little(said, words, fit, gates)):
            return Decision(Kind.TALK, locale, language.locale, courtesy, confidence=1.0)
        if fit.intent_chance >= INTENT_SURE or wants_person(fit):
            return self._talk(fit, language, preferences, said)
        if language.foreign and fit.confidence < gates.answer:
            foreign = preferences.first(SOURCE_LOCALE)
            return Decision(Kind.TALK, foreign, intent=Intent.FOREIGN, confidence=1.0)
        kind = _kind(fit, gates, said)
        if kind is Kind.TALK:
            return Decision(kind, locale, language.locale, Intent.WORDLESS)
        return self._about(kind, fit, language, locale, self.dates.find(words, today))

    def _is_little(self, said: str, words: str, fit: Fit, gates: Gates) -> bool:
        """Tell whether what is said beside a courtesy says nothing of its own."""
        return _means_little(fit, gates) and (_says_little(said) or self._is_polite(words))

    def _is_polite(self, words: str) -> bool:
        """Tell whether what is left beside a courtesy belongs to it ("thanks for your answer")."""
        fit = assess(self.model, words)
        return fit.intent in COURTESIES and fit.intent_chance >= _POLITE

    def _strip(self, words: str) -> tuple[str, Intent | None]:
        """Return what is said without courtesies; a phrase of the editors' stays whole."""
        whole = " ".join(tokens(words))
        return (
            (whole, None)
            if whole in self._phrases
            else self.courtesies.strip(self.dates.mask(words))
        )

    def _fit(self, said: str, excluding: Collection[str]) -> Fit:
        """Assess what is said; editors' own phrases and a language's name alone are sure."""
        fit = assess(self.model, said, excluding)
        intent = self._phrases.get(said)
        if _is_name_alone(said) and self.named(said):
            intent = Intent.LANGUAGE
        return replace(fit, intent=str(intent), intent_chance=1.0) if intent else fit

    def _talk(self, fit: Fit, language: Language, preferences: Preferences, words: str) -> Decision:
        intent = Intent(fit.intent)
        person = intent is Intent.PERSON
        asked_for = self.named(words) if intent is Intent.LANGUAGE else None
        named = asked_for if asked_for and preferences.may_be(asked_for) else None
        return Decision(
            Kind.HANDOVER if person else Kind.TALK,
            named or _locale(language, preferences),
            language.locale,
            intent,
            topic=SUPPORT_TOPIC if person else None,
            confidence=fit.intent_chance,
            named=named,
        )

    def _about(
        self, kind: Kind, fit: Fit, language: Language, locale: str, mention: Mention | None
    ) -> Decision:
        answered = kind is Kind.ANSWER
        return Decision(
            kind,
            locale,
            language.locale,
            topic=fit.ranked[0] if answered else None,
            suggestions=tuple(fit.ranked[1 : OFFERED + 1] if answered else fit.ranked[:OFFERED]),
            confidence=fit.confidence,
            mention=mention,
        )


def _is_name_alone(said: str) -> bool:
    """Tell whether there is room for a name and a preposition only ("en français", "用法文")."""
    if is_han(said):
        return len(said) <= _HAN_NAME_LENGTH
    before = said.split()[:-1]
    return len(before) <= 1 and all(len(word) <= _PREPOSITION_LENGTH for word in before)


def _names(knowledge: Knowledge) -> Mapping[str, str]:
    declared = {fold(name): code for code, site in knowledge.locales.items() for name in site.also}
    return {**language_names(knowledge.locales), **declared}


def _negations(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(fold(word) for site in knowledge.locales.values() for word in site.negation)


def _phrases(knowledge: Knowledge) -> Mapping[str, Intent]:
    return {
        " ".join(tokens(phrase)): Intent(intent)
        for intents in knowledge.intents.values()
        for intent in Intents.model_fields
        for phrase in getattr(intents, intent)
    }


def _kind(fit: Fit, gates: Gates, said: str) -> Kind:
    """Choose by the gates; hardly a word is no question to answer at once, nor to hand over."""
    little = _says_little(said)
    if fit.confidence >= (_SURE_OF_A_WORD if little else gates.answer):
        return Kind.ANSWER
    if fit.chance >= gates.suggest:
        return Kind.SUGGEST
    return Kind.TALK if little or not fit.known else Kind.HANDOVER


def _says_little(said: str) -> bool:
    """Tell whether it is one word, or as many Han characters as make one."""
    spelled = [word for word in said.split() if word.isalpha() and word != MASK]
    return len(said) <= _HAN_WORD_LENGTH if is_han(said) else len(spelled) <= 1


def _means_little(fit: Fit, gates: Gates) -> bool:
    return max(fit.chance, fit.intent_chance) < gates.suggest


def _locale(language: Language, preferences: Preferences) -> str:
    """Choose the reply's language.

    The person's choice, the message's, theirs of late, Slack's. Slack itself has no Dutch or
    Swedish, so where nothing else is known its English needs a likely language of the message.
    """
    slack = preferences.slack if preferences.slack != SOURCE_LOCALE else None
    return preferences.first(
        preferences.chosen,
        language.locale,
        preferences.recent,
        slack,
        language.likely,
        preferences.slack,
    )
