"""A request that was sent is changed, withdrawn or given files, by its person alone."""

from bot.sandbox import Fault
from tests.journeys.desk import LOCALES, Desk, home_of
from tests.journeys.drafting import forgiven
from tests.journeys.filling import DIRECTORY, at_review, send, step_of, submit
from tests.journeys.form_screens import all_text, button, opened_in, redone
from tests.journeys.phrases import NEW, TAKEN_BACK
from tests.journeys.reading import heading, labels, screen, standing
from tests.journeys.requesting import receipt_of, tickets


async def test_a_request_can_be_changed_and_keeps_its_number(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    assert at_review(emma.view)
    await redone(desk, emma, "go", "purchase:0")
    await send(desk, emma, {"invoice-number": "INV-0099"})
    (card,) = desk.cards()
    assert heading(card).startswith("Request 1: ")
    assert "INV-0099" in screen(card)
    assert "changed by the partner 3/10/26" in screen(card)
    newest = desk.replies(emma)[-1]
    assert newest is not receipt
    assert "INV-0099" in screen(newest)
    (ticket,) = await tickets(desk)
    assert (ticket["number"], ticket["revision"]) == (1, 2)


async def test_a_change_that_is_closed_untouched_leaves_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await emma.close_view()
    home = await home_of(desk, emma)
    assert not [action for action in labels(home) if action.startswith("draft:")]


async def test_a_change_that_was_left_goes_on_as_a_change(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await redone(desk, emma, "go", "purchase:0")
    await submit(emma, {"invoice-number": "INV-0099"})
    await emma.close_view()
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "draft:continue"))
    assert at_review(emma.view)
    assert (await emma.submit_view()).closed
    await desk.calm()
    (ticket,) = await tickets(desk)
    assert ticket["revision"] == 2
    assert "INV-0099" in screen(desk.cards()[0])


async def test_pressing_change_again_goes_on_with_the_same_change(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await redone(desk, emma, "go", "purchase:0")
    await submit(emma, {"invoice-number": "INV-0099"})
    await emma.close_view()
    await desk.press(emma, receipt, "request:change")
    assert emma.view
    assert "INV-0099" in screen(emma.view)
    assert len((await desk.rows())["drafts"]) == 2


async def test_a_change_that_slack_did_not_open_in_time_can_be_tried_again(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    desk.workspace.faults.add("views.open", Fault.server_error())
    await desk.press(emma, receipt, "request:change")
    forgiven(desk)
    unopened = desk.replies(emma)[-1]
    again = button(unopened, "request:change")
    assert labels(unopened)[again] == "Change"
    await desk.press(emma, unopened, again)
    assert at_review(emma.view)
    assert (await emma.submit_view()).closed
    await desk.calm()
    assert len(await tickets(desk)) == 1


async def test_a_request_can_be_withdrawn_and_sent_after_all(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "directory", locale)
        await send(desk, person, DIRECTORY)
        receipt = desk.replies(person)[-1]
        await desk.press(person, receipt, "request:withdraw")
        withdrawn = "Withdrawn. The support team no longer works on it."
        assert desk.words(locale, withdrawn) in screen(receipt)
        assert standing(desk.cards()[-1]) == TAKEN_BACK
        assert labels(receipt)["request:restore"] == desk.words(locale, "Send it after all")
        await desk.press(person, receipt, "request:restore")
        assert desk.words(locale, withdrawn) not in screen(receipt)
        assert standing(desk.cards()[-1]) == NEW
    assert len(desk.cards()) == len(LOCALES)


async def test_a_file_is_added_to_those_that_were_sent(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:file")
    assert emma.view
    assert step_of(emma.view) == "proof"
    note = desk.words("en", "Already added: {files}. New files are added to these.")
    assert note.format(files="invoice.pdf") in all_text(emma.view)
    await submit(emma, {"invoice": ["second.pdf"]})
    await send(desk, emma, {})
    card = next(each for each in desk.cards() if heading(each).startswith("Request 1:"))
    assert "invoice.pdf, second.pdf" in screen(card)


async def test_a_file_that_is_refused_does_not_stay_among_those_that_were_sent(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:file")
    assert (await submit(emma, {"invoice": ["order confirmation.pdf"]})).errors
    assert (await submit(emma, {"invoice": ["second.pdf"]})).errors == {}
    assert emma.view
    assert "invoice.pdf, second.pdf" in screen(emma.view)


async def test_a_request_that_is_shown_can_be_withdrawn_there(desk: Desk) -> None:
    emma = desk.person("emma")
    await receipt_of(desk, emma)
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "request:show"))
    shown = await redone(desk, emma, "request:withdraw")
    assert "request:restore" in labels(shown)
    shown = await redone(desk, emma, "request:restore")
    changing = await redone(desk, emma, "request:change")
    assert changing is not shown
    assert at_review(changing)


async def test_nobody_elses_request_can_be_seen_or_touched(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    receipt = await receipt_of(desk, emma)
    for deed in ("change", "withdraw", "file"):
        await daan.press(receipt, f"request:{deed}")
    await daan.press(receipt, "request_in:fr")
    await desk.calm()
    assert daan.view is None
    (ticket,) = await tickets(desk)
    assert (ticket["state"], ticket["locale"], ticket["revision"]) == ("new", "en", 1)
