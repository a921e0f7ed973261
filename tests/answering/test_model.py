import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.decision import Decider
from bot.answering.examples import fingerprint
from bot.answering.matching import assess
from bot.answering.model import Model, load
from bot.app import MODEL, read_content
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.settings import KNOWLEDGE
from tests.answering.asking import LOCALES
from tests.content.small import copy_fitted, fit_quickly, fitted_once, replace

ANSWER = "topics/kpi-discrepancy/fr.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_fitted(tmp_path_factory.mktemp("model") / "knowledge")


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """Give a small knowledge base with its model that the test may break."""
    return shutil.copytree(folder, tmp_path / "knowledge")


@pytest.fixture(scope="module")
def fresh(folder: Path) -> Model:
    """Fit once more to the same examples."""
    return fit_quickly(read_knowledge(folder))


def refusal(folder: Path) -> list[Finding]:
    with pytest.raises(ContentError) as error:
        read_content(folder)
    return error.value.findings


def test_a_model_gives_the_same_scores_after_it_was_kept(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / MODEL)
    again = load(tmp_path / MODEL)
    for text in ("when do KPIs show", "qui peut nous aider ?", "发票什么时候显示", "", "xyz"):
        assert assess(again, text) == assess(model, text)
    assert (again.fingerprint, again.gates) == (model.fingerprint, model.gates)
    assert again.temperature == model.temperature


def test_the_same_model_is_kept_in_the_same_bytes(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "one.npz")
    load(tmp_path / "one.npz").save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_the_shipped_model_is_kept_in_the_bytes_that_it_was_read_from(
    model: Model, tmp_path: Path
) -> None:
    model.save(tmp_path / MODEL)
    assert (tmp_path / MODEL).read_bytes() == (KNOWLEDGE / MODEL).read_bytes()


def test_fitting_the_same_examples_gives_the_same_bytes(fresh: Model, tmp_path: Path) -> None:
    fresh.save(tmp_path / MODEL)
    assert (tmp_path / MODEL).read_bytes() == fitted_once()


def test_a_fitted_model_is_as_sure_after_it_was_kept(folder: Path, fresh: Model) -> None:
    kept = load(folder / MODEL)
    for questions in read_knowledge(folder).calibration.values():
        for question in questions:
            before, after = assess(fresh, question.text), assess(kept, question.text)
            assert before.confidence == pytest.approx(after.confidence, abs=0.01)


def test_the_shipped_model_is_that_of_the_shipped_examples(
    model: Model, knowledge: Knowledge
) -> None:
    assert model.fingerprint == fingerprint(knowledge)
    assert set(knowledge.topics) < set(model.topics.labels)
    assert set(model.gates) == set(LOCALES) == set(knowledge.locales)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ANSWER, "# Phrasings\n", "# Phrasings\n- nouveau\n"),
        (ANSWER, "title: ", "title: Autre "),
        ("intents/nl.yaml", "- hoi\n", "- hoi\n- yoho\n"),
        ("off-topic/sv.txt", "\n", "\nVad blir det för väder?\n"),
        ("foreign/de.txt", "\n", "\nWie geht das?\n"),
        ("calibration/zh.tsv", "\n", "\n-\t天气怎么样\n"),
    ],
)
def test_a_start_refuses_a_model_that_is_older_than_its_examples(
    own: Path, file: str, old: str, new: str
) -> None:
    replace(own / file, old, new)
    assert refusal(own) == [Finding(own / MODEL, 1, "model-stale")]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ANSWER, "[partner-support]", "[partner-support], encore,"),
        ("categories.yaml", "sv: Support", "sv: Stöd"),
        ("commands.yaml", "[taal]", "[taal, talen]"),
    ],
)
def test_a_change_of_what_is_only_said_needs_no_new_model(
    own: Path, file: str, old: str, new: str
) -> None:
    replace(own / file, old, new)
    assert isinstance(read_content(own).decider, Decider)


def test_a_start_refuses_to_do_without_a_model(own: Path) -> None:
    (own / MODEL).unlink()
    assert refusal(own) == [Finding(own / MODEL, 1, "no-model")]


@pytest.mark.parametrize(
    "content",
    [b"", b"version https://git-lfs.github.com/spec/v1\n", b"PK\x03\x04", b"\x93NUMPY\x01\x00"],
)
def test_a_start_refuses_a_file_that_is_no_model(own: Path, content: bytes) -> None:
    (own / MODEL).write_bytes(content)
    assert refusal(own) == [Finding(own / MODEL, 1, "no-model")]


def test_a_start_refuses_a_model_of_another_shape(own: Path) -> None:
    np.savez_compressed(own / MODEL, fingerprint=np.array("x"))
    assert refusal(own) == [Finding(own / MODEL, 1, "no-model")]


@given(st.integers(0, 10_000))
def test_a_model_that_was_cut_off_anywhere_is_refused(
    tmp_path_factory: pytest.TempPathFactory, per_ten_thousand: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.npz"
    whole = fitted_once()
    path.write_bytes(whole[: len(whole) * per_ten_thousand // 10_001])
    with pytest.raises(ContentError):
        load(path)
