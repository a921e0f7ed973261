"""What Slack answers when it refuses a call."""

from collections.abc import Sequence


class SlackError(Exception):
    """A refusal: Slack's error name, and the findings behind it where there are any."""

    def __init__(self, name: str, findings: Sequence[str] = ()) -> None:
        """Take the name as listed in Slack's reference of the method."""
        super().__init__(name, *findings)
        self.name = name
        self.findings = list(findings)


class MissingScopeError(SlackError):
    """A refusal for want of a scope: ``missing_scope`` with what was needed and granted."""

    def __init__(self, needed: str, provided: str) -> None:
        """Take both lists as Slack writes them, with commas."""
        super().__init__("missing_scope")
        self.needed = needed
        self.provided = provided


class NotPossibleError(Exception):
    """A person tried what Slack's own screen would not let them do.

    For instance: press a button that is not there, choose an option that the menu
    does not have, submit a form with an empty required field.
    """
