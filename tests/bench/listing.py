"""The desk with many tickets: any list, its counts and how it is drawn, and a card redrawn.

Then the same desk with nine earlier years of it, which are to change no list much.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from bot.app import Content, read_content
from bot.desk.listings import Listing, Place, View
from bot.services import deadlines, dossiers
from bot.services import listing as looking
from bot.services.acting import Actor
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.drawing import Held
from bot.storage.database import Database
from bot.storage.migrating import migrate
from tests.bench import backlog
from tests.bench.backlog import ENTRIES, NOW, SUPPORT, WORKSPACE
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing, timed
from tests.postgresql import empty, server

T = TypeVar("T")

_TICKETS, _YEARS = 100_000, 9
_CARDS = 200
_TURNS, _TRIES = 3, 3
_SEED = 7
_LIST, _CARD, _SLOWER = Goal(50, unit=" ms"), Goal(20, unit=" ms"), Goal(2, 1, unit=" ×")
_ACTOR = Actor(WORKSPACE, SUPPORT[0], is_support=True)
_DAY = 24 * 3600.0
_SEARCHED = (
    *("invoice", "inv", "kpi", "the kpi", "in pa", "learning77", "77", "#777"),
    *("学习", "的", "example the", "notaword"),
)
"""Rare words and common ones, beginnings of words, numbers, several at once, and none."""


class _Timings(NamedTuple):
    """Seconds: of each list and each card; of each list by itself, in its best turn; of filling."""

    lists: Timing
    cards: Timing
    each: Mapping[str, float]
    filled: float


def report() -> None:
    """Print how long lists and cards take on both engines, beside their goals."""
    content = read_content()
    with TemporaryDirectory() as folder, server(durable=True) as url:
        found = {
            ("SQLite", years): _measured(
                f"sqlite:///{Path(folder) / f'{years}.db'}", content, years
            )
            for years in (0, _YEARS)
        }
        found |= {
            ("PostgreSQL", years): _measured(empty(url), content, years) for years in (0, _YEARS)
        }
    for years in (0, _YEARS):
        sized = {engine: timings for (engine, of), timings in found.items() if of == years}
        _show(sized, _TICKETS * (1 + years))
    _show_growth(found)


def _show(sized: Mapping[str, _Timings], tickets: int) -> None:
    rows = [row for engine, timings in sized.items() for row in _rows(engine, timings)]
    title = f"Desk: {tickets:,} tickets, {tickets * ENTRIES:,} rows of history"
    show(title, ("ms", "mean", "p50", "p95", "p99", "goal of p99", ""), rows)
    filled = ", ".join(f"{engine} {timings.filled:.0f} s" for engine, timings in sized.items())
    note("A list is a page of any view, narrowed down or searched or not, first or halfway, with")
    note(f"all counts, drawn as a Home tab; the best of up to {_TRIES} tries. Filling: {filled}.\n")


def _rows(engine: str, timings: _Timings) -> Iterator[list[str]]:
    for name, timing, goal in (
        ("any list", timings.lists, _LIST),
        ("a card redrawn", timings.cards, _CARD),
    ):
        yield [f"{engine}: {name}", *timing.cells(), *judged(goal, timing.p99 * 1000)]


def _show_growth(found: Mapping[tuple[str, int], _Timings]) -> None:
    """Print by how much the earlier years slow down the lists that they slow down most."""
    rows = []
    for engine in dict.fromkeys(engine for engine, _ in found):
        small, large = (found[engine, years].each for years in (0, _YEARS))
        slower = sorted(large, key=lambda name: large[name] / small[name], reverse=True)
        for name in slower[:3]:
            cells = [f"{each[name] * 1000:.1f}" for each in (small, large)]
            times = large[name] / small[name]
            row = [f"{engine}: {name}", *cells, f"{times:.2f}", *judged(_SLOWER, times)]
            rows.append(row)
    headings = ("ms, the best turn", "small", "large", "times", "goal", "")
    show("The lists that nine earlier years slow down most", headings, rows)


def _measured(url: str, content: Content, years: int) -> _Timings:
    filled = _filled(url, content, years)
    with (
        closing(Database(url)) as database,
        database.engine.connect().execution_options(reads_only=True) as connection,
    ):
        listings = dict(_listings(_TICKETS * years + 1))
        turns, lists = _timed(_list(connection, content), list(listings.values()), _LIST)
        each = {
            name: min(took) for name, took in zip(listings, zip(*turns, strict=True), strict=True)
        }
        _, cards = _timed(_card(connection, content), _some_tickets(years), _CARD)
    return _Timings(lists, cards, each, filled)


def _filled(url: str, content: Content, years: int) -> float:
    """Fill a new database; return the seconds that it took."""
    start = time.perf_counter()
    migrate(url)
    with closing(Database(url)) as database:
        database.run_now(backlog.fill, content.decider.knowledge, _TICKETS, years)
        with database.engine.connect() as connection:
            backlog.settle(connection)
    return time.perf_counter() - start


_Turns = list[list[float]]


def _timed(
    call: Callable[[T], object], arguments: Sequence[T], goal: Goal
) -> tuple[_Turns, Timing]:
    """Time calls after a first turn, in which each statement is compiled once.

    Return the seconds of all turns, and the best try of them.
    """
    timed(call, arguments)
    turns: _Turns = []
    tries: list[Timing] = []
    while not tries or (len(tries) < _TRIES and not goal.reached(tries[-1].p99 * 1000)):
        new = [timed(call, arguments) for _ in range(_TURNS)]
        turns += new
        tries.append(Timing.of([took for turn in new for took in turn]))
    return turns, min(tries, key=lambda each: each.p99)


def _listings(first: int) -> Iterator[tuple[str, Listing]]:
    """Give what somebody may choose to see: each view, whole, narrowed down, searched, deep.

    `first` is the number of the first ticket of the last year, at the end of which it is.
    """
    halfway = first + _TICKETS // 2
    deep = {View.RESOLVED: (NOW - 15 * _DAY, halfway), View.ALL: (halfway,)}
    searched = (*_SEARCHED, f"INV-{first + 12_344:06}")
    for view in View:
        here = deep.get(view, (1.0, 2.0, NOW - 182 * _DAY, halfway))
        listings = [
            Listing(view),
            Listing(view, place=Place(here)),
            Listing(view, place=Place(here, before=True)),
            Listing(view, kind="directory"),
            Listing(view, locale="zh"),
            Listing(view, partner="U0PARTNER7"),
            Listing(view, kind="question", locale="en", text="the kpi"),
            *(Listing(view, text=text) for text in searched),
        ]
        yield from ((_named(listing), listing) for listing in listings)


def _named(listing: Listing) -> str:
    """Tell a list in a few words, whatever its size."""
    parts = [listing.view, listing.kind, listing.locale, listing.partner]
    place = listing.place and ("before" if listing.place.before else "after")
    text = "INV-" if listing.text.startswith("INV-") else listing.text
    return " ".join(str(part) for part in (*parts, place, text) if part)


def _list(connection: Connection, content: Content) -> Callable[[Listing], object]:
    artist = content.artist

    def call(listing: Listing) -> object:
        shown = looking.shown(connection, content.forms, _ACTOR, listing, "en", NOW)
        return artist.home("en", Held(), artist.listings.values(shown, "en", NOW))

    return call


def _card(connection: Connection, content: Content) -> Callable[[int], object]:
    desk = content.decider.knowledge.desk

    def call(ticket: int) -> object:
        dossier = dossiers.of_ticket(connection, content.forms, WORKSPACE, ticket, "en")
        if dossier is None:
            raise ValueError(ticket)
        clock = deadlines.clock_of(desk, content.hours, dossier.ticket)
        dues = Dues(clock.answer_due, clock.resolution_due)
        return content.artist.desk.card(dossier, dues, "en", NOW)

    return call


def _some_tickets(years: int) -> list[int]:
    chance = random.Random(_SEED)  # noqa: S311 - no secret, and the same each time
    return chance.sample(range(1, _TICKETS * (1 + years) + 1), _CARDS)
