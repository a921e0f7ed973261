"""Slack's markup becomes HTML that says the same and never more."""

import pytest

from bot.sandbox.page.mrkdwn import Reader, mrkdwn, source

NAMES = {"U1": "Emma", "C1": "general"}

CASES = {
    "*bold* and _it_ and ~gone~": "<b>bold</b> and <i>it</i> and <s>gone</s>",
    "2*3*4 snake_case_name": "2*3*4 snake_case_name",
    "`a *b*`": "<code>a *b*</code>",
    "```\nx\n```": "<pre>x\n</pre>",
    "a &lt;b&gt; &amp; c": "a &lt;b&gt; &amp; c",
    "<@U1> in <#C1|general>": (
        '<span class="mention">@Emma</span> in <span class="mention">#general</span>'
    ),
    "<!here>": '<span class="mention">@here</span>',
    ":tada: :nothing:": "🎉 :nothing:",
    "&gt; one\n&gt; two\nthree": "<blockquote>one\ntwo</blockquote>\nthree",
    "<javascript:alert(1)|click>": "click",
    "<!date^12^{date}|then>": "then",
    "<!date^12^{date}|>": "{date} of 12",
    "<https://demo.slack.com/archives/C1/p1|the card>": (
        '<a data-nav href="/archives/C1/p1">the card</a>'
    ),
}


HERE = "https://demo.slack.com/archives/C1/p1"
READER = Reader(
    NAMES.__getitem__,
    lambda timestamp, form, words: words or f"{form} of {timestamp:.0f}",
    lambda url: "/archives/C1/p1" if url == HERE else None,
)


@pytest.mark.parametrize("text", CASES)
def test_markup_is_drawn_and_everything_else_stays_text(text: str) -> None:
    assert str(mrkdwn(text, READER)) == CASES[text]


def test_a_link_opens_apart_and_is_quoted() -> None:
    drawn = str(mrkdwn('<https://example.com/?a="b"|here>', READER))
    assert 'href="https://example.com/?a=&#34;b&#34;"' in drawn
    assert 'rel="noopener noreferrer"' in drawn


def test_html_in_a_text_is_never_html() -> None:
    assert "<script" not in str(mrkdwn("<script>alert(1)</script>", READER))


def test_a_text_to_be_edited_is_as_it_was_typed() -> None:
    text = "<@U1> 1 &lt; 2 <https://example.com> <mailto:a@b.c|a@b.c>"
    assert source(text, READER.name) == "@Emma 1 < 2 https://example.com a@b.c"
