"""Checks of the interface's words: complete, with the right plurals and placeholders."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.content.catalogs import TEMPLATE, brought_up
from bot.content.findings import Finding
from bot.content.shapes import SOURCE_LOCALE

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def check_catalogs(templates: Path, folder: Path, locales: list[str]) -> list[Finding]:
    """Find catalogs that are missing or behind the templates, and words that are not right."""
    wanted = dict(brought_up(templates, folder, locales))
    found = []
    for path, content in wanted.items():
        if not path.exists():
            found.append(Finding(path, 1, "file-missing"))
        elif path.read_bytes() != content:
            found.append(Finding(path, 1, "catalog-behind"))
        elif path.name != TEMPLATE and path.stem != SOURCE_LOCALE:
            found.extend(_check_words(path))
    return sorted(found)


def _check_words(path: Path) -> Iterator[Finding]:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem)
    for message in catalog:
        if message.id:
            for rule in _problems(catalog, message):
                values = {"text": _source(message)[:60]}
                yield Finding(path, message.lineno or 1, rule, values)


def _problems(catalog: Catalog, message: Message) -> Iterator[str]:
    given = _all(message.string)
    if not all(given):
        yield "word-untranslated"
        return
    if message.fuzzy:
        yield "word-fuzzy"
    if message.pluralizable and len(given) != catalog.num_plurals:
        yield "plurals-wrong"
    wanted = set(_PLACEHOLDER.findall(_source(message)))
    if any(set(_PLACEHOLDER.findall(each)) != wanted for each in given):
        yield "placeholders-differ"


def _source(message: Message) -> str:
    """Return the English words, of a plural those for many: these name every placeholder."""
    return _all(message.id)[-1]


def _all(words: object) -> list[str]:
    """Return the forms of a message: one, or one for each plural."""
    return [str(each or "") for each in (words if isinstance(words, tuple) else [words])]
