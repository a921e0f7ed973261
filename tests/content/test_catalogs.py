from pathlib import Path

import pytest

from bot.content.catalogs import TEMPLATE, bring_up
from bot.content.checks.catalogs import check_catalogs
from bot.content.findings import ContentError, Finding
from bot.content.words import read_words
from bot.settings import KNOWLEDGE, TEMPLATES
from tests.content.small import line_with, replace

LOCALES = ["en", "fr", "zh"]
GREETING = '{{ _("Good day, {name}.") }}\n'
COUNTING = '{{ ngettext("{number} file.", "{number} files.", n).format(number=n) }}\n'
FRENCH = {"Good day, {name}.": "Bonjour, {name}."}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "greeting.txt.j2").write_text(GREETING, encoding="utf-8")
    (folder / "counting.txt.j2").write_text(COUNTING, encoding="utf-8")
    return folder


@pytest.fixture
def catalogs(templates: Path, tmp_path: Path) -> Path:
    """Make catalogs of these templates, with every word translated."""
    folder = tmp_path / "interface"
    folder.mkdir()
    bring_up(templates, folder, LOCALES)
    for locale, greeting in (("fr", "Bonjour, {name}."), ("zh", "你好，{name}。")):
        translate(folder / f"{locale}.po", greeting)
    return folder


def translate(path: Path, greeting: str) -> None:
    replace(path, 'name}."\nmsgstr ""', f'name}}."\nmsgstr "{greeting}"')
    replace(path, 'msgstr[0] ""', 'msgstr[0] "{number} f."')
    if 'msgstr[1] ""' in path.read_text(encoding="utf-8"):
        replace(path, 'msgstr[1] ""', 'msgstr[1] "{number} ff."')


def test_the_shipped_catalogs_are_complete() -> None:
    assert check_catalogs(TEMPLATES, KNOWLEDGE / "interface", ["en", "fr", "zh", "nl", "sv"]) == []


def test_catalogs_that_are_complete_have_no_finding(templates: Path, catalogs: Path) -> None:
    assert check_catalogs(templates, catalogs, LOCALES) == []


def test_new_catalogs_have_every_word_and_the_plurals_of_their_language(
    templates: Path, tmp_path: Path
) -> None:
    made = bring_up(templates, tmp_path, LOCALES)
    assert [path.name for path in made] == [TEMPLATE, "fr.po", "zh.po"]
    french, chinese = (path.read_text(encoding="utf-8") for path in made[1:])
    assert 'msgid "Good day, {name}."' in french
    assert ("nplurals=2" in french, "nplurals=1" in chinese) == (True, True)
    assert (french.count("msgstr["), chinese.count("msgstr[")) == (2, 1)


def test_bringing_up_changes_nothing_the_second_time(templates: Path, catalogs: Path) -> None:
    assert bring_up(templates, catalogs, LOCALES) == []


def test_a_translation_survives_the_change_of_other_words(templates: Path, catalogs: Path) -> None:
    (templates / "new.txt.j2").write_text('{{ _("New.") }}', encoding="utf-8")
    assert len(bring_up(templates, catalogs, LOCALES)) == 3
    french = (catalogs / "fr.po").read_text(encoding="utf-8")
    assert "Bonjour, {name}." in french
    assert 'msgid "New."\nmsgstr ""' in french


def test_a_word_that_no_template_uses_any_more_is_dropped(templates: Path, catalogs: Path) -> None:
    (templates / "greeting.txt.j2").unlink()
    bring_up(templates, catalogs, LOCALES)
    assert "Bonjour" not in (catalogs / "fr.po").read_text(encoding="utf-8")


def test_catalogs_behind_the_templates_are_found(templates: Path, catalogs: Path) -> None:
    (templates / "new.txt.j2").write_text('{{ _("New.") }}', encoding="utf-8")
    behind = [Finding(catalogs / n, 1, "catalog-behind") for n in ("fr.po", TEMPLATE, "zh.po")]
    assert check_catalogs(templates, catalogs, LOCALES) == behind


