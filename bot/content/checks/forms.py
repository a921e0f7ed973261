"""Checks of forms: what `form.yaml` declares, and the words for it in each language."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from bot.content.checks.known import Known, RuleParts
from bot.content.checks.places import line_at, placeholders
from bot.content.findings import Finding
from bot.content.forms import Form, FormWords, Rule
from bot.content.models import Knowledge
from bot.content.shapes import SOURCE_LOCALE, Id
from bot.content.text import fold

_ID = re.compile(r"[a-z][a-z0-9-]{0,49}")
_OTHER = "other"
_TAKEN = {"ask", _OTHER, "review"}
"""Ids that the program itself has, for what is asked again, a text of one's own, the last step."""

_OF_ALL = {"kind", "topic", "optional"}
"""What can be declared of every field."""

_CHOICES = "choices"

_RESOLVE = "resolve"
"""For what the text block of a batch is offered."""


def check_forms(knowledge: Knowledge, known: Known) -> list[Finding]:
    """Return all that keeps a form from working, by place."""
    every = knowledge.forms.values()
    found = [
        Finding(form.path, line_at(form.path, *keys), rule, values)
        for form in every
        for keys, rule, values in _declared(form, knowledge, known)
    ]
    return sorted([*found, *(each for form in every for each in _check_words(form, known))])


def check_languages(knowledge: Knowledge) -> Iterator[Finding]:
    """Find forms without words in a language."""
    for form in knowledge.forms.values():
        for locale in knowledge.locales:
            if locale not in form.words:
                yield Finding(form.path.parent / f"{locale}.yaml", 1, "file-missing")


_Mistake = tuple[tuple[str | int, ...], str, Mapping[str, str]]
"""The keys of the place in the file, the rule, and the values of its sentence."""


def _declared(form: Form, knowledge: Knowledge, known: Known) -> Iterator[_Mistake]:
    yield from _ids(form)
    yield from _topics(form, knowledge)
    yield from _steps(form)
    yield from _fields(form, known)
    for index, rule in enumerate(form.rules):
        yield from _rule(form, index, rule, known.rules)
    yield from _unknown(form.fields, form.same, ("same",), "field-unknown")
    if form.computes and form.computes not in known.calculations:
        yield ("computes",), "calculation-unknown", {"name": form.computes}
    yield from _batch(form, knowledge, known)


def _batch(form: Form, knowledge: Knowledge, known: Known) -> Iterator[_Mistake]:
    batch, replies = form.batch, knowledge.replies
    if batch is None:
        return
    if batch.schedule not in known.schedules:
        values = {"name": batch.schedule, "known": ", ".join(sorted(known.schedules))}
        yield ("batch", "schedule"), "schedule-unknown", values
    if batch.reply not in replies.offered(form.id, _RESOLVE):
        yield ("batch", "reply"), "reply-unoffered", {"name": batch.reply}


def _ids(form: Form) -> Iterator[_Mistake]:
    """Find names that can't be ids: these stand in what the program sends to Slack."""
    named: list[tuple[tuple[str, ...], Id]] = [((), form.id)]
    named += [(("steps", step), step) for step in form.steps]
    for name, field in form.fields.items():
        named += [(("fields", name), name)]
        named += [(("fields", name, _CHOICES), choice) for choice in field.choices]
    for keys, name in named:
        if name in _TAKEN or not _ID.fullmatch(name):
            yield keys, "id-malformed", {"name": name}


def _topics(form: Form, knowledge: Knowledge) -> Iterator[_Mistake]:
    """Find topics that do not exist, and one that does not offer the form which it is said to."""
    offering = knowledge.topics.get(form.topic)
    if offering and offering.form != form.id:
        yield ("topic",), "form-not-offered", {"topic": form.topic, "form": form.id}
    named: list[tuple[tuple[str, ...], Id]] = [(("topic",), form.topic)]
    named += [(("fields", n, "topic"), f.topic) for n, f in form.fields.items() if f.topic]
    for keys, topic in named:
        if topic not in knowledge.topics:
            yield keys, "related-unknown", {"name": topic}


def _steps(form: Form) -> Iterator[_Mistake]:
    for step, fields in form.steps.items():
        yield from _unknown(form.fields, fields, ("steps", step), "field-unknown")
        if not fields:
            yield ("steps", step), "step-empty", {"name": step}
    in_steps = list(chain.from_iterable(form.steps.values()))
    yield from _twice(in_steps, ("steps",))
    for name in form.fields:
        if name not in in_steps:
            yield ("fields", name), "field-unasked", {"name": name}
    yield from _unknown(form.steps, form.several, ("several",), "step-unknown")
    order, size = list(form.steps), len(form.several)
    if size and set(form.several) not in (set(order[:size]), set(order[-size:])):
        yield ("several",), "several-apart", {}


