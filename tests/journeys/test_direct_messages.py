"""A partner writes to Partner Desk and is answered."""

from tests.journeys.desk import LOCALES, OWN_NAMES, Desk
from tests.journeys.phrases import NO_ANSWER, NONE_OF_THESE, PASSED_ON, PERSON
from tests.journeys.reading import actions, block_types, feedback, labels, screen


async def test_a_question_is_answered_in_its_language(desk: Desk) -> None:
    for locale in LOCALES:
        answer = desk.answer("business-plan", locale)
        reply = await desk.ask(desk.speaker(locale), answer.phrasings[0])
        shown = screen(reply)
        assert shown.startswith(answer.question)
        for line in answer.text.replace("**", "").splitlines():
            assert line in shown


async def test_an_answer_shows_all_that_can_be_done_with_it(desk: Desk) -> None:
    for locale in LOCALES:
        reply = await desk.ask(desk.speaker(locale), desk.answer("business-plan", locale).question)
        related = desk.knowledge.topics["business-plan"].related
        assert labels(reply, "related") == {
            f"related:{topic}": desk.answer(topic, locale).title for topic in related
        }
        assert labels(reply, "show_in") == {
            f"show_in:{other}": name for other, name in OWN_NAMES.items() if other != locale
        }
        assert labels(reply, "person") == {"person": desk.words(locale, PERSON)}
        assert len(feedback(reply)) == 2
        assert "context_actions" in block_types(reply)


async def test_no_answer_offers_more_than_three_related_questions(desk: Desk) -> None:
    person = desk.person("emma")
    for topic in ("kpi-report-schedule", "kpi-discrepancy", "silver-enroll"):
        reply = await desk.ask(person, desk.answer(topic, "en").question)
        assert 1 <= len(actions(reply, "related")) <= 3


async def test_an_answer_stands_beside_the_question_not_in_a_thread(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("business-plan", "en").question)
    assert reply.channel == emma.direct.id
    assert reply.thread_ts is None
    assert len(desk.workspace.called("chat.postMessage")) == 1


async def test_a_question_in_a_thread_is_answered_in_that_thread(desk: Desk) -> None:
    emma = desk.person("emma")
    first = await emma.say(None, desk.answer("business-plan", "en").question)
    await desk.calm()
    reply = await desk.ask(emma, desk.answer("kpi-discrepancy", "en").question, thread_ts=first)
    assert reply.thread_ts == first


SHOWN_FROM = {
    "when will I see the invoice dated february 2026?": "March 15, 2026",
    "quand verrai-je ma facture de février 2026 ?": "15 mars 2026",
    "wanneer zie ik de factuur van februari 2026?": "15 maart 2026",
    "när syns fakturan från februari 2026?": "15 mars 2026",
    "2026年2月的发票的 KPI 什么时候显示？": "2026年3月15日",
}


async def test_the_month_of_an_invoice_is_answered_with_its_date(desk: Desk) -> None:
    for question, date in SHOWN_FROM.items():
        assert date in screen(await desk.ask(desk.person("astrid"), question))


async def test_the_wish_to_report_a_discrepancy_is_offered_its_form(desk: Desk) -> None:
    for locale in LOCALES:
        reply = await desk.ask(
            desk.speaker(locale), desk.answer("kpi-discrepancy", locale).question
        )
        button = desk.knowledge.forms["discrepancy"].say(locale).button
        assert labels(reply, "form") == {"form:discrepancy": button}


async def test_an_unclear_question_is_offered_at_most_three_suggestions(desk: Desk) -> None:
    for locale in LOCALES:
        reply = await desk.ask(desk.speaker(locale), desk.unclear(locale))
        assert 1 <= len(actions(reply, "choose")) <= 3
        for suggested, title in labels(reply, "choose").items():
            answer = desk.answer(suggested.partition(":")[2], locale)
            assert title == answer.title
            assert answer.question in screen(reply)
        assert labels(reply, "person") == {"person": desk.words(locale, NONE_OF_THESE)}


async def test_what_can_not_be_answered_goes_to_the_support_team(desk: Desk) -> None:
    for locale in LOCALES:
        question = desk.unanswerable(locale)
        reply = await desk.ask(desk.speaker(locale), question)
        assert desk.words(locale, NO_ANSWER) in screen(reply)
        assert desk.words(locale, PASSED_ON) in screen(reply)
        card = desk.cards()[-1]
        assert f"> {question}" in screen(card)
        assert OWN_NAMES[locale] in screen(card)


async def test_a_handover_keeps_language_candidates_and_confidence(desk: Desk) -> None:
    await desk.ask(desk.person("camille"), desk.unanswerable("fr"))
    (kept,) = (await desk.rows())["tickets"]
    considered = kept["evidence"]
    assert (kept["kind"], kept["locale"]) == ("question", "fr")
    assert len(considered["candidates"]) == 3
    assert 0 <= considered["confidence"] < 1
    titles = [desk.answer(topic, "en").title for topic in considered["candidates"]]
    assert all(title in screen(desk.cards()[0]) for title in titles)


async def test_a_file_with_a_question_is_answered_as_the_question(desk: Desk) -> None:
    for locale in LOCALES:
        answer = desk.answer("business-plan", locale)
        person = desk.speaker(locale)
        await person.upload_message(answer.question, ("plan.pdf",))
        await desk.calm()
        (reply,) = desk.replies(person)
        assert screen(reply).startswith(answer.question)


async def test_a_message_that_is_also_sent_to_its_channel_is_answered_once(desk: Desk) -> None:
    emma = desk.person("emma")
    first = await emma.say(None, desk.answer("business-plan", "en").question)
    await desk.calm()
    event = {
        "type": "message",
        "subtype": "thread_broadcast",
        "user": emma.user.id,
        "text": desk.answer("kpi-discrepancy", "en").question,
        "ts": desk.workspace.stamps.ts(),
        "thread_ts": first,
        "channel": emma.direct.id,
        "channel_type": "im",
    }
    await desk.sender.send_event(event)
    await desk.calm()
    assert [reply.thread_ts for reply in desk.replies(emma)] == [None, first]
