"""From an answer to knowledge: what support learned from a question is proposed to the editors."""

from copy import deepcopy

import pytest

from bot.content.models import LONGEST_QUESTION, Topic
from bot.sandbox import Message
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services import proposing
from bot.storage import proposals
from bot.storage.schema import ACCEPTED, REJECTED
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text
from tests.journeys.proposing import ANSWER, ASKED, GENERAL, chosen, kept, opened, stands
from tests.journeys.reading import labels, screen
from tests.journeys.triaging import card_of, handed_over, open_modal, told, write

HOSTILE = "<!channel> *bold* <https://evil.example|here> <@U0SAM00001>"
ACTION = "desk_open:propose"


def thread(desk: Desk) -> list[Message]:
    """Give what the card's thread tells of proposals."""
    shared = desk.shared(card_of(desk))
    return [each for each in shared if "knowledge base" in each.text]


def likeliest(desk: Desk, evidence: dict[str, list[str]]) -> Topic:
    return desk.knowledge.topics[evidence["candidates"][0]]


async def option(desk: Desk, topic: str) -> dict[str, object]:
    """Search for a topic by its title, and give what is found."""
    noor = desk.person("noor")
    assert noor.view
    title = desk.answer(topic, "en").title
    found = await noor.suggestions(noor.view, "propose:topic", title)
    assert found[0]["value"] == topic
    return dict(found[0])


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_phrasing_is_proposed_for_a_known_answer_in_the_language_of_the_question(
    desk: Desk, locale: str
) -> None:
    view = await opened(desk, locale)
    asked = desk.unanswerable(locale)
    assert asked in screen(view)
    (row,) = (await desk.rows())["tickets"]
    topic = likeliest(desk, row["evidence"])
    assert stands(view) == {
        "phrasing": asked,
        "language": locale,
        "kind": "existing",
        "topic": topic.id,
    }
    noor = desk.person("noor")
    assert (await noor.submit_view({})).closed
    await desk.calm()
    (made,) = await kept(desk)
    assert made == {
        "locale": locale,
        "topic": topic.id,
        "phrasing": asked,
        "title": None,
        "answer": None,
        "proposed_by": noor.user.id,
        "state": "open",
    }
    (note,) = thread(desk)
    assert f"@{noor.user.id}" in screen(note)
    assert asked in screen(note)
    assert topic.answer("en").title in screen(note)


async def test_the_modal_names_the_language_and_lets_it_be_corrected(desk: Desk) -> None:
    view = await opened(desk)
    assert OWN_NAMES["fr"] in all_text(view)
    noor = desk.person("noor")
    assert (await noor.submit_view({"language": "nl"})).closed
    assert (await kept(desk))[0]["locale"] == "nl"


async def test_a_new_answer_is_proposed_from_what_was_sent_to_the_partner(desk: Desk) -> None:
    await opened(desk)
    view = await chosen(desk, "new")
    assert stands(view)["answer"] == ANSWER
    noor = desk.person("noor")
    typed = {"phrasing": ASKED, "title": "Délai des factures", "answer": GENERAL}
    assert (await noor.submit_view(typed)).closed
    await desk.calm()
    (made,) = await kept(desk)
    assert {name: made[name] for name in typed} == typed
    assert made["topic"] is None
    (note,) = thread(desk)
    for text in typed.values():
        assert text in screen(note)


async def test_choosing_between_a_known_and_a_new_answer_loses_nothing(desk: Desk) -> None:
    await opened(desk)
    noor = desk.person("noor")
    noor.fill_in({"phrasing": ASKED, "topic": await option(desk, "kpi-discrepancy")})
    await chosen(desk, "new")
    noor.fill_in({"title": "Délai", "answer": GENERAL, "language": "nl"})
    view = await chosen(desk, "existing")
    assert stands(view) == {
        "phrasing": ASKED,
        "language": "nl",
        "kind": "existing",
        "topic": "kpi-discrepancy",
    }
    view = await chosen(desk, "new")
    assert (stands(view)["title"], stands(view)["answer"]) == ("Délai", GENERAL)


async def test_a_long_question_is_shown_whole_and_its_beginning_can_be_edited(desk: Desk) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    asked = desk.unanswerable("fr") + " Vraiment ?" * 40
    await desk.ask(camille, asked)
    await write(desk, noor, "resolve", "Bonjour.")
    view = await open_modal(desk, noor, "propose")
    assert asked in screen(view)
    assert stands(view)["phrasing"] == asked[:LONGEST_QUESTION].rstrip()


