"""What is shown: the state of a question, a person or a topic as values of a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_percent

from bot.answering.calendar import Mention
from bot.answering.decision import Kind
from bot.answering.spoken import own_name
from bot.answering.wording import word
from bot.content.models import Form, Knowledge
from bot.slack.rich_text import plain_text, rich_text
from bot.slack.templates import Templates
from bot.storage.handovers import Handover
from bot.storage.questions import Question

PROMPTS = ("kpi-report-schedule", "kpi-discrepancy", "enroll-where", "directory-missing")
"""The topics offered to somebody who does not know what to ask (Slack shows at most four)."""

TEMPLATES = {
    Kind.ANSWER: "answer",
    Kind.SUGGEST: "suggestions",
    Kind.HANDOVER: "handover",
    Kind.TALK: "talk",
}
"""The template that draws the reply to each kind of decision."""
_QUOTED = 300
_BLOCK_TEXT = 2_900


@dataclass(frozen=True)
class Drawing:
    """A message: its blocks and the text that stands for them."""

    blocks: list[dict[str, Any]]
    text: str


@dataclass(frozen=True)
class Artist:
    """Draws every message and view in the reader's language."""

    knowledge: Knowledge
    templates: Templates

    def reply(self, question: Question, handover: Handover | None, today: date) -> Drawing:
        """Draw the reply to a question as it stands."""
        name = TEMPLATES[Kind(question.decision)]
        values = self.reply_values(question, today, handed_over=handover is not None)
        return self._message(name, question.locale, values)

    def plain(self, question: Question, today: date) -> str:
        """Return the reply to a question as plain text, for a terminal."""
        values = self.reply_values(question, today, handed_over=True)
        return self.templates.plain(TEMPLATES[Kind(question.decision)], question.locale, values)

    def reply_values(
        self, question: Question, today: date, *, handed_over: bool
    ) -> dict[str, object]:
        """Return what the templates of replies show."""
        return {
            "id": str(question.id),
            "deleted": question.deleted,
            "useful": question.useful,
            "handed_over": handed_over,
            "intent": question.intent,
            "chosen": question.intent == "language" and question.confidence > 0,
            "suggestions": self._topics(question.suggestions, question.locale),
            "runners_up": self._topics(question.suggestions, question.locale),
            **self._languages(question.locale),
            **self._prompts(question.locale),
            **self._answer(question.topic, question.locale, question.mention, today),
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
        every = [{"locale": each, "name": own_name(each)} for each in self.knowledge.locales]
        return {
            "language_name": own_name(locale),
            "all_languages": every,
            "languages": [each for each in every if each["locale"] != locale],
        }

    def _prompts(self, locale: str) -> dict[str, object]:
        prompts = self._topics(PROMPTS, locale)
        return {"prompts": prompts, "example": prompts[0]["question"]}

    def greeting(self, locale: str) -> tuple[Drawing, dict[str, Any]]:
        """Draw the greeting of the messages tab, and the suggested prompts beside it."""
        values = {**self._languages(locale), **self._prompts(locale)}
        prompts: dict[str, Any] = self.templates.blocks("prompts", locale, values)
        return self._message("greeting", locale, values), prompts

    def home(self, locale: str, waiting: Sequence[Question]) -> dict[str, Any]:
        """Draw the view of the Home tab."""
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
        values = {"shelves": shelves, "forms": forms, "requests": _texts(waiting)}
        view: dict[str, Any] = self.templates.blocks(
            "home", locale, values | self._languages(locale)
        )
        return view

    def topic(self, topic: str, locale: str, today: date) -> dict[str, Any]:
        """Draw the modal that answers a topic."""
        values = self._answer(topic, locale, None, today) | self._languages(locale)
        view: dict[str, Any] = self.templates.blocks("topic", locale, values)
        return view

    def form(self, form: Form, locale: str, metadata: str) -> dict[str, Any]:
        """Draw the modal of a form; `metadata` comes back when it is submitted."""
        said = form.say(locale)
        fields = [{"id": f, **said.fields[f].model_dump()} for f in form.fields]
        shown = {"id": form.id, "title": said.title, "introduction": said.introduction}
        values = {"form": shown | {"fields": fields}, "metadata": metadata}
        view: dict[str, Any] = self.templates.blocks("form", locale, values)
        return view

    def requests(self, locale: str, waiting: Sequence[Question]) -> Drawing:
        """Draw the list of what somebody handed over."""
        return self._message("requests", locale, {"requests": _texts(waiting)})

    def card(self, question: Question, handover: Handover | None, desk_locale: str) -> Drawing:
        """Draw the support team's card: in their language, with the partner's own words."""
        candidates = handover.candidates if handover else []
        titles = [topic["title"] for topic in self._topics(candidates, desk_locale)]
        values = {
            "waiting": handover is not None,
            "person": question.person,
            "language_name": own_name(question.locale),
            "text": question.text[:_BLOCK_TEXT] or "–",
            "details": self._details(question, desk_locale),
            "considered": ", ".join(titles),
            "confidence": format_percent(
                handover.confidence if handover else 0, locale=desk_locale
            ),
        }
        return self._message("card", desk_locale, values)

    def _details(self, question: Question, locale: str) -> list[Mapping[str, str]]:
        form = self.knowledge.forms.get(question.form or "")
        if form is None:
            return []
        fields = form.say(locale).fields
        given = question.details or {}
        return [{"label": fields[f].label, "value": given[f]} for f in form.fields if f in given]

    def _message(self, name: str, locale: str, values: Mapping[str, object]) -> Drawing:
        blocks: list[dict[str, Any]] = self.templates.blocks(name, locale, values)
        return Drawing(blocks, self.templates.mrkdwn(name, locale, values))


def _texts(waiting: Sequence[Question]) -> list[str]:
    return [question.text[:_QUOTED] or "–" for question in waiting]
