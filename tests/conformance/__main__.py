"""`make conformance`: the check of Block Kit against the official types of Slack.

The packages are pinned in package.json and package-lock.json. After a change of the
former: ``npm install --package-lock-only --omit=optional``, then delete the keys
``resolved`` and ``funding``, since a lock file here names no host.
"""

import subprocess
import sys
from collections.abc import Iterator

from tests.conformance.comparing import disagreement, findings_of
from tests.conformance.corpus import RIGHT, UNKNOWN_TO_TYPES, WRONG, Named
from tests.conformance.drawings import drawings
from tests.conformance.exceptions import DOCUMENTED
from tests.conformance.mutations import mutations
from tests.conformance.oracle import NoNodeError, Oracle, make_schema


def results(oracle: Oracle) -> Iterator[tuple[str, str]]:
    """Give the name of each comparison, and what is wrong, empty when nothing is."""
    shipped, problem = drawings()
    yield "the app draws everything", problem
    for name, (payload, surface) in {**RIGHT, **WRONG, **shipped}.items():
        yield name, disagreement(oracle, payload, surface)
    for name, (payload, surface) in {**RIGHT, **shipped, **UNKNOWN_TO_TYPES}.items():
        yield f"{name} is taken", "; ".join(findings_of(payload, surface)[:1])
    for name, (payload, surface) in WRONG.items():
        yield f"{name} is refused", "" if findings_of(payload, surface) else "it is taken"
    for name in DOCUMENTED:
        payload, surface = UNKNOWN_TO_TYPES[name]
        known = oracle.takes(payload, surface)
        yield f"{name} needs its exception", "the types know it now" if known else ""
    yield from _mutated(oracle, RIGHT)


def _mutated(oracle: Oracle, right: Named) -> Iterator[tuple[str, str]]:
    for name, (payload, surface) in right.items():
        for change, mutated in mutations(payload):
            yield f"{name}: {change}", disagreement(oracle, mutated, surface)


def main() -> int:
    """Print every disagreement and the count; 1 when there is any, 2 without an oracle."""
    try:
        oracle = Oracle(make_schema())
    except (NoNodeError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"no schema: {error}\n")
        return 2
    passed = failed = 0
    for name, problem in results(oracle):
        passed, failed = passed + (not problem), failed + bool(problem)
        if problem:
            sys.stdout.write(f"{name}: {problem}\n")
    sys.stdout.write(f"{passed} passed, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