def _fields(form: Form, known: Known) -> Iterator[_Mistake]:
    for name, field in form.fields.items():
        keys = ("fields", name)
        if field.kind not in known.kinds:
            values = {"name": field.kind, "known": ", ".join(sorted(known.kinds))}
            yield (*keys, "kind"), "kind-unknown", values
            continue
        taken = known.kinds[field.kind]
        for setting in sorted(field.model_fields_set - _OF_ALL - taken):
            yield (*keys, setting), "setting-unused", {"name": setting, "kind": field.kind}
        if _CHOICES in taken and not field.choices:
            yield keys, "choices-missing", {"name": name}
        yield from _twice(field.choices, (*keys, _CHOICES))


def _rule(form: Form, index: int, rule: Rule, known: Mapping[Id, RuleParts]) -> Iterator[_Mistake]:
    place = ("rules", index)
    if rule.rule not in known:
        yield place, "rule-unknown", {"name": rule.rule, "known": ", ".join(sorted(known))}
        return
    parts = known[rule.rule]
    yield from _unknown(form.fields, rule.fields.values(), place, "field-unknown")
    for part in sorted(set(parts.needed) - set(rule.fields)):
        yield place, "rule-part-missing", {"name": rule.rule, "part": part}
    for part, field in rule.fields.items():
        yield from _part(form, rule, part, field, parts.every(), place)
    if not any(set(rule.fields.values()) <= set(fields) for fields in form.steps.values()):
        yield place, "rule-apart", {"name": rule.rule}


def _part(
    form: Form,
    rule: Rule,
    part: str,
    field: Id,
    kinds: Mapping[str, Id],
    place: tuple[str | int, ...],
) -> Iterator[_Mistake]:
    if part not in kinds:
        values = {"name": rule.rule, "part": part, "known": ", ".join(sorted(kinds))}
        yield place, "rule-part-unknown", values
    elif field in form.fields and form.fields[field].kind != kinds[part]:
        yield place, "rule-kind", {"name": rule.rule, "part": part, "kind": kinds[part]}


def _unknown(
    known: Iterable[Id], named: Iterable[Id], keys: tuple[str | int, ...], rule: str
) -> Iterator[_Mistake]:
    there = set(known)
    yield from ((keys, rule, {"name": name}) for name in named if name not in there)


def _twice(named: Sequence[Id], keys: tuple[str | int, ...]) -> Iterator[_Mistake]:
    for name, count in Counter(named).items():
        if count > 1:
            yield keys, "name-twice", {"name": name}


def _check_words(form: Form, known: Known) -> Iterator[Finding]:
    """Check the words of each language against what is declared, and against the English ones."""
    for locale, words in form.words.items():
        path = form.path.parent / f"{locale}.yaml"
        for keys, rule, values in (*_said(form, words), *_next(form, words, known)):
            yield Finding(path, line_at(path, *keys), rule, values)


def _said(form: Form, words: FormWords) -> Iterator[_Mistake]:
    yield from _differing(form.steps, words.steps, ("steps",), "step-differs")
    yield from _differing(form.fields, words.fields, ("fields",), "field-differs")
    for name, field in form.fields.items():
        if name in words.fields:
            said, keys = words.fields[name].choices, ("fields", name, _CHOICES)
            wanted = [*field.choices, *([_OTHER] if field.other else [])]
            yield from _differing(wanted, said, keys, "choice-differs")
            yield from _alike(said, keys)
            unknown = set(words.fields[name].helps) - set(said)
            yield from _differing((), unknown, ("fields", name, "helps"), "choice-differs")
    yield from _alike({name: each.label for name, each in words.fields.items()}, ("fields",))
    if bool(words.another) != bool(form.several):
        rule = "another-unused" if words.another else "another-missing"
        yield ("another",), rule, {}


def _differing(
    declared: Iterable[Id], said: Iterable[Id], keys: tuple[str | int, ...], rule: str
) -> Iterator[_Mistake]:
    for name in sorted(set(declared) ^ set(said)):
        yield (*keys, name), rule, {"name": name}


def _alike(labels: Mapping[Id, str], keys: tuple[str | int, ...]) -> Iterator[_Mistake]:
    """Find labels that nobody can tell apart."""
    first: dict[str, Id] = {}
    for name, label in labels.items():
        if first.setdefault(fold(label), name) != name:
            yield (*keys, name), "label-twice", {"text": label, "name": first[fold(label)]}


def _next(form: Form, words: FormWords, known: Known) -> Iterator[_Mistake]:
    """Find placeholders that nothing fills in, and others than in English."""
    if form.computes is None:
        found = placeholders(words.next) or ()
        yield from ((("next",), "value-uncomputed", {"name": f"{{{name}}}"}) for name in found)
        return
    named, given = placeholders(words.next), known.always_given(form.computes)
    if named is None or not named <= given:
        names = ", ".join(f"{{{name}}}" for name in sorted(given))
        yield ("next",), "value-unknown", {"names": names}
    elif named != placeholders(form.words[SOURCE_LOCALE].next):
        yield ("next",), "placeholders-differ", {"text": words.next[:60]}
