import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.kinds.choice import LONGEST_OTHER, Choice
from bot.forms.kinds.confirmations import Confirmations
from bot.forms.kinds.kind import Widget
from bot.forms.readings import Given, Option, Problem, Reading
from tests.forms.asking import asked

LABELS = {
    "other": "Something else",
    "courseware": "Courseware",
    "lab": "Lab",
    "practice-test": "Practice test",
    "exam-voucher": "Exam voucher",
}
CHINESE = {"lab": "实验", "exam-voucher": "考试券", "other": "其他"}
CHOICE = Choice()
OPEN = asked("choice", choices=LABELS, other=True)
CLOSED = asked("choice", choices=LABELS)

RULES = {"owned": "We own this page.", "alone": "It is about us, only."}
CONFIRMATIONS = Confirmations()
CONFIRMING = asked("confirmations", choices=RULES)


def read(text: str, meant: str | None = None) -> Reading:
    return CHOICE.read(OPEN, Given(text, meant))


def read_closed(text: str) -> Reading:
    return CHOICE.read(CLOSED, Given(text))


def test_a_choice_is_made_from_a_list() -> None:
    assert CHOICE.widget(OPEN.field) == Widget.SELECT


def test_the_choice_of_ones_own_stands_last() -> None:
    ids = ["courseware", "lab", "practice-test", "exam-voucher"]
    assert [option.value for option in CHOICE.options(OPEN)] == [*ids, "other"]
    assert CHOICE.options(OPEN)[-1].label == "Something else"
    assert [option.value for option in CHOICE.options(CLOSED)] == ids


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("practice-test", "practice-test"),
        ("Practice test", "practice-test"),
        ("PRACTICE TEST", "practice-test"),
        (" lab ", "lab"),
        ("practise test", "practice-test"),
        ("coursware", "courseware"),
        ("voucher", "exam-voucher"),
        ("exam vouchers", "exam-voucher"),
    ],
)
def test_a_choice_is_named_by_id_label_or_a_word_of_it(text: str, choice: str) -> None:
    assert read(text) == Reading(choice)
    assert read_closed(text) == Reading(choice)


def test_a_chinese_label_is_found_in_a_sentence() -> None:
    chinese = asked("choice", "zh", choices=CHINESE)
    assert CHOICE.read(chinese, Given("我们买的是考试券")) == Reading("exam-voucher")


def test_a_sentence_with_a_label_is_that_choice_where_no_other_is_taken() -> None:
    assert read_closed("it was a practice test") == Reading("practice-test")


def test_a_sentence_with_a_label_is_asked_about_where_it_may_be_a_text_of_ones_own() -> None:
    sentence = "equipment for a lab"
    options = (Option("lab", "Lab"), Option(f"other:{sentence}", sentence))
    assert read(sentence) == Reading(meanings=options)
    for option in options:
        assert read(sentence, option.value) == Reading(option.value)
    assert read(sentence, "courseware") == read(sentence)


def test_a_word_of_several_labels_is_asked_about() -> None:
    labels = {"old": "Old exam", "new": "New exam"}
    field = asked("choice", choices=labels)
    options = (Option("old", "Old exam"), Option("new", "New exam"))
    assert CHOICE.read(field, Given("exam")) == Reading(meanings=options)
    assert CHOICE.read(field, Given("exam", "new")) == Reading("new")


def test_a_text_that_names_none_is_ones_own_where_that_may_be() -> None:
    assert read("Webinar seats") == Reading("other:Webinar seats")
    for text in ("other: Webinar seats", "Something else : Webinar seats"):
        assert read(text) == Reading("other:Webinar seats")
    assert read("other:lab") == Reading("other:lab")


def test_a_text_that_names_none_is_refused_where_it_may_not_be() -> None:
    labels = "Courseware, Lab, Practice test, Exam voucher"
    problem = Problem("choice-unknown", {"choices": labels})
    for text in ("Webinar seats", "other", "other:Webinar", "Something else", "?"):
        assert read_closed(text) == Reading(problem=problem)


@pytest.mark.parametrize("text", ["other", "Other", "other:", "other:  ", "Something else"])
def test_other_alone_is_asked_to_be_said(text: str) -> None:
    assert read(text) == Reading(problem=Problem("other-missing"))
    assert read(text, "other") == Reading(problem=Problem("other-missing"))


@pytest.mark.parametrize("text", ["2", "?", "👍", "other: -"])
def test_what_has_no_letter_is_no_text_of_ones_own(text: str) -> None:
    assert read(text) == Reading(problem=Problem("other-missing"))


def test_a_long_text_of_ones_own_is_refused() -> None:
    assert read("other:" + "x" * LONGEST_OTHER).value
    problem = Problem("too-long", {"most": str(LONGEST_OTHER)})
    for text in ("other:" + "x" * (LONGEST_OTHER + 1), "x" * (LONGEST_OTHER + 1)):
        assert read(text) == Reading(problem=problem)


def test_a_choice_is_shown_by_its_label_and_ones_own_text_as_it_is() -> None:
    assert CHOICE.show(OPEN, "practice-test") == "Practice test"
    assert CHOICE.show(OPEN, "other:Webinar seats") == "Webinar seats"


@given(st.text() | st.sampled_from(list(LABELS.values())), st.text() | st.sampled_from([*LABELS]))
def test_whatever_is_typed_only_choices_and_texts_of_ones_own_are_kept(
    text: str, meant: str
) -> None:
    kept = read(text, meant).value
    assert kept is None or kept in OPEN.field.choices or str(kept).startswith("other:")
    assert kept not in {"other", "other:"}
    assert read_closed(text).value in {None, *CLOSED.field.choices}


def confirm(*chosen: str) -> Reading:
    return CONFIRMATIONS.read(CONFIRMING, Given(chosen))


def test_confirmations_are_ticked() -> None:
    assert CONFIRMATIONS.widget(CONFIRMING.field) == Widget.CHECKBOXES
    options = CONFIRMATIONS.options(CONFIRMING)
    assert options == tuple(Option(rule, text) for rule, text in RULES.items())


def test_all_confirmations_together_are_taken_in_the_declared_order() -> None:
    assert confirm("alone", "owned") == Reading(("owned", "alone"))


def test_the_first_confirmation_that_is_missing_is_named() -> None:
    missing = Problem("confirmation-missing", {"what": "It is about us, only."})
    assert confirm("owned") == Reading(problem=missing)
    first = Problem("confirmation-missing", {"what": "We own this page."})
    assert confirm() == Reading(problem=first)


def test_promise_15_a_confirmation_that_was_never_declared_is_not_kept() -> None:
    assert confirm("owned", "alone", "admin") == Reading(("owned", "alone"))
    assert confirm("admin").value is None


def test_no_text_stands_for_a_confirmation() -> None:
    for text in ("yes", "all", "1 2", "owned alone"):
        assert CONFIRMATIONS.read(CONFIRMING, Given(text)).value is None


def test_a_single_confirmation_is_taken_by_its_id() -> None:
    single = asked("confirmations", choices={"owned": "We own this page."})
    assert CONFIRMATIONS.read(single, Given("owned")) == Reading(("owned",))


def test_confirmations_are_shown_as_they_were_read() -> None:
    shown = CONFIRMATIONS.show(CONFIRMING, ("owned", "alone"))
    assert shown == "We own this page. It is about us, only."
