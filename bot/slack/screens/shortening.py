"""Long texts, cut so that a message holds them: Slack takes about 13,000 characters in all."""

from collections.abc import Iterable, Mapping

_LONGEST = 1_400


def within(changes: Iterable[Mapping[str, str]], most: int) -> list[dict[str, str]]:
    """Return changes ({"label", "before", "now"}) with about `most` characters together.

    Where a text was nothing, or is nothing any more, a dash stands for it.
    """
    known = list(changes)
    each = min(_LONGEST, most // (2 * max(1, len(known))))
    return [
        {
            "label": change["label"],
            "before": cut(change["before"] or "–", each),
            "now": cut(change["now"] or "–", each),
        }
        for change in known
    ]


def room(texts: Iterable[str], most: int) -> int:
    """Return how long each text may be, so that all have no more than `most` characters together.

    What short ones leave is for the longer ones; each has at least one.
    """
    lengths, left = sorted(map(len, texts)), most
    for index, length in enumerate(lengths):
        each = left // (len(lengths) - index)
        if length > each:
            return max(each, 1)
        left -= length
    return max(most, 1)


def cut(text: str, most: int) -> str:
    """Return no more than `most` characters of a text; the last of them tells of the rest."""
    return text if len(text) <= most else text[: most - 1] + "…"
