import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.listings import (
    LONGEST_SEARCH,
    Listing,
    Place,
    Term,
    View,
    listing_of,
    named,
    place_of,
    read_search,
    words_of,
)

LABELS: Mapping[View, list[str]] = {
    View.MINE: ["Mine", "Les miennes", "我的"],
    View.OVERDUE: ["Overdue", "En retard", "已逾期", "Te laat"],
    View.WAITING: ["Waiting", "En attente"],
}
KEYS = {View.RESOLVED: 2, View.ALL: 1}
SEARCHES = st.text(max_size=LONGEST_SEARCH)
WEIRD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


def terms(text: str) -> list[Term]:
    return list(read_search(text).terms)


def is_found(text: str, search: str) -> bool:
    """Find a text as the storage does: every term is there, or a word that begins so."""
    words = words_of([text])
    return all(
        any(word.startswith(term.word) if term.is_prefix else word == term.word for word in words)
        for term in read_search(search).terms
    )


def test_a_word_is_found_however_it_is_written() -> None:
    for search in ("ecart", "ÉCART", "Écart", "écart"):
        assert is_found("Un écart dans nos KPI", search)


def test_a_latin_word_is_found_by_its_beginning_of_two_letters() -> None:
    assert is_found("our invoices", "in")
    assert not is_found("our invoices", "voices")


def test_every_word_of_a_search_has_to_be_there() -> None:
    assert is_found("the invoice of May", "may invoice")
    assert not is_found("the invoice of May", "may june")


def test_chinese_is_found_by_one_character_and_by_several_that_stand_together() -> None:
    text = "我们的发票没有显示"
    assert is_found(text, "发")
    assert is_found(text, "发票没有")
    assert not is_found(text, "票发")


def test_digits_are_found_whole_and_apart_from_the_letters_beside_them() -> None:
    text = "Invoice FR2026-118"
    assert is_found(text, "FR2026-118")
    assert is_found(text, "2026")
    assert is_found(text, "118")
    assert not is_found(text, "11")


def test_a_domain_is_found_by_each_of_its_names() -> None:
    assert is_found("contoso.example", "contoso")
    assert is_found("contoso.example", "contoso.example")


@given(st.text(max_size=200))
def test_a_text_is_found_by_all_that_it_says(text: str) -> None:
    assert is_found(text, text)


@given(SEARCHES)
def test_no_search_has_more_than_a_few_short_terms(text: str) -> None:
    found = terms(text)
    assert len(found) <= 8
    assert all(1 <= len(term.word) <= 40 for term in found)


@given(st.lists(st.text(max_size=300), max_size=5))
def test_words_are_folded_and_none_is_long(texts: list[str]) -> None:
    for word in words_of(texts):
        assert 1 <= len(word) <= 40
        assert words_of([word]) <= words_of([word.upper(), word])


def test_a_very_long_text_has_a_limited_number_of_words() -> None:
    assert len(words_of([f"word{number}" for number in range(20_000)])) == 4_000


@pytest.mark.parametrize("text", ["12", " 12 ", "#12"])
def test_a_number_means_the_request_of_that_number(text: str) -> None:
    assert read_search(text).number == 12


def test_with_a_number_sign_nothing_else_is_meant() -> None:
    assert terms("#12") == []
    assert terms("12") == [Term("12")]


@pytest.mark.parametrize("text", ["12a", "1 2", "1234567890", "#", "１２"])
def test_what_is_no_number_means_no_request(text: str) -> None:
    assert read_search(text).number is None


@pytest.mark.parametrize("text", ["<@U0CAMILLE1>", "<@U0CAMILLE1|camille> kpi"])
def test_a_mention_means_that_partner(text: str) -> None:
    search = read_search(text)
    assert search.partner == "U0CAMILLE1"
    assert Term("camille", is_prefix=True) not in search.terms


@pytest.mark.parametrize("text", ["", "  ", "a", "?!", "<@nobody"[:2]])
def test_a_text_without_words_finds_nothing_by_words(text: str) -> None:
    assert read_search(text).is_empty


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("overdue", View.OVERDUE),
        ("EN RETARD", View.OVERDUE),
        ("retard", View.OVERDUE),
        ("te laat", View.OVERDUE),
        ("已逾期", View.OVERDUE),
        ("all", View.ALL),
        ("mine", View.MINE),
    ],
)
def test_a_view_is_named_in_every_language(text: str, view: View) -> None:
    assert named(text, LABELS) is view


@pytest.mark.parametrize("text", ["en", "", "?", "contoso", "en retard attente"])
def test_words_that_name_no_view_or_several_name_none(text: str) -> None:
    assert named(text, LABELS) is None


def listings() -> st.SearchStrategy[Listing]:
    def placed(view: View) -> st.SearchStrategy[Listing]:
        numbers = st.floats(-1e15, 1e15)
        key = st.tuples(*[numbers] * (KEYS.get(view, 4) - 1), st.integers(0, 10**15))
        texts = st.none() | st.text(min_size=1, max_size=9)
        return st.builds(
            Listing,
            view=st.just(view),
            kind=texts,
            locale=texts,
            partner=texts,
            text=SEARCHES,
            place=st.none() | st.builds(Place, key, st.booleans()),
            turn=st.integers(0, 10**6),
        )

    return st.sampled_from(View).flatmap(placed)


@given(listings())
def test_what_was_chosen_is_read_as_it_was_kept(listing: Listing) -> None:
    assert listing_of(json.loads(json.dumps(listing.as_json()))) == listing


@given(WEIRD)
def test_whatever_was_kept_is_a_choice(kept: object) -> None:
    listing = listing_of(kept)
    assert listing.view in View
    assert len(listing.text) <= LONGEST_SEARCH


@given(st.sampled_from(View), WEIRD, WEIRD)
def test_promise_34_a_place_that_is_none_in_its_list_is_ignored(
    view: View, key: object, before: object
) -> None:
    place = place_of(view, key, before)
    if place is not None:
        assert len(place.key) == KEYS.get(view, 4)
        assert all(abs(each) < 10**18 for each in place.key)


@pytest.mark.parametrize(
    "key", [[1], [1, 2, 3, float("nan")], [1, 2, 3, 10**18], [1, 2, 3, "4"], "1234", None]
)
def test_promise_34_a_forged_place_is_ignored(key: object) -> None:
    assert place_of(View.OPEN, key) is None


def test_another_choice_is_shown_from_its_beginning() -> None:
    deep = Listing(View.ALL, place=Place((7.0,)), turn=3)
    chosen = deep.chosen(view=View.MINE)
    assert chosen == Listing(View.MINE, turn=4)
    assert deep.chosen(place=Place((5.0,))).place == Place((5.0,))
