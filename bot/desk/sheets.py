"""Sheets of cells as CSV (RFC 4180) that spreadsheets open without running anything.

A cell whose text a spreadsheet would take for a formula gets an apostrophe before it, which says
"text" (OWASP, CSV Injection). So does what follows a semicolon, a tab or a line break inside a
cell: where the decimal mark is a comma, Excel splits lines at semicolons, whatever stands in
quotes. An apostrophe that stands there already gets one more, so that reading is unambiguous.
"""

import csv
import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

Cell = str | int | float | date | None

_START = r"(?:\A|(?<=[;\t\r\n]))"
_BLANK = r"[^\S\t\r\n]|[\"'\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u2000-\u206f\ufeff]"
"""What spreadsheets pass over before a formula, or may: quotes, and what can't be seen."""
_SIGN = r"[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]"
"""What begins a formula, and its small and full-width twins."""

_DANGEROUS = re.compile(rf"{_START}(?='|(?:{_BLANK})*+{_SIGN})|\A(?=[\t\r\n])")
_ESCAPE = re.compile(rf"{_START}'")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: UTF-8 with a byte order mark, by which Excel knows it, lines end in CRLF.

    Numbers and dates (ISO 8601) stay what they are; None and numbers without a value are empty.
    NUL and lone surrogates, which UTF-8 or a spreadsheet can't hold, become U+FFFD.
    """
    written = StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerows([_written(cell) for cell in row] for row in (header, *rows))
    return BOM_UTF8 + written.getvalue().encode()


def read_sheet(content: bytes) -> list[list[str]]:
    """Return the rows of a file that `sheet` made, the header first, as the text of each cell.

    Raise ValueError for bytes that are not UTF-8, csv.Error for what is no RFC 4180 and for a cell
    longer than `csv.field_size_limit()`.
    """
    text = StringIO(content.decode("utf-8-sig"), newline="")
    return [[_ESCAPE.sub("", cell) for cell in row] for row in csv.reader(text, strict=True)]


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return _DANGEROUS.sub("'", _UNWRITABLE.sub(_REPLACEMENT, cell))
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    return str(cell)
