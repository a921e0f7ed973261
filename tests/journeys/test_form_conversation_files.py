"""Files in a conversation: kept whenever they come, refused where they are not wanted."""

from tests.journeys.conversing import FILE, NUMBERS, PURCHASE, begin
from tests.journeys.desk import Desk
from tests.journeys.reading import screen


async def test_a_file_that_comes_early_is_kept_and_not_asked_for(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.give("photo.jpg")
    assert talk.asks("month")
    assert "photo.jpg" in screen(talk.last)
    await talk.give("page-2.pdf", text="January 2026")
    assert talk.asks("omlp-type")
    assert "page-2.pdf" in screen(talk.last)
    await talk.say(*PURCHASE, *NUMBERS)
    assert talk.asks("remark")
    names = [each.partition(" ")[2] for each in (await talk.typed())["invoice"]]
    assert names == ["photo.jpg", "page-2.pdf"]


async def test_a_file_that_is_no_invoice_is_refused_wherever_it_comes(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.give("order-confirmation-17.pdf")
    assert "order-confirmation-17.pdf" in talk.last.text
    assert talk.asks("month")
    await talk.say("January 2026", *PURCHASE, *NUMBERS)
    assert talk.asks("invoice")
    await talk.give("virus.exe")
    assert "virus.exe" in talk.last.text
    await talk.say("here it is")
    assert talk.asks("invoice")
    assert talk.words("Please add the file.") in talk.last.text


async def test_a_form_without_files_says_that_it_takes_none(desk: Desk) -> None:
    talk = await begin(desk, "en", "directory")
    await talk.give("photo.jpg")
    assert talk.words("I can’t use a file here. Please write your answer.") in talk.last.text
    assert talk.asks("name")


async def test_a_file_at_the_review_is_added(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.until_review()
    await talk.give("page-2.pdf")
    assert talk.is_at_review()
    assert f"{FILE}, page-2.pdf" in screen(talk.last)
