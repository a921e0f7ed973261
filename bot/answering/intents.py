"""What somebody says that is no question."""

from enum import StrEnum


class Intent(StrEnum):
    """The first seven are phrased in `knowledge/intents/`; the others come about otherwise."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    LANGUAGE = "language"
    PERSON = "person"
    ACKNOWLEDGEMENT = "acknowledgement"
    SPOKEN = "spoken"
    FOREIGN = "foreign"
    WORDLESS = "wordless"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"


COURTESIES = (Intent.GREETING, Intent.THANKS, Intent.GOODBYE)
"""What people put around a question without asking anything."""
