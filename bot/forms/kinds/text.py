"""Any text of the person's own."""

import re
import unicodedata
from collections.abc import Iterator

from bot.content.text import fold, is_han, tokens
from bot.forms.kinds.kind import Kind, as_text
from bot.forms.readings import Asked, Given, Problem, Reading
from bot.forms.sentences import cues_in, in_place, running

LONGEST, LONGEST_LONG = 200, 2_000
"""How many characters a text takes; one that is declared as long takes more."""

_AFTER_COLON = re.compile(
    r"\s?[:：]\s{0,3}(?P<text>[^\n,;，；。]{1,200}?)(?=[\n,;，；。]|\.\s|\.?\Z)"
)
_BREAKS = frozenset(["Cc", "Zl", "Zp"])
_TURNS = frozenset(["LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"])
"""What breaks a text, by its category, and what turns the letters behind it around (Unicode)."""

_NAME_ENDS = ",;:.!?)"
_NO_NAME = re.compile(r"://|www\.|@")


class Text(Kind):
    """Any text; what is longer than a request holds is refused, never cut."""

    settings = frozenset({"long"})
    free = True

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take the text as it was written; in a long one, lines stay."""
        text = written(as_text(given.typed), lines=asked.field.long)
        most = LONGEST_LONG if asked.field.long else LONGEST
        if len(text) > most:
            return Reading(problem=Problem("too-long", {"most": str(most)}))
        return Reading(text)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return what stands after a cue of this field: in quotation marks, or after a colon.

        A name is found without these too, by its capitals ("our company Contoso Learning is …").
        """
        quoted = quoted_after(asked.words.cues, text)
        named = (
            each for each in _announced(asked, running(text).rstrip()) if not _NO_NAME.search(each)
        )
        return quoted or next(named, None)


def written(text: str, *, lines: bool = False) -> str:
    """Return `text` without control characters, breaks (unless it has `lines`) and outer spaces.

    What turns letters around is left out: on a card, "gpj.exe" would look like "exe.jpg".
    """
    return "".join(_written(character, lines=lines) for character in text).strip()


def _written(character: str, *, lines: bool) -> str:
    if lines and character == "\n":
        return character
    if unicodedata.category(character) in _BREAKS:
        return " "
    return "" if unicodedata.bidirectional(character) in _TURNS else character


def _announced(asked: Asked, said: str) -> Iterator[str]:
    ends = [cue.end() for cue in cues_in(asked.words.cues, in_place(said))]
    for end in ends:
        after = _AFTER_COLON.match(said, end)
        if after and after["text"].strip():
            yield after["text"].strip()
    if not asked.field.long:
        yield from filter(None, (_capitalized(said[end:]) for end in ends))


def _capitalized(rest: str) -> str:
    """Return the words with capitals that `rest` begins with, to the end of their sentence.

    A number behind them leaves open where the name ends: then there is none.
    """
    name: list[str] = []
    for word in rest.split() if rest[:1].isspace() else ():
        if not (word[0].isupper() or (name and word == "&")):
            return "" if word[0].isdigit() else _bare(name)
        name.append(word)
        if word[-1] in _NAME_ENDS:
            break
    return _bare(name)


def _bare(name: list[str]) -> str:
    return " ".join(name).rstrip(f"{_NAME_ENDS}& ")


def quoted_after(cues: tuple[str, ...], text: str) -> str | None:
    """Return what stands in quotation marks after one of `cues`."""
    for opening, closing in QUOTES:
        before, mark, rest = text.partition(opening)
        inside, end, _ = rest.partition(closing)
        if mark and end and inside.strip() and any(announces(cue, before) for cue in cues):
            return inside.strip()
    return None


def announces(cue: str, text: str) -> bool:
    """Tell whether a cue stands in a text, as whole words where the script has words."""
    if is_han(cue):
        return fold(cue) in fold(text)
    return f" {' '.join(tokens(cue))} " in f" {' '.join(tokens(text))} "


QUOTES = (("“", "”"), ("«", "»"), ("„", "“"), ("”", "”"), ('"', '"'), ("「", "」"), ("《", "》"))
