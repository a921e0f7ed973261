import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.kinds.file import File
from bot.forms.kinds.kind import Widget
from bot.forms.readings import Given, Problem, Reading
from tests.forms.asking import asked

FILE = File()
ASKED = asked("file", accepts=("pdf", "png"), refused=("order conf", "order_conf", "quote."))


def read(*names: str) -> Reading:
    files = tuple(f"F{number} {name}" for number, name in enumerate(names))
    return FILE.read(ASKED, Given(files))


def test_files_are_uploaded() -> None:
    assert FILE.widget(ASKED.field) == Widget.FILES


def test_files_of_an_accepted_ending_are_taken() -> None:
    assert read("a.pdf", "B.PNG", "the invoice.v2.pdf") == Reading(
        ("F0 a.pdf", "F1 B.PNG", "F2 the invoice.v2.pdf")
    )


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "pdf", "a.", "a", "", ".pd"])
def test_a_file_of_another_ending_is_refused_with_those_that_are_accepted(name: str) -> None:
    problem = Problem("file-type", {"name": name, "accepts": "pdf, png"})
    assert read("fine.pdf", name) == Reading(problem=problem)


def test_where_no_ending_is_declared_every_file_is_taken() -> None:
    assert FILE.read(asked("file"), Given(("F1 a.exe",))) == Reading(("F1 a.exe",))


@pytest.mark.parametrize("name", ["Order Confirmation.pdf", "ORDER_CONF-12.pdf", "our quote.pdf"])
def test_a_file_whose_name_tells_a_document_that_proves_nothing_is_refused(name: str) -> None:
    assert read(name) == Reading(problem=Problem("file-refused", {"name": name}))


def test_a_name_with_a_harmless_part_of_such_a_word_is_taken() -> None:
    assert read("quoted order.pdf").value


def test_a_refused_word_is_found_however_its_accents_are_stored() -> None:
    french = asked("file", "fr", refused=("bon de réception",))
    given_name = "Bon de re\u0301ception.pdf"
    problem = Problem("file-refused", {"name": given_name})
    assert FILE.read(french, Given((f"F1 {given_name}",))) == Reading(problem=problem)


def test_without_a_file_one_is_asked_for() -> None:
    assert read() == Reading(problem=Problem("file-missing"))
    assert FILE.read(ASKED, Given("invoice.pdf")) == Reading(problem=Problem("file-missing"))


def test_ten_files_are_taken_and_not_eleven() -> None:
    assert read(*["a.pdf"] * 10).value
    assert read(*["a.pdf"] * 11) == Reading(problem=Problem("too-many-files", {"most": "10"}))


def test_the_same_file_twice_is_one() -> None:
    assert FILE.read(ASKED, Given(("F1 a.pdf", "F1 a.pdf"))) == Reading(("F1 a.pdf",))


def test_files_are_shown_by_their_names() -> None:
    assert FILE.show(ASKED, ("F1 my invoice.pdf", "F2 b.png")) == "my invoice.pdf, b.png"


@given(st.text() | st.lists(st.text()).map(tuple))
def test_whatever_is_sent_files_are_taken_or_refused(typed: str | tuple[str, ...]) -> None:
    reading = FILE.read(ASKED, Given(typed))
    assert (reading.value is None) != (reading.problem is None)
    if reading.value:
        assert FILE.show(ASKED, reading.value)
