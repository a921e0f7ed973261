"""Countries by their names in every language: looked up, found in a sentence, searched for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from babel import Locale as Cldr
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.content.shapes import SOURCE_LOCALE, Id, Locale
from bot.content.text import LONGEST_READ, fold, is_han, tokens

Everyday = Mapping[Id, Sequence[str]]
"""Names beyond those of CLDR, by code (`knowledge/countries.yaml`)."""

Parts = tuple[str, ...]
"""A text as folded words; a Han character is a word of its own."""

NO_COUNTRY = "ZZ"
"""CLDR's code of an unknown region: what is named so is an ordinary word too, or no country."""

_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB"]
) | {NO_COUNTRY}
"""Codes of two letters in CLDR that ISO 3166 gives to no country: reserved, unions, pseudo."""

COUNTRIES = frozenset(
    str(code)
    for code in Cldr.parse(SOURCE_LOCALE).territories
    if re.fullmatch("[A-Z]{2}", str(code)) and code not in _NOT_COUNTRIES
)
"""The codes of ISO 3166, and Kosovo's."""

_AFTER_Z = {"sv": "åäö", "fi": "åäö", "nb": "æøå", "da": "æøå"}
"""Letters that stand behind z in a language's alphabet; Babel has no collation."""

_SHORT = 3
"""Names of so many letters are abbreviations: in a sentence they count in capitals alone."""

_INSIDE = 4
"""A query of so many letters is found inside of a word too: "korea" in "Sydkorea"."""

_HELD = 3
"""The place of a name that holds a query inside of a word: close names may go before it."""

_LISTED, _CLOSE, _CLOSE_PART = 70, 80, 85
"""How alike (0 to 100) a name is to a query that lists it, to a text, to a part of a sentence."""

_LISTED_HAN = 50
"""The same for a query in Han characters: of two, one may be wrong."""

_SHORTEST_PART, _MOST_PARTS, _WORDS_IN_PART = 5, 20, 3
"""Which parts of a sentence may be misspelt names: their letters, how many words, and of where."""

_CAPITALS = re.compile(r"(?<![A-Za-z])(?:[A-Z]\.?){2,3}(?![A-Za-z])")


class _Name(NamedTuple):
    """One name of a country as it is compared; `locale` is None for an everyday name."""

    key: str
    code: Id
    locale: Locale | None


