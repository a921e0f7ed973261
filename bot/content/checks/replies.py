"""Checks of text blocks: where they are offered, what they fill in, which languages have them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.checks.known import Known
from bot.content.checks.places import line_at
from bot.content.desk import QUESTION
from bot.content.files import files
from bot.content.findings import Finding
from bot.content.models import Knowledge
from bot.content.replies import FORM, NUMBER, Offer, ReplyWords, placeholders
from bot.content.shapes import SOURCE_LOCALE, Id, Locale
from bot.content.text import fold

_Mistake = tuple[tuple[str | int, ...], str, Mapping[str, str]]
"""The keys of the place in the file, the rule, and the values of its sentence."""


def check_languages(knowledge: Knowledge) -> Iterator[Finding]:
    """Find text blocks that a language lacks, and words in a language that is not spoken here."""
    replies, spoken = knowledge.replies, knowledge.locales
    for locale in spoken:
        path = _words_of(knowledge, locale)
        if locale not in replies.words:
            yield Finding(path, 1, "file-missing")
        elif locale != SOURCE_LOCALE:
            yield from _missing(knowledge, locale)
    for name, path in files(replies.path.parent, ".yaml").items():
        if name not in spoken and path != replies.path:
            yield Finding(path, 1, "locale-unknown", {"name": name})


def check_replies(knowledge: Knowledge, known: Known) -> list[Finding]:
    """Return all that keeps a text block from being offered or filled in, by place."""
    path = knowledge.replies.path
    found = [
        Finding(path, line_at(path, *keys), rule, values)
        for keys, rule, values in _offers(knowledge)
    ]
    found += _missing(knowledge, SOURCE_LOCALE)
    for locale, words in knowledge.replies.words.items():
        where = _words_of(knowledge, locale)
        for keys, rule, values in (*_said(knowledge, words, known), *_alike(words)):
            found.append(Finding(where, line_at(where, *keys), rule, values))
    return sorted(found)


def values_of_kind(kind: Id, knowledge: Knowledge, known: Known) -> frozenset[str]:
    """Return what can be filled in for tickets of a kind; a value may be missing in one of them.

    A form has its fields, the values that it computes, and those that its rules tell of it.
    """
    if kind == QUESTION:
        return frozenset({NUMBER})
    form = knowledge.forms[kind]
    told = (known.rule_values.get(rule.rule, frozenset()) for rule in form.rules)
    return frozenset({NUMBER, FORM}).union(
        form.fields, known.always_given(form.computes or ""), *told
    )


def _words_of(knowledge: Knowledge, locale: Locale) -> Path:
    return knowledge.replies.path.parent / f"{locale}.yaml"


def _missing(knowledge: Knowledge, locale: Locale) -> Iterator[Finding]:
    there, path = knowledge.replies.words[locale], _words_of(knowledge, locale)
    for reply in knowledge.replies.offers:
        if reply not in there:
            yield Finding(path, 1, "name-untranslated", {"name": reply, "locale": locale})


def _offers(knowledge: Knowledge) -> Iterator[_Mistake]:
    every = _every_kind(knowledge)
    names = ", ".join(sorted(every))
    for reply, offer in knowledge.replies.offers.items():
        for kind in offer.kinds:
            if kind not in every:
                yield (reply, "kinds"), "ticket-kind-unknown", {"name": kind, "known": names}


def _every_kind(knowledge: Knowledge) -> set[Id]:
    return {QUESTION, *knowledge.forms}


def _said(knowledge: Knowledge, words: Mapping[Id, ReplyWords], known: Known) -> Iterator[_Mistake]:
    for reply, said in words.items():
        offer = knowledge.replies.offers.get(reply)
        if offer is None:
            yield (reply,), "reply-unknown", {"name": reply}
        else:
            yield from _filled(knowledge, reply, offer, said, known)


def _filled(
    knowledge: Knowledge, reply: Id, offer: Offer, said: ReplyWords, known: Known
) -> Iterator[_Mistake]:
    """Find placeholders that not every ticket has for which the text is offered, or not English."""
    given, named = _given(knowledge, offer, known), placeholders(said.text)
    source = knowledge.replies.words[SOURCE_LOCALE].get(reply, said)
    if named is None or not named <= given:
        names = ", ".join(f"{{{name}}}" for name in sorted(given - set(knowledge.links)))
        yield (reply, "text"), "value-unknown", {"names": names}
    elif named != placeholders(source.text):
        yield (reply, "text"), "placeholders-differ", {"text": said.text[:60]}


def _given(knowledge: Knowledge, offer: Offer, known: Known) -> frozenset[str]:
    """Return what can be filled in for every kind of ticket of an offer, with the named pages."""
    every = _every_kind(knowledge)
    kinds = every & set(offer.kinds) or every
    values = [values_of_kind(kind, knowledge, known) for kind in kinds]
    return frozenset.intersection(*values) | frozenset(knowledge.links)


def _alike(words: Mapping[Id, ReplyWords]) -> Iterator[_Mistake]:
    """Find titles that nobody can tell apart."""
    first: dict[str, Id] = {}
    for reply, said in words.items():
        other = first.setdefault(fold(said.title), reply)
        if other != reply:
            yield (reply, "title"), "label-twice", {"text": said.title, "name": other}
