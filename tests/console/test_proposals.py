"""Editors take what support proposed into the files of the knowledge base, or set it aside."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.console import proposals as commands
from bot.console.accepting import How
from bot.console.checking import findings
from bot.content.editing import answer_file
from bot.content.files import read_answer
from bot.content.reader import read_knowledge
from bot.settings import TEMPLATES
from bot.storage import outbox, proposals, tickets
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.schema import ACCEPTED, OPEN, REJECTED
from tests.console.house import House
from tests.content.small import copy_few, line_with
from tests.storage.everything import HANDED_OVER, OURS, SUPPORTER, TICKET

TOPIC = "kpi-discrepancy"
FRENCH = f"topics/{TOPIC}/fr.md"
PHRASING = "pourquoi l’écran montre-t-il autre chose ?"
NEW: dict[str, Any] = {
    "topic": None,
    "title": "Délai: « deux » jours",
    "answer": "Deux jours.\n\n- Vraiment.",
}
ENGLISH = answer_file(
    {"revision": 4, "title": "Delay", "question": "How long?"}, "Two days.", "how long does it take"
)
HOW = How(id="delay", category="kpis")


@dataclass(frozen=True)
class Desk:
    """A knowledge base, and a database with what was proposed."""

    folder: Path
    database: Database

    def propose(self, phrasing: str = PHRASING, **values: Any) -> int:  # noqa: ANN401 - any column
        usual = {"ticket": 1, "locale": "fr", "topic": TOPIC, "proposed_by": SUPPORTER}
        row = {**usual, "proposed_at": 1_790_000_000.0, "phrasing": phrasing, **values}
        made = self.database.run_now(proposals.keep, OURS, row)
        assert made
        return made.id

    def state(self, number: int = 1) -> str:
        found = self.database.run_now(proposals.find, OURS, number)
        assert found
        return found.state

    def texts(self) -> dict[str, bytes]:
        """Give every file of the knowledge base."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def said(self) -> int:
        """Count what waits to be said in Slack."""
        return len(self.database.run_now(outbox.lease, 2e9, 60, 16))

    def accept(self, number: int = 1, **how: object) -> None:
        commands.accept(number, How(**how), self.folder)  # type: ignore[arg-type]

    def refuses(self, number: int = 1, **how: object) -> None:
        """Accept what must not be accepted: nothing may change."""
        before = self.texts()
        with pytest.raises(typer.Exit) as ended:
            self.accept(number, **how)
        assert ended.value.exit_code == 1
        assert self.texts() == before
        assert self.said() == 0


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_few(tmp_path_factory.mktemp("few") / "knowledge")


@pytest.fixture
def desk(
    small: Path, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, shell: Path
) -> Iterator[Desk]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    database.run_now(tickets.add, OURS, HANDED_OVER | {"question": 1})
    assert shell.is_dir()
    yield Desk(Path(shutil.copytree(small, tmp_path / "knowledge")), database)
    database.close()


@pytest.fixture
def english(tmp_path: Path) -> Path:
    path = tmp_path / "english.md"
    path.write_text(ENGLISH, encoding="utf-8")
    return path


