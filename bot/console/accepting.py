"""Puts what was proposed into the files of the knowledge base, if these stay in order by it."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from bot.answering.dates import DateReader
from bot.app import MODEL, forms_of, known_to
from bot.content.checks import check_knowledge
from bot.content.editing import answer_file, as_yaml, with_phrasing
from bot.content.files import read_answer
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.content.shapes import SOURCE_LOCALE
from bot.storage.proposals import Proposal

TO_DO = frozenset({"phrasings-few", "answer-missing"})
"""What a new topic lacks at first: it is told, and keeps nothing from being written."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Files = Mapping[Path, str]
"""The texts of files by their paths."""


class How(NamedTuple):
    """What an editor says about a proposal that they accept.

    `topic` is where its phrasing goes, if not where it was proposed for. A new topic gets an `id`
    and a `category`; `english` is the file with its English answer, `edited` the one that stands
    for what was proposed.
    """

    topic: str | None = None
    id: str | None = None
    category: str | None = None
    english: Path | None = None
    edited: Path | None = None


class Need(StrEnum):
    """What an editor has to say first, by its sentence in `proposals.txt.j2`."""

    TOPIC_UNKNOWN = "topic-unknown"
    NEW_TOPIC = "new-topic"
    ID_WRONG = "id-wrong"
    ID_TAKEN = "id-taken"
    CATEGORY_MISSING = "category-missing"
    ENGLISH_MISSING = "english-missing"


class NotYetError(Exception):
    """An editor has to say something first: `values` are those of its sentence."""

    def __init__(self, need: Need, **values: str) -> None:
        """Keep what is to be said."""
        self.need, self.values = need, values
        super().__init__(need)


def additions(
    knowledge: Knowledge, proposal: Proposal, source: str, how: How, today: date
) -> Files:
    """Return the files to write for a proposal; `source` tells where its facts come from.

    Raises NotYetError where the editor has to say more, ContentError where a file is wrong.
    """
    topic = how.topic or (None if how.id else proposal.topic)
    if topic:
        return _phrasing(knowledge, proposal, topic)
    return _topic(knowledge, proposal, source, how, today)


def _phrasing(knowledge: Knowledge, proposal: Proposal, topic: str) -> Files:
    known = knowledge.topics.get(topic)
    if known is None:
        raise NotYetError(Need.TOPIC_UNKNOWN, name=topic)
    path = known.path.parent / f"{proposal.locale}.md"
    if proposal.locale not in known.answers:
        values = {"topic": topic, "locale": proposal.locale}
        raise ContentError([Finding(path, 1, "answer-missing", values)])
    return {path: with_phrasing(_text(path), proposal.phrasing)}


def _topic(knowledge: Knowledge, proposal: Proposal, source: str, how: How, today: date) -> Files:
    folder, category = _folder(knowledge, how), _category(knowledge, how)
    english = _english(proposal, how)
    head = {"category": category, "source": source, "reviewed": today.isoformat(), "related": []}
    revision = read_answer(how.english).revision if how.english else 1
    answers = {proposal.locale: _answer(proposal, how, revision), **english}
    written = {folder / f"{locale}.md": text for locale, text in answers.items()}
    return {folder / "topic.yaml": as_yaml(head), **written}


def _folder(knowledge: Knowledge, how: How) -> Path:
    if how.id is None:
        raise NotYetError(Need.NEW_TOPIC, categories=", ".join(knowledge.categories))
    if not _ID.fullmatch(how.id):
        raise NotYetError(Need.ID_WRONG, name=how.id)
    if how.id in knowledge.topics:
        raise NotYetError(Need.ID_TAKEN, name=how.id)
    return knowledge.folder / "topics" / how.id


def _category(knowledge: Knowledge, how: How) -> str:
    if how.category not in knowledge.categories:
        raise NotYetError(Need.CATEGORY_MISSING, categories=", ".join(knowledge.categories))
    return str(how.category)


def _english(proposal: Proposal, how: How) -> Mapping[str, str]:
    """Return the English answer, where it is not itself what was proposed."""
    if how.english:
        return {SOURCE_LOCALE: _text(how.english)}
    if proposal.locale == SOURCE_LOCALE:
        return {}
    raise NotYetError(Need.ENGLISH_MISSING, locale=proposal.locale)


def _answer(proposal: Proposal, how: How, revision: int) -> str:
    return _text(how.edited) if how.edited else draft(proposal, revision)


def draft(proposal: Proposal, revision: int = 1) -> str:
    """Return what was proposed as the file of a new topic."""
    words = {"title": proposal.title or "", "question": proposal.phrasing}
    return answer_file({"revision": revision, **words}, proposal.answer or "", proposal.phrasing)


def _text(path: Path) -> str:
    """Read a file as it is, its line ends included."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ContentError([Finding(path, 1, "file-missing")]) from None
    except UnicodeDecodeError:
        raise ContentError([Finding(path, 1, "not-utf-8")]) from None


def new_findings(folder: Path, files: Files) -> list[Finding]:
    """Return what would be wrong with the knowledge base by these files, tried on a copy of it."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(MODEL))
        before = _findings(copy)
        write({copy / path.relative_to(folder): text for path, text in files.items()})
        found = [each for each in _findings(copy) if each not in before]
    return [replace(each, path=folder / each.path.relative_to(copy)) for each in found]


def _findings(folder: Path) -> list[Finding]:
    try:
        knowledge = read_knowledge(folder)
    except ContentError as error:
        return error.findings
    forms = forms_of(knowledge, DateReader(knowledge.dates))
    return check_knowledge(knowledge, known_to(forms))


def write(files: Files) -> None:
    """Write files, and the folders that they need."""
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
