"""`make bench`: quality, speed, durability, start and memory, each beside its goal."""

import argparse
import asyncio
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import uvloop

from bot.answering.decision import Decider
from bot.answering.examples import topic_examples
from bot.app import read_content
from tests.bench import (
    answering,
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
    """Print everything, the most telling first; or, by `--only`, a part of it."""
    start = time.perf_counter()
    asked = argparse.ArgumentParser(prog="python -m tests.bench")
    asked.add_argument("--only", choices=PARTS, help="Measure this and nothing else.")
    only = asked.parse_args().only
    note(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; times are of an idle")
    note("machine only where that is near 0.\n")
    decider = read_content().decider
    for name, report in PARTS.items():
        if only in {None, name}:
            report(decider)
    note(f"All of it took {time.perf_counter() - start:.0f} s.")


def _report_answers(decider: Decider) -> None:
    cases, today = quality.unseen(), datetime.now(UTC).date()
    results = quality.report_decisions(decider, cases, today)
    ranked = ranked_by_all(decider, list(topic_examples(decider.knowledge)), cases)
    quality.report_matchers(ranked, results)
    speed.report(decider, cases, ranked, today)


def _report_countries(decider: Decider) -> None:
    countries.report(tuple(decider.knowledge.locales), decider.knowledge.countries)


def _report_service(decider: Decider) -> None:
    questions = [example.text for example in topic_examples(decider.knowledge)]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_reported(questions[:: len(questions) // 100]))


async def _reported(questions: list[str]) -> None:
    await durable.report()
    await replying.report(questions)
    await answering.report()
    await submitting.report()
    await starting.report()


PARTS: Mapping[str, Callable[[Decider], None]] = {
    "answers": _report_answers,
    "countries": _report_countries,
    "scaling": lambda _: scaling.report(),
    "listing": lambda _: listing.report(),
    "service": _report_service,
}
"""What is measured, by the name that `--only` takes."""


if __name__ == "__main__":
    main()
