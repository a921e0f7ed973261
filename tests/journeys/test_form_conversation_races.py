"""Messages and buttons that come at once, twice, late or edited do no harm to a conversation."""

import asyncio

from tests.journeys.conversing import KPI, PC_KPI, PURCHASE, REVENUE, Talk, begin, begin_in_channel
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.reading import actions, screen


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
