import pytest

from bot.app import Content
from bot.content.models import Knowledge
from bot.desk.proposals import Wish, mistakes, topics_like
from bot.forms.readings import Problem

ASKED = Wish("Combien de temps met une facture ?", "fr", topic="kpi-discrepancy")
NEW = ASKED._replace(is_new=True, topic=None, title="Délai des factures", answer="Deux jours.")


@pytest.fixture(scope="module")
def knowledge(content: Content) -> Knowledge:
    return content.decider.knowledge


@pytest.mark.parametrize("wish", [ASKED, NEW])
def test_nothing_is_wrong_with_a_whole_proposal(knowledge: Knowledge, wish: Wish) -> None:
    assert mistakes(knowledge, wish) == {}


@pytest.mark.parametrize(
    ("wish", "wrong"),
    [
        (ASKED._replace(phrasing=""), {"phrasing": Problem("missing")}),
        (ASKED._replace(phrasing="x" * 201), {"phrasing": Problem("too-long", {"most": "200"})}),
        (ASKED._replace(topic=None), {"topic": Problem("choice-missing")}),
        (ASKED._replace(topic="no-such-topic"), {"topic": Problem("choice-missing")}),
        (NEW._replace(title=""), {"title": Problem("missing")}),
        (NEW._replace(title="x" * 41), {"title": Problem("too-long", {"most": "40"})}),
        (NEW._replace(title="发" * 21), {"title": Problem("too-long", {"most": "20"})}),
        (NEW._replace(answer=""), {"answer": Problem("missing")}),
        (NEW._replace(answer="x" * 1201), {"answer": Problem("too-long", {"most": "1200"})}),
    ],
)
def test_what_is_missing_too_long_or_nowhere_is_named(
    knowledge: Knowledge, wish: Wish, wrong: dict[str, Problem]
) -> None:
    assert mistakes(knowledge, wish) == wrong


@pytest.mark.parametrize("wish", [ASKED, NEW])
def test_a_phrasing_that_stands_in_its_language_already_is_named_with_its_topic(
    knowledge: Knowledge, wish: Wish
) -> None:
    topic = knowledge.topics["enroll-where"]
    known = topic.answers["fr"].phrasings[3]
    for text in (known, known.upper(), f"{known} ?!", known.replace(" ", "  ")):
        found = mistakes(knowledge, wish._replace(phrasing=text))
        assert found == {
            "phrasing": Problem("phrasing-known", {"topic": topic.answers["fr"].title})
        }
    assert mistakes(knowledge, wish._replace(phrasing=known, locale="sv")) == {}


def test_details_are_looked_for_in_all_that_would_be_kept_and_in_nothing_else() -> None:
    wish = NEW._replace(phrasing="INV-4711 ?", title="INV-4712", answer="INV-4713, INV-4711")
    assert wish.details() == ("INV-4711", "INV-4712", "INV-4713")
    assert wish._replace(is_new=False).details() == ("INV-4711",)


def test_topics_are_found_by_a_part_of_their_title_likeliest_first(knowledge: Knowledge) -> None:
    for topic in knowledge.topics.values():
        for locale in knowledge.locales:
            title = topic.answer(locale).title
            same = {t.id for t in knowledge.topics.values() if t.answer(locale).title == title}
            assert topics_like(knowledge, locale, f" {title.upper()} ")[0].id in same


def test_without_a_query_all_topics_are_listed_by_their_titles(knowledge: Knowledge) -> None:
    found = [topic.answer("en").title.casefold() for topic in topics_like(knowledge, "en", " ")]
    assert found == sorted(found)
    assert len(found) == len(knowledge.topics)


def test_what_no_title_has_finds_nothing(knowledge: Knowledge) -> None:
    assert topics_like(knowledge, "en", "xyzzyxyzzy") == []
