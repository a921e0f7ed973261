"""What the host of an address tells: whether everybody reaches it, and whose it may be."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import idna
from rapidfuzz import fuzz

from bot.content.shapes import Id
from bot.content.text import fold, tokens
from bot.forms.countries import COUNTRIES

_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_INTERNAL = {
    *("local", "localhost", "localdomain", "internal", "intranet", "private", "corp", "home"),
    *("lan", "test", "example", "invalid", "onion", "alt", "arpa"),
}
"""Top-level domains of no public page: RFC 2606, 6761, 6762 and 9476, and names of inner nets."""

_COUNTRY_TOPS = {"uk": "GB", "ac": "SH", "eu": None, "su": None}
"""Two-letter top-level domains that are not the ISO code of their country, or of none."""

_GENERIC_TOPS = {"ai", "cc", "co", "fm", "gg", "io", "ly", "me", "sh", "to", "tv", "vc", "ws"}
"""Top-level domains of countries that companies everywhere use."""

_REGISTRIES = {"ac", "co", "com", "edu", "gov", "ltd", "net", "or", "org", "plc"}
"""Second-level domains under which a country registers names: "contoso.co.uk"."""

_RELATED, _SHORTEST_WORD = 75, 3
"""How alike (0 to 100) a host's word is to a name's, and the letters it takes to compare."""

_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA"}
"""Scripts that stand in one word in Chinese, Japanese and Korean."""

_LIKE_LATIN = frozenset("аӓвгеёзіїјкмноӧрсԁһӏпԛгтуԝхѕьαβγηικνορτυχωϲϳօհոսցяıɑɡ")
"""Letters that look like Latin ones (Unicode's confusables, the common part)."""

_BEYOND_LATIN = 0x24F
"""Latin letters behind this code point are rare: readers take them for plain ones."""


def host_of(address: str) -> str:
    """Return the host of a canonical address."""
    return re.split("[/?#]", address.removeprefix("https://"), maxsplit=1)[0]


def is_public(host: str) -> bool:
    """Tell whether a host can be that of a public page.

    Its last label has letters alone, so that no IP address passes, in whatever notation.
    """
    labels = host.split(".")
    top = labels[-1]
    unknown = len(top) == 2 and top not in _COUNTRY_TOPS and _country_of(top) is None  # noqa: PLR2004
    return len(labels) > 1 and bool(_TOP.fullmatch(top)) and top not in _INTERNAL and not unknown


def readable(host: str) -> str:
    """Return a host in its own letters; what is no Punycode stays as it is."""
    try:
        return idna.decode(host)
    except UnicodeError:
        return host


def is_lookalike(host: str) -> bool:
    """Tell whether a host's letters may be taken for others: scripts mixed, or letters alike."""
    return any(_misleads(label) for label in readable(host).split("."))


def unrelated_host(address: str, names: Iterable[str]) -> bool:
    """Tell whether a host has no word of any of `names`: names of people and firms, mail domains.

    It is a hint, so in doubt they are related: names or hosts in other scripts, abbreviations.
    """
    host = fold(readable(host_of(address)))
    known = [fold(name) for name in names]
    words = [word for name in known for word in _compared(name)]
    if not words or not all(text.isascii() for text in (host, *known)):
        return False
    return not any(_related(own, word) for own in _own_labels(host) for word in words)


def other_country(address: str, code: Id) -> bool:
    """Tell whether a host stands under another country's top-level domain than that of `code`."""
    top = host_of(address).rpartition(".")[2]
    country = _country_of(top)
    return country is not None and top not in _GENERIC_TOPS and country != code


def _country_of(top: str) -> Id | None:
    """Return the country of a top-level domain; None of others, and of Europe's."""
    code = _COUNTRY_TOPS.get(top, top.upper())
    return code if code in COUNTRIES else None


def _misleads(label: str) -> bool:
    letters = [letter for letter in label if not letter.isascii()]
    rare = any("a" <= fold(c)[:1] <= "z" and ord(c) > _BEYOND_LATIN for c in letters)
    alike = bool(letters) and all(letter in _LIKE_LATIN for letter in letters)
    return rare or alike or len({_script(c) for c in label if c.isalpha()}) > 1


def _script(letter: str) -> str:
    """Return the script that the Unicode name of a letter begins with."""
    script = unicodedata.name(letter, "").split(" ")[0]
    return "CJK" if script in _EAST_ASIAN else script


def _own_labels(host: str) -> Iterator[str]:
    """Give the labels of a host that its owner chose: without the top level and registries."""
    labels = host.split(".")[:-1]
    own = [label for label in labels if label not in _REGISTRIES]
    return (label.replace("-", "") for label in own)


def _compared(name: str) -> Iterator[str]:
    """Give what a host may have of a name: its words, all of them together, their first letters."""
    words = tokens(name)
    together = "".join(words)
    initials = "".join(word[0] for word in words)
    return (word for word in (*words, together, initials) if len(word) >= _SHORTEST_WORD)


def _related(label: str, word: str) -> bool:
    contained = word in label or (len(label) >= _SHORTEST_WORD and label in word)
    return contained or fuzz.ratio(label, word) >= _RELATED
