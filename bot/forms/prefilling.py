"""What a sentence says for the fields of a form, in whichever language."""

from bot.content.forms import FieldWords, Form, Position
from bot.content.shapes import Id
from bot.content.text import LONGEST_READ
from bot.forms.case import Case
from bot.forms.filled import Line
from bot.forms.readings import Given


def prefill(case: Case, text: str) -> Case:
    """Return the case with what a sentence says for fields that have no value yet."""
    said = text[:LONGEST_READ]
    for position in case.form.positions(1):
        case = case.put(position, _all_found(case, position, said))
    return case


def _all_found(case: Case, position: Position, text: str) -> Line:
    """Return what a sentence says for a step; what one field took is not another's.

    Fields that may stay empty come first: they take only what is announced as theirs.
    """
    found: dict[Id, Given] = {}
    fields = case.form.steps[position.step]
    for field in sorted(fields, key=lambda each: not case.form.fields[each].optional):
        typed = None if field in case.at(position) else _found_in(case, field, text)
        if typed and Given(typed) not in found.values():
            found[field] = Given(typed)
    return found


def _found_in(case: Case, field: Id, text: str) -> str | None:
    asked = case.asked(field)
    words = asked.words.model_copy(update={"cues": _every_cue(case.form, field)})
    found = case.kind(field).find(asked._replace(words=words), text)
    return found if found and not case.read(field, Given(found)).problem else None


def _every_cue(form: Form, field: Id) -> tuple[str, ...]:
    """Return a field's cues in all languages: people ask in another than they read."""
    words: list[FieldWords] = [each.fields[field] for each in form.words.values()]
    return tuple(dict.fromkeys(cue for each in words for cue in each.cues))
