"""What the support team sees of its proposals: the modal, and what the card's thread tells."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.answering.spoken import own_name
from bot.content.checks.answers import LONGEST_TEXT
from bot.content.editing import one_line
from bot.content.models import LONGEST_QUESTION, LONGEST_TITLE, Knowledge
from bot.content.shapes import Locale
from bot.desk.proposals import Wish, topics_like
from bot.desk.rights import Task
from bot.forms.readings import Option, Problem
from bot.services.proposing import Material
from bot.slack.screens.desk_drawing import DeskArtist
from bot.slack.screens.form_drawing import FormArtist
from bot.slack.screens.languages import name_in
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.proposals import Proposal
from bot.storage.tickets import Ticket

PROPOSE = str(Task.PROPOSE)
"""The callback id of the modal, and what the action ids in it begin with."""

EXISTING, NEW = "existing", "new"
"""What a phrasing is proposed for: a topic that is there, or a new one."""

LONGEST_ANSWER = 2_000
"""What can be typed: more than an answer may have, so that one can be shortened where it stands.

What is not on the screen waits in the modal's metadata, for which Slack has 3,000 characters.
"""

_MOST_OPTIONS = 100
_NAMED, _LONGEST_NAME = 8, 60
_QUOTED = 2_900
_LONGEST_METADATA = 3_000


class Screen(NamedTuple):
    """The modal as it stands: what is proposed from which ticket, and what its reader is told.

    `warned` is the digest of the details that they were warned of, and left as they are.
    """

    ticket: int
    wish: Wish
    warned: str = ""
    notice: str = ""


def first_screen(material: Material) -> Screen:
    """Return the modal as it is opened: filled in with what its ticket offers."""
    wish = Wish(
        one_line(material.asked)[:LONGEST_QUESTION].rstrip(),
        material.locale,
        is_new=material.topic is None,
        topic=material.topic,
        answer=material.answer[:LONGEST_ANSWER].rstrip(),
    )
    return Screen(material.ticket.id, wish)


def digest(details: Sequence[str]) -> str:
    """Return by what details are known again; nothing for none."""
    return hashlib.sha256("\n".join(details).encode()).hexdigest()[:16] if details else ""


@dataclass(frozen=True)
class ProposalArtist:
    """Draws proposals in the language of the desk."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist
    desk: DeskArtist

    def view(self, screen: Screen, material: Material, locale: str) -> dict[str, Any]:
        """Draw the modal; it warns of what may tell of one partner."""
        wish, ticket = screen.wish, material.ticket
        details = wish.details()
        about = {"person": ticket.person, "language": name_in(ticket.locale, locale)}
        values = {
            "callback_id": PROPOSE,
            "metadata": _metadata(screen._replace(warned=digest(details))),
            "about": {**self.desk.named(ticket, locale), **about},
            "asked": material.asked[:_QUOTED],
            "notice": screen.notice,
            "details": [each[:_LONGEST_NAME] for each in details[:_NAMED]],
            "more_details": len(details) > _NAMED,
            "longest": {
                "phrasing": LONGEST_QUESTION,
                "title": LONGEST_TITLE,
                "answer": LONGEST_ANSWER,
                "text": str(LONGEST_TEXT),
            },
            **self._chosen(wish, locale),
        }
        view: dict[str, Any] = self.templates.blocks("proposal", locale, values)
        return view

    def refused(self, notice: str, wish: Wish, locale: str) -> dict[str, Any]:
        """Draw why nothing is kept, with what was written, and nothing else of the ticket."""
        written = (wish.phrasing, wish.title, wish.answer) if wish.is_new else (wish.phrasing,)
        values = {"notice": notice, "written": list(filter(None, written))}
        view: dict[str, Any] = self.templates.blocks("proposal-refused", locale, values)
        return view

    def _chosen(self, wish: Wish, locale: str) -> dict[str, object]:
        languages = [Option(each, own_name(each)) for each in self.knowledge.locales]
        return {
            "wish": wish._asdict(),
            "languages": languages,
            "language": next(each for each in languages if each.value == wish.locale),
            "topic": self._option(wish.topic, locale),
        }

    def _option(self, topic: str | None, locale: Locale) -> Option | None:
        known = self.knowledge.topics.get(topic or "")
        return Option(known.id, known.answer(locale).title) if known else None

    def options(self, query: str, locale: str) -> list[Option]:
        """Return the topics that a query finds, with their titles."""
        found = topics_like(self.knowledge, locale, query)[:_MOST_OPTIONS]
        return [Option(topic.id, topic.answer(locale).title) for topic in found]

    def problem(self, problem: Problem, locale: str) -> str:
        """Return what is wrong with a part of a proposal."""
        return self.forms.problem(problem, locale)

    def proposed(self, made: Proposal, ticket: Ticket, locale: str) -> Drawing:
        """Draw what was proposed and what became of it, for the thread of the card."""
        topic = self._option(made.topic, locale)
        values = {
            **self.desk.named(ticket, locale),
            "person": made.proposed_by,
            "phrasing": made.phrasing,
            "language": name_in(made.locale, locale),
            "topic": topic.label if topic else made.topic,
            "new_title": made.title,
            "answer": made.answer,
            "state": made.state,
        }
        return self.templates.message("proposed", locale, values)


def _metadata(screen: Screen) -> str:
    """Return what comes back with a submission; what is on the screen comes back by itself."""
    wish = screen.wish
    hidden: Mapping[str, object] = (
        {"topic": wish.topic} if wish.is_new else {"title": wish.title, "answer": wish.answer}
    )
    said = {"ticket": screen.ticket, "new": wish.is_new, "warned": screen.warned}
    text = json.dumps({**said, **hidden}, ensure_ascii=False)
    return text if len(text) <= _LONGEST_METADATA else json.dumps(said)
