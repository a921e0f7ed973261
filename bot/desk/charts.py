"""The picture of a week: volumes by language, and three figures that tell how well it went.

Drawn for telephones too: 1200 pixels wide, with text of 27, which shrinks only to fit. Colours are
told apart by the colour-blind (their distance in CIELAB is at least 17 for each kind of it) and
from white (contrast 3); every figure is also written, so that no colour is needed.
"""

from collections.abc import Mapping, Sequence
from itertools import cycle
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from babel.numbers import format_decimal

from bot.desk.summary import Questions, Week

if TYPE_CHECKING:
    from bot.desk.canvas import Canvas

WIDTH, HEIGHT = 1200, 900
"""Pixels."""

_OUTCOMES = ("#0b4f8a", "#3c97de", "#d9730d")
_KINDS = ("#4b2e83", "#e0569b", "#0f766e", "#b7791f")
_FILLED, _TRACK, _MUTED = "#0b4f8a", "#ececec", "#5c5b5e"
_TITLE, _HEADING, _FIGURE, _SIZE = 42, 32, 66, 27
"""Sizes of text: of the picture's title, of a part's heading, of a meter's figure, of the rest."""

_MARGIN, _GUTTER, _SPACE = 48, 56, 14
_TOP, _LINE, _SWATCH = 158, 40, 20
_NAMES, _TOTALS = 168, 92
_ROWS_END, _ROW_MOST, _BAR = 626, 64, 0.62
_METERS, _METER_HEIGHT = 676, 22

_drawing = Lock()
"""Matplotlib asks its users to draw in one thread at a time."""


class Labels(NamedTuple):
    """All words of the picture, in the language `locale`.

    `languages` and `kinds` are names by id. A meter is its heading, its figure, and two lines of
    which either may be empty; `nothing` stands where there is nothing to show.
    """

    locale: str
    title: str
    period: str
    questions: str
    answered: str
    suggested: str
    handed_over: str
    tickets: str
    languages: Mapping[str, str]
    kinds: Mapping[str, str]
    nothing: str
    by_bot: Sequence[str]
    first_answers: Sequence[str]
    satisfaction: Sequence[str]


class _Series(NamedTuple):
    """A colour of a panel: its name, and its count in each row."""

    name: str
    color: str
    counts: Sequence[int]


def chart(week: Week, labels: Labels) -> bytes:
    """Return a PNG of a week."""
    from bot.desk.canvas import Canvas  # noqa: PLC0415 - it takes most of a second, once a week

    with _drawing:
        canvas = Canvas(WIDTH, HEIGHT)
        _draw(canvas, week, labels)
        return canvas.png()


def _draw(canvas: "Canvas", week: Week, labels: Labels) -> None:
    canvas.text(_MARGIN, 52, labels.title, _TITLE, width=WIDTH - 2 * _MARGIN)
    canvas.text(_MARGIN, 98, labels.period, _SIZE, color=_MUTED)
    panels = (labels.questions, _outcomes(week, labels)), (labels.tickets, _kinds(week, labels))
    lines = max(len(series) for _, series in panels)
    for (heading, series), (left, width) in zip(panels, _columns(2), strict=True):
        panel = _Panel(canvas, left, width, labels)
        panel.legend(heading, series)
        panel.rows(week.locales, series, _TOP + (lines + 1) * _LINE)
    canvas.rule(_MARGIN, _ROWS_END + _SPACE, WIDTH - 2 * _MARGIN)
    for meter, (left, width) in zip(_meters(week, labels), _columns(3), strict=True):
        _meter(canvas, left, width, *meter)


def _columns(number: int) -> list[tuple[float, float]]:
    """Return where each of as many columns begins, and how wide they are."""
    width = (WIDTH - 2 * _MARGIN - (number - 1) * _GUTTER) / number
    return [(_MARGIN + each * (width + _GUTTER), width) for each in range(number)]