class Countries:
    """The countries of ISO 3166 (and Kosovo) by their names in CLDR and in everyday speech."""

    def __init__(self, locales: Iterable[Locale], everyday: Everyday) -> None:
        """Know the names of `locales`, and the `everyday` ones."""
        known = dict.fromkeys((*locales, SOURCE_LOCALE))
        self._labels = {locale: _labels(locale) for locale in known}
        self._ordered = {locale: _sorted(self._labels[locale], locale) for locale in known}
        self._codes = _codes(self._labels[SOURCE_LOCALE])
        self._names = list(dict.fromkeys(_names(self._labels, everyday)))
        self._keys = [name.key for name in self._names]
        self._sentences = _Sentences(self._names, everyday.get(NO_COUNTRY, ()))

    def every(self, locale: Locale) -> Sequence[Id]:
        """Return the codes of all countries in the order of a language's alphabet."""
        return self._ordered[self._spoken(locale)]

    def label(self, code: Id, locale: Locale) -> str:
        """Return a country's name in a language; what is no code stays as it is."""
        return self._labels[self._spoken(locale)].get(code, code)

    def coded(self, text: str) -> Id | None:
        """Return the country that an ISO code of two or three letters stands for, or None."""
        return self._codes.get(text.strip().upper())

    def exactly(self, text: str) -> Sequence[Id]:
        """Return the countries of which `text` is a name: two for "Korea"."""
        return self._sentences.exactly(text)

    def named(self, text: str) -> Sequence[Id]:
        """Return the countries that a sentence names; a name in doubt counts if there is no other.

        Names are whole words, the longest where they overlap: "Guinea-Bissau" is not Guinea.
        """
        return self._sentences.named(text)

    def surely_named(self, text: str) -> Sequence[Id]:
        """Return the countries that a sentence names without abbreviations and words in doubt."""
        return self._sentences.surely_named(text)

    def misspelt(self, text: str) -> Sequence[Id]:
        """Return the countries that `text`, or else a part of it, nearly names; best first."""
        whole = self._scores([_key(text)], self._keys, _CLOSE)
        scores = whole or self._scores(_spans(text), self._keys, _CLOSE_PART)
        return sorted(scores, key=lambda code: -scores[code])

    def search(self, query: str, locale: Locale) -> Sequence[Id]:
        """Return what a query finds, likeliest first: codes, beginnings, parts of names, misspelt.

        Names of the reader's language go before those of others, then the alphabet decides.
        """
        key = _key(query)
        if not key:
            return ()
        ranks = self._ranks(query, key, locale)
        if any(place < _HELD for place, _ in ranks.values()):
            return sorted(self._in_order(ranks, locale), key=ranks.__getitem__)
        likeness, held = self._likeness(key), (float(_CLOSE), 0.0)
        scores = {**likeness, **{code: max(held, likeness.get(code, held)) for code in ranks}}
        return sorted(self._in_order(scores, locale), key=lambda code: scores[code], reverse=True)

    def _ranks(self, query: str, key: str, locale: Locale) -> Mapping[Id, tuple[int, bool]]:
        """Return each country's best place, and whether that is by a foreign name."""
        coded = self.coded(query)
        ranks = dict.fromkeys([coded] if coded else [], (0, False))
        for name in self._names:
            place = _place(key, name.key)
            if place is not None:
                rank = (place, name.locale != locale)
                ranks[name.code] = min(rank, ranks.get(name.code, rank))
        return ranks

    def _likeness(self, key: str) -> Mapping[Id, tuple[float, float]]:
        """Return how like `key` a country's name or its beginning is, and how like the name is."""
        cutoff = _LISTED_HAN if is_han(key) else _LISTED
        whole = self._scores([key], self._keys, cutoff)
        begun = self._scores([key], [name[: len(key)] for name in self._keys], cutoff)
        names = {code: whole.get(code, 0.0) for code in {*whole, *begun}}
        return {code: (max(begun.get(code, 0.0), score), score) for code, score in names.items()}

    def _in_order(self, codes: Iterable[Id], locale: Locale) -> Iterator[Id]:
        wanted = set(codes)
        return (code for code in self.every(locale) if code in wanted)

    def _scores(
        self, texts: Iterable[str], keys: Sequence[str], cutoff: float
    ) -> Mapping[Id, float]:
        """Return how alike each country's likest name is to one of `texts`, from `cutoff` on."""
        scores: dict[Id, float] = {}
        for text in texts:
            for _, score, index in process.extract(
                text, keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
            ):
                code = self._names[index].code
                scores[code] = max(score, scores.get(code, score))
        return scores

    def _spoken(self, locale: Locale) -> Locale:
        return locale if locale in self._labels else SOURCE_LOCALE


class _Sentences:
    """Finds names of countries as whole words."""

    def __init__(self, names: Iterable[_Name], in_doubt: Iterable[str]) -> None:
        self._codes = _by_parts(names)
        self._in_doubt = {_parts(name) for name in in_doubt}
        self._longest_name = max(map(len, (*self._codes, *self._in_doubt)))

    def exactly(self, text: str) -> Sequence[Id]:
        return self._codes.get(_parts(text), ())

    def named(self, text: str) -> Sequence[Id]:
        mentions = list(self._mentions(text))
        sure = [parts for parts in mentions if parts not in self._in_doubt]
        return self._named_by(sure or mentions)

    def surely_named(self, text: str) -> Sequence[Id]:
        mentions = (parts for parts in self._mentions(text) if parts not in self._in_doubt)
        return self._named_by(parts for parts in mentions if not _is_short(parts))

    def _named_by(self, mentions: Iterable[Parts]) -> Sequence[Id]:
        codes = (code for parts in mentions for code in self._codes.get(parts, ()))
        return tuple(dict.fromkeys(codes))

    def _mentions(self, text: str) -> Iterator[Parts]:
        """Give every name in `text`, the longest at each place."""
        words, capitals, start = _parts(text), _capitals(text), 0
        while start < len(words):
            found = self._first(words[start : start + self._longest_name], capitals)
            if found:
                yield found
            start += len(found) or 1

    def _first(self, words: Parts, capitals: set[Parts]) -> Parts:
        """Return the longest name that `words` begin with; of no words when there is none."""
        beginnings = (words[:length] for length in range(len(words), 0, -1))
        return next((parts for parts in beginnings if self._is_name(parts, capitals)), ())

    def _is_name(self, parts: Parts, capitals: set[Parts]) -> bool:
        known = parts in self._codes or parts in self._in_doubt
        return known and (not _is_short(parts) or parts in capitals)


