"""Files in a modal: which are taken, and that they stay."""

from typing import Any

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import (
    DISCREPANCY,
    at_review,
    block_of,
    fill_in,
    open_form,
    send,
    submission_of,
    submit,
)
from tests.journeys.form_screens import all_text, errors, opened_in, problem, redone
from tests.journeys.reading import screen


async def test_only_the_invoice_is_taken_which_is_said_before_it_is_uploaded(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        opened = await opened_in(desk, person, "discrepancy", locale)
        said = desk.knowledge.forms["discrepancy"].say(locale)
        assert said.introduction in all_text(opened)
        await submit(person, DISCREPANCY)
        await submit(person, DISCREPANCY)
        assert person.view
        assert said.fields["invoice"].hint in all_text(person.view)
        word = said.fields["invoice"].refused[0].strip()
        name = f"{word} 17.pdf"
        found = errors(await submit(person, {"invoice": [name]}))
        assert found == {"invoice": problem(desk, locale, "file-refused", name=name)}
        await person.close_view()


async def test_a_file_of_another_kind_is_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await submit(emma, DISCREPANCY)
    await submit(emma, DISCREPANCY)
    payload = submission_of(desk.workspace, emma, {"invoice": ["invoice.pdf"]})
    assert emma.view
    block = block_of(emma.view, "invoice")
    view: Any = payload["view"]
    ((element,),) = [view["state"]["values"][block].values()]
    element["files"][0]["name"] = "invoice.exe"
    answer = await desk.sender.send_interaction(payload)
    assert answer.json()["response_action"] == "errors"
    assert "invoice.exe" in answer.json()["errors"][block]


async def test_files_stay_when_their_step_is_shown_again(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, {**DISCREPANCY, "invoice": ["one.pdf", "two.pdf"]})
    proof = await redone(desk, emma, "go", "proof:0")
    note = desk.words("en", "Already added: {files}. New files replace these.")
    assert note.format(files="one.pdf, two.pdf") in all_text(proof)
    await submit(emma, {"remark": "Look closely."})
    assert at_review(emma.view)
    await redone(desk, emma, "go", "proof:0")
    await submit(emma, {"invoice": ["three.pdf"]})
    await send(desk, emma, {})
    card = screen(desk.cards()[0])
    assert "three.pdf" in card
    assert "one.pdf" not in card
