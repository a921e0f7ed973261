"""The lists in which the support team looks for tickets, and the words by which these are found."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from bot.content.shapes import Id, Locale
from bot.content.text import fold, is_han, tokens
from bot.desk.privacy import ERASED

LATELY_SECONDS = 30 * 24 * 3600.0
"""How long a resolved ticket stands in the list of those that were resolved lately."""

LONGEST_SEARCH = 200
"""Characters that are read of what somebody looks for."""

_MOST_TERMS = 8
_SHORTEST, _LONGEST = 2, 40
"""Characters of a word that is kept; of a longer one its beginning is."""

_MOST_WORDS = 4_000
"""Words that are kept of one ticket: its first ones."""

_LONGEST_TEXT = 20_000
_LARGEST_ID = 10**18
_DIGITS = re.compile(r"\d+", re.ASCII)
_NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,20})(?:\|[^<>]*)?>")


class View(StrEnum):
    """What a list shows; all but the last two show open tickets."""

    MINE = "mine"
    UNOWNED = "unowned"
    OVERDUE = "overdue"
    WAITING = "waiting"
    OPEN = "open"
    RESOLVED = "resolved"
    ALL = "all"


Key = tuple[float, ...]
"""Where a ticket stands in a list: what the list is sorted by, its id last."""

_KEY_LENGTHS = {View.RESOLVED: 2, View.ALL: 1}
_OPEN_KEY_LENGTH = 4


class Place(NamedTuple):
    """From where on a list is shown: after a key, or before it, which is then not shown itself."""

    key: Key
    before: bool = False


class Listing(NamedTuple):
    """What somebody chose to see.

    A view, of one kind of ticket, one language or one partner, or all of them (None), in which
    `text` is found. `turn` is raised by every choice.
    """

    view: View = View.MINE
    kind: Id | None = None
    locale: Locale | None = None
    partner: str | None = None
    text: str = ""
    place: Place | None = None
    turn: int = 0

    @property
    def is_narrowed(self) -> bool:
        """Whether less is shown than all of the view."""
        return bool(self.kind or self.locale or self.partner or self.text)

    def chosen(self, **values: Any) -> "Listing":  # noqa: ANN401 - any field's value
        """Return another choice, shown from its beginning unless a place is chosen."""
        return self._replace(**{"place": None, "turn": self.turn + 1, **values})

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return self._asdict()


def listing_of(kept: object) -> Listing:
    """Return what somebody chose, as `as_json` wrote it; what is not understood is not chosen."""
    given = kept if isinstance(kept, dict) else {}
    view = view_of(given.get("view")) or View.MINE
    names = ("kind", "locale", "partner")
    known = (name for name in names if isinstance(given.get(name), str))
    texts = {name: given[name] for name in known if given[name] != ERASED}
    place, text, turn = given.get("place"), given.get("text"), given.get("turn")
    return Listing(
        view,
        **texts,
        text=text[:LONGEST_SEARCH] if isinstance(text, str) else "",
        place=place_of(view, *place[:2]) if isinstance(place, list | tuple) and place else None,
        turn=turn if isinstance(turn, int) else 0,
    )


def view_of(name: object) -> View | None:
    """Return the view of that name, if there is one."""
    return View(name) if isinstance(name, str) and name in set(View) else None


def place_of(view: View, key: object, before: object = False) -> Place | None:  # noqa: FBT002 - as it is kept
    """Return a place in the list of a view; None for what is none there."""
    given = list(key) if isinstance(key, list | tuple) else []
    is_known = len(given) == _KEY_LENGTHS.get(view, _OPEN_KEY_LENGTH)
    if not is_known or not all(isinstance(each, int | float) for each in given):
        return None
    if not all(math.isfinite(each) and abs(each) < _LARGEST_ID for each in given):
        return None
    return Place((*map(float, given[:-1]), int(given[-1])), before is True)


def named(text: str, labels: Mapping[View, Iterable[str]]) -> View | None:
    """Return the view that a text names, by its own name or by words of one of its labels.

    None where it names none, or several ("en" stands in two French ones).
    """
    typed = set(tokens(text))
    labelled = {view: [str(view), *labels.get(view, ())] for view in View}
    exact = [view for view, names in labelled.items() if fold(text.strip()) in map(fold, names)]
    partly = [
        view
        for view, names in labelled.items()
        if typed and any(typed <= set(tokens(name)) for name in names)
    ]
    found = exact or partly
    return found[0] if len(found) == 1 else None


class Term(NamedTuple):
    """A word that has to be there; of a prefix, any word that begins so."""

    word: str
    is_prefix: bool = False


class Search(NamedTuple):
    """What is looked for: every term, and the partner who is mentioned.

    `number` is that of the ticket which the text names; with # before it, only that is meant.
    """

    terms: tuple[Term, ...] = ()
    partner: str | None = None
    number: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing by which a ticket could be found in a list."""
        return not self.terms and self.partner is None


def read_search(text: str) -> Search:
    """Read what somebody looks for."""
    said = text.strip()[:LONGEST_SEARCH]
    mention = _MENTION.search(said)
    number = _NUMBER.fullmatch(said)
    terms = () if said.startswith("#") and number else _terms(_MENTION.sub(" ", said))
    return Search(terms, mention[1] if mention else None, int(number[1]) if number else None)


def _terms(text: str) -> tuple[Term, ...]:
    found = dict.fromkeys(term for token in tokens(text) for term in _terms_in(token))
    return tuple(found)[:_MOST_TERMS]


def _terms_in(token: str) -> Iterator[Term]:
    if is_han(token):
        yield from map(Term, _pairs(token) or [token])
    elif len(token) >= _SHORTEST:
        yield Term(token[:_LONGEST], is_prefix=not _DIGITS.fullmatch(token))


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words by which texts are found.

    They are folded; of Han characters each is one, and each two that stand together; digits
    between letters are one too.
    """
    found: dict[str, None] = {}
    for token in _tokens_of(texts):
        found.update(dict.fromkeys(_words_in(token)))
        if len(found) >= _MOST_WORDS:
            break
    return frozenset(list(found)[:_MOST_WORDS])


def _tokens_of(texts: Iterable[str]) -> Iterator[str]:
    """Give the tokens piece by piece: of long texts, none is remembered as a whole."""
    for text in texts:
        for piece in text[:_LONGEST_TEXT].split():
            yield from tokens(piece)


def _words_in(token: str) -> Iterator[str]:
    if is_han(token):
        yield from (*token, *_pairs(token))
        return
    parts: Collection[str] = {token, *_DIGITS.findall(token)}
    yield from (part[:_LONGEST] for part in parts if len(part) >= _SHORTEST)


def _pairs(token: str) -> Sequence[str]:
    return [token[start : start + 2] for start in range(len(token) - 1)]
