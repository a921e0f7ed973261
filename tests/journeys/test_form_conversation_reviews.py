"""The review of a conversation: more invoices, what is asked before sending, and sending."""

import pytest

from tests.journeys.conversing import NUMBERS, PURCHASE, begin
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, screen


@pytest.mark.parametrize("locale", LOCALES)
async def test_several_invoices_become_one_request_with_lines(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    await talk.until_review()
    await talk.say(talk.phrase("another"))
    assert talk.asks("month")
    same = talk.phrase("same")
    await talk.say(same, "exam-voucher", same, "INV-0043", "7", "0", "7 EUR", "0 EUR")
    assert talk.is_at_review()
    await talk.press("say:yes")
    (ticket,) = await talk.tickets()
    first, second = ticket["answers"]["lines"]
    assert first["month"] == second["month"]
    assert second["invoice-number"]["typed"] == "INV-0043"


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_same_invoice_twice_is_asked_about_before_it_is_sent(
    desk: Desk, locale: str
) -> None:
    talk = await begin(desk, locale)
    await talk.until_review()
    await talk.say(talk.phrase("another"), "January 2026", *PURCHASE, *NUMBERS)
    assert talk.words("Yes, keep both") in screen(talk.last)
    await talk.say(talk.phrase("no"))
    assert talk.asks("invoice-number")
    await talk.say(PURCHASE[-1], talk.phrase("yes"))
    assert talk.is_at_review()
    await talk.press("say:yes")
    (ticket,) = await talk.tickets()
    assert len(ticket["answers"]["lines"]) == 2


async def test_a_line_can_be_added_by_a_button_changed_by_its_number_and_removed(
    desk: Desk,
) -> None:
    talk = await begin(desk)
    await talk.until_review()
    await talk.press("say:another")
    await talk.say("same", "lab", "same", "INV-0043", *NUMBERS)
    await talk.say("change the month 1")
    assert talk.asks("month")
    await talk.say("February 2026")
    lines = (await talk.row())["answers"]["lines"]
    assert [line["month"]["typed"] for line in lines] == ["February 2026", "January 2026"]
    await talk.press("say_drop", "0")
    assert talk.is_at_review()
    assert len((await talk.row())["answers"]["lines"]) == 1


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_report_that_is_too_early_is_put_off_by_a_word(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    await talk.until_review(number=3)
    assert len(actions(talk.last, "settle")) == 2
    await talk.say(talk.phrase("remind"))
    assert len((await desk.rows())["reminders"]) == 1
    assert await talk.tickets() == []
    assert not (await talk.row())["talking"]


async def test_a_report_that_is_too_early_is_sent_with_a_reason(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.until_review(number=3)
    await talk.press("settle:send")
    assert talk.last.text == talk.words("Why should it be sent now? Please write the reason.")
    await talk.say("no")
    assert actions(talk.last, "settle")
    await talk.press("settle:send")
    await talk.say("x" * 501)
    assert "500" in talk.last.text
    await talk.say("The quarter ends, we need it.")
    await talk.press("say:yes")
    (ticket,) = await talk.tickets()
    assert "The quarter ends, we need it." in ticket["answers"]["asks"].values()
    assert "The quarter ends, we need it." in screen(desk.cards()[0])


async def test_an_old_month_is_confirmed_by_yes_and_changed_after_no(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.until_review(year="2024")
    await talk.say("hm")
    assert talk.words("Please choose one.") in talk.last.text
    await talk.say("no")
    assert talk.asks("month")
    await talk.say("February 2024", "yes")
    assert talk.is_at_review()
    assert actions(talk.last, "settle") == []
    await talk.say("👍")
    assert len(await talk.tickets()) == 1


async def test_a_report_about_the_same_is_added_to_the_open_one_or_sent_anyway(desk: Desk) -> None:
    first = await begin(desk)
    await first.until_review()
    await first.press("say:yes")
    talk = await begin(desk)
    await talk.until_review()
    assert actions(talk.last, "settle") == ["settle:add", "settle:send"]
    await talk.say("send it anyway")
    await talk.say("yes")
    assert len(await talk.tickets()) == 2
    again = await begin(desk)
    await again.until_review()
    await again.press("settle:add")
    await again.say("ok")
    assert len(await talk.tickets()) == 2


async def test_what_is_not_understood_at_the_review_sends_nothing(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.until_review()
    for text in ("no", "hm", "🤔"):
        await talk.say(text)
        assert talk.is_at_review()
        unclear = "I don’t understand this here. Write “send”, or choose what to change."
        assert talk.words(unclear) in talk.last.text
    assert await talk.tickets() == []
