"""Says things in the terminal, in its language: the words are in `templates/console/`."""

import os
from collections.abc import Mapping
from functools import cache

from rich.console import Console

from bot.content.findings import ContentError, Finding
from bot.content.shapes import SOURCE_LOCALE
from bot.content.words import Words, read_words
from bot.settings import KNOWLEDGE, ROOT, TEMPLATES, SettingsError
from bot.slack.screens.templates import Templates

screen = Console(highlight=False, markup=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def terminal_locale() -> str:
    """Return the terminal's language, if it is spoken here."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "").split("_")[0].split(".")[0].lower()
        if language:
            known = (KNOWLEDGE / "interface" / f"{language}.po").exists()
            return language if known else SOURCE_LOCALE
    return SOURCE_LOCALE


@cache
def _templates(locale: str) -> Templates:
    try:
        words = read_words(KNOWLEDGE / "interface", [locale])
    except ContentError:
        words = Words({})
    return Templates(TEMPLATES / "console", words)


def say(template: str, locale: str | None = None, /, **values: object) -> str:
    """Return a sentence of `templates/console/`, in the terminal's language or in `locale`."""
    language = locale or terminal_locale()
    return _templates(language).plain(template, language, values)


def sentence(rule: str, values: Mapping[str, str]) -> str:
    """Return what is wrong and how to cure it."""
    return say("problems", rule=rule, values=values)


def place(finding: Finding) -> str:
    """Return the file and line of a finding, as editors jump to."""
    path = finding.path
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{shown}:{finding.line}"


def tell_findings(findings: list[Finding]) -> None:
    """Print each finding with its place and its cure."""
    for finding in findings:
        errors.print(f"{place(finding)}: {sentence(finding.rule, finding.values)}")


def tell_settings(error: SettingsError) -> None:
    """Print a sentence for each setting that is missing or wrong."""
    for rule, name in error.problems:
        errors.print(sentence(rule, {"name": name}))