def test_what_waits_is_listed_with_all_that_an_editor_decides_by(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose()
    desk.propose("combien de temps ?", **NEW)
    commands.tell_open(desk.folder)
    title = read_answer(desk.folder / FRENCH).title
    assert capsys.readouterr().out.splitlines() == [
        f"1  fr  {PHRASING}",
        f"    for “{title}” ({TOPIC}) · request 1, 2026-09-21, by {SUPPORTER}",
        "2  fr  combien de temps ?",
        f"    for a new topic: {NEW['title']} · request 1, 2026-09-21, by {SUPPORTER}",
    ]


def test_that_nothing_waits_is_said(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    commands.tell_open(desk.folder)
    assert capsys.readouterr().out == "No proposal waits for a decision.\n"


def test_an_accepted_phrasing_is_the_last_one_of_its_file_and_nothing_else_changes(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose()
    before = desk.texts()
    desk.accept()
    after = desk.texts()
    assert after.pop(FRENCH) == before.pop(FRENCH) + f"- {PHRASING}\n".encode()
    assert after == before
    assert desk.state() == ACCEPTED
    assert desk.said() == 1
    said = capsys.readouterr().out
    assert f"{FRENCH}:{line_with(desk.folder / FRENCH, PHRASING)}" in said
    assert "Run `make calibrate`" in said


def test_an_accepted_phrasing_leaves_nothing_to_be_found(desk: Desk) -> None:
    desk.propose()
    before = findings(desk.folder, TEMPLATES)[0]
    desk.accept()
    assert findings(desk.folder, TEMPLATES)[0] == before


def test_a_phrasing_goes_where_the_editor_says(desk: Desk) -> None:
    desk.propose()
    desk.propose("combien de temps ?", **NEW)
    for number in (1, 2):
        desk.accept(number, topic="contact-support")
    found = read_answer(desk.folder / "topics/contact-support/fr.md").phrasings[-2:]
    assert found == (PHRASING, "combien de temps ?")


def test_a_phrasing_that_is_known_is_refused_with_its_file_and_line(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    known = read_answer(desk.folder / "topics/contact-support/fr.md").phrasings[0]
    desk.propose(f"{known.upper()} !")
    desk.refuses()
    assert desk.state() == OPEN
    path = desk.folder / FRENCH
    line = len(path.read_text(encoding="utf-8").splitlines()) + 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{path}:{line}: “{known.upper()} !” stands in contact-support")
    assert told[1].startswith("Nothing was written.")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"topic": "nowhere"}, "There is no topic “nowhere”"),
        ({}, "This proposes a new topic. Name it with --id"),
        ({"id": "Délai", "category": "kpis"}, "“Délai” can’t be the id"),
        ({"id": "../up", "category": "kpis"}, "“../up” can’t be the id"),
        ({"id": TOPIC, "category": "kpis"}, f"There is a topic “{TOPIC}” already"),
        ({"id": "delay"}, "A new topic needs its shelf: give --category, one of"),
        ({"id": "delay", "category": "shelf"}, "A new topic needs its shelf"),
        ({"id": "delay", "category": "kpis"}, "every topic needs an English answer"),
    ],
)
def test_what_a_new_topic_still_needs_is_said_and_nothing_is_written(
    desk: Desk, capsys: pytest.CaptureFixture[str], how: dict[str, Any], said: str
) -> None:
    desk.propose(**NEW)
    desk.refuses(**how)
    assert desk.state() == OPEN
    assert said in capsys.readouterr().err


