"""The shapes of a form: what `knowledge/forms/<form>/` declares, and its words by language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field as Declared

from bot.content.shapes import SOURCE_LOCALE, Frozen, Id, Locale

Label = Annotated[str, Declared(min_length=1, max_length=75)]
"""What Slack shows whole of a label, of a choice and on a button."""

Heading = Annotated[str, Declared(min_length=1, max_length=60)]
"""Stands behind "Step 2 of 3:" in a heading, and with a number among choices."""

Cue = Annotated[str, Declared(min_length=1)]


class Field(Frozen):
    """What is declared of a field.

    `topic` explains it; `choices` are those of a choice or of confirmations, with `other` a choice
    also takes a text of its own; `accepts` are the endings of the files that are taken.
    """

    kind: Id
    topic: Id | None = None
    optional: bool = False
    choices: tuple[Id, ...] = ()
    other: bool = False
    long: bool = False
    accepts: tuple[str, ...] = ()


class Rule(Frozen):
    """A check of several fields together: its name, and which field plays which part in it."""

    rule: Id
    fields: Mapping[str, Id]


class Batch(Frozen):
    """How requests are handed in together, once a month.

    `schedule` is the calendar of it; once they show, they are resolved with `outcome`, and their
    partners are told the text block `reply`.
    """

    schedule: Id
    outcome: Id
    reply: Id


class FormFile(Frozen):
    """`form.yaml`: the topic that offers the form, and its fields in steps.

    `several` are the steps that "add another" asks once more; two requests are `same` when these
    fields agree; `computes` is the calculation whose dates stand in "what happens next"; without
    `batch` each request is worked on by itself.
    """

    topic: Id
    steps: Mapping[Id, tuple[Id, ...]] = Declared(min_length=1)
    fields: Mapping[Id, Field] = Declared(min_length=1)
    several: tuple[Id, ...] = ()
    rules: tuple[Rule, ...] = ()
    same: tuple[Id, ...] = ()
    computes: Id | None = None
    batch: Batch | None = None


class FieldWords(Frozen):
    """What a form says about a field. Slack cuts labels and hints that are longer.

    `question` asks for it in a conversation; `helps` explain its choices; `cues` announce its value
    in a sentence; `refused` are words in a file's name that tell a document which is not accepted.
    """

    label: Label
    hint: str = Declared(min_length=1, max_length=150)
    question: str = Declared(min_length=1, max_length=300)
    choices: Mapping[Id, Label] = {}
    helps: Mapping[Id, Label] = {}
    cues: tuple[Cue, ...] = ()
    refused: tuple[Cue, ...] = ()


class FormWords(Frozen):
    """`<language>.yaml` of a form. A modal's title has 24 characters (Slack's limit).

    `next` tells what happens with a request that was sent; `another` is the button of `several`.
    """

    title: str = Declared(min_length=1, max_length=24)
    button: str = Declared(min_length=1, max_length=40)
    introduction: str = Declared(min_length=1, max_length=300)
    next: str = Declared(min_length=1, max_length=300)
    another: str | None = Declared(None, min_length=1, max_length=40)
    steps: Mapping[Id, Heading]
    fields: Mapping[Id, FieldWords]


class Form(FormFile):
    """A form with its words by language."""

    id: Id
    path: Path
    words: Mapping[Locale, FormWords]

    def say(self, locale: Locale) -> FormWords:
        """Return the form's words in `locale`, else in the source language."""
        return self.words.get(locale) or self.words[SOURCE_LOCALE]

    def positions(self, lines: int) -> tuple["Position", ...]:
        """Return every step in its order, the steps of `several` once for each line."""
        repeated = [Position(step, line) for line in range(lines) for step in self.several]
        once = [Position(step) for step in self.steps if step not in self.several]
        first = bool(self.several) and next(iter(self.steps)) in self.several
        return (*repeated, *once) if first else (*once, *repeated)


class Position(NamedTuple):
    """A step of a form, and which of several lines it is about (from 0)."""

    step: Id
    line: int = 0
