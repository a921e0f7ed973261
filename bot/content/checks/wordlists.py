"""Checks of the lists beside the topics: links, names, intents, commands and the like."""

import re
from collections.abc import Iterator

from bot.content.checks.places import line_of, line_of_key
from bot.content.findings import Finding
from bot.content.models import Knowledge
from bot.content.shapes import SOURCE_LOCALE

_ADDRESS = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(/[^\s<>\"|]*)?")


def check_links(knowledge: Knowledge) -> Iterator[Finding]:
    """Find addresses that are none."""
    path = knowledge.folder / "links.yaml"
    for name, address in knowledge.links.items():
        if not _ADDRESS.fullmatch(address.replace("{site}", "en-us")):
            yield Finding(path, line_of_key(path, name), "link-malformed", {"name": name})


def check_glossary(knowledge: Knowledge) -> Iterator[Finding]:
    """Find product names without the English one, which all others are held against."""
    path = knowledge.folder / "glossary.yaml"
    for names in knowledge.glossary:
        if not names.get(SOURCE_LOCALE):
            name = next(iter(names.values()), "-")
            values = {"name": name, "locale": SOURCE_LOCALE}
            yield Finding(path, line_of(path, name), "name-untranslated", values)


def check_languages(knowledge: Knowledge) -> Iterator[Finding]:
    """Find lists that lack a language."""
    for locale in knowledge.locales:
        yield from _check_tables(knowledge, locale)
        for folder, ending, found in (
            ("intents", "yaml", knowledge.intents),
            ("off-topic", "txt", knowledge.off_topic),
            ("calibration", "tsv", knowledge.calibration),
        ):
            if locale not in found:
                path = knowledge.folder / folder / f"{locale}.{ending}"
                yield Finding(path, 1, "file-missing")


def _check_tables(knowledge: Knowledge, locale: str) -> Iterator[Finding]:
    for file, table in (
        ("categories.yaml", knowledge.categories),
        ("commands.yaml", knowledge.commands),
        ("conversation.yaml", knowledge.conversation),
    ):
        path = knowledge.folder / file
        for name, names in table.items():
            if not names.get(locale):
                values = {"name": name, "locale": locale}
                yield Finding(path, line_of_key(path, name), "name-untranslated", values)
    if locale not in knowledge.dates:
        path = knowledge.folder / "dates.yaml"
        yield Finding(path, 1, "name-untranslated", {"name": locale, "locale": locale})
