"""Rows and counts of lists, as support reads them."""

from typing import Any

import pytest

from bot.app import Content
from bot.console.desk_exhibits import handed_over
from bot.desk.life import State
from bot.desk.listings import Listing, View
from bot.services.listing import Row, Shown
from bot.slack.screens.listing_drawing import gist
from bot.storage.people import Person
from bot.storage.ticket_counts import COUNTED, Counts
from bot.storage.tickets import Ticket

NOW = 1_790_000_000.0


def ticket(**values: object) -> Ticket:
    return handed_over("en")._replace(**values)  # type: ignore[arg-type]


def values_of(content: Content, *rows: Row, **counted: int) -> dict[str, Any]:
    views = {view: counted.get(view, 0) for view in View}
    shown = Shown(Listing(), rows, Counts(views, {}, {}))
    return content.artist.listings.values(shown, "en", NOW)


@pytest.mark.parametrize(
    ("answer", "resolution", "answered", "told"),
    [
        (NOW + 1, NOW + 9, None, ("answer", False)),
        (NOW - 1, NOW + 9, None, ("answer", True)),
        (NOW + 9, NOW - 1, None, ("resolution", True)),
        (NOW - 1, NOW + 9, NOW, ("resolution", False)),
        (None, NOW, None, ("resolution", False)),
    ],
)
def test_a_row_tells_what_is_due_next(
    content: Content,
    answer: float | None,
    resolution: float,
    answered: float | None,
    told: tuple[str, bool],
) -> None:
    due = ticket(answer_due=answer, resolution_due=resolution, answered_at=answered)
    (row,) = values_of(content, Row(due, Person()))["rows"]
    assert (row["due"]["what"], row["due"]["late"]) == told


@pytest.mark.parametrize("state", [State.WAITING, State.RESOLVED, State.WITHDRAWN, State.MERGED])
def test_nothing_is_due_of_what_waits_for_its_partner_or_is_over(
    content: Content, state: State
) -> None:
    waiting = ticket(state=state, answer_due=NOW - 1, resolution_due=NOW - 1)
    (row,) = values_of(content, Row(waiting, Person()))["rows"]
    assert row["due"] is None


def test_what_is_not_known_to_be_due_is_not_told(content: Content) -> None:
    (row,) = values_of(content, Row(ticket(), Person()))["rows"]
    assert row["due"] is None


def test_more_than_is_counted_is_told_as_more(content: Content) -> None:
    views = values_of(content, resolved=COUNTED + 1, all=COUNTED, open=20_000)["views"]
    numbers = {each.id: each.number for each in views}
    assert (numbers["resolved"], numbers["all"], numbers["open"]) == ("1,000+", "1,000", "20,000")


def test_a_row_begins_with_what_was_asked_on_one_short_line() -> None:
    assert gist(Row(ticket(), Person(), "  Where\n\n is it? ")) == "Where is it?"
    long = gist(Row(ticket(), Person(), "word " * 99))
    assert len(long) == 150
    assert long.endswith("…")


def test_every_view_has_a_name_of_its_own_in_every_language(content: Content) -> None:
    labels = content.artist.listings.labels()
    for position, _ in enumerate(content.decider.knowledge.locales):
        names = [labels[view][position] for view in View]
        assert len(set(names)) == len(names)