def _outcomes(week: Week, labels: Labels) -> list[_Series]:
    names = (labels.answered, labels.suggested, labels.handed_over)
    asked = [week.questions.get(locale, Questions()) for locale in week.locales]
    counts = zip(*asked, strict=True) if asked else ((), (), ())
    return [_Series(*each) for each in zip(names, _OUTCOMES, counts, strict=True)]


def _kinds(week: Week, labels: Labels) -> list[_Series]:
    return [
        _Series(
            labels.kinds.get(kind, kind),
            color,
            [week.tickets_of(kind=kind, locale=locale).opened for locale in week.locales],
        )
        for kind, color in zip(week.kinds, cycle(_KINDS), strict=False)
    ]


class _Panel(NamedTuple):
    """One of the small multiples: what each language brought, in stacked bars."""

    canvas: "Canvas"
    left: float
    width: float
    labels: Labels

    def legend(self, heading: str, series: Sequence[_Series]) -> None:
        """Write the heading and each colour's meaning, with their totals at the right."""
        self._line(_TOP, heading, sum(sum(each.counts) for each in series), _HEADING)
        for number, each in enumerate(series, start=1):
            y = _TOP + number * _LINE
            self.canvas.box(self.left, y + 2 - _SWATCH / 2, _SWATCH, _SWATCH, each.color)
            self._line(y, each.name, sum(each.counts), _SIZE, indent=_SWATCH + _SPACE)

    def _line(self, y: float, name: str, total: int, size: float, indent: float = 0) -> None:
        room = self.width - indent - _TOTALS - _SPACE
        self.canvas.text(self.left + indent, y, name, size, width=room)
        self._total(y, total, size)

    def _total(self, y: float, total: int, size: float) -> None:
        number = format_decimal(total, locale=self.labels.locale)
        right = self.left + self.width
        self.canvas.text(right, y, number, size, width=_TOTALS, align="right")

    def rows(self, locales: Sequence[str], series: Sequence[_Series], top: float) -> None:
        """Draw a bar for each language; the longest fills the space."""
        totals = [sum(counts) for counts in zip(*(each.counts for each in series), strict=True)]
        if not any(totals):
            self._empty(top)
            return
        height = min((_ROWS_END - top) / len(locales), _ROW_MOST)
        scale = (self.width - _NAMES - _TOTALS - 2 * _SPACE) / max(totals)
        for row, (locale, total) in enumerate(zip(locales, totals, strict=True)):
            y = top + (row + 0.5) * height
            name = self.labels.languages.get(locale, locale)
            self.canvas.text(self.left, y, name, _SIZE, width=_NAMES)
            parts = [(each.counts[row] * scale, each.color) for each in series]
            bar = height * _BAR
            self.canvas.stack(self.left + _NAMES + _SPACE, y - bar / 2, bar, parts)
            self._total(y, total, _SIZE)

    def _empty(self, top: float) -> None:
        y, said = top + _ROW_MOST / 2, self.labels.nothing
        self.canvas.text(self.left, y, said, _SIZE, color=_MUTED, width=self.width)


def _meters(week: Week, labels: Labels) -> list[tuple[Sequence[str], float | None]]:
    return [
        (labels.by_bot, week.all_questions.answered_share),
        (labels.first_answers, week.first_answers.in_time_share),
        (labels.satisfaction, week.ratings.good_share),
    ]


def _meter(
    canvas: "Canvas", left: float, width: float, words: Sequence[str], filled: float | None
) -> None:
    """Write a figure under its heading, with a bar filled as far as its share goes (0 to 1)."""
    heading, figure, *notes = words
    canvas.text(left, _METERS, heading, _HEADING, width=width)
    canvas.text(left, _METERS + 60, figure, _FIGURE, width=width)
    bar = _METERS + 110
    canvas.box(left, bar, width, _METER_HEIGHT, _TRACK)
    if filled:
        canvas.box(left, bar, max(width * filled, _METER_HEIGHT), _METER_HEIGHT, _FILLED)
    for number, note in enumerate(notes, start=1):
        canvas.text(left, bar + 12 + number * 35, note, _SIZE, color=_MUTED, width=width)
