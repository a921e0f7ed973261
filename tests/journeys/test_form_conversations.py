"""Forms filled in by conversation: every message is an answer, a word, or a question of its own."""

import asyncio
import random

import pytest

from bot.forms.readings import Problem
from bot.sandbox import Fault
from tests.journeys.conversing import (
    AMOUNTS,
    FILE,
    KPI,
    NUMBERS,
    PC_KPI,
    PC_REVENUE,
    PURCHASE,
    REVENUE,
    Talk,
    begin,
    begin_in_channel,
    month,
)
from tests.journeys.desk import CHANNEL, LOCALES, MENTION, Desk
from tests.journeys.filling import DISCREPANCY, submit
from tests.journeys.reading import actions, labels, screen

ASK = "ask_partner_desk"


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_report_is_answered_in_words_and_sent_by_a_word(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    assert talk.asks("month")
    await talk.say(month(locale))
    assert talk.asks("omlp-type")
    await talk.say(*PURCHASE, "12", talk.phrase("same"), AMOUNTS[locale], "0 EUR")
    assert talk.asks("invoice")
    await talk.give(FILE)
    assert talk.asks("remark")
    await talk.say(talk.phrase("no"))
    assert talk.is_at_review()
    assert FILE in screen(talk.last)
    await talk.say(talk.phrase("send"))
    (ticket,) = await talk.tickets()
    assert ticket["answers"]["common"]["remark"]["typed"] == ""
    (card,) = desk.cards()
    assert "INV-0042" in screen(card)
    assert actions(talk.last, "request")
    assert talk.last.thread_ts is None


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_directory_request_is_answered_in_words_and_sent(desk: Desk, locale: str) -> None:
    countries = {"en": "sweden", "fr": "Suède", "zh": "瑞典", "nl": "zweden", "sv": "Sverige"}
    talk = await begin(desk, locale, "directory")
    assert talk.asks("name")
    await talk.say("Förlaget 学习", countries[locale], "forlaget.se/microsoft")
    assert talk.asks("confirmations")
    await talk.say(talk.phrase("yes"))
    assert talk.is_at_review()
    assert "https://forlaget.se/microsoft" in screen(talk.last)
    await talk.say(talk.phrase("yes"))
    (ticket,) = await talk.tickets()
    assert ticket["answers"]["common"]["name"]["typed"] == "Förlaget 学习"
    assert ticket["locale"] == locale


async def test_whatever_can_be_chosen_can_be_pressed(desk: Desk) -> None:
    talk = await begin(desk, "nl")
    await talk.press("fill:month", "1")
    assert talk.asks("year")
    await talk.press("fill:year:1")
    await talk.press("fill:omlp-type:3")
    await talk.say("Unit A", "INV-0042", "12")
    await talk.press("say:skip")
    await talk.say("12 EUR", "0 EUR")
    await talk.give(FILE)
    await talk.press("say:skip")
    await talk.press("say:yes")
    (ticket,) = await talk.tickets()
    line = ticket["answers"]["lines"][0]
    assert [line[f]["typed"] for f in ("month", "year", "omlp-type")] == [
        "1",
        "2026",
        "practice-test",
    ]


async def test_statements_are_read_together_and_confirmed_by_one_button(desk: Desk) -> None:
    talk = await begin(desk, "zh", "directory")
    await talk.say("Contoso", "瑞典", "https://contoso.se")
    statements = desk.knowledge.forms["directory"].say("zh").fields["confirmations"].choices
    assert all(statement in screen(talk.last) for statement in statements.values())
    await talk.say(talk.phrase("no"))
    assert talk.asks("confirmations")
    await talk.press("confirm:confirmations")
    assert talk.is_at_review()


async def test_what_was_understood_is_said_before_the_next_question(desk: Desk) -> None:
    for locale, shown in (("en", "1,250.5"), ("nl", "1.250,5"), ("sv", "1\N{NO-BREAK SPACE}250,5")):
        talk = await begin(desk, locale)
        await talk.say(month(locale), *PURCHASE, "1250.50")
        assert talk.asks(PC_KPI)
        assert f"{talk.label(KPI)}: {shown}" in screen(talk.last)
        await talk.press("say:stop")


async def test_a_month_with_its_year_answers_both(desk: Desk) -> None:
    for locale in LOCALES:
        talk = await begin(desk, locale)
        await talk.say(month(locale, 12, "2025"))
        assert talk.asks("omlp-type")
        assert (await talk.typed())["year"] == "2025"
        await talk.press("say:stop")


async def test_the_form_begins_with_what_the_question_said(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, "Invoice INV-0042 of January 2026 is missing in my KPI dashboard")
    await desk.press(emma, reply, "talk:discrepancy")
    talk = Talk(desk, emma, "discrepancy", "en")
    assert talk.asks("omlp-type")
    assert "INV-0042" in screen(talk.last)
    assert talk.words("This is what I have so far:") in screen(talk.last)


async def test_a_conversation_in_a_thread_of_a_direct_message_stays_there(desk: Desk) -> None:
    daan = desk.person("daan")
    first = await daan.say(None, "Hallo")
    await desk.calm()
    question = desk.answer("kpi-discrepancy", "nl").question
    reply = await desk.ask(daan, question, None, first)
    await desk.press(daan, reply, "talk:discrepancy")
    talk = Talk(desk, daan, "discrepancy", "nl", thread_ts=first)
    await talk.say("januari 2026")
    assert talk.asks("omlp-type")
    assert talk.last.thread_ts == first
    await desk.ask(daan, desk.answer("business-plan", "nl").question)
    assert desk.answer("business-plan", "nl").question in screen(talk.last)
    assert (await talk.typed()).keys() == {"month", "year"}


async def test_an_answer_in_a_thread_under_the_question_is_taken_and_followed(desk: Desk) -> None:
    talk = await begin(desk)
    talk.thread_ts = talk.last.ts
    await talk.say("January 2026")
    assert talk.asks("omlp-type")
    assert talk.last.thread_ts == talk.thread_ts
    await talk.say("lab")
    assert talk.asks("purchase-unit")


@pytest.mark.parametrize("name", ["camille", "astrid"])
async def test_a_channel_is_answered_by_mentions_in_its_thread(desk: Desk, name: str) -> None:
    locale = {"camille": "fr", "astrid": "sv"}[name]
    talk = await begin_in_channel(desk, name, locale)
    assert talk.asks("month")
    assert f"@{talk.person.user.id}" in screen(talk.last)
    mention = "Please mention me in your answer, or use the buttons."
    assert talk.words(mention) in screen(talk.last)
    await talk.until_review()
    await talk.say(talk.phrase("yes"))
    assert all(m.thread_ts == talk.thread_ts for m in talk.shown)
    (ticket,) = await talk.tickets()
    assert ticket["person"] == talk.person.user.id
    assert ticket["company"].split()[0] == talk.person.user.team_id
    assert actions(talk.last, "request")


async def test_others_in_the_thread_neither_answer_nor_press(desk: Desk) -> None:
    talk = await begin_in_channel(desk, "emma", "en")
    question, before = talk.last, await talk.row()
    daan = desk.person("daan")
    await daan.say(CHANNEL, f"{MENTION} januari 2026", talk.thread_ts)
    await desk.calm()
    await desk.press(daan, question, "fill:month", "3")
    await desk.press(daan, question, "say:stop")
    after = await talk.row()
    assert (after["answers"], after["turn"]) == (before["answers"], before["turn"])
    assert after["talking"]


async def test_two_people_talk_in_one_thread_each_about_their_own(desk: Desk) -> None:
    talk = await begin_in_channel(desk, "emma", "en")
    offered = talk.shown[0]
    daan = Talk(desk, desk.person("daan"), "discrepancy", "en", CHANNEL, talk.thread_ts)
    await daan.press("talk:discrepancy", on=offered)
    await talk.say("January 2026")
    await daan.say("February 2026")
    rows = (await desk.rows())["drafts"]
    months = {row["person"]: row["answers"]["lines"][0]["month"]["typed"] for row in rows}
    assert months == {talk.person.user.id: "January 2026", daan.person.user.id: "February 2026"}


async def test_a_private_answer_goes_on_in_the_direct_message(desk: Desk) -> None:
    question = desk.answer("kpi-discrepancy", "en").question
    ts = await desk.person("sam").say(CHANNEL, question)
    message = desk.workspace.messages.find(CHANNEL, ts)
    emma = desk.person("emma")
    await emma.shortcut(ASK, message)
    await desk.calm()
    await desk.press(emma, desk.replies(emma, CHANNEL)[-1], "talk:discrepancy")
    talk = Talk(desk, emma, "discrepancy", "en")
    assert talk.asks("month")
    await talk.say("January 2026")
    assert talk.asks("omlp-type")
    assert [m for m in desk.replies(desk.person("noor"), CHANNEL) if "Month" in screen(m)] == []


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_words_of_a_conversation_are_understood(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    await talk.say(month(locale), "lab")
    assert talk.asks("purchase-unit")
    await talk.say(talk.phrase("back"))
    assert talk.asks("omlp-type")
    await talk.say(talk.phrase("skip"))
    assert talk.asks("purchase-unit")
    await talk.say(talk.phrase("review"))
    assert talk.words("This is what I have so far:") in screen(talk.last)
    assert talk.asks("purchase-unit")
    change = desk.knowledge.conversation["change"][locale]
    asked = next(p for p in change if "{field}" in p).replace(
        "{field}", talk.label("month").lower()
    )
    await talk.say(asked)
    assert talk.asks("month")
    await talk.say(month(locale, 2), talk.phrase("help"))
    assert talk.asks("purchase-unit")
    assert desk.answer("kpi-discrepancy", locale).question in screen(talk.shown[-2])
    await talk.say(talk.phrase("stop"))
    assert actions(talk.last, "draft")
    typed = await talk.typed()
    assert typed == {
        "month": month(locale, 2),
        "year": month(locale, 2) and "2026",
        "omlp-type": "lab",
    }
    assert not (await talk.row())["talking"]


async def test_a_field_is_changed_to_a_value_in_one_message(desk: Desk) -> None:
    said = {
        "en": "please change the month to February",
        "fr": "Changer le mois : février",
        "zh": "把月份改成二月",
        "nl": "pas de maand aan naar februari",
        "sv": "ändra månad till februari",
    }
    for locale, text in said.items():
        talk = await begin(desk, locale)
        await talk.say(month(locale), "lab", text)
        assert talk.asks("purchase-unit"), screen(talk.last)
        rows = await talk.typed()
        assert rows["month"] == text.split()[-1].removeprefix("把月份改成")
        await talk.press("say:stop")


async def test_a_remark_may_say_that_a_field_is_wrong_but_not_be_the_wish_to_change_it(
    desk: Desk,
) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, *NUMBERS)
    await talk.give(FILE)
    await talk.say("the month is wrong")
    assert talk.is_at_review()
    assert (await talk.typed())["remark"] == "the month is wrong"
    await talk.say("change the month")
    assert talk.asks("month")


async def test_a_field_that_nobody_knows_is_chosen_from_a_list(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "change the colour of the sky")
    unclear = "I don’t know which field you mean. Please choose it from the list."
    assert talk.words(unclear) in screen(talk.last)
    assert talk.asks("omlp-type")
    await talk.press("say_change", "purchase:0:month")
    assert talk.asks("month")
    assert f"{talk.words('So far: {text}').format(text='January')}" in screen(talk.last)


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_wrong_value_says_why_and_is_asked_again(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    await talk.say(month(locale), *PURCHASE, "12,5k")
    assert talk.asks(KPI)
    assert talk.last.text.endswith(talk.question(KPI))
    assert talk.last.text != talk.question(KPI)
    assert (await talk.typed()).keys() == {
        "month",
        "year",
        "omlp-type",
        "purchase-unit",
        "invoice-number",
    }
    await talk.say("12,5")
    assert talk.asks(PC_KPI)


async def test_an_ambiguous_number_is_asked_about_and_settled(desk: Desk) -> None:
    for locale, value in (("en", "1.234"), ("fr", "1.234"), ("nl", "1,234")):
        talk = await begin(desk, locale)
        await talk.say(month(locale), *PURCHASE, value)
        meant = actions(talk.last, "meant")
        assert len(meant) == 2
        assert value in talk.last.text
        await talk.press(meant[0])
        assert talk.asks(PC_KPI)
        assert (await talk.row())["answers"]["lines"][0][KPI]["meant"] in {"1234", "1.234"}
        await talk.press("say:stop")


async def test_a_long_sentence_that_names_a_choice_is_asked_about(desk: Desk) -> None:
    talk = await begin(desk)
    said = "we bought courseware for the whole team of partners in the north and the south of Spain"
    await talk.say("January 2026", said)
    await talk.press(actions(talk.last, "meant")[1])
    assert talk.asks("purchase-unit")
    assert said in screen(talk.last)


async def test_an_ambiguous_number_can_be_written_anew(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, "1.234", "no")
    assert actions(talk.last, "meant") == []
    assert talk.asks(KPI)
    await talk.say("1234")
    assert talk.asks(PC_KPI)


async def test_a_country_with_a_typing_error_is_asked_about_and_taken_by_yes(desk: Desk) -> None:
    talk = await begin(desk, "en", "directory")
    await talk.say("Contoso", "swedn")
    if actions(talk.last, "meant"):
        await talk.press(actions(talk.last, "meant")[0])
    assert talk.asks("landing-page")


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_question_in_the_middle_is_answered_and_the_same_field_asked_again(
    desk: Desk, locale: str
) -> None:
    talk = await begin(desk, locale)
    await talk.say(month(locale), "lab")
    before = await talk.typed()
    answer = desk.answer("business-plan", locale)
    await talk.say(answer.question)
    assert answer.question in screen(talk.shown[-2])
    assert talk.asks("purchase-unit")
    assert await talk.typed() == before


async def test_a_wish_for_a_person_is_granted_and_the_form_goes_on(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("I want to talk to a person please")
    assert talk.asks("month")
    assert len(desk.cards()) == 1


async def test_thanks_are_replied_to_and_nothing_is_lost(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "thank you")
    assert talk.asks("omlp-type") or talk.asks("purchase-unit")


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


async def test_a_conversation_goes_on_in_a_modal_and_the_other_way_round(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "lab", "stop")
    await talk.press("draft:continue")
    view = talk.person.view
    assert view
    assert "January" in str(view.body) or "initial_option" in str(view.body)
    await submit(talk.person, {"purchase-unit": "Unit A", "invoice-number": "INV-0042"})
    assert talk.person.view
    await talk.person.close_view()
    await desk.calm()
    await talk.press("talk:discrepancy", on=talk.shown[-1])
    assert talk.asks(KPI)
    assert (await talk.typed())["purchase-unit"] == "Unit A"
    assert len((await desk.rows())["drafts"]) == 1


async def test_a_form_begun_in_a_modal_is_finished_by_conversation(desk: Desk) -> None:
    emma = desk.person("emma")
    question = desk.answer("kpi-discrepancy", "en").question
    reply = await desk.ask(emma, question)
    await desk.press(emma, reply, "form:discrepancy")
    await submit(emma, DISCREPANCY)
    await emma.close_view()
    await desk.calm()
    await desk.press(emma, reply, "talk:discrepancy")
    talk = Talk(desk, emma, "discrepancy", "en")
    assert talk.asks(KPI)
    assert "INV-0042" in screen(talk.last)
    await talk.say(*NUMBERS)
    await talk.give(FILE)
    await talk.say("none", "send")
    assert len(await talk.tickets()) == 1


async def test_what_was_kept_can_be_forgotten_to_begin_anew(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "stop")
    await talk.press("talk:discrepancy")
    assert talk.asks("omlp-type")
    await talk.press("say_anew")
    assert talk.asks("month")
    assert await talk.typed() == {}


async def test_a_button_of_a_conversation_that_was_put_aside_goes_on_with_it(desk: Desk) -> None:
    talk = await begin(desk)
    question = talk.last
    await talk.say("stop")
    await talk.press("fill:month", "1", on=question)
    assert talk.asks("year")
    await talk.say("2026")
    assert talk.asks("omlp-type")


async def test_two_messages_at_once_are_both_taken(desk: Desk) -> None:
    talk = await begin(desk)
    await asyncio.gather(talk.person.say(None, "January"), talk.person.say(None, "2026"))
    await desk.calm()
    typed = await talk.typed()
    assert typed["month"] == "January"
    assert typed.get("year", "2026") == "2026"
    assert talk.asks("year") or talk.asks("omlp-type")


async def test_a_repeated_event_changes_nothing(desk: Desk) -> None:
    talk = await begin(desk)
    desk.wire.times = 5
    await talk.say("January 2026")
    await talk.press("fill:omlp-type:1")
    desk.wire.times = 1
    assert talk.asks("purchase-unit")
    asked = [m for m in talk.shown if talk.question("purchase-unit") in screen(m)]
    assert len(asked) == 1


async def test_a_language_chosen_in_the_middle_keeps_all_and_asks_again_in_it(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "lab")
    before = await talk.typed()
    await desk.command(talk.person, "language nl")
    talk.locale = "nl"
    assert any(talk.question("purchase-unit") in screen(each) for each in talk.shown[-2:])
    assert await talk.typed() == before
    await talk.say("Français s'il vous plaît")
    talk.locale = "fr"
    assert talk.asks("purchase-unit")
    assert await talk.typed() == before
    await talk.say(*PURCHASE[1:], *NUMBERS)
    await talk.give(FILE)
    await talk.say("non", "envoyer")
    (ticket,) = await talk.tickets()
    assert ticket["locale"] == "fr"


async def test_a_language_chosen_on_the_home_tab_is_that_of_the_forms(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.person.open_home()
    await desk.calm()
    assert talk.person.home
    await desk.press(talk.person, talk.person.home, "speak", "sv")
    talk.locale = "sv"
    assert talk.asks("month")


async def test_the_plain_text_of_a_question_is_what_is_wrong_and_the_question(desk: Desk) -> None:
    talk = await begin(desk)
    assert talk.last.text == talk.question("month")
    await talk.say("12,5k")
    problem, _, question = talk.last.text.partition("\n\n")
    assert problem == desk.content.artist.forms.problem(Problem("month-unknown"), "en")
    assert question == talk.question("month")


async def test_a_button_of_an_older_question_changes_its_own_field_alone(desk: Desk) -> None:
    talk = await begin(desk)
    question = talk.last
    await talk.say("January 2026", "lab")
    await talk.press("fill:month", "2", on=question)
    assert talk.asks("purchase-unit")
    typed = await talk.typed()
    assert (typed["month"], typed["year"], typed["omlp-type"]) == ("2", "2026", "lab")


async def test_an_older_question_of_a_meaning_does_not_touch_a_newer_value(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, "1.234")
    question = talk.last
    await talk.say("77", "5")
    assert talk.asks(REVENUE)
    await talk.press(actions(question, "meant")[0], on=question)
    typed = await talk.typed()
    assert (typed[KPI], typed[PC_KPI]) == ("77", "5")
    assert talk.asks(REVENUE)


async def test_an_older_button_of_the_first_invoice_does_not_touch_the_second(desk: Desk) -> None:
    talk = await begin(desk)
    question = talk.last
    await talk.until_review()
    await talk.press("say:another")
    await talk.say("February 2026")
    await talk.press("fill:month", "12", on=question)
    lines = (await talk.row())["answers"]["lines"]
    assert [line["month"]["typed"] for line in lines] == ["12", "February 2026"]


async def test_buttons_of_a_form_that_was_sent_do_nothing(desk: Desk) -> None:
    talk = await begin(desk)
    question = talk.last
    await talk.until_review()
    review = talk.last
    await talk.press("say:yes")
    before = len(talk.shown)
    await talk.press("say:yes", on=review)
    await talk.press("fill:month", "2", on=question)
    await talk.press("say:stop", on=review)
    assert len(talk.shown) == before
    assert len(await talk.tickets()) == 1


async def test_an_answer_that_is_edited_is_taken_anew(desk: Desk) -> None:
    talk = await begin(desk)
    ts = await talk.person.say(None, "January 2026")
    await desk.calm()
    await talk.person.edit(None, ts, "February 2026")
    await desk.calm()
    assert talk.asks("omlp-type")
    assert (await talk.typed())["month"] == "February 2026"


async def test_an_edited_mention_is_no_new_answer(desk: Desk) -> None:
    talk = await begin_in_channel(desk, "emma", "en")
    ts = await talk.person.say(CHANNEL, f"{MENTION} January", talk.thread_ts)
    await desk.calm()
    assert talk.asks("year")
    await desk.sender.send_event(
        {
            "type": "app_mention",
            "user": talk.person.user.id,
            "channel": CHANNEL,
            "ts": ts,
            "thread_ts": talk.thread_ts,
            "text": f"{MENTION} February",
            "edited": {"user": talk.person.user.id, "ts": f"{ts}1"},
        }
    )
    await desk.calm()
    assert talk.asks("year")
    assert (await talk.typed())["month"] == "February"


async def test_a_question_asked_before_the_form_can_still_be_corrected(desk: Desk) -> None:
    emma = desk.person("emma")
    first = desk.answer("kpi-discrepancy", "en").question
    ts = await emma.say(None, first)
    await desk.calm()
    reply = desk.replies(emma)[-1]
    await desk.press(emma, reply, "talk:discrepancy")
    other = desk.answer("business-plan", "en").question
    await emma.edit(None, ts, other)
    await desk.calm()
    assert other in screen(desk.replies(emma)[0])
    assert (await Talk(desk, emma, "discrepancy", "en").typed()) == {}


@pytest.mark.parametrize("form", ["discrepancy", "directory"])
async def test_odd_messages_at_any_field_lose_nothing(desk: Desk, form: str) -> None:
    talk = await begin(desk, "en", form)
    answers = (
        ("January 2026", *PURCHASE, *NUMBERS)
        if form == "discrepancy"
        else ("Contoso", "Sweden", "https://contoso.se")
    )
    for right in answers:
        before = await talk.typed()
        await talk.say("?", "🤔 <!channel>" * 200, "1" * 3_900)
        assert before.items() <= (await talk.typed()).items()
        await talk.say("stop")
        await talk.press(f"talk:{form}")
        await talk.say(right)


async def test_what_people_type_for_no_difference_leaves_the_value_out(desk: Desk) -> None:
    for text in ("same", "idem", "pareil", "一样", "hetzelfde", "samma", "It’s the same!", "Skip."):
        talk = await begin(desk)
        await talk.say("January 2026", *PURCHASE, "12", text)
        assert talk.asks(REVENUE), text
        assert (await talk.typed())[PC_KPI] == ""
        await talk.say("12 EUR", "0 USD")
        assert talk.asks("invoice")
        assert (await talk.typed())[PC_REVENUE] == "0 USD"
        await talk.say("stop")
        await talk.press("draft:discard")


async def test_numbers_that_agree_are_asked_for_again_with_the_reason(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, "12", "same", "12 EUR", "same")
    assert talk.asks(PC_KPI)
    assert "agree" in talk.last.text
    await talk.say("0")
    assert talk.asks("invoice")


async def test_a_future_month_is_mended_by_another_year(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("December 2026", *PURCHASE)
    assert talk.asks("month")
    assert "future" in talk.last.text
    await talk.say("December 2025")
    assert talk.asks(KPI)


async def test_where_no_modal_opens_the_form_is_answered_in_messages(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("kpi-discrepancy", "en").question)
    desk.workspace.faults.add("views.open", Fault.server_error())
    await desk.press(emma, reply, "form:discrepancy")
    (failed,) = [call for call in desk.workspace.calls if call.error]
    desk.workspace.calls.remove(failed)
    talk = Talk(desk, emma, "discrepancy", "en")
    await talk.press("talk:discrepancy")
    assert talk.asks("month")
    await talk.say("January 2026")
    assert talk.asks("omlp-type")


async def test_another_form_in_the_same_place_ends_the_first_but_keeps_it(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026")
    other = await begin(desk, "en", "directory")
    assert other.asks("name")
    await other.say("Contoso")
    assert other.asks("country")
    rows = (await desk.rows())["drafts"]
    assert [(row["form"], row["talking"]) for row in rows] == [
        ("discrepancy", False),
        ("directory", True),
    ]
    assert rows[0]["answers"]["lines"][0]["month"]["typed"] == "January 2026"


SAID = (
    "January 2026",
    "march",
    "1.234",
    "12",
    "0 USD",
    "same",
    "skip",
    "back",
    "review",
    "help",
    "yes",
    "no",
    "another one",
    "change the month to April 2025",
    "change the invoice number",
    "remind me",
    "send",
    "Where do I enrol?",
    "Nederlands aub",
    "une facture",
    "?",
    "👍",
    "x" * 3_000,
)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_said_and_pressed_nothing_breaks(desk: Desk, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311 - no secret
    talk = await begin(desk, chosen.choice(LOCALES))
    for _ in range(20):
        pressable = [a for a in labels(talk.last) if not a.startswith(("request", "form"))]
        way = chosen.random()
        if way < 0.2:
            await talk.give(chosen.choice((FILE, "order-confirmation.pdf", "x.exe")))
        elif way < 0.5 and pressable:
            await talk.press(chosen.choice(pressable))
        else:
            await talk.say(chosen.choice(SAID))
