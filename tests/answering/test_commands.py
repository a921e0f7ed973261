import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.commands import Command, read_command
from bot.content.models import Knowledge
from tests.answering.asking import ANY_CHARACTER, LOCALES


@pytest.mark.parametrize("locale", LOCALES)
def test_every_subcommand_is_known_by_its_words_in_every_language(
    knowledge: Knowledge, locale: str
) -> None:
    assert set(knowledge.commands) == {"discrepancy", "directory", "tickets", "language", "help"}
    for name, words in knowledge.commands.items():
        for word in words[locale]:
            for typed in (word, word.upper(), f"  {word} "):
                command = read_command(typed, knowledge.commands)
                assert command, typed
                assert (command.name, command.rest) == (name, ""), typed
                assert command.locale in {locale, None}


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("language fr", Command("language", "fr")),
        ("taal Nederlands", Command("language", "Nederlands", "nl")),
        ("语言 中文", Command("language", "中文", "zh")),
        ("ecart", Command("discrepancy", "", "fr")),
        ("discrepency", Command("discrepancy")),
        ("diretory", Command("directory")),
        ("arenden", Command("tickets", "", "sv")),
        ("help", Command("help")),
    ],
)
def test_a_subcommand_is_read_with_its_word_and_language_also_when_typed_wrongly(
    knowledge: Knowledge, typed: str, command: Command
) -> None:
    assert read_command(typed, knowledge.commands) == command


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "directory listing takes how long",
        "help me find my invoice",
        "kpi",
        "¯\\_(ツ)_/¯",
    ],
)
def test_anything_else_is_a_question(knowledge: Knowledge, typed: str) -> None:
    assert read_command(typed, knowledge.commands) is None


@given(st.text(ANY_CHARACTER))
def test_whatever_is_typed_after_the_slash_is_read(knowledge: Knowledge, typed: str) -> None:
    command = read_command(typed, knowledge.commands)
    assert command is None or command.name in knowledge.commands
