"""Promises 25, 26 and 28: what people write is shown as it is, and nothing else."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Content
from bot.console.checking import question
from bot.console.desk_exhibits import handed_over
from bot.console.form_exhibits import exhibits_of, ticket_of
from bot.forms.case import Case
from bot.forms.filled import Filled
from bot.sandbox import Person, check_blocks, check_view
from bot.sandbox.payload import as_sent_by_a_person
from bot.services.dossiers import Dossier
from bot.slack.payloads import typed as as_typed
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.drawing import Artist, Held
from bot.slack.screens.templates import Drawing
from bot.storage.people import Person as Known
from bot.storage.questions import Question
from tests.journeys.desk import CHANNEL, Desk
from tests.journeys.filling import DISCREPANCY, request
from tests.journeys.reading import objects, screen
from tests.slack.drawn import as_kept, saying

ATTACKS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!here|here>",
    "<!subteam^S0123456|@team>",
    "<!date^1392734382^{date}|never>",
    "<#C0PARTNERS>",
    "<#C0PARTNERS|partners>",
    "<https://evil.example|https://learn.microsoft.com>",
    "<http://evil.example>",
    "<mailto:a@b.example|a@b.example>",
    "<tel:+123|call>",
    "<javascript:alert(1)|click>",
    "@here",
    "@channel @everyone",
    "`code`",
    "```block```",
    "*bold* _italic_ ~strike~",
    "> quote",
    ">>> quote",
    "• list\n1. list",
    ":tada: :no_such_emoji:",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&lt;@U0EMMA0001&gt;",
    "&#60;!channel&#62;",
    "\u202e<!channel>\u202c",
    "<!chan\u200bnel>",
    "\u2066@here\u2069",
    "＜!channel＞",
    "<\u0000!channel>",
    "<!channel",
    "!channel>",
    "<<!channel>>",
    "<|>",
    "<>",
    "< >",
    "[words](https://evil.example)",
    "[words][kpi-dashboard]",
    "![image](https://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"}], "type": "header", "x": [{"',
    '\\", \\"type\\": \\"user',
    "\\u003c!channel\\u003e",
    "\\",
    '"',
    "'; DROP TABLE questions; --",
    "{{7*7}}",
    "{% for x in range(9) %}{{ x }}{% endfor %}",
    "{{ config }} {{ self.__init__.__globals__ }}",
    "{# comment #}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "{number} {language} {0.__class__.__mro__}",
    "%(number)s %s %n",
    "{example}",
    "$HOME `id` $(id)",
    "\x1b[31mred\x1b[0m",
    "line one\r\nline two\rline three",
    "tab\tand\x0bvertical",
    "Zalgo z\u0301\u0302\u0303\u0304\u0305",
    "👩‍👩‍👧‍👦 🇸🇪 👍🏿",
    "名前 नाम اسم",
)
NOTHING = "please send a plumber to our office about"
"""A question that goes to a person, whatever stands beside it."""

CONTROL = re.compile(r"<[!@#]|<[a-z]+:[^>]*>|<[^>]*\|[^>]*>")
SENT_AT = handed_over("en").opened_at
"""The only date that we name in what is drawn here."""


def mrkdwn_of(value: object) -> Iterator[str]:
    """Give every text that Slack would parse: mrkdwn objects, and the text beside blocks."""
    for each in objects(value):
        if each.get("type") == "mrkdwn" or "blocks" in each:
            yield str(each.get("text", ""))
        if each.get("type") == "markdown":
            yield str(each["text"])


def parts_of(value: object, kind: str) -> list[dict[str, Any]]:
    return [each for each in objects(value) if each.get("type") == kind]


def assert_only_ours(drawn: object, person: str) -> None:
    """Nobody is mentioned but whom we mean, nothing links, nothing is left to be parsed."""
    for text in mrkdwn_of(drawn):
        assert not CONTROL.search(text), text
    assert [part["user_id"] for part in parts_of(drawn, "user")] in ([], [person])
    for kind in ("broadcast", "channel", "usergroup", "link", "emoji", "image"):
        assert parts_of(drawn, kind) == []
    assert {part["timestamp"] for part in parts_of(drawn, "date")} <= {SENT_AT}


def quoted(drawn: object) -> list[str]:
    quotes = parts_of(drawn, "rich_text_quote")
    return ["".join(part["text"] for part in quote["elements"]) for quote in quotes]


def storable(text: str) -> str:
    return text.replace("\x00", "\ufffd")


@pytest.mark.parametrize("attack", ATTACKS)
def test_promise_25_a_question_is_quoted_to_the_team_and_controls_nothing(
    content: Content, attack: str
) -> None:
    artist = content.artist
    asked = question("en", text=attack, decision="handover")
    card = card_of(artist, asked, "en")
    whole = {"text": card.text, "blocks": card.blocks}
    assert quoted(whole) == [attack]
    assert_only_ours(whole, asked.person)
    held = held_of(asked)
    for drawn in (artist.held("fr", held), artist.home("nl", held)):
        quoting = [p for p in parts_of(_blocks(drawn), "plain_text") if attack in p["text"]]
        assert [part["emoji"] for part in quoting] == [False]
        assert_only_ours(drawn if isinstance(drawn, dict) else vars(drawn), asked.person)


def card_of(artist: Artist, asked: Question, locale: str) -> Drawing:
    """Give the support team's card of a question that was handed over."""
    dossier = Dossier(handed_over(asked.locale), Known(), question=asked)
    return artist.desk.card(dossier, Dues(), locale, 0)


def held_of(asked: Question) -> Held:
    """Give that a question is with the support team."""
    return Held([handed_over(asked.locale)], {asked.id: asked})