def test_a_new_topic_is_written_with_its_english_answer_and_what_is_left_is_told(
    desk: Desk, english: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose(**NEW)
    before = desk.texts()
    desk.accept(**HOW._replace(english=english)._asdict())
    after = desk.texts()
    assert {name for name in after if name not in before} == {
        f"topics/delay/{name}" for name in ("topic.yaml", "en.md", "fr.md")
    }
    assert {name: after[name] for name in before} == before
    topic = read_knowledge(desk.folder).topics["delay"]
    assert (topic.category, topic.source) == ("kpis", "support team, request 1")
    french = topic.answers["fr"]
    assert (french.title, french.text) == (NEW["title"], NEW["answer"])
    assert (french.question, french.phrasings) == (PHRASING, (PHRASING,))
    assert french.revision == topic.answers["en"].revision == 4
    assert desk.state() == ACCEPTED
    left = capsys.readouterr().err
    assert left.count("at least 15 are needed") == 2
    assert left.count("has no answer in") == 3


def test_a_new_topic_from_an_english_question_needs_no_other_file(desk: Desk) -> None:
    desk.propose("how long does it take", **NEW, locale="en")
    desk.accept(**HOW._asdict())
    answers = read_knowledge(desk.folder).topics["delay"].answers
    assert {locale: each.text for locale, each in answers.items()} == {"en": NEW["answer"]}


def test_an_english_proposal_can_be_replaced_by_a_better_text(desk: Desk, english: Path) -> None:
    desk.propose("how long does it take", **NEW, locale="en")
    desk.accept(**HOW._replace(english=english)._asdict())
    assert read_knowledge(desk.folder).topics["delay"].answers["en"].text == "Two days."


def test_what_the_checks_refuse_in_a_new_topic_is_corrected_in_a_file(
    desk: Desk, english: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose(**{**NEW, "answer": "Voir https://learn.example, merci."})
    how = HOW._replace(english=english)
    desk.refuses(**how._asdict())
    told = capsys.readouterr().err
    assert f"{desk.folder / 'topics/delay/fr.md'}:6: An address stands in the text" in told
    assert "--edited FILE" in told
    commands.show(1, desk.folder)
    shown = capsys.readouterr().out
    edited = tmp_path / "edited.md"
    better = shown.replace("https://learn.example", "là").replace("revision: 1", "revision: 4")
    edited.write_text(better, encoding="utf-8")
    desk.accept(**how._replace(edited=edited)._asdict())
    assert read_knowledge(desk.folder).topics["delay"].answers["fr"].text == "Voir là, merci."


@pytest.mark.parametrize("answer", ["Bonjour.\n# Phrasings\nAu revoir.", "x" * 1_201])
def test_what_could_not_be_read_or_is_too_long_is_never_written(
    desk: Desk, english: Path, answer: str
) -> None:
    desk.propose(**{**NEW, "answer": answer})
    desk.refuses(**HOW._replace(english=english)._asdict())
    assert desk.state() == OPEN


@pytest.mark.parametrize("content", [None, b"\xff", b"---\ntitle: x\n"])
def test_a_file_that_cant_be_used_is_named(
    desk: Desk, tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose(**NEW)
    path = tmp_path / "broken.md"
    if content is not None:
        path.write_bytes(content)
    desk.refuses(**HOW._replace(english=path)._asdict())
    assert str(path) in capsys.readouterr().err


def test_an_answer_that_a_language_lacks_is_asked_for(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.folder / FRENCH).unlink()
    desk.propose()
    desk.refuses()
    assert f"{desk.folder / FRENCH}:1: The topic {TOPIC} has no answer in fr" in (
        capsys.readouterr().err
    )


def test_a_knowledge_base_that_cant_be_read_is_left_alone(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose()
    (desk.folder / FRENCH).write_text("", encoding="utf-8")
    desk.refuses()
    assert "The line “---” is missing" in capsys.readouterr().err


def test_what_is_set_aside_changes_no_file_and_waits_no_more(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose()
    before = desk.texts()
    commands.reject(1, desk.folder)
    assert (desk.state(), desk.texts(), desk.said()) == (REJECTED, before, 1)
    assert capsys.readouterr().out == "Proposal 1 is set aside.\n"


def test_nothing_is_decided_twice_and_nothing_that_is_not_there(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.propose()
    commands.reject(1, desk.folder)
    desk.said()
    for number in (1, 99, -1):
        desk.refuses(number)
        with pytest.raises(typer.Exit):
            commands.reject(number, desk.folder)
        with pytest.raises(typer.Exit):
            commands.show(number, desk.folder)
    assert capsys.readouterr().err.count("waits for a decision") == 9


def test_the_commands_work_without_any_token_and_make_the_model_stale(
    house: House, tmp_path: Path
) -> None:
    broken = House(Path(shutil.copytree(house.root, tmp_path / "house")))
    url = f"sqlite:///{broken.root / 'partner-desk.db'}"
    migrate(url)
    database = Database(url)
    database.run_now(tickets.add, OURS, TICKET)
    for phrasing in (PHRASING, "un autre écart étrange"):
        Desk(broken.knowledge, database).propose(phrasing)
    database.close()
    assert PHRASING in broken.run("proposals").out
    assert PHRASING in broken.run("proposals", "show", "1").out
    before = broken.run("check").lines
    done = broken.run("proposals", "accept", "1")
    assert (done.code, done.err) == (0, "")
    assert f"Written: knowledge/{FRENCH}:" in done.out
    assert broken.run("proposals", "reject", "2").code == 0
    assert broken.run("proposals").out == "No proposal waits for a decision.\n"
    (stale,) = [line for line in broken.run("check").lines if line not in before]
    assert stale.startswith("knowledge/matching.npz:1: The examples have changed")
