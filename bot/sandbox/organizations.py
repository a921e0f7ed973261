"""An organization: several workspaces, in all of which an app can be installed at once.

Its id begins with E. Source: https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
"""

from dataclasses import dataclass

from bot.sandbox.payload import Json
from bot.sandbox.stamps import Stamps
from bot.sandbox.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Organization:
    """What the workspaces of an organization share: the app's tokens, where it is in all of them.

    >>> workspace.organization = Organization.of("E0ORG00001", "Learning", workspace.stamps)
    """

    id: str
    name: str
    tokens: Tokens

    @classmethod
    def of(cls, id_: str, name: str, stamps: Stamps) -> "Organization":
        """Make an organization in which nobody installed the app yet."""
        tokens = Tokens(stamps, f"xoxb-sandbox-{id_}")
        tokens.revoke()
        return cls(id_, name, tokens)

    @property
    def has_app(self) -> bool:
        """Whether the app is installed in all of it."""
        return not self.tokens.revoked

    def described(self) -> Json:
        """Give what payloads tell of it."""
        return {"id": self.id, "name": self.name}
