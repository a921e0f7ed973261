"""Answers are shown whole: every word of their Markdown, valid in Slack, readable without it."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.wording import word
from bot.content.models import Knowledge
from bot.content.months import Mention
from bot.sandbox import check_blocks
from bot.slack.screens.rich_text import plain_text, rich_text

TODAY = date(2026, 12, 31)
LOCALES = ["en", "fr", "nl", "sv", "zh"]
MENTIONS = [None, Mention(month=4), Mention(month=2, year=2027), Mention(month=2, year=2027, day=9)]

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
MARKER = re.compile(r"^(?:-|\d+\.)[ ]", re.MULTILINE)

Json = dict[str, Any]


def answers(knowledge: Knowledge, locale: str) -> Iterator[str]:
    for topic in knowledge.topics:
        for mention in MENTIONS:
            yield word(knowledge, topic, locale, mention, TODAY).text


def squeezed(text: str) -> str:
    """Give a text without its spaces, which may differ where lines end."""
    return "".join(text.split())


def words_of(markdown: str) -> str:
    shown = LINK.sub(r"\1", MARKER.sub("", markdown)).replace("**", "")
    return squeezed(shown)


def leaves(elements: object) -> Iterator[Json]:
    if isinstance(elements, list):
        for element in elements:
            yield from leaves(element)
    elif isinstance(elements, dict):
        if "text" in elements:
            yield elements
        yield from leaves(elements.get("elements"))


def text_of(elements: list[Json]) -> str:
    return "".join(leaf["text"] for leaf in leaves(elements))


@pytest.mark.parametrize("locale", LOCALES)
def test_promise_27_every_answer_becomes_blocks_that_slack_takes(
    knowledge: Knowledge, locale: str
) -> None:
    for text in answers(knowledge, locale):
        block = {"type": "rich_text", "elements": rich_text(text)}
        assert check_blocks([block], "message") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_word_of_an_answer_is_lost_in_rich_text(knowledge: Knowledge, locale: str) -> None:
    for text in answers(knowledge, locale):
        assert squeezed(text_of(rich_text(text))) == words_of(text)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_link_of_an_answer_leads_where_it_says(knowledge: Knowledge, locale: str) -> None:
    for text in answers(knowledge, locale):
        shown = groupby(leaves(rich_text(text)), lambda leaf: leaf.get("url"))
        links = [("".join(leaf["text"] for leaf in group), url) for url, group in shown if url]
        assert links == LINK.findall(text.replace("**", ""))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_and_address_of_an_answer_stands_in_its_plain_text(
    knowledge: Knowledge, locale: str
) -> None:
    for text in answers(knowledge, locale):
        wanted = LINK.sub(r"\1(\2)", text).replace("**", "")
        wanted = re.sub(r"^- ", "•", wanted, flags=re.MULTILINE)
        assert squeezed(plain_text(text)) == squeezed(wanted)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_mark_of_markdown_is_left_to_be_read(knowledge: Knowledge, locale: str) -> None:
    for text in answers(knowledge, locale):
        for shown in (plain_text(text), text_of(rich_text(text))):
            assert not re.search(r"\*\*|\]\(|\]\[", shown)


MARKDOWN = """\
Say **once a month** or *never*, or **[both](https://example.com)**.
A second line.

- first, with a [link](https://example.com/a_b)
- second

1. one
2. two

The end."""


def test_each_part_of_markdown_has_its_element() -> None:
    link = {"type": "link", "url": "https://example.com"}
    assert rich_text(MARKDOWN) == [
        section(
            text("Say "),
            text("once a month", bold=True),
            text(" or "),
            text("never", italic=True),
            text(", or "),
            {**link, "text": "both", "style": {"bold": True}},
            text("."),
            text("\n"),
            text("A second line."),
        ),
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                section(
                    text("first, with a "), {**link, "url": f"{link['url']}/a_b", "text": "link"}
                ),
                section(text("second")),
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [section(text("one")), section(text("two"))],
        },
        section(text("The end.")),
    ]


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def test_plain_text_reads_like_the_answer() -> None:
    assert plain_text(MARKDOWN) == (
        "Say once a month or never, or both (https://example.com).\nA second line.\n\n"
        "• first, with a link (https://example.com/a_b)\n• second\n\n1. one\n2. two\n\nThe end."
    )


def test_paragraphs_stay_apart() -> None:
    first, second = rich_text("One.\n\nTwo.")
    assert first == section(text("One."), text("\n\n"))
    assert second == section(text("Two."))


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1))
def test_promise_25_plain_words_stay_themselves(words: list[str]) -> None:
    said = " ".join(words)
    assert plain_text(said) == said
    assert rich_text(said) == [section(text(said))]


@pytest.mark.parametrize(
    "attack", ["<!channel>", "<@U123>", "@here", "<script>", "&lt;", "{{7*7}}"]
)
def test_promise_25_what_would_be_a_control_sequence_elsewhere_is_text(attack: str) -> None:
    shown = rich_text(f"Before {attack} after")
    assert {leaf["type"] for leaf in leaves(shown)} == {"text"}
