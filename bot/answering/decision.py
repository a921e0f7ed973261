"""From a question to a decision: answer, suggest, hand over, or just talk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.answering.calendar import Mention
from bot.answering.courtesies import Courtesies
from bot.answering.dates import DateReader
from bot.answering.intents import Intent
from bot.answering.language import UNSURE, Language, LanguageReader
from bot.answering.matching import OFFERED, Fit, assess
from bot.answering.model import UNMEASURED, Gates, Model
from bot.answering.spoken import language_names, named_locale
from bot.answering.text import fold, is_han, plain, tokens
from bot.content.models import SOURCE_LOCALE, Knowledge

_INTENT_SURE = 0.6
_PERSON_LIKELY = 0.2
_PREPOSITION_LENGTH = 3
_HAN_NAME_LENGTH = 4

SUPPORT_TOPIC = "contact-support"
"""What somebody who asks for a person is answered about."""


class Kind(StrEnum):
    """What Partner Desk does with a message."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    HANDOVER = "handover"
    TALK = "talk"


@dataclass(frozen=True)
class Preferences:
    """What is known of the asker's language besides the message, strongest first."""

    chosen: str | None = None
    recent: str | None = None
    slack: str | None = None
    default: str = SOURCE_LOCALE


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

    def __post_init__(self) -> None:
        """Prepare the readers of languages and dates."""
        object.__setattr__(self, "languages", LanguageReader(self.model, self.knowledge))
        object.__setattr__(self, "dates", DateReader(self.knowledge.dates))
        object.__setattr__(self, "courtesies", Courtesies(self.knowledge.intents.values()))
        object.__setattr__(self, "_names", _names(self.knowledge))

    def named(self, text: str) -> str | None:
        """Return the language that `text` names, in whatever language, or None."""
        return named_locale(text, self._names)

    def decide(self, text: str, preferences: Preferences, today: date) -> Decision:
        """Decide what to do with `text`; nothing that somebody types makes it fail."""
        words = plain(text)
        if not tokens(words):
            return Decision(Kind.TALK, _locale(UNSURE, preferences), intent=Intent.WORDLESS)
        language = self.languages.read(words)
        locale = _locale(language, preferences)
        said, courtesy = self.courtesies.strip(words)
        if not said:
            return Decision(Kind.TALK, locale, language.locale, courtesy, confidence=1.0)
        fit = self._fit(said)
        gates = self.model.gates.get(locale, UNMEASURED)
        if fit.intent_chance >= _INTENT_SURE or _wants_person(fit):
            return self._talk(fit, language, locale, said)
        if language.foreign and fit.confidence < gates.answer:
            return Decision(Kind.TALK, SOURCE_LOCALE, intent=Intent.FOREIGN, confidence=1.0)
        return self._about(fit, gates, language, locale, self.dates.find(words, today))

    def _fit(self, said: str) -> Fit:
        """Assess what is said; a language's name alone is the wish to speak it."""
        fit = assess(self.model, said)
        if _is_name_alone(said) and self.named(said):
            return replace(fit, intent=str(Intent.LANGUAGE), intent_chance=1.0)
        return fit

    def _talk(self, fit: Fit, language: Language, locale: str, words: str) -> Decision:
        intent = Intent(fit.intent)
        person = intent is Intent.PERSON
        named = self.named(words) if intent is Intent.LANGUAGE else None
        return Decision(
            Kind.HANDOVER if person else Kind.TALK,
            named or locale,
            language.locale,
            intent,
            topic=SUPPORT_TOPIC if person else None,
            confidence=fit.intent_chance,
            named=named,
        )

    def _about(
        self, fit: Fit, gates: Gates, language: Language, locale: str, mention: Mention | None
    ) -> Decision:
        kind = _kind(fit, gates)
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
    *before, _ = said.split()
    return len(before) <= 1 and all(len(word) <= _PREPOSITION_LENGTH for word in before)


def _names(knowledge: Knowledge) -> Mapping[str, str]:
    declared = {fold(name): code for code, site in knowledge.locales.items() for name in site.also}
    return {**language_names(knowledge.locales), **declared}


def _wants_person(fit: Fit) -> bool:
    """Tell a wish for a person from a question about support, which reads much the same."""
    about_support = fit.ranked[0] == SUPPORT_TOPIC and fit.intent == Intent.PERSON
    return about_support and fit.intent_chance >= _PERSON_LIKELY


def _kind(fit: Fit, gates: Gates) -> Kind:
    if not fit.known:
        return Kind.HANDOVER
    if fit.confidence >= gates.answer:
        return Kind.ANSWER
    return Kind.SUGGEST if fit.chance >= gates.suggest else Kind.HANDOVER


def _locale(language: Language, preferences: Preferences) -> str:
    """Choose the reply's language.

    The person's choice, the message's, theirs of late, Slack's. Slack itself has no Dutch or
    Swedish, so its English (its default) counts less than a likely language of the message.
    """
    slack = preferences.slack if preferences.slack != SOURCE_LOCALE else None
    return (
        preferences.chosen
        or language.locale
        or preferences.recent
        or slack
        or language.likely
        or preferences.slack
        or preferences.default
    )
