"""A white sheet of pixels for charts, drawn by matplotlib; importing it takes most of a second.

Only the object API is used, and one font file that comes as a package: the same picture on every
machine, with or without fonts, screens and settings. Its Noto Sans has Latin, Greek, Cyrillic and
Han characters.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties, get_font
from matplotlib.patches import FancyBboxPatch

from bot.content.text import is_han

_INK, _RULE = "#1d1c1d", "#dddddd"

_DOTS_PER_INCH = 72
"""A point of type is then a pixel."""
_KOREAN, _SIMPLIFIED_CHINESE = 1, 2
"""Fonts of the collection: in the first, punctuation of Latin text is as narrow as it should be."""
_ROUNDED = "round,pad=0,rounding_size=4"
_GAP, _THINNEST = 2, 3


@cache
def _font_path(face: int) -> FontPath:
    return FontPath(str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc"), face)


def font_for(text: str) -> FontPath:
    """Return the font that a text is written in."""
    return _font_path(_SIMPLIFIED_CHINESE if is_han(text) else _KOREAN)


def legible(text: str) -> str:
    """Return a text without what the font can't draw; its special spaces become plain ones."""
    font = get_font(font_for(text))
    spaced = (" " if each.isspace() else each for each in text)
    return "".join(each for each in spaced if font.get_char_index(ord(each)))


class Canvas:
    """A drawing; x goes to the right and y down, in pixels."""

    def __init__(self, width: int, height: int) -> None:
        """Take a blank sheet."""
        size = (width / _DOTS_PER_INCH, height / _DOTS_PER_INCH)
        self._figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        self._axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        color: str = _INK,
        width: float | None = None,
        align: str = "left",
    ) -> None:
        """Write a line whose middle is at `y`; it shrinks to `width`."""
        font = FontProperties(fname=font_for(text), size=size)
        drawn = self._axes.text(
            x,
            y,
            legible(text),
            fontproperties=font,
            color=color,
            ha=align,
            va="center_baseline",
            parse_math=False,
        )
        taken = drawn.get_window_extent().width
        if width and taken > width:
            drawn.set_fontsize(size * width / taken)

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Fill a box with rounded corners; `x` and `y` are its upper left corner."""
        self._axes.add_patch(
            FancyBboxPatch((x, y), width, height, boxstyle=_ROUNDED, color=color, linewidth=0)
        )

    def stack(self, x: float, y: float, height: float, parts: Sequence[tuple[float, str]]) -> None:
        """Draw widths in their colours one after the other, with a little space between them.

        What is not 0 is seen, however little it is.
        """
        for width, color in parts:
            if width:
                seen = max(width - _GAP, _THINNEST)
                self._axes.barh(y, seen, height, left=x, color=color, align="edge")
                x += seen + _GAP

    def rule(self, x: float, y: float, width: float) -> None:
        """Draw a thin line to the right."""
        self._axes.plot([x, x + width], [y, y], color=_RULE, linewidth=1.5)

    def png(self) -> bytes:
        """Return the picture."""
        written = BytesIO()
        self._figure.savefig(written, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
        return written.getvalue()
