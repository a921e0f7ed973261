"""Checks of answers: against their English source, the links, the glossary and the calculations."""

import re
from collections.abc import Iterator, Mapping

from bot.content.checks.places import line_in, line_of_key, placeholders
from bot.content.findings import Finding
from bot.content.models import Answer, Knowledge, Topic
from bot.content.shapes import SOURCE_LOCALE

LONGEST_TEXT = 1_200
LONGEST_HAN_TITLE = 20

_REFERENCE = re.compile(r"\[([^\]]*)\]\[([^\]]*)\]")
_BARE = re.compile(r"\]\(|https?://|www\.")


def _each(knowledge: Knowledge) -> Iterator[tuple[Topic, Answer]]:
    for topic in knowledge.topics.values():
        for answer in topic.answers.values():
            yield topic, answer


def check_revisions(knowledge: Knowledge) -> Iterator[Finding]:
    """Find translations of an older (or a future) revision of their English source."""
    for topic, answer in _each(knowledge):
        source = topic.answers[SOURCE_LOCALE].revision
        if answer.revision != source:
            rule = "translation-stale" if answer.revision < source else "revision-ahead"
            values = {"revision": str(answer.revision), "source": str(source)}
            yield Finding(answer.path, line_of_key(answer.path, "revision"), rule, values)


def check_lengths(knowledge: Knowledge) -> Iterator[Finding]:
    """Find answers that nobody reads on a phone, and Chinese titles that no button shows whole."""
    for _, answer in _each(knowledge):
        if len(answer.text) > LONGEST_TEXT:
            values = {"length": str(len(answer.text)), "most": str(LONGEST_TEXT)}
            yield Finding(answer.path, answer.text_line, "answer-long", values)
        if answer.locale == "zh" and len(answer.title) > LONGEST_HAN_TITLE:
            values = {"length": str(len(answer.title)), "most": str(LONGEST_HAN_TITLE)}
            yield Finding(answer.path, line_of_key(answer.path, "title"), "title-long", values)
        if not answer.text:
            yield Finding(answer.path, answer.text_line, "answer-empty")


def check_links(knowledge: Knowledge) -> Iterator[Finding]:
    """Find links without words, to no declared page, or to none that the topic must point to."""
    for topic, answer in _each(knowledge):
        used = _REFERENCE.findall(answer.text)
        for words, name in used:
            where = line_in(answer, f"[{words}][{name}]")
            if not words.strip():
                yield Finding(answer.path, where, "link-wordless", {"name": name})
            if name not in knowledge.links:
                yield Finding(answer.path, where, "link-unknown", {"name": name})
        for name in set(topic.links) - {name for _, name in used}:
            yield Finding(answer.path, answer.text_line, "link-missing", {"name": name})
        bare = _BARE.search(answer.text)
        if bare:
            yield Finding(answer.path, line_in(answer, bare[0]), "link-bare")


def check_product_names(knowledge: Knowledge) -> Iterator[Finding]:
    """Find translations that lack a product name which their English source has."""
    for topic, answer in _each(knowledge):
        source = topic.answers[SOURCE_LOCALE]
        for names in knowledge.glossary:
            english = names.get(SOURCE_LOCALE)
            shown = names.get(answer.locale, english)
            if english and shown and english in source.text and shown not in answer.text:
                yield Finding(answer.path, answer.text_line, "name-missing", {"name": shown})


def check_calculations(
    knowledge: Knowledge, calculations: Mapping[str, Mapping[str, frozenset[str]]]
) -> Iterator[Finding]:
    """Find cases of a calculation without a sentence, and sentences with other values."""
    for topic in knowledge.topics.values():
        if topic.computes and topic.computes not in calculations:
            where = line_of_key(topic.path, "computes")
            yield Finding(topic.path, where, "calculation-unknown", {"name": topic.computes})
            continue
        cases = calculations[topic.computes] if topic.computes else {}
        for answer in topic.answers.values():
            yield from _check_cases(answer, cases)


def _check_cases(answer: Answer, cases: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    head = line_of_key(answer.path, "computed")
    for case in sorted(set(cases) ^ set(answer.computed)):
        rule = "case-missing" if case in cases else "case-unknown"
        yield Finding(answer.path, head, rule, {"case": case})
    for case, sentence in answer.computed.items():
        if case in cases and placeholders(sentence) != cases[case]:
            where = line_of_key(answer.path, case)
            names = ", ".join(f"{{{name}}}" for name in sorted(cases[case]))
            yield Finding(answer.path, where, "values-differ", {"case": case, "names": names})
