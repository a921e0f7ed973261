"""What is drawn is valid for Slack, in every language, whatever people wrote."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.checking import Noting
from bot.console.form_exhibits import held_ticket, longest
from bot.content.forms import Position
from bot.forms.case import Forms
from bot.services.dossiers import Dossier
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.drawing import Artist, Held
from bot.slack.screens.form_drawing import Screen
from bot.storage.people import Person
from tests.slack.drawn import (
    LOCALES,
    NOW,
    TALKED,
    TODAY,
    WORDS,
    Drawn,
    as_kept,
    asking,
    cards,
    drawings,
    inside,
    letters,
    lists,
    personal,
    question,
    shipped,
    texts,
    threads,
    ticket,
    ticket_cards,
)

BLANK = "\ue000"
"""A letter that nobody writes: where it stands, what people write stands."""

LONGEST = "W" * 40_000
EMOJI = "👩‍👩‍👧‍👦" * 3_000
HAN = "发票什么时候显示？" * 2_000
RTL = "\u202eمتى تظهر الفاتورة؟" * 1_000
ATTACKS = [
    "<!channel>",
    "<!here|here>",
    "<!subteam^S123>",
    "<@U0EMMA0001>",
    "<#C0PARTNERS>",
    "<https://evil.example|https://good.example>",
    "<mailto:a@b.example|x>",
    "<!date^1392734382^{date}|x>",
    "@here @channel @everyone",
    "*bold* _italic_ ~strike~ `code` ```block```",
    "> quote\n• list\n1. one",
    ":tada: &lt;!channel&gt; &amp;lt;",
    "{{ 7 * 7 }} {% raw %} {# no #} {0} {topics} %(x)s %s ${x}",
    '"}, {"type": "divider"}, {"x": "',
    "\\u0022 \\ \\\\n",
    "</script><b>&nbsp;</b>",
    "\u202e\u2066\u200b\ufeff\x07\x1b[31m",
    "\ud83d",
    "\x00",
]


QUOTING = {
    "copy",
    "form-check",
    "form-review",
    "message",
    "note",
    "receipt",
    "request",
    "ticket-card",
}
"""The templates that show what a person wrote as a text of its own, among others."""


def test_every_template_that_is_shipped_is_drawn_here(artist: Artist, forms: Forms) -> None:
    noting = Noting(artist.templates)
    assert list(drawings(replace(artist, templates=noting), forms, "en"))
    assert {*noting.names} - WORDS == shipped()


@pytest.mark.parametrize("locale", LOCALES)
def test_promise_27_every_drawing_is_valid_in_every_language(
    artist: Artist, forms: Forms, locale: str
) -> None:
    assert refused(drawings(artist, forms, locale)) == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("text", ["", LONGEST, EMOJI, HAN, RTL], ids=len)
def test_promise_27_what_shows_a_person_s_text_is_valid_whatever_they_wrote(
    artist: Artist, forms: Forms, locale: str, text: str
) -> None:
    assert refused(personal(artist, forms, locale, text)) == {}


def refused(drawings: Iterable[Drawn]) -> dict[str, list[str]]:
    """Give what Slack would object to, by template."""
    return {each.template: problems for each in drawings if (problems := each.problems())}


@pytest.mark.parametrize("locale", LOCALES)
def test_promise_25_nothing_that_is_drawn_can_be_read_as_slack_s_markup(
    artist: Artist, forms: Forms, locale: str
) -> None:
    for drawn in drawings(artist, forms, locale):
        assert not [each for each in inside(drawn.drawn) if each.get("type") == "mrkdwn"]
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", drawn.text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_promise_25_what_people_write_is_quoted_as_it_is(
    artist: Artist, forms: Forms, attack: str
) -> None:
    quoting, kept = set(), [attack, as_kept(attack)]
    for drawn in personal(artist, forms, "sv", attack):
        assert drawn.problems() == []
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", drawn.text)
        holding = [each["type"] for each in inside(drawn.drawn) if each.get("text") in kept]
        assert set(holding) <= {"text"}
        quoting |= {drawn.template} if holding else set()
    assert quoting >= QUOTING


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("locale", LOCALES)
def test_promise_25_what_people_asked_stands_in_a_sentence_as_it_is(
    artist: Artist, locale: str, attack: str
) -> None:
    plain = lists(artist, locale, asking(locale, BLANK))
    for blank, drawn in zip(plain, lists(artist, locale, asking(locale, attack)), strict=True):
        assert texts(drawn.drawn) == [each.replace(BLANK, attack) for each in texts(blank.drawn)]
        assert any(BLANK in each for each in texts(blank.drawn))
        assert drawn.problems() == []


@given(text=st.text(st.characters(), min_size=1, max_size=300))
@settings(max_examples=60, deadline=None)
def test_promise_25_any_text_stays_itself_and_makes_no_block_of_its_own(
    artist: Artist, forms: Forms, text: str
) -> None:
    text = as_kept(text)
    plain, hostile = (
        [
            *cards(artist, "fr", said),
            *ticket_cards(artist, forms, "fr", said),
            *threads(artist, "fr", said),
            *letters(artist, "fr", said),
        ]
        for said in ("text", text)
    )
    assert [shape(besides_notes(each)) for each in hostile] == [
        shape(besides_notes(each)) for each in plain
    ]
    assert all(texts(each.drawn).count(text) >= 1 for each in hostile)
    assert [each.text for each in hostile] == [each.text for each in plain]


def besides_notes(drawn: Drawn) -> list[object]:
    """Give blocks without notes: a form hints at what may be wrong in one text and not another."""
    return [block for block in drawn.drawn if block["type"] != "context"]


def shape(value: object) -> object:
    """Give blocks without what stands in them."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else type(value)


