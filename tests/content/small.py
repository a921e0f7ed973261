"""A small knowledge base out of the shipped one, in a folder that a test may break."""

import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.answering.fitting import fit
from bot.answering.model import Model
from bot.app import MODEL
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.settings import KNOWLEDGE

TOPICS = (
    "contact-support",
    "directory-missing",
    "kpi-discrepancy",
    "kpi-report-schedule",
    "renewal-eligibility-window",
)
PHRASINGS, PHRASES, SENTENCES = 15, 4, 15


def copy_few(target: Path) -> Path:
    """Copy a few topics, and of the long lists only the beginning: read and fitted in no time."""
    shutil.copytree(KNOWLEDGE, target, ignore=_the_others)
    for path in target.glob("topics/*/*.md"):
        keep_lines(path, after="# Phrasings", most=PHRASINGS)
    for path in [*target.glob("off-topic/*.txt"), *target.glob("foreign/*.txt")]:
        keep_lines(path, after="", most=SENTENCES)
    for path in target.glob("intents/*.yaml"):
        keep_some_of_each(path, most=PHRASES)
    for path in target.glob("topics/*/topic.yaml"):
        keep_matching(path, "- ", TOPICS)
    for path in target.glob("forms/*/form.yaml"):
        keep_matching(path, "    topic: ", TOPICS)
    for path in target.glob("calibration/*.tsv"):
        keep_matching(path, "", ("#", "-\t", *(f"{topic}\t" for topic in TOPICS)))
    _keep_used_categories(target)
    return target


def fit_quickly(knowledge: Knowledge) -> Model:
    """Fit on one thread: on a small knowledge base more of them wait for each other."""
    with threadpool_limits(1):
        return fit(knowledge)


@cache
def fitted_once() -> bytes:
    """Return the model of the small knowledge base."""
    with tempfile.TemporaryDirectory() as folder:
        model = fit_quickly(read_knowledge(copy_few(Path(folder) / "knowledge")))
        model.save(Path(folder) / MODEL)
        return (Path(folder) / MODEL).read_bytes()


def copy_fitted(target: Path) -> Path:
    """Copy a few topics with their model."""
    copy_few(target)
    (target / MODEL).write_bytes(fitted_once())
    return target


def _the_others(folder: str, names: list[str]) -> list[str]:
    if Path(folder).name == "topics":
        return [name for name in names if name not in TOPICS]
    return ["matching.npz"] if "matching.npz" in names else []


def keep_lines(path: Path, after: str, most: int) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    start = lines.index(after) + 1 if after else 0
    path.write_text("\n".join(lines[: start + most]) + "\n", encoding="utf-8")


def keep_some_of_each(path: Path, most: int) -> None:
    lists = re.split(r"^(?=\S+:)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    kept = [line for each in lists for line in each.splitlines()[: 1 + most]]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def keep_matching(path: Path, item: str, beginnings: tuple[str, ...]) -> None:
    """Keep of the lines that begin with `item` those that go on with one of `beginnings`."""
    links = _links(path)
    kept = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith(item) or line.removeprefix(item).startswith((*beginnings, *links))
    ]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _links(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^- (.+)$", text.partition("links:")[2], re.MULTILINE)


def _keep_used_categories(folder: Path) -> None:
    used = {topic.category for topic in read_knowledge(folder).topics.values()}
    path = folder / "categories.yaml"
    shelves = re.split(r"^(?=\S)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    kept = [shelf for shelf in shelves if shelf.split(":")[0] in used]
    path.write_text("".join(kept), encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Change one place of a file, which must have it."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_with(path: Path, part: str) -> int:
    """Return the number of the first line that has `part`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)
