"""How fast a country is found as it is typed, and whether it is the one that was meant."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from bot.content.shapes import Id, Locale
from bot.forms.countries import COUNTRIES, Countries, Everyday
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing, timed

_GOAL = Goal(5, unit=" ms")
_SEED = 20_261_120
_BEGINNING, _LISTED, _A_KIND = 4, 3, 1_000
"""Letters that are typed of a beginning, places that count as found, and queries of each kind."""


class _Query(NamedTuple):
    """What is typed by a reader of `locale`, and the country that is meant."""

    text: str
    locale: Locale
    code: Id


Search = Callable[[_Query], Sequence[Id]]


def report(locales: Sequence[Locale], everyday: Everyday) -> None:
    """Print ours, and rapidfuzz over the same names of CLDR.

    Ours also has the everyday names, and knows the reader's language.
    """
    countries = Countries(locales, everyday)
    matchers: dict[str, Search] = {
        "ours": lambda query: countries.search(query.text, query.locale),
        "rapidfuzz WRatio": _rapidfuzz(countries, locales),
    }
    asked = _asked(countries, locales)
    rows = [
        _row(name, kind, search, queries)
        for kind, queries in asked.items()
        for name, search in matchers.items()
    ]
    head = ["typed", "", "first %", f"in {_LISTED} %", "mean ms", "p50", "p95", "p99", "goal", ""]
    title = f"A country as it is typed: {len(COUNTRIES)} in {len(locales)} languages"
    show(title, head, rows, names=2)
    note("The goal is for 99 of 100 queries. The reader's language is any of them.\n")


def _row(name: str, kind: str, search: Search, queries: Sequence[_Query]) -> list[str]:
    timing = Timing.of(timed(search, queries))
    verdict = judged(_GOAL, timing.p99 * 1000) if name == "ours" else judged(None, 0)
    return [kind, name, *_found(search, queries), *timing.cells(), *verdict]


def _found(search: Search, queries: Sequence[_Query]) -> Iterator[str]:
    """Give the share of queries whose country comes first, and among the first few."""
    results = [(list(search(query)[:_LISTED]), query.code) for query in queries]
    for places in (1, _LISTED):
        yield f"{sum(code in codes[:places] for codes, code in results) / len(results):.1%}"


def _asked(countries: Countries, locales: Sequence[Locale]) -> dict[str, list[_Query]]:
    chance = random.Random(_SEED)  # noqa: S311 - no secret, and the same each time
    kinds: dict[str, Callable[[str], str]] = {
        "whole name": str,
        "beginning": lambda name: name[:_BEGINNING],
        "misspelt": lambda name: _misspelt(name, chance),
    }
    return {
        kind: [_query(countries, locales, typed, chance) for _ in range(_A_KIND)]
        for kind, typed in kinds.items()
    }


def _query(
    countries: Countries,
    locales: Sequence[Locale],
    typed: Callable[[str], str],
    chance: random.Random,
) -> _Query:
    spoken, reader = chance.choice(locales), chance.choice(locales)
    code = chance.choice(sorted(COUNTRIES))
    return _Query(typed(countries.label(code, spoken)), reader, code)


def _misspelt(name: str, chance: random.Random) -> str:
    """Leave a letter out, double it, or change it with the next; the first one stays."""
    at = chance.randrange(1, len(name) - 1) if len(name) > 2 else 0
    one, two = name[at], name[at + 1 : at + 2]
    changed = chance.choice(["", one * 2, two + one])
    return name[:at] + changed + name[at + (2 if changed == two + one else 1) :]


def _rapidfuzz(countries: Countries, locales: Sequence[Locale]) -> Search:
    """Search over every name at once with process.extract, as its documentation shows."""
    names = [
        (utils.default_process(countries.label(code, locale)), code)
        for locale in locales
        for code in sorted(COUNTRIES)
    ]
    keys = [name for name, _ in names]

    def search(query: _Query) -> Sequence[Id]:
        text = utils.default_process(query.text)
        found = process.extract(text, keys, scorer=fuzz.WRatio, limit=20)
        return list(dict.fromkeys(names[index][1] for _, _, index in found))

    return search
