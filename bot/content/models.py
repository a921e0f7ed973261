"""The shapes of the knowledge base. Nothing in here changes after the start."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from bot.content.desk import Desk
from bot.content.forms import Form
from bot.content.replies import Replies
from bot.content.shapes import SOURCE_LOCALE, Frozen, Id, Locale

LONGEST_TITLE, LONGEST_QUESTION = 40, 200
"""How many characters the title and the model question of an answer may have."""


class Site(Frozen):
    """What is declared of a language: its part of the documentation site.

    `also` are names that people have for it beside those of CLDR, `negation` its words for "not".
    """

    site: str
    also: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()


class TopicFile(Frozen):
    """`topic.yaml`: what is the same in every language."""

    category: Id
    source: str
    reviewed: date
    related: tuple[Id, ...] = Field(max_length=3)
    links: tuple[Id, ...] = ()
    form: Id | None = None
    computes: Id | None = None


class AnswerHead(Frozen):
    """The front matter of `<language>.md`."""

    revision: int = Field(ge=1)
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    computed: Mapping[str, str] = {}


class Answer(AnswerHead):
    """One topic in one language: `text` is Markdown, `phrasings` is how people ask."""

    locale: Locale
    path: Path
    text: str
    text_line: int
    phrasings: tuple[str, ...]
    phrasings_line: int


class Topic(TopicFile):
    """A topic with its answers by language."""

    id: Id
    path: Path
    answers: Mapping[Locale, Answer]

    def answer(self, locale: Locale) -> Answer:
        """Return the answer in `locale`, else in the source language."""
        return self.answers.get(locale) or self.answers[SOURCE_LOCALE]


class Question(NamedTuple):
    """A calibration question with the topic it asks for, or None when there is none."""

    topic: Id | None
    text: str


class Intents(Frozen):
    """What people say that is no question, each with the phrasings of one language."""

    greeting: tuple[str, ...]
    thanks: tuple[str, ...]
    goodbye: tuple[str, ...]
    help: tuple[str, ...]
    language: tuple[str, ...]
    person: tuple[str, ...]
    acknowledgement: tuple[str, ...]


class DateWords(Frozen):
    """How one language names months beyond CLDR: see `dates.yaml`."""

    spellings: Mapping[int, tuple[str, ...]]
    uncertain: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    this_month: tuple[str, ...]
    last_month: tuple[str, ...]
    next_month: tuple[str, ...]

    def relative(self) -> Mapping[int, tuple[str, ...]]:
        """Return the phrases by how many months they lie from now."""
        return {-1: self.last_month, 0: self.this_month, 1: self.next_month}


class Knowledge(Frozen):
    """All of `knowledge/`: topics, links and the words that are not the interface's."""

    folder: Path
    locales: Mapping[Locale, Site]
    categories: Mapping[Id, Mapping[Locale, str]]
    links: Mapping[Id, str]
    glossary: tuple[Mapping[Locale, str], ...]
    commands: Mapping[Id, Mapping[Locale, tuple[str, ...]]]
    conversation: Mapping[Id, Mapping[Locale, tuple[str, ...]]]
    countries: Mapping[str, tuple[str, ...]]
    dates: Mapping[Locale, DateWords]
    topics: Mapping[Id, Topic]
    forms: Mapping[Id, Form]
    replies: Replies
    desk: Desk
    intents: Mapping[Locale, Intents]
    off_topic: Mapping[Locale, tuple[str, ...]]
    foreign: Mapping[Locale, tuple[str, ...]]
    calibration: Mapping[Locale, tuple[Question, ...]]

    def link(self, name: Id, locale: Locale) -> str:
        """Return the address of a named page in the reader's part of the site."""
        return self.links[name].replace("{site}", self.locales[locale].site)

    def category(self, name: Id, locale: Locale) -> str:
        """Return a category's name in `locale`, else in the source language."""
        names = self.categories[name]
        return names.get(locale) or names[SOURCE_LOCALE]

    def form_title(self, form: Id, locale: Locale) -> str:
        """Return the title of a form in `locale`; of one that a deploy dropped, its id."""
        declared = self.forms.get(form)
        return declared.say(locale).title if declared else form

    def in_category(self, name: Id) -> list[Topic]:
        """Return the topics of a category by their ids' order."""
        return [topic for topic in self.topics.values() if topic.category == name]
