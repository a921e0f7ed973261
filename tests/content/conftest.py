"""Knowledge bases to break: small ones of the test's own."""

import shutil
from pathlib import Path

import pytest

from tests.content.small import copy_few


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the small knowledge base once; nobody changes it."""
    return copy_few(tmp_path_factory.mktemp("small") / "knowledge")


@pytest.fixture
def folder(pristine: Path, tmp_path: Path) -> Path:
    """Give a small knowledge base that the test may break."""
    return shutil.copytree(pristine, tmp_path / "knowledge")
