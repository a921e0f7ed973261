"""What the support team sees when it proposes something for the knowledge base, at its longest."""

from collections.abc import Iterator

from bot.console.desk_exhibits import handed_over
from bot.console.form_exhibits import Exhibit
from bot.content.checks.answers import LONGEST_TEXT
from bot.content.models import LONGEST_QUESTION, LONGEST_TITLE
from bot.content.shapes import Locale
from bot.desk.life import State
from bot.desk.proposals import Wish
from bot.forms.case import Forms
from bot.forms.readings import Problem
from bot.services.acting import NOT_ALLOWED
from bot.services.proposing import Material
from bot.slack.screens.drawing import Artist
from bot.slack.screens.proposal_drawing import LONGEST_ANSWER, first_screen
from bot.storage.proposals import Proposal
from bot.storage.schema import ACCEPTED, OPEN, REJECTED

_NOW = 1_798_700_000.0
_NUMBERS = "1234 W" * 1_000


def proposal_exhibits(_forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give the modal in all its states, and what the thread of the card tells."""
    ticket = handed_over(locale)._replace(state=State.RESOLVED, evidence={})
    topic = max(
        artist.knowledge.topics, key=lambda t: len(artist.knowledge.topics[t].answer(locale).title)
    )
    full = Material(ticket, _NUMBERS, locale, topic, _NUMBERS)
    for name, material in {"known": full, "new": full._replace(topic=None)}.items():
        screen = first_screen(material)
        yield Exhibit(f"proposal: {name}", artist.proposals.view(screen, material, locale))
        again = screen._replace(wish=_longest(screen.wish), notice=_notice(artist, locale))
        yield Exhibit(f"proposal: {name}, again", artist.proposals.view(again, material, locale))
    empty = Material(ticket, "", locale, None, "")
    yield Exhibit("proposal: empty", artist.proposals.view(first_screen(empty), empty, locale))
    refused = artist.modals.refusal(NOT_ALLOWED, None, locale)
    wish = _longest(Wish("", locale))
    yield Exhibit("proposal: refused", artist.proposals.refused(refused, wish, locale))
    yield from _told(artist, locale, topic)


def _longest(wish: Wish) -> Wish:
    """Return a wish with all that can be typed."""
    return wish._replace(
        phrasing="1" * LONGEST_QUESTION,
        title="W" * LONGEST_TITLE,
        answer='\n1234 "' * (LONGEST_ANSWER // 7),
    )


def _notice(artist: Artist, locale: Locale) -> str:
    return artist.proposals.problem(Problem("phrasing-known", {"topic": "W" * 40}), locale)


def _told(artist: Artist, locale: Locale, topic: str) -> Iterator[Exhibit]:
    ticket, answer = handed_over(locale), "W" * LONGEST_TEXT
    by = {"proposed_by": "U0OWNER", "proposed_at": _NOW, "note_channel": None, "note_ts": None}
    its = {"id": 1, "workspace": "T0", "ticket": ticket.id, "locale": locale}
    what = {"phrasing": "W" * LONGEST_QUESTION, "topic": topic, "title": None, "answer": None}
    known = Proposal(**its, **what, **by, state=OPEN)  # type: ignore[arg-type]
    new = known._replace(topic=None, title="W" * LONGEST_TITLE, answer=answer)
    for state in (OPEN, ACCEPTED, REJECTED):
        for made in (known, new):
            told = artist.proposals.proposed(made._replace(state=state), ticket, locale)
            yield Exhibit(f"proposed: {state}", drawing=told)
