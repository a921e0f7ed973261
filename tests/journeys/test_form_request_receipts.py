"""What a request that was sent looks like: its receipt, its card, its place in lists."""

import pytest

from bot.app import Content
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk, assert_nothing_went_wrong, home_of, opened
from tests.journeys.drafting import deployed, without
from tests.journeys.filling import DIRECTORY, DISCREPANCY, FORMS, fill_in, open_form, request, send
from tests.journeys.form_screens import button, changed, opened_in, values
from tests.journeys.reading import heading, labels, screen
from tests.journeys.requesting import receipt_of


@pytest.mark.parametrize("form", FORMS)
async def test_a_receipt_has_number_values_and_what_happens_next(desk: Desk, form: str) -> None:
    for number, locale in enumerate(LOCALES, 1):
        person = desk.speaker(locale)
        await opened_in(desk, person, form, locale)
        await send(desk, person, FORMS[form])
        receipt = desk.replies(person)[-1]
        said = desk.knowledge.forms[form].say(locale)
        title = desk.words(locale, "Request {number}: {form}")
        assert screen(receipt).startswith(title.format(number=number, form=said.title))
        for field, typed in FORMS[form].items():
            assert (said.fields[field].label in screen(receipt)) == bool(typed)
        assert said.next.partition("{")[0] in screen(receipt)
        assert "{" not in screen(receipt)
        buttons = {deed: labels(receipt).get(f"request:{deed}") for deed in ("change", "withdraw")}
        assert buttons == {
            "change": desk.words(locale, "Change"),
            "withdraw": desk.words(locale, "Withdraw"),
        }
        assert ("request:file" in labels(receipt)) == (form == "discrepancy")


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_card_has_the_desks_labels_and_both_what_was_typed_and_understood(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await send(desk, person, DISCREPANCY)
    (card,) = desk.cards()
    lines = screen(card).split("\n")
    company = (person.user.email or "").partition("@")[2] or "other company"
    assert heading(card) == "Request 1: KPI discrepancy"
    assert f"@{person.user.id} · {company} · {OWN_NAMES[locale]}" in lines
    assert "  • Month: January" in lines
    assert "  • OMLP type: Lab" in lines
    assert "  • KPI value in the KPI dashboard: 1,234.5 (typed: 1 234,5)" in lines
    assert "  • Revenue value in the KPI dashboard: €5,678.90 (typed: € 5.678,90)" in lines
    assert "  • Invoice number: INV-0042" in lines


async def test_the_card_is_in_the_desks_language(content: Content, database_url: str) -> None:
    async with opened(content, database_url, desk_locale="nl") as desk:
        await request(desk, desk.person("wei"), "directory")
        said = desk.knowledge.forms["directory"].say("nl")
        assert said.fields["name"].label in screen(desk.cards()[0])
        assert said.title in screen(desk.cards()[0])
        await assert_nothing_went_wrong(desk)


async def test_a_receipt_can_be_read_in_another_language(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    for locale in ("fr", "zh", "nl", "sv", "en"):
        await desk.press(emma, receipt, f"request_in:{locale}")
        said = desk.knowledge.forms["discrepancy"].say(locale)
        assert said.title in screen(receipt)
        assert said.fields["month"].label in screen(receipt)
    assert len(desk.replies(emma)) == 1


async def test_ones_requests_are_listed_with_their_state_for_oneself_alone(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await receipt_of(desk, emma)
    line = desk.words("en", "Request {number}: {form}, sent on {date}, {state}")
    wanted = line.format(
        number=1, form="KPI discrepancy", date="March 10, 2026", state=desk.words("en", "new")
    )
    await desk.command(emma, "tickets")
    listed = desk.replies(emma)[-1]
    assert wanted in screen(listed)
    home = await home_of(desk, emma)
    assert wanted in screen(home)
    await desk.command(daan, "tickets")
    assert "KPI discrepancy" not in screen(desk.replies(daan)[-1])
    for place in (listed, home):
        await desk.press(emma, place, button(place, "request:show"))
        assert emma.view
        assert "INV-0042" in screen(emma.view)


async def test_hints_and_reasons_stand_on_the_card_also_after_a_withdrawal(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    early = {**DISCREPANCY, "month": "2", "report-due": "send", "report-due:reason": "My <reason>"}
    await send(desk, emma, early)
    assert "My <reason>" in screen(desk.cards()[0])
    desk.clock.pass_by(days=30)
    receipt = desk.replies(emma)[-1]
    await desk.press(emma, receipt, "request:withdraw")
    await desk.press(emma, receipt, "request:restore")
    assert "My <reason>" in screen(desk.cards()[0])
    assert "Changed on" not in screen(desk.cards()[0])


async def test_receipt_and_card_tell_the_day_where_the_person_lives(desk: Desk) -> None:
    desk.clock.pass_by(days=0.4)  # 21:36 UTC: tomorrow in Shanghai
    wei = desk.person("wei")
    await desk.ask(wei, "你好")
    await receipt_of(desk, wei, "directory")
    assert "2026年3月11日" in screen(desk.replies(wei)[-1])


@pytest.mark.parametrize("gone", ["field", "form"])
async def test_a_deploy_that_dropped_what_was_asked_breaks_neither_card_nor_receipt(
    desk: Desk, content: Content, gone: str
) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma, "directory")
    forms = content.forms.declared
    kept = {"discrepancy": forms["discrepancy"]}
    if gone == "field":
        kept["directory"] = without(forms["directory"], "name")
    deployed(desk, changed(content, **kept))
    await desk.press(emma, receipt, "request:withdraw")
    for shown in (receipt, desk.cards()[0]):
        assert DIRECTORY["name"] in screen(shown)
    await desk.press(emma, receipt, "request:restore")
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "request:show"))
    assert emma.view
    assert DIRECTORY["name"] in screen(emma.view)


async def test_support_sees_nothing_of_drafts(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    await emma.close_view()
    await desk.calm()
    assert desk.person("noor").sees(SUPPORT_CHANNEL) == []
    assert values(await open_form(desk, emma, "discrepancy")) == {}
