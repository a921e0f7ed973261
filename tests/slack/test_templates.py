"""How templates write values: JSON as JSON, text without Slack's control characters."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.content.words import Words
from bot.slack.screens.templates import Templates

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SOURCES = {
    "value.json.j2": '{"value": {{ value }}}',
    "macro.json.j2": "{% macro part(x) %}{{ x }}{% endmacro %}[{{ part(value) }}, {{ value }}]",
    "joined.json.j2": '{"value": {{ "go:" ~ value }}}',
    "filled.json.j2": '{"value": {{ _("a {name} b").format(name=value) }}}',
    "value.txt.j2": "{{ value }}",
    "missing.json.j2": '{"value": {{ nothing.there }}}',
}


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    folder = tmp_path_factory.mktemp("templates")
    for name, source in SOURCES.items():
        (folder / name).write_text(source, encoding="utf-8")
    return Templates(folder, Words({}))


@given(value=JSON)
def test_any_value_is_written_as_json_once(templates: Templates, value: object) -> None:
    assert templates.blocks("value", "en", {"value": value}) == {"value": value}
    assert templates.blocks("macro", "en", {"value": value}) == [value, value]


@given(value=st.text(st.characters()))
def test_promise_28_a_value_joined_with_words_is_one_text(templates: Templates, value: str) -> None:
    assert templates.blocks("joined", "en", {"value": value}) == {"value": f"go:{value}"}
    assert templates.blocks("filled", "en", {"value": value}) == {"value": f"a {value} b"}


@given(value=st.text(st.characters(exclude_characters="\r")))
def test_promise_25_text_has_no_control_character_of_slack_s(
    templates: Templates, value: str
) -> None:
    drawn = templates.mrkdwn("value", "en", {"value": value})
    assert "<" not in drawn
    assert ">" not in drawn
    read = drawn.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert read == value.strip()


@given(value=st.text(st.characters(exclude_characters="\r")))
def test_plain_text_is_the_text(templates: Templates, value: str) -> None:
    assert templates.plain("value", "en", {"value": value}) == value.strip()


def test_a_value_that_is_missing_is_an_error_and_not_an_empty_message(
    templates: Templates,
) -> None:
    values: dict[str, Any] = {}
    for name in ("value", "missing"):
        with pytest.raises(UndefinedError):
            templates.blocks(name, "en", values)
