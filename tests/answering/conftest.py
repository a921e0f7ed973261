"""The shipped content, as this floor sees it."""

import pytest

from bot.answering.decision import Decider
from bot.answering.model import Model
from bot.app import Content
from bot.content.models import Knowledge


@pytest.fixture(scope="session")
def decider(content: Content) -> Decider:
    return content.decider


@pytest.fixture(scope="session")
def knowledge(decider: Decider) -> Knowledge:
    return decider.knowledge


@pytest.fixture(scope="session")
def model(decider: Decider) -> Model:
    return decider.model
