"""Weeks to sum up and to draw."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.desk.charts import Labels
from bot.desk.figures import figures
from bot.desk.summary import FirstAnswers, Questions, Ratings, Tickets, Week

MONDAY = date(2026, 3, 9)
KINDS = {"question": "Question", "discrepancy": "KPI discrepancy", "directory": "Directory request"}

EMPTY = Week(MONDAY, {}, {}, FirstAnswers(), Ratings(), 0, 0)
USUAL = Week(
    MONDAY,
    {
        "sv": Questions(9, 1, 2),
        "fr": Questions(40, 9, 7),
        "en": Questions(31, 6, 5),
        "nl": Questions(22, 4, 4),
        "zh": Questions(12, 5, 6),
    },
    {
        ("question", "fr"): Tickets(7, 6),
        ("question", "zh"): Tickets(6, 3),
        ("discrepancy", "nl"): Tickets(8, 9),
        ("discrepancy", "fr"): Tickets(4, 3),
        ("directory", "sv"): Tickets(3, 0),
    },
    FirstAnswers(2.43, 40, 34),
    Ratings(17, 1),
    12,
    2,
)
NO_TICKETS = USUAL._replace(tickets={}, first_answers=FirstAnswers(), ratings=Ratings())
ONE_LANGUAGE = EMPTY._replace(questions={"zh": Questions(3, 0, 1)})
LARGE = USUAL._replace(
    questions={
        locale: Questions(*(count * 123_456 for count in questions))
        for locale, questions in USUAL.questions.items()
    }
)
WEEKS: Mapping[str, Week] = {
    "usual": USUAL,
    "empty": EMPTY,
    "no tickets": NO_TICKETS,
    "one language": ONE_LANGUAGE,
    "large numbers": LARGE,
}


def values(week: Week, before: Week | None = None, locale: str = "en") -> dict[str, Any]:
    return figures(week, before, locale, KINDS)


def labels(**changed: Any) -> Labels:  # noqa: ANN401 - any label
    return Labels(
        locale="en",
        title="The week in figures",
        period="Mar 9 – 15, 2026",
        questions="Questions",
        answered="Answered by the bot",
        suggested="Suggestions made",
        handed_over="Handed to the support team",
        tickets="Requests",
        languages={"en": "English", "fr": "French", "nl": "Dutch", "sv": "Swedish", "zh": "中文"},
        kinds=KINDS,
        nothing="None this week",
        by_bot=["Answered by the bot", "70%", "114 of 163", "the week before: 67%"],
        first_answers=["Time to first answer", "2.4 hr", "in time: 85%"],
        satisfaction=["Satisfied with the help", "–"],
    )._replace(**changed)
