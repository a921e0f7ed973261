"""A message holds what was changed, however much that is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.screens.shortening import cut, within

CHANGES = st.lists(
    st.fixed_dictionaries({name: st.text(max_size=2_000) for name in ("label", "before", "now")}),
    min_size=1,
    max_size=30,
)


def test_a_short_change_is_shown_as_it_is() -> None:
    changes = [{"label": "Name", "before": "Contoso", "now": "Contoso Learning"}]
    assert within(changes, 3_000) == changes
    assert within([], 3_000) == []


def test_where_nothing_was_or_is_a_dash_says_so() -> None:
    assert within([{"label": "", "before": "", "now": "x"}], 99)[0]["before"] == "–"
    assert within([{"label": "", "before": "x", "now": ""}], 99)[0]["now"] == "–"


@given(CHANGES)
def test_all_changes_together_take_no_more_than_there_is_room_for(
    changes: list[dict[str, str]],
) -> None:
    shown = within(changes, 3_000)
    assert sum(len(each["before"]) + len(each["now"]) for each in shown) <= 3_000
    assert [each["label"] for each in shown] == [each["label"] for each in changes]


@given(st.text(max_size=50), st.integers(1, 40))
def test_what_is_cut_says_that_there_is_more(text: str, most: int) -> None:
    shown = cut(text, most)
    assert len(shown) <= most
    assert (shown == text) != shown.endswith("…") or text.endswith("…")
    assert text.startswith(shown.removesuffix("…"))
