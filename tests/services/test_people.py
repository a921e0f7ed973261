import pytest
from sqlalchemy import Connection, select

from bot.answering.spoken import Languages
from bot.services import handing_over, housekeeping, language, opening, replying
from bot.services.acting import Actor
from bot.storage import inbox, outbox, people, schema
from bot.storage.inbox import Received
from tests.services.scene import (
    CHANNEL,
    DIRECT,
    EMMA,
    NOW,
    OFFERED,
    OURS,
    SUGGEST,
    card,
    home,
    kept,
    note,
    reply,
    said,
    say,
    waits,
)

HOME = home()


def locale(connection: Connection) -> str:
    return language.locale_of(connection, OURS, EMMA, Languages("zh", OFFERED))


def test_a_person_is_spoken_to_as_chosen_then_as_of_late_then_as_slack_says_then_as_usual(
    connection: Connection,
) -> None:
    assert locale(connection) == "zh"
    people.keep_slack_locale(connection, OURS, EMMA, "fr", NOW)
    assert locale(connection) == "fr"
    say(connection)
    assert locale(connection) == "nl"
    people.choose_locale(connection, OURS, EMMA, "sv")
    assert locale(connection) == "sv"


@pytest.mark.parametrize("chosen", ["sv", None])
def test_choosing_a_language_redraws_the_home_tab(
    connection: Connection, chosen: str | None
) -> None:
    language.choose(connection, OURS, EMMA, chosen, NOW)
    assert people.find(connection, OURS, EMMA).chosen_locale == chosen
    assert said(connection) == [HOME]


def test_the_messages_tab_greets_once(connection: Connection) -> None:
    for _ in range(2):
        opening.open_messages(connection, OURS, EMMA, DIRECT, NOW)
    greetings = [message for _, message, _ in said(connection)]
    assert greetings.count("greeting") == 1


def test_the_home_tab_is_drawn_each_time_that_it_is_opened(connection: Connection) -> None:
    for _ in range(2):
        opening.open_home(connection, Actor(OURS, EMMA), NOW)
        assert said(connection) == [HOME]


def test_the_list_of_what_was_handed_over_goes_to_the_one_who_asked(
    connection: Connection,
) -> None:
    replying.requests(connection, OURS, EMMA, "https://x", "nl", NOW)
    about = {"person": EMMA, "response_url": "https://x", "locale": "nl"}
    assert said(connection) == [(f"requests:{EMMA}", "requests", about)]


def test_a_question_is_handed_over_and_taken_back_once(connection: Connection) -> None:
    say(connection, SUGGEST)
    said(connection)
    for _ in range(2):
        handing_over.hand_over(connection, OURS, 1, NOW)
    assert waits(connection)
    assert said(connection) == [card(), reply(), HOME]
    for _ in range(2):
        handing_over.take_back(connection, OURS, 1, NOW)
    assert not waits(connection)
    assert said(connection) == [card(), reply(), HOME, note(1)]


def test_handing_over_what_is_not_there_does_nothing(connection: Connection) -> None:
    handing_over.hand_over(connection, OURS, 9, NOW)
    handing_over.take_back(connection, OURS, 9, NOW)
    assert said(connection) == []


def test_promise_42_what_was_processed_and_sent_is_forgotten_after_a_week(
    connection: Connection,
) -> None:
    inbox.store(connection, [Received(OURS, key, "events_api", "{}") for key in "ab"], NOW)
    for _ in "ab":
        outbox.post(connection, OURS, CHANNEL, "reply", {}, NOW)
    for finish in (inbox.finish, outbox.finish):
        finish(connection, OURS, 1, 0)
    housekeeping.tidy(connection, NOW + housekeeping.KEPT_SECONDS)
    assert left(connection) == {"inbox": [1, 2], "outbox": [1, 2]}
    housekeeping.tidy(connection, NOW + housekeeping.KEPT_SECONDS + 1)
    assert left(connection) == {"inbox": [2], "outbox": [2]}


def left(connection: Connection) -> dict[str, list[int]]:
    tables = (schema.inbox, schema.outbox)
    return {t.name: list(connection.scalars(select(t.c.id).order_by(t.c.id))) for t in tables}


def test_promise_42_questions_stay(connection: Connection) -> None:
    question = say(connection)
    housekeeping.tidy(connection, NOW + 10 * housekeeping.KEPT_SECONDS)
    assert kept(connection) == question
