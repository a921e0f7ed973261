import pytest

from bot.answering.courtesies import Courtesies
from bot.answering.decision import Decider
from bot.answering.intents import COURTESIES, Intent
from bot.content.models import Knowledge


@pytest.fixture(scope="session")
def courtesies(decider: Decider) -> Courtesies:
    return decider.courtesies


@pytest.mark.parametrize("courtesy", COURTESIES)
def test_every_courtesy_of_every_language_leaves_nothing_and_is_named(
    courtesies: Courtesies, knowledge: Knowledge, courtesy: Intent
) -> None:
    phrases = [p for each in knowledge.intents.values() for p in getattr(each, courtesy)]
    left = {phrase: courtesies.strip(f"{phrase.upper()}!!") for phrase in phrases}
    assert [phrase for phrase, (rest, _) in left.items() if rest] == []
    assert courtesy in {found for _, found in left.values()}


@pytest.mark.parametrize(
    ("text", "rest", "courtesy"),
    [
        ("Hi! When do KPIs show?", "when do kpis show", Intent.GREETING),
        ("When do KPIs show? Thanks!", "when do kpis show", Intent.THANKS),
        ("Bonjour, où m'inscrire ? Merci d'avance", "ou m inscrire", Intent.GREETING),
        ("你好，发票什么时候显示？谢谢", "发票什么时候显示", Intent.GREETING),
        ("Hej hej! Tack så mycket", "", Intent.GREETING),
        ("hi hi hello", "", Intent.GREETING),
        ("When do KPIs show?", "when do kpis show", None),
        ("", "", None),
    ],
)
def test_courtesies_come_off_both_ends_of_a_question(
    courtesies: Courtesies, text: str, rest: str, courtesy: Intent | None
) -> None:
    assert courtesies.strip(text) == (rest, courtesy)


@pytest.mark.parametrize("text", ["highlights of this", "byte size", "delphi", "heyday kpi"])
def test_a_word_that_holds_a_greeting_stays_whole(courtesies: Courtesies, text: str) -> None:
    assert courtesies.strip(text)[0] == text


def test_a_thousand_courtesies_come_off_as_well_as_one(courtesies: Courtesies) -> None:
    assert courtesies.strip("kpi" + " thank you hi" * 1_000) == ("kpi", Intent.GREETING)
