"""Addresses of public pages: understood and judged by their text alone, never fetched."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote

import idna

from bot.content.text import LONGEST_READ, fold
from bot.forms.hosts import is_lookalike, is_public, readable
from bot.forms.readings import Problem

LONGEST = 500
"""How many characters an address takes."""

_TOO_LONG = Problem("too-long", {"most": str(LONGEST)})
_UNCLEAR = Problem("address-unclear")

_HTTPS, _HTTP = "https://", "http://"
_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:|[a-z][a-z0-9+.-]*:/", re.IGNORECASE)
_IN_PATHS = "/?#%:@!$&'()*+,;=~-._"
_NEVER = frozenset('\\<>"`{}|^')
_SCRIPT = re.compile(r"(?<![a-z])(?:javascript|vbscript|data):")
_PORT = re.compile(r"(?P<host>[^:@\[\]]+):(?P<port>[0-9]{1,5})")

_LEFT_OUT = '\\s<>"`，。、；：！？（）《》「」“”‘’'
_LINK = re.compile(
    rf"https?://[^{_LEFT_OUT}]+"
    rf"|(?<![\w@.-])www\.[^{_LEFT_OUT}]+"
    rf"|(?<![a-z0-9@./_-])(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{{2,}}/[^{_LEFT_OUT}]*",
    re.IGNORECASE,
)
_ENDINGS = ".,;:!?'*_~…"
_BRACKETS = {")": "(", "]": "["}


class AddressError(ValueError):
    """An address that can't be taken; `problem` tells why."""

    def __init__(self, problem: Problem) -> None:
        """Tell why by a problem of forms."""
        super().__init__(problem.code)
        self.problem = problem


class _Address(NamedTuple):
    """A host in Punycode, and the path, query and fragment behind it."""

    host: str
    rest: str

    def __str__(self) -> str:
        return f"{_HTTPS}{self.host}{self.rest}"


def canonical(text: str) -> str:
    """Return the https address that `text` is, in ASCII; raise AddressError if it is none.

    A missing scheme is https. Nothing is resolved or fetched: whether the page is there, and whose
    it is, somebody of the team sees.
    """
    typed = text.strip()
    _check_characters(typed)
    plain = typed.lower().startswith(_HTTP)
    found, port = _understood(typed[len(_HTTP) :] if plain else typed)
    address = str(found)
    if len(address) > LONGEST:
        raise AddressError(_TOO_LONG)
    if port is not None:
        raise AddressError(Problem("address-port", {"port": port, "https": address}))
    if plain:
        raise AddressError(Problem("address-not-https", {"https": address}))
    return address


def shown(address: str) -> str:
    """Return a canonical address with its host in the host's own letters.

    Where these may be taken for others, Punycode follows: "https://аррle.com (xn--le-6kc8da.com)".
    """
    host, rest = _parted(address.removeprefix(_HTTPS))
    both = f" ({host})" if is_lookalike(host) else ""
    return f"{_HTTPS}{readable(host)}{rest}{both}"


def find_address(text: str) -> str | None:
    """Return the first address in `text` as typed: a link, `www.…`, a host with a path."""
    found = _LINK.search(text[:LONGEST_READ])
    return _without_ending(found[0]) if found else None


def _check_characters(text: str) -> None:
    """Refuse what no address has, before it is parsed: parsers drop some of it silently.

    The same holds for what is written with percent signs.
    """
    if len(text) > LONGEST:
        raise AddressError(_TOO_LONG)
    unquoted = unquote(text)
    hidden = any(unicodedata.category(c)[0] == "C" for c in unquoted)
    spaced = any(unicodedata.category(c)[0] == "Z" for c in text)
    script = _SCRIPT.search(fold(unquoted))
    if hidden or spaced or script or not _NEVER.isdisjoint(unquoted):
        raise AddressError(_UNCLEAR)


def _understood(typed: str) -> tuple[_Address, str | None]:
    """Return an address, and the port that stood in it."""
    bare = typed[len(_HTTPS) :] if typed.lower().startswith(_HTTPS) else typed
    if bare is typed and _SCHEME.match(typed):
        raise AddressError(_UNCLEAR)
    host, rest = _parted(bare)
    ported = _PORT.fullmatch(host)
    known = _in_ascii(ported["host"] if ported else host)
    if not is_public(known):
        raise AddressError(Problem("address-not-public", {"host": readable(known)}))
    address = _Address(known, "" if rest == "/" else quote(rest, safe=_IN_PATHS))
    return address, ported["port"] if ported else None


def _parted(address: str) -> _Address:
    """Part an address without its scheme where the host ends."""
    end = re.search(r"[/?#]|$", address)
    at = end.start() if end else len(address)
    return _Address(address[:at], address[at:])


def _in_ascii(host: str) -> str:
    """Return a host in Punycode (IDNA 2008); users and brackets are no part of one."""
    try:
        encoded = idna.encode(host, uts46=True, std3_rules=True)
    except UnicodeError:
        raise AddressError(_UNCLEAR) from None
    return encoded.decode("ascii").removesuffix(".")


def _without_ending(link: str) -> str:
    """Return a link without the sentence's punctuation; a bracket stays if it was opened inside."""
    while link[-1] in _ENDINGS or link[-1] in _BRACKETS:
        opening = _BRACKETS.get(link[-1])
        if opening and link.count(opening) >= link.count(link[-1]):
            break
        link = link[:-1]
    return link
