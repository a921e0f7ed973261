"""`make bench`: quality, speed, durability, start and memory, each beside its goal."""

import asyncio
import os
import time
from datetime import UTC, datetime

import uvloop

from bot.answering.decision import Decider
from bot.answering.examples import topic_examples
from bot.app import read_content
from tests.bench import (
    countries,
    durable,
    listing,
    quality,
    replying,
    scaling,
    speed,
    starting,
    submitting,
)
from tests.bench.ranking import ranked_by_all
from tests.bench.tables import note


def main() -> None:
    """Print everything, the most telling first."""
    start = time.perf_counter()
    note(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; times are of an idle")
    note("machine only where that is near 0.\n")
    decider = read_content().decider
    _report_answers(decider)
    countries.report(tuple(decider.knowledge.locales), decider.knowledge.countries)
    scaling.report()
    listing.report()
    questions = [example.text for example in topic_examples(decider.knowledge)]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_report_service(questions[:: len(questions) // 100]))
    note(f"All of it took {time.perf_counter() - start:.0f} s.")


def _report_answers(decider: Decider) -> None:
    cases, today = quality.unseen(), datetime.now(UTC).date()
    results = quality.report_decisions(decider, cases, today)
    ranked = ranked_by_all(decider, list(topic_examples(decider.knowledge)), cases)
    quality.report_matchers(ranked, results)
    speed.report(decider, cases, ranked, today)


async def _report_service(questions: list[str]) -> None:
    await durable.report()
    await replying.report(questions)
    await submitting.report()
    await starting.report()


if __name__ == "__main__":
    main()
