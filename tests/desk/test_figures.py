import pytest

from bot.desk.summary import FirstAnswers
from tests.desk.weeks import EMPTY, LARGE, ONE_LANGUAGE, USUAL, values


def test_every_figure_is_written_out() -> None:
    told = values(USUAL)
    assert (told["asked"], told["answered"], told["answered_share"]) == ("163", "114", "70%")
    assert (told["suggested"], told["suggested_share"]) == ("25", "15%")
    assert (told["handed_over"], told["handed_over_share"]) == ("24", "15%")
    assert (told["opened"], told["resolved"]) == ("28", "21")
    assert (told["first_answer"], told["in_time_share"]) == ("2.4 hr", "85%")
    assert (told["in_time"], told["due"]) == ("34", "40")
    assert (told["good_share"], told["good"], told["rated"]) == ("94%", "17", "18")
    assert (told["open_now"], told["overdue_now"]) == ("12", "2")


@pytest.mark.parametrize(
    ("locale", "period", "asked", "share", "hours", "language"),
    [
        ("en", "Mar 9\u2009–\u200915, 2026", "20,123,328", "70%", "2.4 hr", "French"),
        ("fr", "9–15 mars 2026", "20\u202f123\u202f328", "70\xa0%", "2,4\u202fh", "Français"),
        ("nl", "9–15 mrt 2026", "20.123.328", "70%", "2,4 uur", "Frans"),
        ("sv", "9–15 mars 2026", "20\xa0123\xa0328", "70\xa0%", "2,4 tim", "Franska"),
        ("zh", "2026年3月9日至15日", "20,123,328", "70%", "2.4小时", "法语"),
    ],
)
def test_figures_are_written_as_the_reader_writes_them(
    locale: str, period: str, asked: str, share: str, hours: str, language: str
) -> None:
    told = values(LARGE, locale=locale)
    assert (told["period"], told["asked"], told["answered_share"]) == (period, asked, share)
    assert (told["first_answer"], told["languages"][0]["name"]) == (hours, language)


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (None, None),
        (0.0, "0 min"),
        (0.3, "18 min"),
        (0.999, "60 min"),
        (1.0, "1 hr"),
        (40.06, "40.1 hr"),
    ],
)
def test_less_than_an_hour_is_told_in_minutes(hours: float | None, written: str | None) -> None:
    assert values(USUAL._replace(first_answers=FirstAnswers(hours)))["first_answer"] == written


def test_what_there_is_none_of_is_none_and_not_zero() -> None:
    told = values(EMPTY)
    shares = ("answered_share", "suggested_share", "first_answer", "in_time_share", "good_share")
    assert [told[name] for name in shares] == [None] * 5
    assert (told["asked"], told["languages"], told["kinds"]) == ("0", [], [])


def test_the_week_before_is_beside_what_is_compared_with_it() -> None:
    told = values(USUAL, ONE_LANGUAGE)
    assert (told["asked_before"], told["answered_share_before"]) == ("4", "75%")
    assert (told["opened_before"], told["good_share_before"]) == ("0", None)
    alone = values(USUAL)
    assert {name for name in told if name.endswith("_before")} <= set(alone)
    assert [value for name, value in alone.items() if name.endswith("_before") and value] == []


def test_a_kind_tells_its_languages_and_a_language_what_became_of_its_questions() -> None:
    told = values(USUAL)
    question = told["kinds"][0]
    assert (question["id"], question["name"], question["opened"]) == ("question", "Question", "13")
    brought = [(each["name"], each["opened"]) for each in question["languages"]]
    assert brought == [("French", "7"), ("Chinese", "6")]
    french = told["languages"][0]
    assert (french["locale"], french["asked"], french["answered"]) == ("fr", "56", "40")
    assert (french["opened"], french["resolved"]) == ("11", "9")


def test_a_kind_that_a_later_deploy_dropped_goes_by_its_id() -> None:
    gone = USUAL._replace(tickets={("dropped", "xx"): USUAL.tickets["question", "fr"]})
    assert values(gone)["kinds"][0]["name"] == "dropped"
    assert values(gone)["languages"][-1]["name"] == "Xx"