@pytest.mark.parametrize("syntax", ["{{ 7 * 7 }}", "{% for x in y %}", "{0}", "{topics}", "{# #}"])
def test_promise_28_a_text_with_a_template_s_syntax_stays_itself(
    artist: Artist, syntax: str
) -> None:
    for drawn in (*cards(artist, "en", syntax), *threads(artist, "en", syntax)):
        assert syntax in texts(drawn.drawn)
    held = asking("en", syntax)
    for listed in (artist.held("en", held).blocks, artist.home("en", held)):
        assert any(syntax in each for each in texts(listed))


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Shanghai", "22 septembre"), ("Europe/Paris", "21 septembre")]
)
def test_a_request_has_the_day_on_which_it_was_sent_where_its_person_is(
    artist: Artist, zone: str, day: str
) -> None:
    late = datetime(2026, 9, 21, 20, tzinfo=UTC).timestamp()
    sent = [ticket(locale="fr")._replace(created_at=late)]
    held = Held(sent, {10**12: question("fr")}, time_zone=zone)
    assert any(day in each for each in texts(artist.home("fr", held)))


def test_promise_28_a_person_s_id_or_a_form_s_metadata_is_no_template_either(
    artist: Artist, forms: Forms
) -> None:
    case, syntax = longest(forms, forms.declared["discrepancy"], "en"), "{{ 7 * 7 }}"
    sent = held_ticket(forms, "en")._replace(person=syntax)
    card = artist.desk.card(Dossier(sent, Person(), case), Dues(), "en", NOW)
    assert [e["user_id"] for e in inside(card.blocks) if e.get("type") == "user"] == [syntax]
    screen = Screen(Position("numbers"), 7)
    told = json.loads(artist.forms.view(case, screen)["private_metadata"])
    assert told == {"step": "numbers", "line": 0, "turn": 7, "locale": "en"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reply_says_in_plain_text_what_its_blocks_say_first_or_names_the_request(
    artist: Artist, forms: Forms, locale: str
) -> None:
    for drawn in drawings(artist, forms, locale):
        if drawn.text:
            said = [each.replace("&", "&amp;") for each in texts(besides_notes(drawn))]
            first, *others = drawn.text.split("\n\n")
            told = {*said, *texts(drawn.drawn)}
            is_same = bool(said) and said[0] in drawn.text
            names_it = is_of_somebody(drawn) and str(ticket().number) in drawn.text
            assert is_same or {first, *others} <= told or names_it, drawn.text


def is_of_somebody(drawn: Drawn) -> bool:
    """Tell whether a message begins with a person, whom a plain text can't name."""
    parts = (
        each for each in inside(drawn.drawn) if each.get("type") in {"plain_text", "text", "user"}
    )
    return next(parts, {}).get("type") == "user"


@pytest.mark.parametrize("intent", TALKED)
@pytest.mark.parametrize("locale", LOCALES)
def test_small_talk_is_answered_in_words(artist: Artist, locale: str, intent: str) -> None:
    talk = question(locale, decision="talk", intent=intent)
    assert artist.reply(talk, None, TODAY).text
    assert artist.plain(talk, TODAY)


def test_a_reply_to_a_topic_that_a_later_deploy_dropped_is_drawn_all_the_same(
    artist: Artist,
) -> None:
    gone = question("nl", topic="dropped", suggestions=["dropped", "enroll-where"])
    expected = question("nl", decision="talk", intent="outdated")
    assert artist.reply(gone, None, TODAY) == artist.reply(expected, None, TODAY)


def test_suggestions_that_a_later_deploy_dropped_are_not_offered(artist: Artist) -> None:
    dropped = question(decision="suggest", suggestions=["dropped", "enroll-where"])
    left = question(decision="suggest", suggestions=["enroll-where"])
    assert artist.reply(dropped, None, TODAY) == artist.reply(left, None, TODAY)
    nothing = question(decision="suggest", suggestions=["dropped"])
    expected = question(decision="talk", intent="outdated")
    assert artist.reply(nothing, None, TODAY) == artist.reply(expected, None, TODAY)
