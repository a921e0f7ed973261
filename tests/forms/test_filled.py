import json

from hypothesis import given
from hypothesis import strategies as st

from bot.content.forms import Position
from bot.forms.filled import Filled, Line, from_json
from bot.forms.readings import Given
from tests.forms.forms import empty

FORM = empty("discrepancy").form

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
GIVENS = st.builds(
    Given, TEXTS | st.lists(TEXTS, max_size=3).map(tuple), st.none() | TEXTS
)  # fmt: skip
LINES = st.dictionaries(st.sampled_from(sorted(FORM.fields)), GIVENS, max_size=4)
ASKS = st.builds("rule:{}:{}".format, st.integers(0, 3), st.integers(0, 9))
FILLED = st.builds(
    Filled, st.lists(LINES, max_size=3).map(tuple), LINES, st.dictionaries(ASKS, TEXTS, max_size=3)
)
POSITIONS = st.builds(Position, st.sampled_from(sorted(FORM.steps)), st.integers(0, 4))


@given(FILLED)
def test_what_is_stored_comes_back_the_same(filled: Filled) -> None:
    assert from_json(json.loads(json.dumps(filled.as_json()))) == filled


def test_what_an_older_deploy_stored_may_lack_anything() -> None:
    assert from_json({}) == Filled()


@given(FILLED, POSITIONS, LINES)
def test_what_was_put_somewhere_is_there(filled: Filled, position: Position, line: Line) -> None:
    kept = filled.put(FORM, position, line).at(FORM, position)
    assert {field: kept[field] for field in line} == line


@given(FILLED, POSITIONS, LINES)
def test_to_put_something_changes_nothing_else(
    filled: Filled, position: Position, line: Line
) -> None:
    put = filled.put(FORM, position, line)
    assert put.settled == filled.settled
    if position.step not in FORM.several:
        assert put == filled._replace(common={**filled.common, **line})
        return
    assert put.common == filled.common
    for index, before in enumerate(filled.lines):
        assert put.lines[index] == {**before, **(line if index == position.line else {})}


@given(FILLED, st.integers(0, 4))
def test_one_line_is_taken_away_and_the_last_one_stays(filled: Filled, line: int) -> None:
    rest = filled.without(line)
    taken = line < len(filled.lines) and len(filled.lines) > 1
    assert len(rest.lines) == len(filled.lines) - taken
    assert rest.common == filled.common
    assert taken or rest == filled


def test_the_other_lines_stay_in_their_order() -> None:
    one, two, three = ({"month": Given(month)} for month in "123")
    assert Filled((one, two, three)).without(1).lines == (one, three)


def test_what_was_settled_for_a_line_goes_with_it() -> None:
    three = Filled(({}, {}, {}))
    for line in range(3):
        three = three.settle(f"report-due:{line}:2026-04-15", "send", f"reason {line}")
    rest = three.without(1)
    assert [rest.reason(f"report-due:{line}:2026-04-15") for line in range(3)] == [
        "reason 0",
        "reason 2",
        "",
    ]
    both = rest.joined(Filled(({},)).settle("report-due:0:2026-04-15", "send", "mine"))
    assert both.reason("report-due:0:2026-04-15") == "reason 0"
    assert both.reason("report-due:2:2026-04-15") == "mine"


@given(FILLED, FILLED)
def test_what_is_joined_has_the_lines_and_the_files_of_both(one: Filled, other: Filled) -> None:
    both = one.joined(other)
    assert both.lines == (*one.lines, *other.lines)
    assert set(both.common) == set(one.common) | set(other.common)


def test_files_of_two_requests_are_kept_once_each() -> None:
    before = Filled(common={"invoice": Given(("F1 a.pdf", "F2 b.pdf"))})
    more = Filled(common={"invoice": Given(("F2 b.pdf", "F3 c.pdf"))})
    files = before.joined(more).common["invoice"].typed
    assert files == ("F1 a.pdf", "F2 b.pdf", "F3 c.pdf")


def test_a_value_that_is_joined_replaces_the_older_one_unless_it_is_empty() -> None:
    before = Filled(common={"remark": Given("old"), "invoice": Given(("F1 a.pdf",))})
    said = before.joined(Filled(common={"remark": Given("new"), "invoice": Given(())}))
    assert said.common == {"remark": Given("new"), "invoice": Given(("F1 a.pdf",))}
    assert before.joined(Filled(common={"remark": Given("")})).common == before.common


def test_an_answer_is_settled_with_its_reason_until_it_is_settled_anew() -> None:
    filled = Filled().settle("report-due:0:x", "send", "It is urgent.")
    assert filled.settled["report-due:0:x"] == "send"
    assert filled.reason("report-due:0:x") == "It is urgent."
    assert filled.settle("report-due:0:x", "remind").reason("report-due:0:x") == ""
    assert filled.reason("same:0:1") == ""


def test_a_form_is_begun_with_the_first_thing_that_is_not_empty() -> None:
    assert not Filled().begun()
    assert not Filled(({"month": Given("")}, {}), {"remark": Given(" \u200b")}).begun()
    assert Filled(({}, {"month": Given("3")})).begun()
    assert Filled(common={"invoice": Given(("F1 a.pdf",))}).begun()
