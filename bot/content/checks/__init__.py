"""Everything that must hold of the knowledge base beyond being readable.

Each check takes the knowledge base and gives findings; `CHECKS` names them all.
"""

from collections.abc import Callable, Iterator, Mapping

from bot.content.checks import answers, phrasings, topics, wordlists
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
    wordlists.check_forms,
)


def check_knowledge(
    knowledge: Knowledge, calculations: Mapping[str, Mapping[str, frozenset[str]]]
) -> list[Finding]:
    """Return all findings, by place. `calculations` are the cases that answers may compute."""
    found = [finding for check in CHECKS for finding in check(knowledge)]
    found += answers.check_calculations(knowledge, calculations)
    return sorted(found)
