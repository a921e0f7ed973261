"""Slack's own markup as HTML: bold, lists of links and mentions, code, quotes, emoji.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

Names = Callable[[str], str]

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
_LINK: Final = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_QUOTE_MARK: Final = re.compile(r"^(?:&gt;|>) ?")
_DATE: Final = re.compile(r"!date\^(\d+)\^([^|^]*)(?:\^([^|]*))?\|?(.*)")


def mrkdwn(text: str, names: Names) -> Markup:
    """Give the HTML of a text; ``names`` tells the name behind a user's or channel's id."""
    pieces = _PREFORMATTED.split(text)
    drawn = [
        Markup("<pre>{}</pre>").format(_plain(piece)) if place % 2 else _lines(piece, names)
        for place, piece in enumerate(pieces)
    ]
    return Markup().join(drawn)


def _lines(text: str, names: Names) -> Markup:
    parts: list[Markup] = []
    for quoted, group in groupby(text.split("\n"), _is_quote):
        lines = [_QUOTE_MARK.sub("", line) if quoted else line for line in group]
        inner = _inline("\n".join(lines), names)
        parts.append(Markup("<blockquote>{}</blockquote>").format(inner) if quoted else inner)
    return Markup("\n").join(parts)


def _is_quote(line: str) -> bool:
    return _QUOTE_MARK.match(line) is not None


def _inline(text: str, names: Names) -> Markup:
    parts: list[Markup] = []
    start = 0
    for found in _TOKEN.finditer(text):
        parts += [_plain(text[start : found.start()]), _token(found, names)]
        start = found.end()
    return Markup().join([*parts, _plain(text[start:])])


def _token(found: re.Match[str], names: Names) -> Markup:
    kind = str(found.lastgroup)
    inner = found.group(kind)
    if kind == "code":
        return Markup("<code>{}</code>").format(_plain(inner))
    if kind == "emoji":
        return escape(EMOJI.get(inner, found.group()))
    if kind == "angle":
        return _angle(inner, names)
    return Markup(f"<{kind}>{{}}</{kind}>").format(_inline(inner, names))  # noqa: S704 - b, i, s


def _angle(inner: str, names: Names) -> Markup:
    target, _, label = inner.partition("|")
    if target[:1] in {"@", "#"}:
        return mention(f"{target[0]}{label or names(target[1:])}")
    if date := _DATE.match(inner):
        return link(date[3] or "", date[4] or at(int(date[1])))
    if target.startswith("!"):
        return mention(label or f"@{target[1:].partition('^')[0]}")
    return link(decode(target), decode(label or target.removeprefix("mailto:")))


def mention(name: str) -> Markup:
    """Give a mention."""
    return Markup('<span class="mention">{}</span>').format(name)


def link(url: str, label: str) -> Markup:
    """Give a link that opens apart; an address that is none of the web's stays text."""
    if not url.startswith(_SAFE):
        return escape(label)
    return _LINK.format(url, label)


def at(timestamp: float) -> str:
    """Give a time as it is shown where the app gives no words for it."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M UTC")


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
