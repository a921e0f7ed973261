"""Reads the whole knowledge base, or says all that keeps it from being read."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, TypeVar

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator

from bot.content.calendars import read_calendar
from bot.content.desk import Desk, DeskFile
from bot.content.files import files, folders, read_answer, read_lines, read_questions, read_yaml
from bot.content.findings import ContentError, Finding
from bot.content.forms import Form, FormFile, FormWords
from bot.content.models import Answer, DateWords, Intents, Knowledge, Site, Topic, TopicFile
from bot.content.replies import Offers, Replies, ReplyWords
from bot.content.shapes import SOURCE_LOCALE

T = TypeVar("T")


def _in_cldr(locale: str) -> str:
    try:
        Locale.parse(locale)
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from None
    return locale


CldrLocale = Annotated[str, AfterValidator(_in_cldr)]
"""A language that CLDR knows: dates, plurals and its name come from there."""


def read_knowledge(folder: Path) -> Knowledge:
    """Read `folder`; raise ContentError with the findings of every unreadable file."""
    problems: list[Finding] = []
    locales = read_yaml(folder / "locales.yaml", dict[CldrLocale, Site])
    knowledge = Knowledge.model_construct(
        folder=folder,
        locales=locales,
        categories=read_yaml(folder / "categories.yaml", dict[str, dict[str, str]]),
        links=read_yaml(folder / "links.yaml", dict[str, str]),
        glossary=tuple(read_yaml(folder / "glossary.yaml", list[dict[str, str]])),
        commands=read_yaml(folder / "commands.yaml", dict[str, dict[str, tuple[str, ...]]]),
        conversation=read_yaml(folder / "conversation.yaml", dict[str, dict[str, tuple[str, ...]]]),
        countries=read_yaml(folder / "countries.yaml", dict[str, tuple[str, ...]]),
        dates=read_yaml(folder / "dates.yaml", dict[str, DateWords]),
        topics=_read_topics(folder / "topics", locales, problems),
        forms=_read_each(
            folders(folder / "forms"), lambda path: _read_form(path, locales), problems
        ),
        replies=_read_replies(folder / "replies", locales, problems),
        desk=_read_desk(folder / "desk.yaml"),
        intents=_read_each(files(folder / "intents", ".yaml"), _read_intents, problems),
        off_topic=_read_each(files(folder / "off-topic", ".txt"), read_lines, problems),
        foreign=_read_each(files(folder / "foreign", ".txt"), read_lines, problems),
        calibration=_read_each(files(folder / "calibration", ".tsv"), read_questions, problems),
    )
    if problems:
        raise ContentError(problems)
    return knowledge


def _read_intents(path: Path) -> Intents:
    return read_yaml(path, Intents)


def _read_topics(
    folder: Path, locales: Iterable[str], problems: list[Finding]
) -> Mapping[str, Topic]:
    return _read_each(folders(folder), lambda path: _read_topic(path, locales), problems)


def _read_topic(folder: Path, locales: Iterable[str]) -> Topic:
    problems: list[Finding] = []
    head = read_yaml(folder / "topic.yaml", TopicFile)
    known = {name: path for name, path in files(folder, ".md").items() if name in locales}
    answers: Mapping[str, Answer] = _read_each(known, read_answer, problems)
    if SOURCE_LOCALE not in known:
        problems.append(Finding(folder / f"{SOURCE_LOCALE}.md", 1, "file-missing"))
    if problems:
        raise ContentError(problems)
    return Topic.model_construct(
        **dict(head), id=folder.name, path=folder / "topic.yaml", answers=answers
    )


def _read_form(folder: Path, locales: Iterable[str]) -> Form:
    problems: list[Finding] = []
    head = read_yaml(folder / "form.yaml", FormFile)
    known = {name: path for name, path in files(folder, ".yaml").items() if name in locales}
    words = _read_each(known, lambda path: read_yaml(path, FormWords), problems)
    if SOURCE_LOCALE not in known:
        problems.append(Finding(folder / f"{SOURCE_LOCALE}.yaml", 1, "file-missing"))
    if problems:
        raise ContentError(problems)
    return Form.model_construct(
        **dict(head), id=folder.name, path=folder / "form.yaml", words=words
    )


def _read_replies(folder: Path, locales: Iterable[str], problems: list[Finding]) -> Replies:
    path = folder / "replies.yaml"
    known = {name: each for name, each in files(folder, ".yaml").items() if name in locales}
    words = _read_each(known, lambda each: read_yaml(each, dict[str, ReplyWords]), problems)
    if SOURCE_LOCALE not in known:
        problems.append(Finding(folder / f"{SOURCE_LOCALE}.yaml", 1, "file-missing"))
    offers = _read_each({path.stem: path}, lambda each: read_yaml(each, Offers), problems)
    return Replies.model_construct(path=path, offers=offers.get(path.stem, {}), words=words)


def _read_desk(path: Path) -> Desk:
    """Read `desk.yaml`, and the calendar that it names."""
    head = read_yaml(path, DeskFile)
    name = head.holidays.calendar
    calendar = read_calendar(path.parent / name) if name else None
    return Desk.model_construct(**dict(head), path=path, calendar=calendar)


def _read_each(
    paths: Mapping[str, Path], read: Callable[[Path], T], problems: list[Finding]
) -> Mapping[str, T]:
    """Read each file, going on after a broken one, so that an editor sees all at once."""
    found = {}
    for name, path in paths.items():
        try:
            found[name] = read(path)
        except ContentError as error:
            problems.extend(error.findings)
    return found
