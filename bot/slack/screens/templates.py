"""Draws templates: JSON in which every value is JSON, and text in which every value is escaped."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markupsafe import Markup

from bot.content.words import Words

_encode = json.JSONEncoder(ensure_ascii=False).encode
NUMBER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a number: it is in no text of ours."""

_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def _as_json(value: object) -> Markup:
    """Write a value as JSON, once: what a macro made is JSON already."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        value = str(value)
    return Markup(_encode(value))  # noqa: S704 - JSON, not HTML


def _as_mrkdwn(value: object) -> str:
    """Keep a value from becoming a mention, a link or a format in Slack's text."""
    return str(value).translate(_ENTITIES)


def _environment(
    folder: Path, finalize: Callable[[object], str], *, autoescape: bool
) -> Environment:
    """Make an environment in which `finalize` writes every value."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=finalize,
        autoescape=autoescape,  # noqa: S701 - no HTML is made: `finalize` escapes what has to be
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@dataclass(frozen=True)
class Drawing:
    """A message: its blocks and the text that stands for them."""

    blocks: list[dict[str, Any]]
    text: str


@dataclass(frozen=True)
class Unnumbered:
    """A message that is the same for everybody, but for NUMBER where a number is to be."""

    blocks: str
    text: str

    def numbered(self, number: int) -> Drawing:
        """Return the message with a number in it."""
        blocks = json.loads(self.blocks.replace(NUMBER, str(number)), strict=False)
        return Drawing(blocks, self.text)


class Templates:
    """The templates of one folder, drawn in the reader's language."""

    def __init__(self, folder: Path, words: Words) -> None:
        """Prepare `folder` for Slack's JSON, Slack's text and plain text."""
        self._blocks = _environment(folder, _as_json, autoescape=True)
        self._mrkdwn = _environment(folder, _as_mrkdwn, autoescape=False)
        self._plain = _environment(folder, str, autoescape=False)
        self._words = words

    def blocks(self, name: str, locale: str, values: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        """Draw `<name>.json.j2`."""
        return json.loads(self.json(name, locale, values), strict=False)

    def json(self, name: str, locale: str, values: Mapping[str, object]) -> str:
        """Draw `<name>.json.j2`, as text."""
        return self._draw(self._blocks, f"{name}.json.j2", locale, values)

    def mrkdwn(self, name: str, locale: str, values: Mapping[str, object]) -> str:
        """Draw `<name>.txt.j2` for Slack's `text`."""
        return self._draw(self._mrkdwn, f"{name}.txt.j2", locale, values).strip()

    def plain(self, name: str, locale: str, values: Mapping[str, object]) -> str:
        """Draw `<name>.txt.j2` for a terminal."""
        return self._draw(self._plain, f"{name}.txt.j2", locale, values).strip()

    def message(self, name: str, locale: str, values: Mapping[str, object]) -> Drawing:
        """Draw a message: its blocks with their plain-text twin."""
        blocks: list[dict[str, Any]] = self.blocks(name, locale, values)
        return Drawing(blocks, self.mrkdwn(name, locale, values))

    def unnumbered(self, name: str, locale: str, values: Mapping[str, object]) -> Unnumbered:
        """Draw a message in whose blocks NUMBER stands for a number that is not known yet."""
        return Unnumbered(self.json(name, locale, values), self.mrkdwn(name, locale, values))

    def _draw(
        self, environment: Environment, name: str, locale: str, values: Mapping[str, object]
    ) -> str:
        functions = self._words.functions(locale)
        return environment.get_template(name).render(**functions, locale=locale, **values)
