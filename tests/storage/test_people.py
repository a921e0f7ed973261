import pytest
from sqlalchemy import Connection

from bot.storage import pauses, people, questions
from bot.storage.people import Person, Profile
from tests.storage.everything import CHANNEL, METHOD, NOW, OURS, PERSON, QUESTION, TS


def test_nothing_is_known_of_somebody_new(connection: Connection) -> None:
    assert people.find(connection, OURS, "U-NEW") == Person(None, None, None)


def test_a_chosen_language_is_kept_until_it_is_taken_back(connection: Connection) -> None:
    people.choose_locale(connection, OURS, PERSON, "nl")
    people.choose_locale(connection, OURS, PERSON, "sv")
    assert people.find(connection, OURS, PERSON).chosen_locale == "sv"
    people.choose_locale(connection, OURS, PERSON, None)
    assert people.find(connection, OURS, PERSON).chosen_locale is None


def test_what_slack_tells_does_not_change_what_a_person_chose(connection: Connection) -> None:
    people.choose_locale(connection, OURS, PERSON, "nl")
    people.keep_slack_locale(connection, OURS, PERSON, "fr", NOW)
    assert people.find(connection, OURS, PERSON) == Person("nl", "fr", NOW)


def test_a_person_without_a_language_in_slack_is_known_to_have_none(
    connection: Connection,
) -> None:
    people.keep_slack_locale(connection, OURS, PERSON, None, NOW)
    assert people.find(connection, OURS, PERSON) == Person(None, None, NOW)


def test_slack_tells_a_person_s_time_zone_company_and_team_until_it_does_not_any_more(
    connection: Connection,
) -> None:
    told = ("Europe/Paris", "learn.example", "T-LEARN")
    people.keep_profile(connection, OURS, PERSON, Profile("fr", *told), NOW)
    assert people.find(connection, OURS, PERSON) == Person(None, "fr", NOW, *told)
    people.keep_slack_locale(connection, OURS, PERSON, "nl", NOW + 1)
    assert people.find(connection, OURS, PERSON) == Person(None, "nl", NOW + 1, *told)
    people.keep_profile(connection, OURS, PERSON, Profile("nl"), NOW + 2)
    assert people.find(connection, OURS, PERSON) == Person(None, "nl", NOW + 2, None, None, None)


def test_a_person_is_greeted_once_and_everyone_is(connection: Connection) -> None:
    people.choose_locale(connection, OURS, PERSON, "nl")
    greeted = [people.greet_once(connection, OURS, person, NOW) for person in (PERSON, "U2") * 2]
    assert greeted == [True, True, False, False]
    assert people.find(connection, OURS, PERSON).chosen_locale == "nl"


def test_a_pause_lasts_as_long_as_slack_said_last(connection: Connection) -> None:
    assert pauses.paused_until(connection, OURS, METHOD) == 0
    pauses.pause(connection, OURS, METHOD, NOW + 30)
    assert pauses.paused_until(connection, OURS, METHOD) == NOW + 30
    assert pauses.paused_until(connection, OURS, "views.publish") == 0
    pauses.pause(connection, OURS, METHOD, NOW + 300)
    assert pauses.paused_until(connection, OURS, METHOD) == NOW + 300


def ask(connection: Connection, **values: object) -> int:
    added = questions.add(connection, OURS, {**QUESTION, "message_ts": None, **values})
    assert added is not None
    return added


def test_a_question_is_found_as_it_was_asked_by_its_id_and_its_message(
    connection: Connection,
) -> None:
    number = ask(connection, message_ts=TS)
    found = questions.find(connection, OURS, number)
    assert found
    assert QUESTION.items() <= found._asdict().items()
    assert found == questions.at_message(connection, OURS, CHANNEL, TS)
    assert (found.workspace, found.deleted, found.reply_ts) == (OURS, False, None)


def test_the_same_message_is_kept_once_but_two_without_a_message_are_two(
    connection: Connection,
) -> None:
    ask(connection, message_ts=TS)
    assert questions.add(connection, OURS, {**QUESTION, "text": "again"}) is None
    assert ask(connection) != ask(connection)


def test_a_change_leaves_the_rest_and_the_others_alone(connection: Connection) -> None:
    first, second = ask(connection), ask(connection)
    before = [questions.find(connection, OURS, number) for number in (first, second)]
    questions.change(connection, OURS, first, locale="zh", useful=False)
    after = [questions.find(connection, OURS, number) for number in (first, second)]
    assert before[0]
    assert after == [before[0]._replace(locale="zh", useful=False), before[1]]


@pytest.mark.parametrize(
    ("locales", "expected"),
    [
        ([], None),
        (["fr"], "fr"),
        (["fr", "nl", "nl"], "nl"),
        (["zh"] * 20 + ["sv"] * 6, "sv"),
    ],
)
def test_the_language_of_late_is_the_one_used_most_in_the_last_ten_questions(
    connection: Connection, locales: list[str], expected: str | None
) -> None:
    for locale in locales:
        ask(connection, detected=locale)
    assert questions.recent_locale(connection, OURS, channel=CHANNEL) == expected
    assert questions.recent_locale(connection, OURS, person=PERSON) == expected


def test_unsure_languages_and_those_of_other_people_and_channels_do_not_count(
    connection: Connection,
) -> None:
    ask(connection, detected="sv")
    for values in ({"detected": None}, {"person": "U2"}, {"channel": "C2"}):
        for _ in range(3):
            ask(connection, **{"detected": "fr", **values})
    recent = questions.recent_locale(connection, OURS, channel=CHANNEL, person=PERSON)
    assert recent == "sv"


def earlier(connection: Connection, number: int, since: float = 0, most: int = 9) -> list[int]:
    asked = questions.find(connection, OURS, number)
    assert asked
    return [each.id for each in questions.earlier(connection, asked, since, most)]


def test_what_somebody_asked_before_in_the_same_channel_is_told_in_its_order(
    connection: Connection,
) -> None:
    first, second, third = ask(connection), ask(connection), ask(connection)
    ask(connection, person="U2")
    ask(connection, channel="C2")
    assert earlier(connection, third) == [first, second]
    assert earlier(connection, first) == []


def test_of_what_was_asked_before_only_the_last_is_told_and_nothing_old_or_deleted(
    connection: Connection,
) -> None:
    asked = [ask(connection, asked_at=NOW + minute) for minute in range(4)]
    assert earlier(connection, asked[3], most=2) == asked[1:3]
    assert earlier(connection, asked[3], since=NOW + 2) == asked[2:3]
    questions.change(connection, OURS, asked[1], deleted=True)
    assert earlier(connection, asked[3]) == [asked[0], asked[2]]
