"""From an answer to knowledge: what support learned from a question is proposed to the editors."""

from copy import deepcopy

import pytest

from bot.content.models import LONGEST_QUESTION, Topic
from bot.sandbox import Message, View
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.form_state import current_values
from bot.services import proposing
from bot.storage import proposals
from bot.storage.schema import ACCEPTED, REJECTED
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text
from tests.journeys.reading import labels, screen
from tests.journeys.triaging import card_of, handed_over, open_modal, press_open, told, write

ANSWER = "Bonjour Camille, votre facture FR2026-118 est arrivée."
GENERAL = "Une facture met deux jours à arriver."
ASKED = "Combien de temps met une facture ?"
HOSTILE = "<!channel> *bold* <https://evil.example|here> <@U0SAM00001>"
ACTION = "desk_open:propose"
NONSENSE = (
    *("", "null", "[]", "{}", "{", "[" * 3_000, '{"ticket": "1"}', '{"ticket": -1}'),
    *('{"ticket": true}', '{"ticket": 999}', '{"ticket": 1e400}', f'{{"ticket": {2**70}}}'),
)


async def resolved(desk: Desk, locale: str = "fr", text: str = ANSWER) -> None:
    """Have a question handed over, and settled by an answer."""
    await handed_over(desk, locale)
    await write(desk, desk.person("noor"), "resolve", text)


async def opened(desk: Desk, locale: str = "fr") -> View:
    """Settle a question, and open what proposes something from it."""
    await resolved(desk, locale)
    return await open_modal(desk, desk.person("noor"), "propose")


async def chosen(desk: Desk, kind: str) -> View:
    """Choose what the modal that is open asks for; give it as it is drawn then."""
    noor = desk.person("noor")
    view = noor.view
    assert view
    before = view.hash
    await desk.press(noor, view, "propose:kind", kind)
    await desk.workspace.wait_for(lambda: view.hash != before)
    return view


def stands(view: View) -> dict[str, str | None]:
    """Give what stands in each input of the modal."""
    found = {}
    for block, held in current_values(view.body["blocks"], view.values).items():
        for element in held.values():
            option = element.get("selected_option") or {}
            found[block] = option.get("value") if "selected_option" in element else element["value"]
    return found


async def kept(desk: Desk) -> list[dict[str, object]]:
    names = ("locale", "topic", "phrasing", "title", "answer", "proposed_by", "state")
    return [{name: row[name] for name in names} for row in (await desk.rows())["proposals"]]


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


async def test_what_may_tell_of_one_partner_is_named_and_asked_about_once(desk: Desk) -> None:
    await opened(desk)
    view = await chosen(desk, "new")
    assert "FR2026-118" in screen(view).replace(ANSWER, "")
    noor = desk.person("noor")
    typed = {"phrasing": "Où est INV-4711 ?", "title": "Factures", "answer": GENERAL}
    submission = await noor.submit_view(typed)
    assert submission.view
    assert "This may tell of one partner: INV-4711." in screen(submission.view)
    assert stands(submission.view).items() >= typed.items()
    assert await kept(desk) == []
    assert (await noor.submit_view({})).closed
    assert (await kept(desk))[0]["phrasing"] == typed["phrasing"]


async def test_who_was_warned_when_it_opened_is_not_asked_again(desk: Desk) -> None:
    emma = desk.speaker("en")
    await desk.ask(emma, f"{desk.unanswerable('en')} INV-4711")
    noor = desk.person("noor")
    await write(desk, noor, "resolve", "Hello.")
    view = await open_modal(desk, noor, "propose")
    assert "This may tell of one partner: INV-4711." in screen(view)
    assert (await noor.submit_view({})).closed


async def test_a_phrasing_that_is_known_is_refused_beside_it_and_nothing_typed_is_lost(
    desk: Desk,
) -> None:
    view = await opened(desk)
    noor = desk.person("noor")
    known = desk.answer("kpi-discrepancy", "fr")
    typed = known.phrasings[0].upper() + " ?"
    submission = await noor.submit_view({"phrasing": typed})
    assert set(submission.errors) == {"phrasing"}
    assert known.title in submission.errors["phrasing"]
    assert stands(view)["phrasing"] == typed
    assert await kept(desk) == []


async def test_an_answer_that_nobody_would_read_on_a_phone_is_refused_beside_it(
    desk: Desk,
) -> None:
    await opened(desk)
    await chosen(desk, "new")
    noor = desk.person("noor")
    typed = {"phrasing": ASKED, "title": "Délai", "answer": "mot " * 400}
    submission = await noor.submit_view(typed)
    assert set(submission.errors) == {"answer"}
    assert "1200" in submission.errors["answer"]


async def test_nothing_but_spaces_is_no_phrasing_title_or_answer(desk: Desk) -> None:
    await opened(desk)
    await chosen(desk, "new")
    submission = await desk.person("noor").submit_view(
        {"phrasing": " \u00a0", "title": "\u2003 ", "answer": " \n "}
    )
    assert set(submission.errors) == {"phrasing", "title", "answer"}


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
    await desk.running.office.database.run(proposing.settle, found, state, desk.clock())
    desk.running.office.something_to_say.set()
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


async def test_a_question_that_its_person_has_deleted_is_not_offered_word_for_word(
    desk: Desk,
) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    ts = await camille.say(None, desk.unanswerable("fr"))
    await desk.calm()
    await write(desk, noor, "resolve", "Bonjour.")
    await camille.delete(None, ts)
    await desk.calm()
    view = await open_modal(desk, noor, "propose")
    assert desk.unanswerable("fr") not in all_text(view)


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


async def test_promise_35_who_is_not_of_the_support_team_opens_nothing(desk: Desk) -> None:
    await resolved(desk)
    desk.workspace.add_user("U0GUEST", "guest", "Guest", is_restricted=True)
    desk.workspace.channel(SUPPORT_CHANNEL).members.add("U0GUEST")
    guest = desk.person("guest")
    await press_open(desk, guest, "propose")
    assert guest.view is None
    assert "Only members of the support team" in screen(told(guest, SUPPORT_CHANNEL)[-1])


@pytest.mark.parametrize("metadata", NONSENSE)
async def test_promise_15_a_modal_that_says_nonsense_of_itself_proposes_nothing(
    desk: Desk, metadata: str
) -> None:
    view = await opened(desk)
    view.body["private_metadata"] = metadata
    submission = await desk.person("noor").submit_view({})
    await desk.calm()
    assert submission.answer.ok
    assert await kept(desk) == []


async def test_promise_34_a_modal_that_names_the_request_of_a_form_proposes_nothing(
    desk: Desk,
) -> None:
    await request(desk, desk.speaker("sv"), "directory")
    view = await opened(desk)
    view.body["private_metadata"] = '{"ticket": 1}'
    submission = await desk.person("noor").submit_view({})
    assert submission.answer.ok
    assert await kept(desk) == []


async def test_promise_35_who_left_the_desk_meanwhile_proposes_nothing_and_keeps_their_words(
    desk: Desk,
) -> None:
    await resolved(desk)
    sam = desk.person("sam")
    await open_modal(desk, sam, "propose")
    await sam.leave(SUPPORT_CHANNEL)
    await desk.calm()
    desk.clock.pass_by(minutes=1)
    submission = await sam.submit_view({"phrasing": ASKED})
    assert submission.view
    assert "Only members of the support team" in screen(submission.view)
    assert ASKED in screen(submission.view)
    assert ANSWER not in screen(submission.view)
    assert await kept(desk) == []


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
