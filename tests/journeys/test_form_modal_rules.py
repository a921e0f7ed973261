"""What a modal makes of days, months and values: refused, asked about, or only pointed out."""

import pytest

from bot.forms.rules import Hint
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    at_review,
    fill_in,
    inputs_of,
    open_form,
    send,
    submit,
)
from tests.journeys.form_screens import errors, opened_in, problem
from tests.journeys.reading import screen

FEBRUARY = {**DISCREPANCY, "month": "2"}


async def test_a_month_that_lies_in_the_future_is_refused_at_its_field(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        found = errors(await submit(person, {**DISCREPANCY, "month": "4"}))
        assert found == {"month": problem(desk, locale, "month-future")}
        await person.close_view()


async def test_a_report_before_its_day_is_sent_only_with_a_reason(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        review = await fill_in(person, FEBRUARY)
        assert {"report-due", "report-due:reason"} <= set(inputs_of(review))
        sending = {"report-due": "send"}
        found = errors(await submit(person, sending))
        assert found == {"report-due:reason": problem(desk, locale, "reason-missing")}
        reason = {**sending, "report-due:reason": f"It is urgent, {locale}"}
        assert (await submit(person, reason)).closed
        await desk.calm()
        assert f"It is urgent, {locale}" in screen(desk.cards()[-1])


async def test_on_the_very_fifteenth_a_report_is_due(desk: Desk) -> None:
    emma = desk.person("emma")
    desk.clock.pass_by(days=4.4)  # 14 March, 21:36 in London
    await open_form(desk, emma, "discrepancy")
    assert "report-due" in inputs_of(await fill_in(emma, FEBRUARY))
    await emma.close_view()
    desk.clock.pass_by(minutes=3 * 60)
    assert "report-due" not in inputs_of(await open_form(desk, emma, "discrepancy"))
    assert at_review(emma.view)


async def test_the_day_is_that_of_the_persons_time_zone(desk: Desk) -> None:
    desk.clock.pass_by(days=4.2)  # 14 March, 16:48 UTC: the 15th in Shanghai, not in London
    asked = {}
    for name in ("emma", "wei"):
        person = desk.person(name)
        await desk.ask(person, "hello")
        await open_form(desk, person, "discrepancy")
        asked[name] = "report-due" in inputs_of(await fill_in(person, FEBRUARY))
    assert asked == {"emma": True, "wei": False}


async def test_an_invoice_before_the_twelve_months_is_asked_about(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        review = await fill_in(person, {**DISCREPANCY, "year": "2025"})
        assert "within-window" in inputs_of(review)
        assert (await submit(person, {"within-window": "keep"})).closed
        await desk.calm()


async def test_numbers_that_agree_are_refused(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        await submit(person, DISCREPANCY)
        agreeing = {**DISCREPANCY, "kpi-partner-center": "1 234,50"}
        found = errors(await submit(person, agreeing))
        assert found == {"kpi-partner-center": problem(desk, locale, "numbers-agree")}
        await person.close_view()


@pytest.mark.parametrize("locale", LOCALES)
async def test_hints_are_shown_and_keep_nobody_from_sending(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "directory", locale)
    typed = {**DIRECTORY, "name": "Contoso Learning", "country": "FR"}
    review = await fill_in(person, typed)
    artist, hints = desk.content.artist.forms, (Hint("host-unrelated"), Hint("country-differs"))
    for hint in hints:
        assert artist.hint(hint, locale) in screen(review)
    await send(desk, person, {})
    for hint in hints:
        assert artist.hint(hint, "en") in screen(desk.cards()[-1])


@pytest.mark.parametrize(
    ("days", "week", "visible"),
    [
        (0, "March 15, 2026 to March 21, 2026", "April 7, 2026"),
        (5, "March 15, 2026 to March 21, 2026", "April 7, 2026"),
        (11, "March 15, 2026 to March 21, 2026", "April 7, 2026"),
        (12, "April 15, 2026 to April 21, 2026", "May 7, 2026"),
        (287, "January 15, 2027 to January 21, 2027", "February 7, 2027"),
        (280, "December 15, 2026 to December 21, 2026", "January 7, 2027"),
    ],
)
async def test_a_directory_request_says_when_it_is_submitted_and_visible(
    desk: Desk, days: int, week: str, visible: str
) -> None:
    desk.clock.pass_by(days=days)
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await send(desk, emma, DIRECTORY)
    receipt = screen(desk.replies(emma)[-1])
    assert week in receipt
    assert visible in receipt
