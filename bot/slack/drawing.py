"""What is shown: the state of a question, a person or a topic as values of a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_percent

from bot.answering.calendar import Mention
from bot.answering.decision import Kind
from bot.answering.intents import Intent
from bot.answering.spoken import own_name
from bot.answering.wording import word
from bot.content.models import SOURCE_LOCALE, Form, Knowledge
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
FIELD_LENGTH = 500
"""How many characters a field of a form takes."""

_INTENTS = frozenset(map(str, Intent))
_OUTDATED = str(Kind.TALK), str(Intent.OUTDATED)
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
        shown = self._as_of_now(question)
        name = TEMPLATES[Kind(shown.decision)]
        values = self.reply_values(shown, today, handed_over=handover is not None)
        return self._message(name, shown.locale, values)

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
            "sent": self._sent(question),
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

    def _sent(self, question: Question) -> str | None:
        """Return the title of the form that was sent; of one that is gone, as it was then."""
        if question.form is None:
            return None
        form = self.knowledge.forms.get(question.form)
        return form.say(question.locale).title if form else question.text

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
        values = {"form": shown | {"fields": fields}, "metadata": metadata, "longest": FIELD_LENGTH}
        view: dict[str, Any] = self.templates.blocks("form", locale, values)
        return view

    def unopened(self, locale: str, button: str) -> Drawing:
        """Draw what is said when a modal did not open, with the button (an action id) again."""
        kind, _, what = button.partition(":")
        form, topic = self.knowledge.forms.get(what), self.knowledge.topics.get(what)
        shown = form.say(locale).button if form and kind == "form" else None
        if topic and kind == "topic":
            shown = topic.answer(locale).title
        values = {"button_id": button, "label": shown or what}
        return self._message("unopened", locale, values)

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
            "language_name": own_name(question.detected or question.locale),
            "text": question.text[:_BLOCK_TEXT] or "–",
            "details": self._details(question, desk_locale),
            "considered": ", ".join(titles),
            "confidence": format_percent(
                handover.confidence if handover else 0, locale=desk_locale
            ),
        }
        return self._message("card", desk_locale, values)

    def _details(self, question: Question, locale: str) -> list[Mapping[str, str]]:
        """Return what was filled in, under the labels of today; a field that is gone has its id."""
        form = self.knowledge.forms.get(question.form or "")
        fields = form.say(locale).fields if form else {}
        given = question.details or {}
        order: list[str] = [*(form.fields if form else ()), *given]
        labels = {name: fields[name].label if name in fields else name for name in order}
        return [{"label": labels[f], "value": given[f]} for f in labels if f in given]

    def _message(self, name: str, locale: str, values: Mapping[str, object]) -> Drawing:
        blocks: list[dict[str, Any]] = self.templates.blocks(name, locale, values)
        return Drawing(blocks, self.templates.mrkdwn(name, locale, values))


def _texts(waiting: Sequence[Question]) -> list[str]:
    return [question.text[:_QUOTED] or "–" for question in waiting]
