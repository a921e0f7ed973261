"""Partner Desk is mentioned in a channel."""

from tests.journeys.desk import CHANNEL, LOCALES, MENTION, Desk
from tests.journeys.reading import actions, feedback, screen


async def test_a_mention_is_answered_in_its_thread(desk: Desk) -> None:
    for locale in LOCALES:
        answer = desk.answer("business-plan", locale)
        person = desk.speaker(locale)
        asked = await person.say(CHANNEL, f"{MENTION} {answer.question}")
        await desk.calm()
        reply = desk.replies(desk.person("noor"), CHANNEL)[-1]
        assert reply.thread_ts == asked
        assert screen(reply).startswith(answer.question)
        assert feedback(reply)
        assert actions(reply, "person")
    assert len(desk.replies(desk.person("noor"), CHANNEL)) == len(LOCALES)


async def test_a_mention_inside_a_thread_is_answered_in_that_thread(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    first = await emma.say(CHANNEL, "Who knows about this?")
    question = desk.answer("business-plan", "nl").question
    reply = await desk.ask(daan, f"{MENTION} {question}", CHANNEL, thread_ts=first)
    assert reply.thread_ts == first


async def test_a_message_in_a_channel_without_a_mention_is_left_alone(desk: Desk) -> None:
    await desk.person("emma").say(CHANNEL, desk.answer("business-plan", "en").question)
    await desk.calm()
    assert desk.replies(desk.person("emma"), CHANNEL) == []
    assert (await desk.rows())["questions"] == []


async def test_what_leaves_the_language_open_is_answered_in_the_channels_habit(desk: Desk) -> None:
    astrid, emma = desk.person("astrid"), desk.person("emma")
    for topic in ("business-plan", "kpi-discrepancy"):
        await desk.ask(astrid, f"{MENTION} {desk.answer(topic, 'sv').question}", CHANNEL)
    await desk.ask(emma, f"{MENTION} KPI", CHANNEL)
    assert (await desk.rows())["questions"][-1]["locale"] == "sv"


async def test_the_channels_habit_is_what_most_of_its_questions_were_asked_in(desk: Desk) -> None:
    camille, daan = desk.person("camille"), desk.person("daan")
    for topic in ("business-plan", "kpi-discrepancy"):
        await desk.ask(camille, f"{MENTION} {desk.answer(topic, 'fr').question}", CHANNEL)
    await desk.ask(daan, f"{MENTION} {desk.answer('business-plan', 'nl').question}", CHANNEL)
    reply = await desk.ask(daan, f"{MENTION} 👍", CHANNEL)
    assert desk.answer("kpi-report-schedule", "fr").question in screen(reply)


async def test_in_a_channel_the_askers_own_choice_does_not_rule_the_others(desk: Desk) -> None:
    camille = desk.person("camille")
    await desk.command(camille, "language fr")
    answer = desk.answer("business-plan", "sv")
    reply = await desk.ask(camille, f"{MENTION} {answer.question}", CHANNEL)
    assert screen(reply).startswith(answer.question)


async def test_a_mention_that_arrives_again_with_other_words_redraws_its_answer(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(
        emma, f"{MENTION} {desk.answer('business-plan', 'en').question}", CHANNEL
    )
    answer = desk.answer("kpi-discrepancy", "en")
    event = {
        "type": "app_mention",
        "user": emma.user.id,
        "text": f"{MENTION} {answer.question}",
        "ts": reply.thread_ts,
        "channel": CHANNEL,
        "event_ts": desk.workspace.stamps.ts(),
    }
    await desk.sender.send_event(event)
    await desk.calm()
    assert desk.replies(emma, CHANNEL) == [reply]
    assert screen(reply).startswith(answer.question)


async def test_buttons_under_an_answer_in_a_channel_work_for_everybody_there(desk: Desk) -> None:
    answer = desk.answer("business-plan", "fr")
    question = desk.answer("business-plan", "en").question
    reply = await desk.ask(desk.person("emma"), f"{MENTION} {question}", CHANNEL)
    await desk.press(desk.person("camille"), reply, "show_in:fr")
    assert screen(reply).startswith(answer.question)
