"""One of several declared choices; its value is the choice's id, or "other:" with a text."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.content.forms import Field
from bot.content.shapes import Id
from bot.content.text import LONGEST_READ, fold, is_han, tokens
from bot.forms.kinds.kind import Kind, Widget, as_text
from bot.forms.kinds.text import written
from bot.forms.readings import Asked, Given, Option, Problem, Reading, Value

OTHER = "other"
"""The choice that takes a text of the person's own, and what stands before that text."""

_PREFIX = f"{OTHER}:"

LONGEST_OTHER = 100
"""How many characters that text takes."""

_WITH_OWN = re.compile(r"(?P<choice>[^:：]{1,100})[:：](?P<text>.*)")
"""A text of one's own behind the name of that choice: "Something else: books"."""

_CLOSE = 85
"""How alike (0 to 100) what was typed must be to a label."""


class Choice(Kind):
    """A choice is made from a list, or named in a conversation by its label or a word of it."""

    settings = frozenset({"choices", "other"})

    def widget(self, field: Field) -> Widget:
        """Return the list."""
        return Widget.SELECT

    def options(self, asked: Asked) -> Sequence[Option]:
        """Return the choices in the declared order, the text of one's own last."""
        return tuple(Option(choice, label) for choice, label in _labels(asked).items())

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take the choice that is named; a text that names none is one's own, where that may be."""
        text = written(as_text(given.typed))
        own = _WITH_OWN.fullmatch(text) if asked.field.other else None
        if own and named(own["choice"], {OTHER: _labels(asked)[OTHER]}):
            return _own(own["text"].strip())
        values = _values(text, asked)
        values = [value for value in values if value == given.meant] or values
        if len(values) > 1:
            return Reading(meanings=tuple(Option(v, self.show(asked, v)) for v in values))
        return _of(values[0] if values else None, text, asked)

    def show(self, asked: Asked, value: Value) -> str:
        """Return the choice's label, or the text of one's own."""
        chosen = as_text(value)
        return asked.words.choices.get(chosen, chosen.removeprefix(_PREFIX))


def _labels(asked: Asked) -> Mapping[Id, str]:
    ids = [choice for choice in asked.field.choices if choice != OTHER]
    if asked.field.other:
        ids.append(OTHER)
    return {choice: asked.words.choices.get(choice, choice) for choice in ids}


def _values(text: str, asked: Asked) -> Sequence[str]:
    """Return the values that a text may have: a sentence with a label in it may be one's own."""
    labels = _labels(asked)
    found = named(text[:LONGEST_READ], labels)
    if found:
        return found
    held = _held(text[:LONGEST_READ], labels)
    own = asked.field.other and held and len(text) <= LONGEST_OTHER
    return [*held, _PREFIX + text] if own else held


def _of(choice: Id | None, text: str, asked: Asked) -> Reading:
    if choice == OTHER:
        return _own("")
    if choice:
        return Reading(choice)
    if asked.field.other:
        return _own(text)
    choices = ", ".join(_labels(asked).values())
    return Reading(problem=Problem("choice-unknown", {"choices": choices}))


def _own(text: str) -> Reading:
    """Take a text of one's own; it has a letter, and is not longer than a request holds."""
    if not any(map(str.isalpha, text)):
        return Reading(problem=Problem("other-missing"))
    if len(text) > LONGEST_OTHER:
        return Reading(problem=Problem("too-long", {"most": str(LONGEST_OTHER)}))
    return Reading(_PREFIX + text)


def named(text: str, labels: Mapping[Id, str]) -> list[Id]:
    """Return the choices that `text` names: by id or label, by words of a label, or nearly."""
    typed = fold(text)
    exact = [choice for choice, label in labels.items() if typed in {fold(choice), fold(label)}]
    return exact or _by_words(text, labels) or _nearly(typed, labels)


def _by_words(text: str, labels: Mapping[Id, str]) -> list[Id]:
    """Return the choices of whose labels all words of `text` are; none for a text without words."""
    words = set(tokens(text))
    return [choice for choice, label in labels.items() if words and words <= set(tokens(label))]


def _nearly(typed: str, labels: Mapping[Id, str]) -> list[Id]:
    folded = {choice: fold(label) for choice, label in labels.items()}
    found = process.extract(typed, folded, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return [choice for _, score, choice in found if score == found[0][1]]


def _held(text: str, labels: Mapping[Id, str]) -> list[Id]:
    """Return the choices whose whole label stands in a sentence."""
    said = _spaced(text)
    return [
        choice for choice, label in labels.items() if choice != OTHER and _spaced(label) in said
    ]


def _spaced(text: str) -> str:
    """Return the words of a text with spaces around each; a Han character is a word."""
    words = (word if not is_han(word) else " ".join(word) for word in tokens(text))
    return f" {' '.join(words)} "
