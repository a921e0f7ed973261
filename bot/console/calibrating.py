"""`calibrate` and `words`: what editors run after a change."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from babel.numbers import format_percent

from bot.answering.examples import examples
from bot.app import MODEL
from bot.console.words import place, say, screen, tell_findings, terminal_locale
from bot.content.catalogs import bring_up
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.settings import KNOWLEDGE, TEMPLATES


def calibrate(folder: Path = KNOWLEDGE) -> None:
    """Fit the model anew and keep it."""
    from bot.answering.fitting import fit, shares_right  # noqa: PLC0415 - it needs scikit-learn

    with _told_plainly():
        knowledge = read_knowledge(folder)
    model = fit(knowledge)
    model.save(folder / MODEL)
    _tell(knowledge, shares_right(model, knowledge))


@contextmanager
def _told_plainly() -> Iterator[None]:
    """End with what is wrong where content can't be read."""
    try:
        yield
    except ContentError as error:
        tell_findings(error.findings)
        sys.exit(1)


def _tell(knowledge: Knowledge, shares: Mapping[str, float]) -> None:
    reader = terminal_locale()
    rates = ", ".join(f"{each} {format_percent(s, locale=reader)}" for each, s in shares.items())
    screen.print(say("calibrated", examples=len(examples(knowledge)), rates=rates))


def bring_up_words(knowledge_folder: Path = KNOWLEDGE, templates: Path = TEMPLATES) -> None:
    """Write the catalogs that lack words, and name them."""
    with _told_plainly():
        locales = list(read_knowledge(knowledge_folder).locales)
        changed = bring_up(templates, knowledge_folder / "interface", locales)
    for path in changed:
        screen.print(place(Finding(path, 1, "catalog-behind")))
