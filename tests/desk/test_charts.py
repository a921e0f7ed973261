import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations, product
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from matplotlib.transforms import Bbox
from numpy.typing import NDArray
from PIL import Image

from bot.desk import charts
from bot.desk.canvas import Canvas, legible
from bot.desk.charts import HEIGHT, WIDTH, Labels, chart
from bot.desk.summary import Questions, Week
from bot.settings import KNOWLEDGE
from tests.desk.weeks import EMPTY, ONE_LANGUAGE, USUAL, WEEKS, labels

Array = NDArray[np.float64]

BARS = (slice(310, 630), slice(216, 476))
TEXTS = ("#1d1c1d", charts._MUTED)  # noqa: SLF001 - the colours themselves
LONG = "Aanvraag voor vermelding in de partnergids van dit jaar"
MANY = EMPTY._replace(questions={locale: Questions(3, 2, 1) for locale in "abcdefghij"})
SIGHTS = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    "deuteranopia": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    "tritanopia": np.array(
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]
    ),
}
"""How linear RGB is seen (Machado, Oliveira and Fernandes 2009)."""


def pixels(png: bytes) -> NDArray[np.uint8]:
    with Image.open(BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def linear(color: str) -> Array:
    values = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast_with_white(color: str) -> float:
    return 1.05 / (float(linear(color) @ [0.2126, 0.7152, 0.0722]) + 0.05)


def lab(seen: Array) -> Array:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ seen.clip(0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def share_of(color: str, picture: NDArray[np.uint8]) -> float:
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return float((picture == wanted).all(axis=-1).sum())


def written(week: Week, words: Labels) -> list[Bbox]:
    """Give where each text of a picture stands, in pixels."""
    sheets: list[Canvas] = []

    def keep(canvas: Canvas) -> bytes:
        sheets.append(canvas)
        return b""

    with mock.patch.object(Canvas, "png", keep):
        chart(week, words)
    texts = sheets[0]._axes.texts  # noqa: SLF001 - what matplotlib was asked to draw
    return [text.get_window_extent() for text in texts if text.get_text()]


@pytest.mark.parametrize("name", WEEKS)
def test_a_week_is_a_picture_that_slack_shows_on_any_screen(name: str) -> None:
    png = chart(WEEKS[name], labels())
    assert pixels(png).shape == (HEIGHT, WIDTH, 3) == (900, 1200, 3)
    assert len(png) < 300_000


def test_the_same_week_is_the_same_picture_also_from_several_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda week: chart(week, labels()), [USUAL] * 8))
    assert made == {chart(USUAL, labels())}


def test_bars_are_as_long_as_their_numbers() -> None:
    bars = pixels(chart(ONE_LANGUAGE, labels()))[BARS]
    answered, suggested, handed_over = (share_of(color, bars) for color in charts._OUTCOMES)  # noqa: SLF001 - the colours themselves
    assert answered / handed_over == pytest.approx(3, rel=0.03)
    assert suggested == 0


def test_a_number_that_is_small_beside_the_others_is_seen_all_the_same() -> None:
    week = EMPTY._replace(questions={"fr": Questions(100_000, 1, 1)})
    bars = pixels(chart(week, labels()))[BARS]
    assert min(share_of(color, bars) for color in charts._OUTCOMES) > 0  # noqa: SLF001 - the colours themselves


def test_a_week_without_anything_says_so_and_draws_no_bar() -> None:
    bars = pixels(chart(EMPTY, labels(nothing="")))[BARS]
    assert (bars == 255).all()
    assert (pixels(chart(EMPTY, labels()))[BARS] != 255).any()


@pytest.mark.parametrize("name", WEEKS)
@pytest.mark.parametrize("words", ["usual", "long"])
def test_no_text_leaves_the_picture_or_touches_another(name: str, words: str) -> None:
    meter = [LONG, "1.234.567 uur", LONG, LONG]
    long = labels(
        title=LONG * 2,
        languages=dict.fromkeys(["en", "fr", "nl", "sv", "zh"], LONG),
        kinds=dict.fromkeys(["question", "discrepancy", "directory"], LONG),
        by_bot=meter,
        first_answers=meter,
        satisfaction=meter,
    )
    boxes = written(WEEKS[name], labels() if words == "usual" else long)
    assert all(box.x0 >= 0 and box.y0 >= 0 for box in boxes)
    assert all(box.x1 <= WIDTH and box.y1 <= HEIGHT for box in boxes)
    shrunk = [box.padded(-1) for box in boxes]
    assert not [pair for pair in combinations(shrunk, 2) if pair[0].overlaps(pair[1])]


def test_ten_languages_have_room() -> None:
    boxes = [box.padded(-4) for box in written(MANY, labels())]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


@pytest.mark.parametrize("color", TEXTS)
def test_text_stands_out_from_the_sheet(color: str) -> None:
    assert contrast_with_white(color) >= 4.5


PALETTES = (charts._OUTCOMES, charts._KINDS)  # noqa: SLF001 - the colours themselves


@pytest.mark.parametrize("palette", PALETTES)
def test_bars_stand_out_from_the_sheet(palette: tuple[str, ...]) -> None:
    assert min(map(contrast_with_white, palette)) >= 3


@pytest.mark.parametrize(("palette", "sight"), list(product(PALETTES, SIGHTS)))
def test_the_colour_blind_tell_colours_apart(palette: tuple[str, ...], sight: str) -> None:
    seen = [lab(SIGHTS[sight] @ linear(color)) for color in palette]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 17


@pytest.mark.parametrize(
    "path", sorted((KNOWLEDGE / "interface").glob("*.po")), ids=lambda p: p.stem
)
def test_every_letter_of_our_words_can_be_drawn(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    letters = "".join(
        sorted({each for each in words if each.isalpha() or each in "’–—…，。：；（）"})
    )
    assert legible(letters) == letters


def test_what_the_font_lacks_is_left_out_and_never_a_box() -> None:
    assert legible("हिन्दी") == ""
    assert legible("70\u202f% \U0001f600") == "70 % "
    assert chart(USUAL, labels(title="ไทย", languages={"fr": "العربية"}))


def test_an_apostrophe_is_narrow_in_latin_text() -> None:
    boxes = [written(EMPTY, labels(title=text))[0] for text in ("l’équipe", "léquipe")]
    assert 0 < boxes[0].width - boxes[1].width < 15


def test_matplotlib_is_read_only_when_a_picture_is_drawn() -> None:
    program = "import sys, bot.desk.charts; print('matplotlib' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)  # noqa: S603 - our own
    assert ran.stdout.strip() == b"False"
