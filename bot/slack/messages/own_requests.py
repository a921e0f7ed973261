"""What a person has with the support team, read for the lists in which they see it."""

from sqlalchemy import Connection

from bot.services import requests
from bot.slack.office import Office
from bot.slack.screens.drawing import Held
from bot.storage import drafts, people, questions

_DRAFTS = 10
"""How many drafts are listed: a message has 50 blocks, and each of them takes two."""


def held_of(connection: Connection, office: Office, workspace: str, person: str) -> Held:
    """Return what a person has with the support team or had of late, and what they began."""
    held = requests.listed(connection, workspace, person, office.clock())
    asked = (questions.find(connection, workspace, each.question or 0) for each in held)
    return Held(
        held,
        {question.id: question for question in asked if question},
        drafts.of_person(connection, workspace, person)[:_DRAFTS],
        people.find(connection, workspace, person).time_zone,
    )
