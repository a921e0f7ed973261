"""`calibrate` and `words`: what editors run after a change."""

import sys
from pathlib import Path

from babel.numbers import format_percent

from bot.answering.examples import examples
from bot.app import MODEL
from bot.console.words import place, say, screen, tell_findings, terminal_locale
from bot.content.catalogs import bring_up
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge


def calibrate(folder: Path) -> None:
    """Fit the model anew and keep it."""
    from bot.answering.fitting import fit, share_right  # noqa: PLC0415 - it needs scikit-learn

    knowledge = _read(folder)
    model = fit(knowledge)
    model.save(folder / MODEL)
    shares = {locale: share_right(model, qs) for locale, qs in knowledge.calibration.items()}
    _tell(knowledge, shares)


def _read(folder: Path) -> Knowledge:
    try:
        return read_knowledge(folder)
    except ContentError as error:
        tell_findings(error.findings)
        sys.exit(1)


def _tell(knowledge: Knowledge, shares: dict[str, float]) -> None:
    reader = terminal_locale()
    rates = ", ".join(f"{each} {format_percent(s, locale=reader)}" for each, s in shares.items())
    screen.print(say("calibrated", examples=len(examples(knowledge)), rates=rates))


def bring_up_words(knowledge_folder: Path, templates: Path) -> None:
    """Write the catalogs that lack words, and name them."""
    knowledge = _read(knowledge_folder)
    for path in bring_up(templates, knowledge_folder / "interface", list(knowledge.locales)):
        screen.print(place(Finding(path, 1, "catalog-behind")))
