from hypothesis import given
from hypothesis import strategies as st

from bot.storage.shares import in_turn, shares

NAMES = st.sampled_from("ABCDEFGH")
HELD = st.dictionaries(NAMES, st.integers(0, 9))


@given(st.lists(NAMES, unique=True), HELD, st.integers(0, 40))
def test_promise_11_all_that_is_free_is_given_and_nobody_who_holds_more_gets_it(
    waiting: list[str], held: dict[str, int], free: int
) -> None:
    given_ = shares(waiting, held, free)
    assert sum(given_.values()) == (free if waiting else 0)
    least = min((held.get(each, 0) + given_.get(each, 0) for each in waiting), default=0)
    assert all(held.get(each, 0) + more <= least + 1 for each, more in given_.items())


def test_who_waits_alone_gets_everything() -> None:
    assert shares(["A"], {"A": 9, "B": 1}, 7) == {"A": 7}


def test_promise_11_the_one_that_holds_the_least_comes_first() -> None:
    assert shares(["A", "B", "C"], {"A": 15, "B": 1}, 1) == {"C": 1}
    assert shares(["A", "B", "C"], {"A": 15, "B": 1}, 4) == {"B": 2, "C": 2}


@given(st.lists(NAMES, unique=True, min_size=1), st.integers(1, 30))
def test_promise_11_among_equals_each_has_its_turn(waiting: list[str], turns: int) -> None:
    last, had = "", list[str]()
    for _ in range(turns * len(waiting)):
        (last,) = shares(in_turn(waiting, last), {}, 1)
        had.append(last)
    assert {had.count(each) for each in waiting} == {turns}
