"""What is shown: the state of a question, a person or a topic as values of a template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.answering.decision import Kind
from bot.answering.intents import Intent
from bot.answering.spoken import own_name
from bot.answering.wording import word
from bot.content.forms import Form
from bot.content.models import Knowledge
from bot.content.months import Mention
from bot.content.shapes import SOURCE_LOCALE, Locale
from bot.desk.choices import Choices
from bot.desk.life import OPEN
from bot.slack.screens.batch_drawing import BatchArtist
from bot.slack.screens.desk_drawing import DeskArtist
from bot.slack.screens.desk_modal_drawing import ModalArtist
from bot.slack.screens.form_drawing import FormArtist, date_of
from bot.slack.screens.languages import named, others
from bot.slack.screens.letter_drawing import LetterArtist
from bot.slack.screens.listing_drawing import ListingArtist
from bot.slack.screens.own_data_drawing import OwnDataArtist
from bot.slack.screens.partner_drawing import PartnerArtist
from bot.slack.screens.proposal_drawing import ProposalArtist
from bot.slack.screens.replies import Reply, reply_to
from bot.slack.screens.request_drawing import RequestArtist
from bot.slack.screens.rich_text import plain_text, rich_text
from bot.slack.screens.settings_drawing import SettingsArtist
from bot.slack.screens.summary_drawing import SummaryArtist
from bot.slack.screens.talk_drawing import TalkArtist
from bot.slack.screens.templates import NUMBER, Drawing, Templates, Unnumbered
from bot.storage.drafts import Draft
from bot.storage.questions import Question
from bot.storage.tickets import Ticket

PROMPTS = ("kpi-report-schedule", "kpi-discrepancy", "enroll-where", "directory-missing")
"""The topics offered to somebody who does not know what to ask (Slack shows at most four)."""

TEMPLATES = {
    Kind.ANSWER: "answer",
    Kind.SUGGEST: "suggestions",
    Kind.HANDOVER: "handover",
    Kind.TALK: "talk",
}
"""The template that draws the reply to each kind of decision."""
_INTENTS = frozenset(map(str, Intent))
_OUTDATED = str(Kind.TALK), str(Intent.OUTDATED)
_QUOTED = 300
_KEPT_REPLIES = 500


class Held(NamedTuple):
    """What a person has with the support team or had of late, and the forms that they began.

    `questions` are those of the tickets that come from no form, by their ids; `time_zone` is the
    person's.
    """

    tickets: Sequence[Ticket] = ()
    questions: Mapping[int, Question] = MappingProxyType({})
    drafts: Sequence[Draft] = ()
    time_zone: str | None = None


@dataclass(frozen=True)
class Artist:
    """Draws every message and view in the reader's language.

    `offered` are the languages that readers can choose among; without any, all of them.
    """

    knowledge: Knowledge
    templates: Templates
    offered: Sequence[Locale] = ()
    _unnumbered: Callable[[Reply, date], Unnumbered] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the replies of late: most people ask what others asked."""
        object.__setattr__(self, "_unnumbered", lru_cache(_KEPT_REPLIES)(self._drawn))

    @property
    def locales(self) -> Sequence[Locale]:
        """The languages that readers can choose among."""
        return self.offered or list(self.knowledge.locales)

    @property
    def forms(self) -> FormArtist:
        """Who draws forms that are filled in."""
        return FormArtist(self.knowledge, self.templates, self.locales)

    @property
    def requests(self) -> RequestArtist:
        """Who draws the messages about forms."""
        return RequestArtist(self.knowledge, self.templates, self.forms, self.locales)

    @property
    def desk(self) -> DeskArtist:
        """Who draws what the support team sees."""
        return DeskArtist(self.knowledge, self.templates, self.forms, self.requests)

    @property
    def batches(self) -> BatchArtist:
        """Who draws the requests that are handed in together."""
        return BatchArtist(self.knowledge, self.templates, self.forms)

    @property
    def summary(self) -> SummaryArtist:
        """Who draws the week's summary."""
        return SummaryArtist(self.knowledge, self.templates)

    @property
    def proposals(self) -> ProposalArtist:
        """Who draws what the support team proposes for the knowledge base."""
        return ProposalArtist(self.knowledge, self.templates, self.forms, self.desk)

    @property
    def letters(self) -> LetterArtist:
        """Who draws what the support team writes to partners."""
        return LetterArtist(self.knowledge, self.templates)

    @property
    def modals(self) -> ModalArtist:
        """Who draws the support team's modals."""
        return ModalArtist(self.knowledge, self.templates, self.forms, self.desk, self.letters)

    @property
    def partner(self) -> PartnerArtist:
        """Who draws what a partner is told of their tickets."""
        return PartnerArtist(self.templates)

    @property
    def listings(self) -> ListingArtist:
        """Who draws the lists in which support looks for tickets."""
        return ListingArtist(self.knowledge, self.templates, self.desk)

    @property
    def own_data(self) -> OwnDataArtist:
        """Who draws what people are shown of the data that is kept of them."""
        return OwnDataArtist(self.templates)

    @property
    def settings(self) -> SettingsArtist:
        """Who draws the settings of a workspace."""
        return SettingsArtist(self.knowledge, self.templates)

    @property
    def talks(self) -> TalkArtist:
        """Who draws forms that are filled in by conversation."""
        return TalkArtist(self.knowledge, self.templates, self.forms)

    def reply(self, question: Question, ticket: Ticket | None, today: date) -> Drawing:
        """Draw the reply to a question as it stands, and its ticket once it was handed over."""
        reply = reply_to(self._as_of_now(question), ticket)
        return self._unnumbered(reply, today).numbered(question.id)

    def _drawn(self, reply: Reply, today: date) -> Unnumbered:
        values = self.reply_values(reply, today)
        return self.templates.unnumbered(TEMPLATES[Kind(reply.decision)], reply.locale, values)

    def _as_of_now(self, question: Question) -> Question:
        """Return a question as this version can show it.

        One whose topics a later deploy dropped is to be asked anew; one whose language it dropped
        is shown in the source's.
        """
        known = question.locale in self.knowledge.locales
        shown = question if known else question._replace(locale=SOURCE_LOCALE)
        return (
            shown
            if self._can_be_shown(question)
            else shown._replace(decision=_OUTDATED[0], intent=_OUTDATED[1])
        )

    def _can_be_shown(self, question: Question) -> bool:
        if question.decision == Kind.ANSWER:
            return question.topic in self.knowledge.topics
        if question.decision == Kind.SUGGEST:
            return any(topic in self.knowledge.topics for topic in question.suggestions)
        if question.decision == Kind.TALK:
            return question.intent in _INTENTS
        return question.decision in TEMPLATES

    def plain(self, question: Question, today: date) -> str:
        """Return the reply to a question as plain text, for a terminal."""
        values = self.reply_values(reply_to(question, None), today)
        return self.templates.plain(TEMPLATES[Kind(question.decision)], question.locale, values)

    def reply_values(self, reply: Reply, today: date) -> dict[str, object]:
        """Return what the templates of replies show."""
        return {
            "id": NUMBER,
            "deleted": reply.deleted,
            "useful": reply.useful,
            "handed_over": reply.is_held,
            "number": reply.number,
            "state": reply.state,
            "intent": reply.intent,
            "suggestions": self._topics(reply.suggestions, reply.locale),
            "runners_up": self._topics(reply.suggestions, reply.locale),
            **self._languages(reply.locale),
            **self._prompts(reply.locale),
            **self._answer(reply.topic, reply.locale, reply.mention, today),
        }

    def _answer(
        self, topic: str | None, locale: str, mention: Sequence[int | None] | None, today: date
    ) -> dict[str, object]:
        if topic is None or topic not in self.knowledge.topics:
            return {}
        named = Mention(*mention) if mention else None  # type: ignore[arg-type]
        worded = word(self.knowledge, topic, locale, named, today)
        declared = self.knowledge.topics[topic]
        return {
            "answer": {
                "topic": topic,
                "locale": worded.locale,
                "question": worded.question,
                "elements": rich_text(worded.text),
                "plain": plain_text(worded.text),
            },
            "related": self._topics(declared.related, locale),
            "form": self._form(self.knowledge.forms.get(declared.form or ""), locale),
        }

    def _form(self, form: Form | None, locale: str) -> dict[str, str] | None:
        return {"id": form.id, "button": form.say(locale).button} if form else None

    def _topics(self, topics: Sequence[str], locale: str) -> list[dict[str, str]]:
        known = [self.knowledge.topics[t] for t in topics if t in self.knowledge.topics]
        answers = [(topic.id, topic.answer(locale)) for topic in known]
        return [{"id": i, "title": a.title, "question": a.question} for i, a in answers]

    def _languages(self, locale: str) -> dict[str, object]:
        return {
            "language_name": own_name(locale),
            "all_languages": named(self.locales),
            "languages": others(self.locales, locale),
        }

    def _prompts(self, locale: str) -> dict[str, object]:
        prompts = self._topics(PROMPTS, locale)
        return {"prompts": prompts, "example": prompts[0]["question"]}

    def greeting(self, locale: str) -> tuple[Drawing, dict[str, Any]]:
        """Draw the greeting of the messages tab, and the suggested prompts beside it."""
        values = {**self._languages(locale), **self._prompts(locale)}
        prompts: dict[str, Any] = self.templates.blocks("prompts", locale, values)
        return self.templates.message("greeting", locale, values), prompts

    def home(
        self,
        locale: str,
        held: Held,
        desk: Mapping[str, object] | None = None,
        settings: Choices | None = None,
    ) -> dict[str, Any]:
        """Draw the view of the Home tab.

        `desk` is what support sees above the rest, `settings` what holds, which admins see.
        """
        shelves = [
            {
                "name": self.knowledge.category(category, locale),
                "topics": self._topics(
                    [t.id for t in self.knowledge.in_category(category)], locale
                ),
            }
            for category in self.knowledge.categories
        ]
        forms = [self._form(form, locale) for form in self.knowledge.forms.values()]
        told = self.settings.summary(settings, locale) if settings else None
        seen_by_some = {"desk": desk, "settings": told}
        values = {"shelves": shelves, "forms": forms, **seen_by_some, **self._held(locale, held)}
        view: dict[str, Any] = self.templates.blocks(
            "home", locale, values | self._languages(locale)
        )
        return view

    def _held(self, locale: str, held: Held) -> dict[str, object]:
        """Return what a person has with the support team, and what they began."""
        shown = [self._ticket(each, held, locale) for each in held.tickets]
        return {
            "tickets": [each for each in shown if each["state"] in OPEN],
            "over": [each for each in shown if each["state"] not in OPEN],
            "drafts": [
                self._draft(each, held, locale) for each in held.drafts if self._has(each.form)
            ],
        }

    def _ticket(self, ticket: Ticket, held: Held, locale: str) -> dict[str, object]:
        asked = held.questions.get(ticket.question or 0)
        return {
            "id": str(ticket.id),
            **self.desk.named(ticket, locale),
            "text": asked.text[:_QUOTED] if asked else None,
            "date": date_of(ticket.created_at, locale, held.time_zone),
            "state": ticket.state,
        }

    def _draft(self, draft: Draft, held: Held, locale: str) -> dict[str, str]:
        when = date_of(draft.begun_at, locale, held.time_zone)
        title = self.knowledge.form_title(draft.form, locale)
        return {"id": str(draft.id), "form": draft.form, "title": title, "date": when}

    def _has(self, form: str) -> bool:
        """Tell whether a form is still there: one that a later deploy dropped can't go on."""
        return form in self.knowledge.forms

    def topic(self, topic: str, locale: str, today: date) -> dict[str, Any]:
        """Draw the modal that answers a topic."""
        values = self._answer(topic, locale, None, today) | self._languages(locale)
        view: dict[str, Any] = self.templates.blocks("topic", locale, values)
        return view

    def unopened(self, locale: str, button: str) -> Drawing:
        """Draw what is said when a modal did not open, with the button (an action id) again."""
        kind, _, what = button.partition(":")
        form, topic = self.knowledge.forms.get(what), self.knowledge.topics.get(what)
        shown = form.say(locale).button if form and kind == "form" else None
        if topic and kind == "topic":
            shown = topic.answer(locale).title
        deed, _, number = what.partition(":")
        values = {"button_id": button, "label": shown, "deed": deed, "number": number}
        return self.templates.message("unopened", locale, values)

    def installed(self, locale: str) -> Drawing:
        """Draw what whoever installed the app has to do next."""
        return self.templates.message("installed", locale, {})

    def held(self, locale: str, held: Held) -> Drawing:
        """Draw the list of what somebody handed over, and of what they began."""
        return self.templates.message("requests", locale, self._held(locale, held))
