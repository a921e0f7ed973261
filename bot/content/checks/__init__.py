"""Everything that must hold of the knowledge base beyond being readable.

Each check takes the knowledge base and gives findings; `CHECKS` names them all.
"""

from collections.abc import Callable, Iterator

from bot.content.checks import answers, desk, forms, phrasings, replies, talk, topics, wordlists
from bot.content.checks.known import Known
from bot.content.findings import Finding
from bot.content.models import Knowledge

Check = Callable[[Knowledge], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    topics.check_references,
    topics.check_languages,
    answers.check_revisions,
    answers.check_lengths,
    answers.check_links,
    answers.check_product_names,
    phrasings.check_number,
    phrasings.check_uniqueness,
    wordlists.check_links,
    wordlists.check_glossary,
    wordlists.check_languages,
    forms.check_languages,
    replies.check_languages,
)


def check_knowledge(knowledge: Knowledge, known: Known) -> list[Finding]:
    """Return all findings, by place. `known` is what content can name of the program."""
    found = [finding for check in CHECKS for finding in check(knowledge)]
    found += answers.check_calculations(knowledge, known.calculations)
    found += talk.check_countries(knowledge, known)
    return sorted([*found, *check_guided(knowledge, known)])


def check_guided(knowledge: Knowledge, known: Known) -> list[Finding]:
    """Return what keeps forms or text blocks from working: nothing starts with any of it."""
    found = forms.check_forms(knowledge, known)
    found += talk.check_conversation(knowledge, known)
    found += talk.check_commands(knowledge, known)
    found += desk.check_desk(knowledge)
    found += replies.check_replies(knowledge, known)
    return sorted(found)
