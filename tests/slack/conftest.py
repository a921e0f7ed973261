"""What draws, from the shipped content."""

import pytest

from bot.app import Content
from bot.content.models import Knowledge
from bot.forms.case import Forms
from bot.slack.screens.drawing import Artist


@pytest.fixture(scope="session")
def artist(content: Content) -> Artist:
    return content.artist


@pytest.fixture(scope="session")
def forms(content: Content) -> Forms:
    return content.forms


@pytest.fixture(scope="session")
def knowledge(content: Content) -> Knowledge:
    return content.decider.knowledge
