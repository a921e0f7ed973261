"""What the tables hold of people is declared, column by column."""

import pytest
from sqlalchemy import Table

from bot.storage.holdings import HOLDINGS, TICKET, Fate, Holds
from bot.storage.schema import metadata

TABLES = metadata.sorted_tables


def test_promise_41_every_table_says_what_it_holds_of_people() -> None:
    assert set(HOLDINGS) == set(TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_promise_41_every_column_says_what_it_holds_of_people(table: Table) -> None:
    assert set(HOLDINGS[table].columns) == set(table.c.keys())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_promise_41_what_holds_words_of_people_says_whose_they_are(table: Table) -> None:
    holding = HOLDINGS[table]
    assert holding.of in {None, *table.c.keys()}
    assert holding.author in {None, *holding.holding(Holds.PERSON)}
    if holding.holding(Holds.CONTENT, Holds.PLACE, Holds.POSTED):
        assert holding.of is not None


def test_promise_41_every_table_of_tickets_is_among_what_goes_with_them() -> None:
    of_tickets = {table for table in TABLES if table.name.startswith("ticket_")}
    with_ticket = {table for table in of_tickets if TICKET in table.c}
    assert {table for table in with_ticket if HOLDINGS[table].of != TICKET} == set()


def test_promise_41_rows_of_somebody_are_deleted_or_blanked() -> None:
    assert all(each.own is not Fate.MARKED for each in HOLDINGS.values())
