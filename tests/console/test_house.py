"""The commands of editors, in a house of their own that they change."""

import json
import shutil
from pathlib import Path

import pytest

from bot.app import MODEL
from bot.console.calibrating import bring_up_words, calibrate
from bot.console.checking import findings
from bot.content.checks.catalogs import check_catalogs
from tests.console.house import House
from tests.content.small import fitted_once, line_with, replace

ANSWER = "topics/kpi-discrepancy/fr.md"
LOCALES = ["en", "fr", "zh", "nl", "sv"]


@pytest.fixture
def broken(house: House, tmp_path: Path) -> House:
    """Give a house that the test may break."""
    return House(Path(shutil.copytree(house.root, tmp_path / "house")))


def test_check_names_file_line_and_cure_and_ends_with_one(broken: House) -> None:
    path = broken.knowledge / ANSWER
    replace(path, "revision: 1", "revision: 2")
    replace(path, "# Phrasings\n", "# Phrasings\n- quelque chose de nouveau\n")
    done = broken.run("check")
    assert (done.code, done.out) == (1, "2 findings.\n")
    stale, ahead = done.lines
    assert stale.startswith(f"knowledge/{MODEL}:1: The examples have changed")
    assert stale.endswith("run `make calibrate`.")
    assert ahead.startswith(f"knowledge/{ANSWER}:{line_with(path, 'revision')}: This is at")
    assert ahead.endswith("correct the number.")


def test_check_tells_findings_as_json(broken: House) -> None:
    path = broken.knowledge / "links.yaml"
    replace(path, "https://partner.microsoft.com/support", "nowhere")
    done = broken.run("check", "--json")
    assert (done.code, done.err) == (1, "")
    assert json.loads(done.out) == [
        {
            "place": f"knowledge/links.yaml:{line_with(path, 'nowhere')}",
            "rule": "link-malformed",
            "cure": "The address of partner-support is none: correct it.",
        }
    ]


def test_without_a_fitting_model_no_answer_is_given(broken: House) -> None:
    replace(broken.knowledge / ANSWER, "# Phrasings\n", "# Phrasings\n- nouveau\n")
    done = broken.run("ask", "hello")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("run `make calibrate`.\n")


def test_calibrate_fits_the_model_to_what_has_changed(broken: House) -> None:
    replace(broken.knowledge / ANSWER, "# Phrasings\n", "# Phrasings\n- un écart étrange\n")
    done = broken.run("calibrate")
    assert done.code == 0
    assert done.out.startswith("Fitted to ")
    assert [locale for locale in LOCALES if f"{locale} " not in done.out] == []
    assert (broken.knowledge / MODEL).read_bytes() != fitted_once()
    assert findings(broken.knowledge, broken.root / "templates")[0] == []


def test_words_brings_the_catalogs_up_and_names_those_that_changed(broken: House) -> None:
    templates, interface = broken.root / "templates", broken.knowledge / "interface"
    (templates / "new.txt.j2").write_text('{{ _("New.") }}', encoding="utf-8")
    done = broken.run("words")
    names = {"messages.pot", "fr.po", "zh.po", "nl.po", "sv.po"}
    assert done.code == 0
    assert set(done.out.split()) == {f"knowledge/interface/{name}:1" for name in names}
    rules = {finding.rule for finding in check_catalogs(templates, interface, LOCALES)}
    assert rules == {"word-untranslated"}


def test_calibrate_and_words_name_what_they_cant_read(
    broken: House, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken.knowledge / "links.yaml").unlink()
    for command in (calibrate, bring_up_words):
        with pytest.raises(SystemExit, match="1"):
            command(broken.knowledge)
        assert "links.yaml:1: " in capsys.readouterr().err


def test_words_names_a_template_that_it_cant_read(
    broken: House, capsys: pytest.CaptureFixture[str]
) -> None:
    path = broken.root / "templates/slack/answer.txt.j2"
    path.write_text("\n{% nonsense %}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="1"):
        bring_up_words(broken.knowledge, broken.root / "templates")
    assert "slack/answer.txt.j2:2: " in capsys.readouterr().err