def _labels(locale: Locale) -> Mapping[Id, str]:
    """Return CLDR's name of each country in a language."""
    names = Cldr.parse(locale).territories
    return {code: name for code, name in names.items() if code in COUNTRIES}


def _sorted(labels: Mapping[Id, str], locale: Locale) -> Sequence[Id]:
    return sorted(labels, key=lambda code: _alphabetical(labels[code], locale))


def _alphabetical(label: str, locale: Locale) -> tuple[str, bytes]:
    """Return what sorts a name as a language's readers expect.

    GB 18030 has the common Han characters in the order of their pinyin. "{" is ASCII's next to z.
    """
    if is_han(label):
        return "", label.encode("gb18030")
    last = _AFTER_Z.get(locale, "")
    letters = (chr(ord("{") + last.index(c)) if c in last else fold(c) for c in label.casefold())
    return "".join(letters), b""


def _codes(labels: Mapping[Id, str]) -> Mapping[str, Id]:
    """Return the country of each ISO code of two letters, and of three by CLDR's aliases."""
    found = {code: code for code in labels}
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and len(codes) == 1 and codes[0] in labels:  # noqa: PLR2004 - alpha-3
            found[alias] = codes[0]
    return found


def _names(labels: Mapping[Locale, Mapping[Id, str]], everyday: Everyday) -> Iterator[_Name]:
    """Give all names of all countries, those of CLDR first."""
    for locale, names in labels.items():
        yield from (_Name(_key(name), code, locale) for code, name in names.items())
    for code, called in everyday.items():
        if code != NO_COUNTRY:
            yield from (_Name(_key(name), code, None) for name in called)


def _by_parts(names: Iterable[_Name]) -> Mapping[Parts, Sequence[Id]]:
    """Return the countries of each name; what CLDR names so goes before everyday speech."""
    found: dict[Parts, dict[Id, Locale | None]] = {}
    for name in names:
        codes = found.setdefault(_parts(name.key), {})
        if name.locale or not any(codes.values()):
            codes.setdefault(name.code, name.locale)
    return {parts: tuple(codes) for parts, codes in found.items()}


def _place(key: str, name: str) -> int | None:
    """Return how well a name begins with, or holds, what was typed: 0 is best, None not at all."""
    if key == name:
        return 0
    if name.startswith(key):
        return 1
    if f" {key}" in name:
        return 2
    return _HELD if key in name and (len(key) >= _INSIDE or is_han(key)) else None


def _spans(text: str) -> Iterator[str]:
    """Give the parts of a sentence that may be misspelt names."""
    words = [word for word in tokens(text[:LONGEST_READ]) if not is_han(word)][:_MOST_PARTS]
    for start in range(len(words)):
        for end in range(start + 1, min(start + _WORDS_IN_PART, len(words)) + 1):
            span = " ".join(words[start:end])
            if len(span) >= _SHORTEST_PART:
                yield span


def _key(text: str) -> str:
    return " ".join(tokens(text[:LONGEST_READ]))


def _parts(text: str) -> Parts:
    words = tokens(text[:LONGEST_READ])
    return tuple(part for word in words for part in (word if is_han(word) else [word]))


def _capitals(text: str) -> set[Parts]:
    """Return what is written in two or three capitals, with dots or without."""
    return {_parts(found) for found in _CAPITALS.findall(text[:LONGEST_READ])}


def _is_short(parts: Parts) -> bool:
    name = "".join(parts)
    return len(name) <= _SHORT and not is_han(name)
