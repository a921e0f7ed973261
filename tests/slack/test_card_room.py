"""A card shows all that a form holds as far as Slack takes it: none is too long to be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.form_exhibits import longest, ticket_of
from bot.content.forms import Position
from bot.forms import settling
from bot.forms.case import MOST_LINES, Case, Forms
from bot.forms.filled import Filled
from bot.sandbox import check_blocks, too_much_text
from bot.services.dossiers import Dossier
from bot.services.talking import LONGEST_REASON
from bot.slack.screens.card_room import Holding
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.drawing import Artist
from bot.slack.screens.shortening import room
from bot.storage.people import Person
from tests.slack.drawn import LOCALES, NOW, Json


def fullest(forms: Forms, locale: str) -> Case:
    """Give the report with the most lines, each with the longest values and a long reason."""
    case = longest(forms, forms.declared["discrepancy"], locale)
    for position in case.form.positions(MOST_LINES):
        case = case.put(position, case.at(Position(position.step, 0)))
    for ask in settling.asks(case):
        settled = case.filled.settle(ask.id, ask.options[-1], "W" * LONGEST_REASON)
        case = case.having(settled)
    return case


@pytest.mark.parametrize("locale", LOCALES)
def test_the_fullest_form_of_which_all_was_changed_fits_into_its_card(
    artist: Artist, forms: Forms, locale: str
) -> None:
    case = fullest(forms, locale)
    known = Dossier(
        ticket_of(case), Person(), case, case.having(Filled()), missing=("W" * 255,) * 6
    )
    blocks = artist.desk.card(known, Dues(NOW, NOW), locale, NOW).blocks
    assert not too_much_text(blocks)
    assert not check_blocks(blocks, "message")


def holding(rows: list[str], changes: list[str], remarks: list[str]) -> Holding:
    shown = [{"label": "Name", "shown": text, "typed": text} for text in rows]
    sections: list[Json] = [{"name": "Step", "rows": shown}]
    differences = [{"label": "Name", "before": text, "now": f"{text}!"} for text in changes]
    return Holding(sections, differences, remarks)


def test_what_fits_stays_as_it_is() -> None:
    known = holding(["Contoso"], ["Fabrikam"], ["It is new."])
    assert known.within(1_000) == known


def test_only_what_is_long_is_cut() -> None:
    cut = holding(["Contoso", "W" * 900], [], ["It is new."]).within(300)
    short, long = (row["shown"] for row in cut.sections[0]["rows"])
    assert (short, cut.remarks) == ("Contoso", ["It is new."])
    assert long.endswith("W…")


@given(st.lists(st.text(max_size=60), max_size=20), st.integers(0, 400))
def test_texts_take_no_more_than_there_is_and_use_it(texts: list[str], most: int) -> None:
    each = room(texts, most)
    taken = sum(min(len(text), each) for text in texts)
    assert taken <= max(most, len(texts))
    assert each > max(map(len, texts), default=0) - 1 or most - taken < max(len(texts), 1)