def _blocks(drawn: Any) -> Any:  # noqa: ANN401
    return drawn["blocks"] if isinstance(drawn, dict) else drawn.blocks


human = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200
)
pieces = st.lists(st.one_of(st.sampled_from(ATTACKS), human), min_size=1, max_size=4)


@given(pieces=pieces)
def test_promise_25_no_text_breaks_out_of_any_message(content: Content, pieces: list[str]) -> None:
    text = "".join(pieces)[:500]
    artist = content.artist
    asked = question("zh", text=text, decision="handover")
    card = card_of(artist, asked, "sv")
    whole = {"text": card.text, "blocks": card.blocks}
    assert quoted(whole) == [text]
    assert check_blocks(card.blocks, "message") == []
    assert_only_ours(whole, asked.person)
    assert [part["text"] for part in parts_of(card.blocks, "text")].count(text) == 1
    held = held_of(asked)
    assert check_blocks(artist.held("nl", held).blocks, "message") == []
    assert check_view(artist.home("fr", held)) == []


@given(pieces=pieces)
@settings(max_examples=20, deadline=None)
def test_promise_25_no_text_breaks_out_of_what_is_shown_of_a_form(
    content: Content, pieces: list[str]
) -> None:
    text = as_kept("".join(pieces))
    for form in content.forms.declared.values():
        case = saying(content.forms, form, "zh", text)
        for shown in exhibits_of(content.artist, case):
            drawn: Any = vars(shown.drawing) if shown.drawing else shown.view
            assert_only_ours(drawn, "U0PARTNER")
            blocks = drawn["blocks"]
            assert (check_blocks(blocks, "message") if shown.drawing else check_view(drawn)) == []
        card = form_card(content, case)
        assert_only_ours(vars(card), "U0PARTNER")
        assert check_blocks(card.blocks, "message") == []
        assert text in [part["text"] for part in parts_of(card.blocks, "text")]


def form_card(content: Content, case: Case) -> Drawing:
    """Give the support team's card of a form that was changed since it was taken."""
    dossier = Dossier(ticket_of(case), Known(), case, case.having(Filled()))
    return content.artist.desk.card(dossier, Dues(), "zh", 0)


async def send_saying(desk: Desk, person: Person, text: str) -> None:
    """Report something with a text wherever the form takes one."""
    number = f"INV-{len(desk.cards())}"
    typed = {"purchase-unit": text, "remark": text, "invoice-number": number}
    await request(desk, person, "discrepancy", {**DISCREPANCY, **typed})


async def journey(desk: Desk, texts: list[str]) -> None:
    """Have somebody ask, report and look at each text wherever one can be typed."""
    emma = desk.person("emma")
    for text in texts:
        await desk.ask(emma, f"{text} {NOTHING} jjkq")
        await desk.command(emma, f"{text} {NOTHING} jjkq", CHANNEL)
        await send_saying(desk, emma, " ".join(text.split()) or "-")
    await desk.command(emma, "tickets")
    await emma.open_home()
    await desk.calm()


async def test_promise_25_no_call_of_a_whole_journey_carries_a_control_sequence(
    desk: Desk,
) -> None:
    await journey(desk, [attack for attack in ATTACKS if "\x00" not in attack][::8])
    shown = [
        call for call in desk.workspace.calls if call.method not in {"auth.test", "users.info"}
    ]
    assert len(shown) > 20
    for call in shown:
        for text in mrkdwn_of(call.arguments):
            assert not CONTROL.search(text), text
        assert parts_of(call.arguments, "broadcast") == []
        mentioned = {part["user_id"] for part in parts_of(call.arguments, "user")}
        assert mentioned <= {desk.person("emma").user.id}


async def test_promise_25_a_link_that_slack_made_is_quoted_as_it_was_typed(desk: Desk) -> None:
    question = f"{NOTHING} https://example.com/a?b=1&c=2 for someone@example.com jjkq"
    await desk.ask(desk.person("emma"), question)
    assert f"> {question}" in screen(desk.cards()[0])


async def test_promise_26_a_message_is_decoded_exactly_once(desk: Desk) -> None:
    for text in ("a < b & c > d", "&lt;b&gt;", "&amp;amp;", "&amp;lt;", "<!channel>", "&", "&amp"):
        question = f"{NOTHING} {text} jjkq"
        await desk.ask(desk.person("emma"), question)
        assert f"> {question}" in screen(desk.cards()[-1])


@given(human)
def test_promise_26_what_slack_encodes_is_decoded_to_what_was_typed(text: str) -> None:
    assert as_typed(as_sent_by_a_person(text)) == text


async def test_promise_26_what_is_typed_into_a_form_is_not_decoded_at_all(desk: Desk) -> None:
    emma = desk.person("emma")
    for text in ("&lt;b&gt;", "&amp;", "a &amp;lt; b", "<b>", "&"):
        await send_saying(desk, emma, text)
        assert screen(desk.cards()[-1]).count(f": {text}") == 2


TEMPLATES = [attack for attack in ATTACKS if re.search(r"[{%$#]", attack)]


async def test_promise_28_a_template_that_somebody_types_stays_what_it_is(desk: Desk) -> None:
    emma = desk.person("emma")
    for text in TEMPLATES:
        await desk.ask(emma, f"{NOTHING} {text} jjkq")
        assert f"> {NOTHING} {text} jjkq" in screen(desk.cards()[-1])
        await send_saying(desk, emma, text)
        assert screen(desk.cards()[-1]).count(f": {text}") == 2
    assert '"49' not in json.dumps([message.blocks for message in desk.cards()])
