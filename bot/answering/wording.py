"""An answer in words: the computed sentence, the text with its links, in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton

from bot.answering.calendar import Value, compute
from bot.content.models import Answer, Knowledge
from bot.content.months import Mention, Month

_LINK = re.compile(r"\[([^\]]+)\]\[([a-z0-9-]+)\]")


@dataclass(frozen=True)
class WordedAnswer:
    """What a reader sees: `text` is Markdown with whole addresses.

    `locale` is the language it is written in: not the reader's where that one lacks the answer.
    """

    topic: str
    locale: str
    title: str
    question: str
    text: str


def word(
    knowledge: Knowledge, topic: str, locale: str, mention: Mention | None, today: date
) -> WordedAnswer:
    """Word the answer of `topic` for a reader of `locale` on that day."""
    declared = knowledge.topics[topic]
    answer = declared.answer(locale)
    parts = [answer.text]
    if declared.computes:
        parts.insert(0, _computed(answer, declared.computes, mention, today))
    text = _LINK.sub(lambda link: _linked(knowledge, link, answer.locale), "\n\n".join(parts))
    return WordedAnswer(topic, answer.locale, answer.title, answer.question, text)


def _linked(knowledge: Knowledge, link: re.Match[str], locale: str) -> str:
    return f"[{link[1]}]({knowledge.link(link[2], locale)})"


def _computed(answer: Answer, calculation: str, mention: Mention | None, today: date) -> str:
    computed = compute(calculation, mention, today)
    return answer.computed[computed.case].format_map(shown(computed.values, answer.locale))


def shown(values: Mapping[str, Value | str], locale: str) -> Mapping[str, str]:
    """Return what stands in a sentence, each value as the language writes it."""
    return {name: show(value, locale) for name, value in values.items()}


def show(value: date | Month | str, locale: str) -> str:
    """Return a date or a month as CLDR writes it in `locale`; words stay."""
    if isinstance(value, str):
        return value
    if isinstance(value, Month):
        return format_skeleton("yMMMM", value.on(1), locale=locale)
    return format_date(value, "long", locale=locale)
