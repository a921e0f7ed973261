"""What desk.yaml and its calendar can't mean is found where it stands."""

from pathlib import Path

import pytest

from bot.answering.dates import DateReader
from bot.app import forms_of, known_to
from bot.content.checks import check_guided
from bot.content.checks.desk import check_desk
from bot.content.desk import DeskFile, Duration, Opening, Priority, Weekday
from bot.content.files import parse_yaml
from bot.content.findings import ContentError, Finding
from bot.content.reader import read_knowledge
from bot.settings import KNOWLEDGE
from tests.content.small import line_with, replace

DESK, CALENDAR = "desk.yaml", "holidays.ics"
MONDAY = "  monday: [09:00-17:30]"
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261224
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Europe/Amsterdam:20261120T100000
DTEND;TZID=Europe/Amsterdam:20261120T110000
SUMMARY:Second
END:VEVENT
END:VCALENDAR
"""


def places(folder: Path, rule: str) -> list[tuple[str, int]]:
    found = check_desk(read_knowledge(folder))
    return [(str(f.path.relative_to(folder)), f.line) for f in found if f.rule == rule]


def refusal(folder: Path) -> list[Finding]:
    with pytest.raises(ContentError) as error:
        read_knowledge(folder)
    return error.value.findings


@pytest.fixture
def with_calendar(folder: Path) -> Path:
    """Give a knowledge base whose desk has a calendar."""
    replace(folder / DESK, "  country: NL", f"  country: NL\n  calendar: {CALENDAR}")
    (folder / CALENDAR).write_text(EVENT, encoding="utf-8")
    return folder


def test_the_shipped_desk_has_no_finding() -> None:
    assert check_desk(read_knowledge(KNOWLEDGE)) == []


def test_what_is_declared_of_the_desk_is_typed(folder: Path) -> None:
    replace(folder / DESK, MONDAY, "  monday: [09:00-12:30, 13:30-24:00]")
    desk = read_knowledge(folder).desk
    assert desk.hours[Weekday.MONDAY] == (Opening(540, 750), Opening(810, 1440))
    target = desk.target("directory", Priority.HIGH)
    assert (target.answer, target.resolution) == (Duration(4, "h"), Duration(40, "d"))
    assert desk.waiting.reminders == (2, 4)
    assert (desk.summary.day.number, desk.summary.at) == (0, 540)
    assert (desk.path, desk.calendar) == (folder / DESK, None)


def test_a_kind_without_a_target_of_its_own_has_that_of_all(folder: Path) -> None:
    desk = read_knowledge(folder).desk
    for kind in ("question", "a form that was dropped"):
        assert desk.target(kind, Priority.LOW) == desk.targets["default"][Priority.LOW]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (MONDAY, "  moonday: [09:00-17:30]", "moonday"),
        (MONDAY, "  monday: 09:00-17:30", "  monday:"),
        (MONDAY, "  monday: [9-17]", "[9-17]"),
        (MONDAY, "  monday: [900]", "[900]"),
        (MONDAY, "  monday: [09:00-17:60]", ":60"),
        (MONDAY, "  monday: [24:00-24:00]", "[24"),
        ("low: {answer: 2d", "low: {answer: 2", "low:"),
        ("low: {answer: 2d", "low: {answer: 0d", "low:"),
        ("low: {answer: 2d", "low: {answer: 2 days", "low:"),
        ("low: {answer: 2d", "low: {answer: 1.5h", "low:"),
        ("low: {answer: 2d", "low: {answers: 2d", "low:"),
        ("    low:", "    lowest:", "lowest"),
        ("reminders: [2d", "reminders: [2h", "reminders"),
        ("closing: 7d", "closing: 7", "closing"),
        ("signature: desk", "signature: nobody", "signature"),
        ("warning: 0.75", "warning: 1", "warning"),
        ("warning: 0.75", "warning: 0", "warning"),
        ("reopening_days: 14", "reopening_days: 0", "reopening_days"),
        ("day: monday", "day: mon", "summary"),
        ("at: 09:00", "at: 24:00", "summary"),
        ("at: 09:00", "at: ９:00", "summary"),
        ("country: NL", "country: Netherlands", "country"),
        ("country: NL", "calendar: ../holidays.ics", "calendar"),
        ("country: NL", "calendar: holidays.txt", "calendar"),
        ("time_zone:", "timezone:", "timezone"),
    ],
)
def test_what_is_written_wrongly_is_named_with_its_line(
    folder: Path, old: str, new: str, part: str
) -> None:
    replace(folder / DESK, old, new)
    where = Finding(folder / DESK, line_with(folder / DESK, part), "wrong-value")
    assert where in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new", "rule", "part"),
    [
        ("Europe/Amsterdam", "Europe/Atlantis", "time-zone-unknown", "Atlantis"),
        ("Europe/Amsterdam", "''", "time-zone-unknown", "time_zone"),
        (MONDAY, "  monday: [17:30-09:00]", "hours-order", "monday"),
        (MONDAY, "  monday: [09:00-09:00]", "hours-order", "monday"),
        (MONDAY, "  monday: [09:00-24:30]", "hours-order", "monday"),
        (MONDAY, "  monday: [09:00-12:00, 11:00-17:00]", "hours-order", "monday"),
        (MONDAY, "  monday: [13:00-17:00, 09:00-12:00]", "hours-order", "monday"),
        ("country: NL", "country: ZZ", "holidays-unknown", "country"),
        ("country: NL", "country: DE\n  subdivision: XX", "subdivision-unknown", "XX"),
        ("country: NL", "country: NL\n  subdivision: BY", "subdivision-unknown", "BY"),
        ("country: NL", "subdivision: BY", "subdivision-unknown", "BY"),
        ("  directory:", "  directories:", "ticket-kind-unknown", "directories"),
        ("    low: {answer: 2d", "    # {answer: 2d", "target-missing", "default:"),
        ("  default:", "  question:", "target-missing", "targets:"),
        ("[2d, 4d]", "[4d, 2d]", "waiting-order", "waiting"),
        ("[2d, 4d]", "[2d, 7d]", "waiting-order", "waiting"),
    ],
)
def test_what_cant_be_meant_is_found_with_its_line(
    folder: Path, old: str, new: str, rule: str, part: str
) -> None:
    replace(folder / DESK, old, new)
    assert set(places(folder, rule)) == {(DESK, line_with(folder / DESK, part))}


def test_a_desk_that_is_never_there_is_found(folder: Path) -> None:
    path = folder / DESK
    text = path.read_text(encoding="utf-8").replace("[09:00-17:30]", "[]")
    path.write_text(text, encoding="utf-8")
    assert places(folder, "hours-none") == [(DESK, line_with(path, "hours:"))]


@pytest.mark.parametrize("part", ["country: DE\n  subdivision: BY", "country: GB"])
def test_holidays_that_are_known_are_right(folder: Path, part: str) -> None:
    replace(folder / DESK, "country: NL", part)
    assert check_desk(read_knowledge(folder)) == []


def test_a_calendar_is_read_with_the_desk(with_calendar: Path) -> None:
    calendar = read_knowledge(with_calendar).desk.calendar
    assert calendar is not None
    assert [str(event["UID"]) for event in calendar.events] == ["1", "2"]


@pytest.mark.parametrize("form", ["\ufeff{}", "{}"])
def test_a_calendar_may_come_from_any_program(with_calendar: Path, form: str) -> None:
    text = form.format(EVENT).replace("\n", "\r\n")
    (with_calendar / CALENDAR).write_bytes(text.encode())
    assert read_knowledge(with_calendar).desk.calendar is not None


def test_a_calendar_that_is_missing_is_named(with_calendar: Path) -> None:
    (with_calendar / CALENDAR).unlink()
    assert refusal(with_calendar) == [Finding(with_calendar / CALENDAR, 1, "file-missing")]


@pytest.mark.parametrize(
    "text", ["", "hello\nworld", "BEGIN:VCARD\nEND:VCARD", EVENT + EVENT, EVENT[:-15]]
)
def test_a_file_that_is_no_calendar_is_named(with_calendar: Path, text: str) -> None:
    (with_calendar / CALENDAR).write_text(text, encoding="utf-8")
    assert refusal(with_calendar) == [Finding(with_calendar / CALENDAR, 1, "not-a-calendar")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("VALUE=DATE:20261224", "VALUE=DATE:soon", 6),
        ("FREQ=YEARLY", "FREQ=SOMETIMES", 7),
        ("FREQ=YEARLY", "FREQ=SECONDLY", 7),
        ("FREQ=YEARLY", "COUNT=3", 7),
        ("SUMMARY:Second", "no property", 9),
        ("DTSTART;TZID=Europe/Amsterdam:20261120T100000\n", "", 9),
        ("DTSTART;TZID=Europe/Amsterdam", "DTSTART;TZID=Nowhere", 11),
        ("DTEND;TZID=Europe/Amsterdam:2026", "DTEND;TZID=Europe/Amsterdam:2025", 12),
        ("DTEND;TZID=Europe/Amsterdam:20261120T110000", "DTEND;VALUE=DATE:20261121", 9),
        ("DTEND;TZID=Europe/Amsterdam", "DTEND", 9),
    ],
)
def test_an_event_that_cant_be_used_is_named_with_its_line(
    with_calendar: Path, old: str, new: str, line: int
) -> None:
    replace(with_calendar / CALENDAR, old, new)
    assert refusal(with_calendar) == [Finding(with_calendar / CALENDAR, line, "event-broken")]


def test_a_desk_that_is_not_declared_is_named(folder: Path) -> None:
    (folder / DESK).unlink()
    assert refusal(folder) == [Finding(folder / DESK, 1, "file-missing")]


def test_nothing_starts_with_a_desk_that_cant_be_meant(folder: Path) -> None:
    replace(folder / DESK, "Europe/Amsterdam", "Europe/Atlantis")
    knowledge = read_knowledge(folder)
    forms = forms_of(knowledge, DateReader(knowledge.dates))
    found = check_guided(knowledge, known_to(forms))
    assert "time-zone-unknown" in {each.rule for each in found}


def test_the_example_for_editors_can_be_read() -> None:
    readme = KNOWLEDGE / "README.md"
    section = readme.read_text(encoding="utf-8").partition("## The desk\n")[2]
    example = section.partition("```yaml\n")[2].partition("```")[0]
    desk = parse_yaml(readme, example, DeskFile)
    assert set(dict(desk)) == set(DeskFile.model_fields)


def test_promise_42_tickets_are_not_deleted_while_they_may_be_opened_again(folder: Path) -> None:
    replace(folder / DESK, "  tickets: 730", "  tickets: 14")
    assert places(folder, "retention-short") == [(DESK, line_with(folder / DESK, "tickets: 14"))]


def test_promise_42_what_was_set_aside_is_kept_longer_than_its_words(folder: Path) -> None:
    replace(folder / DESK, "  events: 7", "  events: 31")
    assert places(folder, "parked-short") == [(DESK, line_with(folder / DESK, "parked: 30"))]


@pytest.mark.parametrize(
    "change",
    ["events: 6", "tickets: 0", "tickets: 1.5", "questions: forever", "tea: 3"],
)
def test_promise_42_days_that_can_not_be_kept_are_refused(folder: Path, change: str) -> None:
    name = change.partition(":")[0]
    known = {"events": "  events: 7", "tickets": "  tickets: 730", "questions": "  questions: 90"}
    replace(folder / DESK, known.get(name, "  audit: 365"), f"  {change}")
    assert [finding.rule for finding in refusal(folder)] == ["wrong-value"]
