"""The buttons under a reply."""

from bot.app import Content
from bot.sandbox import Message
from tests.journeys.desk import LOCALES, Desk, assert_nothing_went_wrong, opened
from tests.journeys.phrases import CLOSED, HELPED, NEW, PASSED_ON, SORRY, TAKEN_BACK, WITHDRAWN
from tests.journeys.reading import actions, feedback, labels, screen, standing


async def answered(desk: Desk, locale: str = "en", topic: str = "business-plan") -> Message:
    return await desk.ask(desk.speaker(locale), desk.answer(topic, locale).question)


async def test_a_related_question_is_answered_in_a_message_of_its_own(desk: Desk) -> None:
    for locale in LOCALES:
        reply = await answered(desk, locale)
        before = screen(reply)
        related = actions(reply, "related")[0]
        await desk.press(desk.speaker(locale), reply, related)
        (first, second) = desk.replies(desk.speaker(locale))
        assert screen(first) == before
        asked = desk.answer(related.partition(":")[2], locale).question
        assert screen(second).startswith(asked)
        assert feedback(second) != feedback(first)


async def test_another_language_redraws_the_same_message(desk: Desk) -> None:
    reply = await answered(desk)
    for other in ("fr", "nl", "sv", "zh"):
        await desk.press(desk.person("emma"), reply, f"show_in:{other}")
        assert desk.replies(desk.person("emma")) == [reply]
        assert screen(reply).startswith(desk.answer("business-plan", other).question)
    updates = desk.workspace.called("chat.update")
    assert [update.arguments["ts"] for update in updates] == [reply.ts] * 4


async def test_a_language_that_an_answer_was_shown_in_can_be_left_again(desk: Desk) -> None:
    reply = await answered(desk)
    before = screen(reply)
    await desk.press(desk.person("emma"), reply, "show_in:zh")
    await desk.press(desk.person("emma"), reply, "show_in:en")
    assert screen(reply) == before


async def test_useful_is_thanked_for_in_place_of_the_buttons(desk: Desk) -> None:
    reply = await answered(desk, "fr")
    await desk.press(desk.person("camille"), reply, "feedback", feedback(reply)[0])
    assert desk.words("fr", HELPED) in screen(reply)
    assert feedback(reply) == []
    assert desk.cards() == []


async def test_not_useful_offers_the_runners_up_and_then_a_person(desk: Desk) -> None:
    for locale in LOCALES:
        reply = await answered(desk, locale, "kpi-discrepancy")
        await desk.press(desk.speaker(locale), reply, "feedback", feedback(reply)[1])
        assert desk.words(locale, SORRY) in screen(reply)
        assert 1 <= len(actions(reply, "choose")) <= 3
        assert "choose:kpi-discrepancy" not in actions(reply, "choose")
        assert actions(reply, "person")
        await desk.press(desk.speaker(locale), reply, "person")
        assert actions(reply, "choose") == []
        assert actions(reply, "withdraw")
        assert standing(desk.cards()[-1]) == NEW
    assert len(desk.cards()) == len(LOCALES)


async def test_a_runner_up_takes_the_place_of_what_did_not_help(desk: Desk) -> None:
    reply = await answered(desk)
    await desk.press(desk.person("emma"), reply, "feedback", feedback(reply)[1])
    chosen = actions(reply, "choose")[0]
    await desk.press(desk.person("emma"), reply, chosen)
    assert screen(reply).startswith(desk.answer(chosen.partition(":")[2], "en").question)
    await desk.press(desk.person("emma"), reply, "feedback", feedback(reply)[1])
    assert "choose:business-plan" in actions(reply, "choose")


async def test_a_chosen_suggestion_turns_into_its_answer(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        reply = await desk.ask(person, desk.unclear(locale))
        chosen = actions(reply, "choose")[-1]
        await desk.press(person, reply, chosen)
        assert desk.replies(person) == [reply]
        assert screen(reply).startswith(desk.answer(chosen.partition(":")[2], locale).question)
        assert feedback(reply)


async def test_none_of_these_hands_the_question_over(desk: Desk) -> None:
    for locale in LOCALES:
        person, question = desk.speaker(locale), desk.unclear(locale)
        reply = await desk.ask(person, question)
        offered = [action.partition(":")[2] for action in actions(reply, "choose")]
        await desk.press(person, reply, "person")
        assert actions(reply, "choose") == []
        assert actions(reply, "withdraw")
        card = desk.cards()[-1]
        assert f"> {question}" in screen(card)
        assert all(desk.answer(topic, "en").title in screen(card) for topic in offered)


async def test_ask_a_person_shows_the_team_a_card_and_tells_what_happens(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        reply = await answered(desk, locale)
        await desk.press(person, reply, "person")
        passed_on = desk.words(locale, PASSED_ON)
        assert passed_on in screen(reply)
        assert labels(reply, "withdraw") == {"withdraw": desk.words(locale, CLOSED)}
        card = desk.cards()[-1]
        assert standing(card) == NEW
        assert f"@{person.user.id}" in screen(card)
        assert f"> {desk.answer('business-plan', locale).question}" in screen(card)


async def test_asking_for_a_person_twice_shows_one_card(desk: Desk) -> None:
    reply = await answered(desk)
    emma = desk.person("emma")
    assert (await emma.press(reply, "person")).ok
    assert (await emma.press(reply, "person")).ok
    await desk.calm()
    assert len(desk.cards()) == 1


async def test_a_handed_over_answer_that_is_no_longer_needed_is_as_before(desk: Desk) -> None:
    reply = await answered(desk)
    before = [*labels(reply)]
    await desk.press(desk.person("emma"), reply, "person")
    await desk.press(desk.person("emma"), reply, "withdraw")
    assert [*labels(reply)] == before
    (card,) = desk.cards()
    assert standing(card) == TAKEN_BACK


async def test_a_withdrawn_question_without_an_answer_says_so(desk: Desk) -> None:
    reply = await desk.ask(desk.person("camille"), desk.unanswerable("fr"))
    (card,) = desk.cards()
    assert standing(card) == NEW
    await desk.press(desk.person("camille"), reply, "withdraw")
    assert desk.words("fr", WITHDRAWN) in screen(reply)
    assert desk.cards() == [card]
    assert standing(card) == TAKEN_BACK
    assert [ticket["state"] for ticket in (await desk.rows())["tickets"]] == ["withdrawn"]


async def test_a_question_handed_over_again_is_new_on_the_same_card_and_the_channel_sees_it(
    desk: Desk,
) -> None:
    reply = await answered(desk)
    emma = desk.person("emma")
    for action in ("person", "withdraw", "person"):
        await desk.press(emma, reply, action)
    (card,) = desk.cards()
    assert standing(card) == NEW
    told = [screen(each) for each in desk.shared(card)]
    assert told == ["The partner no longer needs this.", "The partner needs this after all."]
    posted = [call.arguments for call in desk.workspace.called("chat.postMessage")]
    loud = [each["text"] for each in posted if each.get("reply_broadcast")]
    assert loud == ["The partner needs this after all."]
    await desk.press(emma, reply, "withdraw")
    assert standing(card) == TAKEN_BACK


async def test_the_card_is_in_the_language_of_the_desk(content: Content, database_url: str) -> None:
    async with opened(content, database_url, desk_locale="nl") as desk:
        await desk.ask(desk.person("wei"), desk.unanswerable("zh"))
        (card,) = desk.cards()
        assert standing(card) == desk.words("nl", NEW)
        assert "中文" in screen(card)
        await assert_nothing_went_wrong(desk)