async def test_topics_are_searched_by_their_titles_in_the_language_of_the_desk(
    desk: Desk,
) -> None:
    view = await opened(desk)
    noor = desk.person("noor")
    everything = await noor.suggestions(view, "propose:topic", "")
    assert {each["value"] for each in everything} == {*desk.knowledge.topics}
    title = desk.answer("kpi-discrepancy", "en").title
    for query in (title, title.upper(), title[2:-2], title.replace("e", "e", 1) + " "):
        found = await noor.suggestions(view, "propose:topic", query)
        assert found[0]["value"] == "kpi-discrepancy", query
    assert await noor.suggestions(view, "propose:topic", "zzzzzzzz") == []


async def test_the_same_phrasing_of_a_request_is_one_proposal_however_often_it_comes(
    desk: Desk,
) -> None:
    await opened(desk)
    noor = desk.person("noor")
    desk.wire.times = 3
    assert (await noor.submit_view({})).closed
    desk.wire.times = 1
    await desk.calm()
    await open_modal(desk, noor, "propose")
    assert (await noor.submit_view({})).closed
    await desk.calm()
    assert len(await kept(desk)) == len(thread(desk)) == 1


async def test_what_was_said_last_of_a_phrasing_counts_as_long_as_no_editor_has_decided(
    desk: Desk,
) -> None:
    await opened(desk)
    noor, sam = desk.person("noor"), desk.person("sam")
    await noor.submit_view({"topic": await option(desk, "kpi-discrepancy")})
    await desk.calm()
    await open_modal(desk, noor, "propose")
    found = await option(desk, "enroll-where")
    await noor.close_view()
    await open_modal(desk, sam, "propose")
    assert (await sam.submit_view({"topic": found})).closed
    await desk.calm()
    (made,) = await kept(desk)
    assert (made["topic"], made["proposed_by"]) == ("enroll-where", sam.user.id)
    (note,) = thread(desk)
    assert desk.answer("enroll-where", "en").title in screen(note)


@pytest.mark.parametrize(
    ("state", "said"), [(ACCEPTED, "put it into the knowledge base"), (REJECTED, "set it aside")]
)
async def test_the_thread_tells_what_an_editor_decided_and_that_it_can_t_be_proposed_again(
    desk: Desk, state: str, said: str
) -> None:
    await opened(desk)
    noor = desk.person("noor")
    await noor.submit_view({})
    await desk.calm()
    (found,) = await desk.read(proposals.every_open)
    await desk.office.database.run(proposing.settle, found, state, desk.clock())
    desk.office.something_to_say.set()
    await desk.calm()
    (note,) = thread(desk)
    assert said in screen(note)
    await open_modal(desk, noor, "propose")
    submission = await noor.submit_view({})
    assert "An editor has decided" in submission.errors["phrasing"]


async def test_only_a_settled_question_offers_it_on_its_card_and_below_what_settled_it(
    desk: Desk,
) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    assert ACTION not in labels(card_of(desk))
    await write(desk, noor, "reply", "Je regarde.")
    await write(desk, noor, "resolve", ANSWER)
    assert ACTION in labels(card_of(desk))
    assert [ACTION in labels(each) for each in desk.shared(card_of(desk))] == [False, True]
    await request(desk, desk.speaker("sv"), "directory")
    await write(desk, noor, "resolve", "Klart.")
    assert ACTION not in labels(card_of(desk))
    assert [ACTION in labels(each) for each in desk.shared(card_of(desk))] == [False]


async def test_of_a_request_that_was_opened_again_meanwhile_what_was_learned_is_kept(
    desk: Desk,
) -> None:
    await opened(desk)
    sam, noor = desk.person("sam"), desk.person("noor")
    stale = deepcopy(card_of(desk))
    await desk.press(sam, card_of(desk), "desk:reopen")
    assert (await noor.submit_view({})).closed
    assert len(await kept(desk)) == 1
    assert ACTION not in labels(card_of(desk))
    await desk.press(sam, stale, ACTION)
    assert sam.view is None
    assert "can’t be done any more" in screen(told(sam, SUPPORT_CHANNEL)[-1])


async def test_whatever_is_proposed_is_shown_as_it_was_written(desk: Desk) -> None:
    await opened(desk)
    await chosen(desk, "new")
    noor = desk.person("noor")
    typed = {"phrasing": HOSTILE, "title": "*Titre* <!here>", "answer": HOSTILE}
    await noor.submit_view(typed)
    assert (await noor.submit_view({})).closed
    await desk.calm()
    (note,) = thread(desk)
    assert screen(note).count(HOSTILE) == 2
    assert "<!" not in note.text


async def test_what_was_proposed_stands_in_the_history_of_the_request(desk: Desk) -> None:
    await opened(desk)
    noor = desk.person("noor")
    await noor.submit_view({})
    await desk.calm()
    view = await open_modal(desk, noor, "read")
    assert "proposed something for the knowledge base" in screen(view)
