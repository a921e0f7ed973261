"""Brings the `.po` files up to the words that the templates use: an editor's command."""

from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

from bot.content.files import read_text
from bot.content.findings import ContentError, Finding
from bot.content.shapes import SOURCE_LOCALE
from bot.content.words import DOMAIN

TEMPLATE = f"{DOMAIN}.pot"
_METHODS = [("**.j2", "jinja2")]
_WIDTH = 100


def extract(templates: Path) -> Catalog:
    """Return a catalog of every word that the templates use."""
    catalog = Catalog(project="Partner Desk", version="", charset="utf-8")
    for name, _line, message, comments, context in _words_of(templates):
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def _words_of(templates: Path) -> list[Any]:
    """Return the words of all templates in order; raise ContentError for a broken template."""
    read: list[str] = []
    found = extract_from_dir(
        templates,
        _METHODS,
        keywords=DEFAULT_KEYWORDS,
        options_map={"**.j2": {"silent": "false"}},
        callback=lambda name, *_: read.append(name),
    )
    try:
        return sorted(found, key=lambda each: each[:2])
    except TemplateSyntaxError as error:
        values = {"problem": error.message or ""}
        finding = Finding(templates / read[-1], error.lineno, "template-broken", values)
        raise ContentError([finding]) from None


def brought_up(templates: Path, folder: Path, locales: list[str]) -> Iterator[tuple[Path, bytes]]:
    """Give each catalog file with the content that it should have."""
    source = extract(templates)
    yield folder / TEMPLATE, _written(source)
    for locale in locales:
        if locale != SOURCE_LOCALE:
            path = folder / f"{locale}.po"
            yield path, _written(_updated(path, locale, source))


def _updated(path: Path, locale: str, source: Catalog) -> Catalog:
    if not path.exists():
        catalog = Catalog(locale=locale, project="Partner Desk", version="", charset="utf-8")
    else:
        catalog = read_po(StringIO(read_text(path)), locale=locale)
    catalog.update(source, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def _written(catalog: Catalog) -> bytes:
    """Write a catalog without dates and lines, so that only words make a difference."""
    catalog.header_comment = ""
    catalog.fuzzy = False
    text = BytesIO()
    write_po(
        text, catalog, width=_WIDTH, omit_header=False, no_location=False, include_lineno=False
    )
    kept = [line for line in text.getvalue().split(b"\n") if not _is_volatile(line)]
    return b"\n".join(kept)


def _is_volatile(line: bytes) -> bool:
    return line.startswith(
        (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-T')
    )


def bring_up(templates: Path, folder: Path, locales: list[str]) -> list[Path]:
    """Write the catalogs that differ; return their paths."""
    changed = []
    for path, content in brought_up(templates, folder, locales):
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed
