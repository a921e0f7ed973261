"""One way of looking at typed text: folded, cut into words, told apart by script."""

import re
import unicodedata
from functools import lru_cache

LONGEST_READ = 2_000
"""Characters that are looked at: a question is told by its beginning (promise 31)."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_LETTER = re.compile(f"[{_HAN}]")
_TOKEN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_MARKUP = re.compile(
    r"https?://\S+|<[^<>\s]{1,200}>|(?<![\w.+-])[\w.+-]+@[\w.-]+|:[a-z0-9_+-]{2,40}:"
)


def plain(text: str) -> str:
    """Return the beginning of `text` without addresses, mentions, emoji and control characters."""
    shown = text[:LONGEST_READ]
    if not shown.isprintable():
        shown = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in shown)
    return " ".join(_MARKUP.sub(" ", shown).split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` as it is compared: compatible forms, no case, no accents."""
    split = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in split if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Return the folded words of `text`; a run of Han characters is one token."""
    return _TOKEN.findall(fold(text))


def is_han(text: str) -> bool:
    """Tell whether there is a Han character in `text`."""
    return _HAN_LETTER.search(text) is not None