def test_a_missing_catalog_is_found(templates: Path, catalogs: Path) -> None:
    (catalogs / "fr.po").unlink()
    found = check_catalogs(templates, catalogs, LOCALES)
    assert found == [Finding(catalogs / "fr.po", 1, "file-missing")]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('"Bonjour, {name}."', '""', "word-untranslated"),
        ('"{number} ff."', '""', "word-untranslated"),
        ("#: greeting.txt.j2\n#, ", "#: greeting.txt.j2\n#, fuzzy, ", "word-fuzzy"),
        ("Bonjour, {name}.", "Bonjour.", "placeholders-differ"),
        ("Bonjour, {name}.", "Bonjour, {nom}.", "placeholders-differ"),
        ("{number} ff.", "des f.", "placeholders-differ"),
    ],
)
def test_a_word_that_is_not_right_is_found_with_its_line(
    templates: Path, catalogs: Path, old: str, new: str, rule: str
) -> None:
    path = catalogs / "fr.po"
    replace(path, old, new)
    part = 'msgid "{number}' if "ff." in old else 'msgid "Good'
    assert check_catalogs(templates, catalogs, LOCALES) == [
        Finding(path, line_with(path, part), rule)
    ]


def test_a_plural_too_few_is_found(templates: Path, catalogs: Path) -> None:
    replace(catalogs / "fr.po", 'msgstr[1] "{number} ff."\n', "")
    found = check_catalogs(templates, catalogs, LOCALES)
    assert {finding.path for finding in found} == {catalogs / "fr.po"}
    assert {finding.rule for finding in found} <= {"plurals-wrong", "catalog-behind"}


def test_a_catalog_that_is_not_utf_8_is_named_with_its_line(
    templates: Path, catalogs: Path
) -> None:
    path = catalogs / "fr.po"
    line = line_with(path, "Bonjour")
    path.write_bytes(path.read_bytes().replace(b"Bonjour", b"R\xe9bonjour"))
    for read in (
        lambda: check_catalogs(templates, catalogs, LOCALES),
        lambda: read_words(catalogs, LOCALES),
    ):
        with pytest.raises(ContentError) as error:
            read()
        assert error.value.findings == [Finding(path, line, "not-utf-8")]


def test_a_catalog_that_is_none_is_named_with_its_line(catalogs: Path) -> None:
    path = catalogs / "fr.po"
    replace(path, 'msgstr "Bonjour, {name}."', "this is no catalog")
    with pytest.raises(ContentError) as error:
        read_words(catalogs, LOCALES)
    line = line_with(path, "this is no catalog")
    assert error.value.findings == [Finding(path, line, "not-a-catalog")]


def test_words_are_said_in_their_language_and_in_english_where_there_is_none(
    catalogs: Path,
) -> None:
    words = read_words(catalogs, [*LOCALES, "de"])
    said = {each: words.of(each).gettext("Good day, {name}.") for each in ("fr", "zh", "en", "de")}
    assert said == {
        "fr": "Bonjour, {name}.",
        "zh": "你好，{name}。",
        "en": "Good day, {name}.",
        "de": "Good day, {name}.",
    }


@pytest.mark.parametrize(
    ("locale", "number", "said"),
    [
        ("fr", 0, "{number} f."),
        ("fr", 1, "{number} f."),
        ("fr", 2, "{number} ff."),
        ("zh", 2, "{number} f."),
        ("en", 0, "{number} files."),
        ("en", 1, "{number} file."),
    ],
)
def test_a_number_gets_the_plural_of_the_language(
    catalogs: Path, locale: str, number: int, said: str
) -> None:
    ngettext = read_words(catalogs, LOCALES).functions(locale)["ngettext"]
    assert ngettext("{number} file.", "{number} files.", number) == said


def test_a_word_without_a_translation_is_said_in_english(templates: Path, tmp_path: Path) -> None:
    bring_up(templates, tmp_path, LOCALES)
    say = read_words(tmp_path, LOCALES).functions("fr")["_"]
    assert say("Good day, {name}.") == "Good day, {name}."
