"""Slack's markup becomes HTML that says the same and never more."""

import pytest

from bot.sandbox.page.mrkdwn import mrkdwn, source

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
}


def names(id_: str) -> str:
    return NAMES[id_]


@pytest.mark.parametrize("text", CASES)
def test_markup_is_drawn_and_everything_else_stays_text(text: str) -> None:
    assert str(mrkdwn(text, names)) == CASES[text]


def test_a_link_opens_apart_and_is_quoted() -> None:
    drawn = str(mrkdwn('<https://example.com/?a="b"|here>', names))
    assert 'href="https://example.com/?a=&#34;b&#34;"' in drawn
    assert 'rel="noopener noreferrer"' in drawn


def test_html_in_a_text_is_never_html() -> None:
    assert "<script" not in str(mrkdwn("<script>alert(1)</script>", names))


def test_a_text_to_be_edited_is_as_it_was_typed() -> None:
    text = "<@U1> 1 &lt; 2 <https://example.com> <mailto:a@b.c|a@b.c>"
    assert source(text, names) == "@Emma 1 < 2 https://example.com a@b.c"
