"""Slack's own markup as HTML: bold, lists of links and mentions, code, quotes, emoji.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a text, and what it means to them.

    ``name`` tells the name behind a user's or channel's id; ``date`` writes a timestamp after
    a format, with words for where that fails; ``here`` gives the path of an address that leads
    to this page.
    """

    name: Names
    date: Callable[[float, str, str], str]
    here: Callable[[str], str | None]


EMOJI: Final = {
    "+1": "👍",
    "-1": "👎",
    "bell": "🔔",
    "blue_book": "📘",
    "bulb": "💡",
    "calendar": "📅",
    "clock1": "🕐",
    "email": "✉️",
    "eyes": "👀",
    "hourglass": "⌛",
    "information_source": "ℹ️",
    "inbox_tray": "📥",
    "link": "🔗",
    "memo": "📝",
    "mag": "🔍",
    "pray": "🙏",
    "question": "❓",
    "rocket": "🚀",
    "smile": "😄",
    "speech_balloon": "💬",
    "tada": "🎉",
    "thumbsup": "👍",
    "thumbsdown": "👎",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "x": "❌",
}

_TOKEN: Final = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]+)>"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9_+'-]+):"
    r"|(?<![\w*])\*(?P<b>\S|\S[^*\n]*\S)\*(?![\w*])"
    r"|(?<![\w_])_(?P<i>\S|\S[^_\n]*\S)_(?![\w_])"
    r"|(?<![\w~])~(?P<s>\S|\S[^~\n]*\S)~(?![\w~])"
)
_SAFE: Final = ("http://", "https://", "mailto:", "tel:")
_PREFORMATTED: Final = re.compile(r"```\n?(.+?)```", re.DOTALL)
_HERE: Final = Markup('<a data-nav href="{}">{}</a>')
_LINK: Final = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_QUOTE_MARK: Final = re.compile(r"^(?:&gt;|>) ?")
_DATE: Final = re.compile(r"!date\^(\d+)\^([^|^]*)(?:\^([^|]*))?\|?(.*)")


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Give the HTML of a text."""
    pieces = _PREFORMATTED.split(text)
    drawn = [
        Markup("<pre>{}</pre>").format(_plain(piece)) if place % 2 else _lines(piece, reader)
        for place, piece in enumerate(pieces)
    ]
    return Markup().join(drawn)


def _lines(text: str, reader: Reader) -> Markup:
    parts: list[Markup] = []
    for quoted, group in groupby(text.split("\n"), _is_quote):
        lines = [_QUOTE_MARK.sub("", line) if quoted else line for line in group]
        inner = _inline("\n".join(lines), reader)
        parts.append(Markup("<blockquote>{}</blockquote>").format(inner) if quoted else inner)
    return Markup("\n").join(parts)


def _is_quote(line: str) -> bool:
    return _QUOTE_MARK.match(line) is not None


def _inline(text: str, reader: Reader) -> Markup:
    parts: list[Markup] = []
    start = 0
    for found in _TOKEN.finditer(text):
        parts += [_plain(text[start : found.start()]), _token(found, reader)]
        start = found.end()
    return Markup().join([*parts, _plain(text[start:])])


def _token(found: re.Match[str], reader: Reader) -> Markup:
    kind = str(found.lastgroup)
    inner = found.group(kind)
    if kind == "code":
        return Markup("<code>{}</code>").format(_plain(inner))
    if kind == "emoji":
        return escape(EMOJI.get(inner, found.group()))
    if kind == "angle":
        return _angle(inner, reader)
    return Markup(f"<{kind}>{{}}</{kind}>").format(_inline(inner, reader))  # noqa: S704 - b, i, s


def _angle(inner: str, reader: Reader) -> Markup:
    target, _, label = inner.partition("|")
    if target[:1] in {"@", "#"}:
        return mention(f"{target[0]}{label or reader.name(target[1:])}")
    if date := _DATE.match(inner):
        return link(date[3] or "", reader.date(int(date[1]), date[2], date[4]), reader)
    if target.startswith("!"):
        return mention(label or f"@{target[1:].partition('^')[0]}")
    return link(decode(target), decode(label or target.removeprefix("mailto:")), reader)


def mention(name: str) -> Markup:
    """Give a mention."""
    return Markup('<span class="mention">{}</span>').format(name)


def link(url: str, label: str, reader: Reader) -> Markup:
    """Give a link that opens apart, or in this page where it leads here.

    An address that is none of the web's stays text.
    """
    here = reader.here(url)
    if here:
        return _HERE.format(here, label)
    if not url.startswith(_SAFE):
        return escape(label)
    return _LINK.format(url, label)


def decode(text: str) -> str:
    """Turn Slack's three entities back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _plain(text: str) -> Markup:
    return escape(decode(text))


def with_emoji(text: str) -> str:
    """Replace the emoji codes of a plain text."""
    return re.sub(r":([a-z0-9_+'-]+):", lambda found: EMOJI.get(found[1], found[0]), text)


def source(text: str, names: Names) -> str:
    """Give the text as a person typed it, for the composer that changes it."""

    def typed(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        return f"{target[0]}{names(target[1:])}" if target[:1] in {"@", "#"} else label or target

    return decode(re.sub(r"<([^<>\n]+)>", typed, text))
