"""A batch as a file that spreadsheets open."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.content.shapes import Id
from bot.desk.sheets import Cell, sheet
from bot.forms.case import Case
from bot.forms.filled import Line
from bot.forms.kinds.kind import Widget, as_text
from bot.forms.readings import Given
from bot.services.batch_contents import Entry
from bot.services.readers import day_in
from bot.slack.screens.batch_drawing import BatchArtist
from bot.storage.batches import Batch


class Sheet(NamedTuple):
    """A file: its name, its title, and what it holds."""

    name: str
    title: str
    content: bytes


def sheet_of(artist: BatchArtist, batch: Batch, entries: Sequence[Entry], locale: str) -> Sheet:
    """Make the file of a batch: a row for each line of each request.

    What is understood stands there, else what was typed; what is chosen from a search (a country)
    stands there twice, by its name and by its code.
    """
    title = artist.knowledge.form_title(batch.form, locale)
    words = artist.templates.blocks("batch-sheet", locale, {"form": title, "month": batch.month})
    cases = [each.case for each in entries if each.case]
    labels = list(_labels(cases[0], words["code"])) if cases else []
    header = [words["number"], *labels, words["partner"], words["company"], words["sent"]]
    zone = artist.knowledge.desk.time_zone
    rows = [row for entry in entries for row in _rows(entry, zone)]
    return Sheet(f"{batch.form}-{batch.month}.csv", words["title"], sheet(header, rows))


def _labels(case: Case, code: str) -> Iterator[str]:
    """Give the heads of the columns that the fields of a form have."""
    for field in case.form.fields:
        label = case.asked(field).words.label
        yield label
        if _has_code(case, field):
            yield code.format(label=label)


def _has_code(case: Case, field: Id) -> bool:
    return case.widget(field) is Widget.SEARCH


def _rows(entry: Entry, zone: str) -> Iterator[list[Cell]]:
    case, ticket = entry.case, entry.ticket
    known = [ticket.person, entry.person.company_domain or ticket.company]
    for line in (case.filled.lines or ({},)) if case else ():
        values = _values(case, {**case.filled.common, **line}) if case else ()
        yield [ticket.number, *values, *known, day_in(ticket.created_at, zone)]


def _values(case: Case, line: Line) -> Iterator[Cell]:
    for field in case.form.fields:
        given = line.get(field, Given(""))
        value = case.read(field, given).value
        asked, typed = case.asked(field), as_text(given.typed)
        yield typed if value is None else case.kind(field).show(asked, value)
        if _has_code(case, field):
            yield value if isinstance(value, str) else None
