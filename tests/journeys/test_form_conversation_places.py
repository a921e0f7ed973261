"""Where a conversation about a form is, who takes part, and how it goes on later or elsewhere."""

import pytest

from bot.sandbox import Fault
from tests.journeys.conversing import FILE, KPI, NUMBERS, Talk, begin, begin_in_channel
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import DISCREPANCY, submit
from tests.journeys.reading import actions, screen

ASK = "ask_partner_desk"


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
