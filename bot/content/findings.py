"""What can be wrong with a content file, as data: the words are in `templates/console/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """One mistake in one place.

    `rule` is the id of the sentence and its cure in `templates/console/problems.txt.j2`;
    `values` are what the sentence names. `line` counts from 1.
    """

    path: Path
    line: int
    rule: str
    values: Mapping[str, str] = field(default_factory=dict, compare=False)


class ContentError(Exception):
    """Content that can't be used; `findings` says where and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings in the order of their places."""
        self.findings = sorted(findings)
        super().__init__(", ".join(f"{f.path}:{f.line} {f.rule}" for f in self.findings))
