"""Checks of `topic.yaml`: what it names must exist, in every language."""

from collections.abc import Iterator

from bot.content.checks.places import line_of
from bot.content.findings import Finding
from bot.content.models import Knowledge, Topic


def check_references(knowledge: Knowledge) -> Iterator[Finding]:
    """Find categories, related topics, links and forms that do not exist."""
    for topic in knowledge.topics.values():
        for rule, name in _unknown(knowledge, topic):
            yield Finding(topic.path, line_of(topic.path, name), rule, {"name": name})


def _unknown(knowledge: Knowledge, topic: Topic) -> Iterator[tuple[str, str]]:
    if topic.category not in knowledge.categories:
        yield "category-unknown", topic.category
    for related in topic.related:
        if related not in knowledge.topics or related == topic.id:
            yield "related-unknown", related
    for link in topic.links:
        if link not in knowledge.links:
            yield "link-unknown", link
    if topic.form and topic.form not in knowledge.forms:
        yield "form-unknown", topic.form


def check_languages(knowledge: Knowledge) -> Iterator[Finding]:
    """Find topics without an answer in some language."""
    for topic in knowledge.topics.values():
        for locale in knowledge.locales:
            if locale not in topic.answers:
                path = topic.path.parent / f"{locale}.md"
                yield Finding(path, 1, "answer-missing", {"topic": topic.id, "locale": locale})
