"""Markdown of answers as Block Kit's rich text, which no character of a text can break out of."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Element = dict[str, Any]

_markdown = MarkdownIt("commonmark", {"html": False})
_ANSWERS = 512
"""How many texts are remembered: about as many as there are answers, in all languages."""

_LISTS = {"bullet_list_open": "bullet", "ordered_list_open": "ordered"}
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


@lru_cache(_ANSWERS)
def rich_text(text: str) -> list[Element]:
    """Return the elements of a rich_text block: a section a paragraph, a list a list.

    They are for reading only: of an answer that is shown again, they are the same.
    """
    found = list(_elements(_markdown.parse(text)))
    for element, following in pairwise(found):
        if element["type"] == following["type"] == "rich_text_section":
            element["elements"].append({"type": "text", "text": "\n\n"})
    return found


def _elements(tokens: Iterable[Token]) -> Iterator[Element]:
    current: Element | None = None
    for token in tokens:
        if token.type in _LISTS:
            style = _LISTS[token.type]
            current = {"type": "rich_text_list", "style": style, "elements": []}
            yield current
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            current = None
        elif token.type == "inline":
            section = {"type": "rich_text_section", "elements": list(_inline(token.children or []))}
            if current is None:
                yield section
            else:
                current["elements"].append(section)


def _inline(tokens: Iterable[Token]) -> Iterator[Element]:
    styles: dict[str, bool] = {}
    link: str | None = None
    for token in tokens:
        name, _, step = token.type.rpartition("_")
        if name in _STYLES:
            styles = _switched(styles, _STYLES[name], on=step == "open")
        elif token.type == "link_open":
            link = str(token.attrs["href"])
        elif token.type == "link_close":
            link = None
        elif token.type in {"softbreak", "hardbreak"}:
            yield {"type": "text", "text": "\n"}
        elif token.content:
            yield _text(token.content, link, styles)


def _switched(styles: dict[str, bool], name: str, *, on: bool) -> dict[str, bool]:
    others = {style: True for style in styles if style != name}
    return others | {name: True} if on else others


def _text(content: str, link: str | None, styles: dict[str, bool]) -> Element:
    element: Element = {"type": "link", "url": link} if link else {"type": "text"}
    element["text"] = content
    return element | ({"style": styles} if styles else {})


@lru_cache(_ANSWERS)
def plain_text(text: str) -> str:
    """Return Markdown as plain text: for notifications, screen readers and the terminal."""
    return "\n".join(_lines(_markdown.parse(text))).strip()


def _lines(tokens: Iterable[Token]) -> Iterator[str]:
    marker: str | None = None
    number = 0
    for token in tokens:
        if token.type in _LISTS:
            marker, number = _LISTS[token.type], 0
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            marker = None
            yield ""
        elif token.type == "inline":
            said = "".join(_plain(token.children or []))
            number += 1
            start = "" if marker is None else f"{number}. " if marker == "ordered" else "• "
            yield start + said
            if marker is None:
                yield ""


def _plain(tokens: Iterable[Token]) -> Iterator[str]:
    link: str | None = None
    for token in tokens:
        if token.type == "link_open":
            link = str(token.attrs["href"])
        elif token.type == "link_close":
            yield f" ({link})"
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        else:
            yield token.content
