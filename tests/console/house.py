"""The app in a folder of its own, with a small knowledge base, started as operators start it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT
from tests.console.commands import Result
from tests.content.small import copy_fitted

_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class House:
    """A copy of the app that a test may break."""

    root: Path

    @property
    def knowledge(self) -> Path:
        return self.root / "knowledge"

    def run(self, *arguments: str, typed: str = "") -> Result:
        """Run `python -m bot …`; a traceback is never right."""
        done = subprocess.run(  # noqa: S603 - the app itself
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.root,
            env=_environment(),
            input=typed.encode(),
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.out + result.err, result.err
        return result


def _environment() -> dict[str, str]:
    """Return what a shell has, without the settings that this one may have."""
    fitting_alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **fitting_alone}


def build(root: Path) -> House:
    shutil.copytree(ROOT / "bot", root / "bot")
    shutil.copytree(ROOT / "templates", root / "templates")
    copy_fitted(root / "knowledge")
    return House(root)
