"""What a conversation shows of a form: its questions, and all that was given before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.content.models import Knowledge
from bot.content.shapes import Id
from bot.forms import settling
from bot.forms.case import Case
from bot.forms.conversation import Aside, Spot, asks_for_files, has_boxes, spots
from bot.forms.kinds.kind import as_text
from bot.forms.readings import Given, Option
from bot.forms.settling import Ask
from bot.services.places import is_direct
from bot.slack.screens.form_drawing import FormArtist, fitting
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.drafts import Draft

_DRAFT = "draft"
_LABEL, _MOST_OPTIONS = 70, 100


class Block(NamedTuple):
    """Which question a block belongs to: its draft, and the line that was asked about."""

    draft: int
    line: int


@dataclass(frozen=True)
class TalkArtist:
    """Draws the questions of a conversation in the reader's language."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist

    def question(self, draft: Draft, case: Case, spot: Spot, aside: Aside) -> Drawing:
        """Draw the question that a conversation asks."""
        asked, kind = case.asked(spot.field), case.kind(spot.field)
        order = list(spots(case))
        options, boxes = kind.options(asked), has_boxes(case, spot)
        values = self._beside(draft, case, aside) | {
            "field": spot.field,
            "number": order.index(spot) + 1,
            "total": len(order),
            "question": asked.words.question,
            "hint": asked.words.hint if asks_for_files(case, spot) else None,
            "typed": as_text(case.at(spot.position).get(spot.field, Given("")).typed),
            "now": None if aside.meanings else self._now(case, spot),
            "meanings": fitting(aside.meanings),
            "choices": [] if boxes else options,
            "confirmations": options if boxes else [],
            "optional": asked.field.optional,
            "explained": asked.field.topic in self.knowledge.topics,
            "sections": self.forms.sections(case) if aside.overview else [],
        }
        return self.templates.message("form-question", case.reader.locale, values)

    def check(self, draft: Draft, case: Case, unsettled: Sequence[Ask], aside: Aside) -> Drawing:
        """Draw all that was given, with what has to be settled first, or the way to send it."""
        locale, said = case.reader.locale, case.form.say(case.reader.locale)
        values = self._beside(draft, case, aside) | {
            "sections": self.forms.sections(case),
            "hints": [self.forms.hint(each, locale) for each in settling.hints(case)],
            "ask": self.forms.ask(case, unsettled[0]) if unsettled else None,
            "reason_wanted": aside.reason_wanted,
            "another": said.another if case.may_add_line() else None,
            "lines": self._lines(case),
        }
        return self.templates.message("form-check", locale, values)

    def _beside(self, draft: Draft, case: Case, aside: Aside) -> dict[str, object]:
        """Return what both have: whom they ask, what went wrong, and what was understood."""
        locale, problem = case.reader.locale, aside.problem
        in_channel = draft.thread_ts is not None and not is_direct(draft.channel)
        return {
            "form": case.form.say(locale).title,
            "block": block_of(draft),
            "person": draft.person if in_channel else None,
            "problem": self.forms.problem(problem, locale) if problem else None,
            "taken": [row for spot in aside.taken for row in self._row(case, spot)],
            "fields": self._fields(case),
        }

    def _row(self, case: Case, spot: Spot) -> list[dict[str, Any]]:
        """Return a field as it was understood; nothing of one that was left empty."""
        items = case.show(spot.position) if spot in spots(case) else []
        return [
            {**each._asdict(), "label": each.label + _line(case, spot)}
            for each in items
            if each.field == spot.field
        ]

    def _now(self, case: Case, spot: Spot) -> str | None:
        rows = self._row(case, spot)
        return str(rows[0]["shown"]) if rows else None

    def _fields(self, case: Case) -> list[Option]:
        """Return every field as something to change."""
        return [
            Option(
                f"{spot.position.step}:{spot.position.line}:{spot.field}",
                case.asked(spot.field).words.label[:_LABEL] + _line(case, spot),
            )
            for spot in spots(case)
        ][:_MOST_OPTIONS]

    def _lines(self, case: Case) -> list[Option]:
        """Return every line that may be taken away: of one, none."""
        several = len(case.filled.lines) > 1
        return self.forms.line_options(case) if several else []


def _line(case: Case, spot: Spot) -> str:
    """Return the number of a field's line, where there are several."""
    repeated = len(case.filled.lines) > 1 and spot.position.step in case.form.several
    return f" {spot.position.line + 1}" if repeated else ""


def block_of(draft: Draft) -> str:
    """Return the id of the block whose buttons belong to a draft's question."""
    return f"{_DRAFT}:{draft.id}:{draft.turn}:{draft.line}"


def block_at(block: str) -> Block | None:
    """Return what a block's id names, or None if it is none of a question."""
    kind, *numbers = block.split(":")[:4]
    if kind != _DRAFT or len(numbers) < len(Block._fields) + 1 or not all(map(_is_number, numbers)):
        return None
    draft, _, line = map(int, numbers)
    return Block(draft, line)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19  # noqa: PLR2004 - what a row's id holds


def field_at(value: str) -> tuple[str, int, Id] | None:
    """Return the step, line and field that an option of "change" stands for."""
    step, _, rest = value.partition(":")
    line, _, field = rest.partition(":")
    return (step, int(line), field) if _is_number(line) else None
