"""The workspace of the demo: one partner for each language, and two of support."""

from typing import Final

from bot.sandbox.records import Channel
from bot.sandbox.scopes import EVERYTHING
from bot.sandbox.workspace import App, Workspace

PARTNERS: Final = {"en": "emma", "fr": "camille", "nl": "daan", "sv": "astrid", "zh": "wei"}
SUPPORT: Final = ("noor", "sam")
ADMIN: Final = "sam"
PARTNERS_CHANNEL: Final = "C0PARTNERS"
SUPPORT_CHANNEL: Final = "C0DESK0001"
OTHER_COMPANY: Final = "T0NORDIC01"

# Slack has no Dutch or Swedish interface, and members of other companies have no
# locale: those two partners are recognized by what they write alone.
PEOPLE: Final = (
    ("U0EMMA0001", "emma", "Emma Clarke", "en-US", "Europe/London", "clarke-learning.example"),
    ("U0CAMILLE1", "camille", "Camille Moreau", "fr-FR", "Europe/Paris", "moreau.example"),
    ("U0DAAN0001", "daan", "Daan de Vries", "en-GB", "Europe/Amsterdam", "devries.example"),
    ("U0WEI00001", "wei", "王伟", "zh-CN", "Asia/Shanghai", "wangwei.example"),
    ("U0NOOR0001", "noor", "Noor Haddad", "en-GB", "Europe/Amsterdam", "partner-desk.example"),
    ("U0SAM00001", "sam", "Sam Okafor", "en-US", "Europe/Dublin", "partner-desk.example"),
)
ASTRID: Final = "U0ASTRID01"


def make_app(team_id: str, scopes: str = EVERYTHING, events: frozenset[str] | None = None) -> App:
    """Make the app as installed in a workspace; only tokens and rights differ between them."""
    return App(
        id="A0PARTNER1",
        bot_id="B0PARTNER1",
        bot_user_id="U0PARTNER1",
        name="Partner Desk",
        bot_token=f"xoxb-sandbox-{team_id}",
        signing_secret="sandbox-signing-secret",  # noqa: S106 - a local value, no secret
        scopes=scopes,
        app_token=f"xapp-1-A0PARTNER1-sandbox-{team_id}",
        events=events,
    )


def furnish(workspace: Workspace) -> None:
    """Fill a workspace with the people and channels of the demo."""
    for user_id, name, real_name, locale, tz, domain in PEOPLE:
        email = f"{name}@{domain}"
        more = {"locale": locale, "tz": tz, "email": email, "is_admin": name == ADMIN}
        workspace.add_user(user_id, name, real_name, **more)
    workspace.add_user(
        ASTRID,
        "astrid",
        "Astrid Lindqvist",
        team_id=OTHER_COMPANY,
        is_external=True,
        tz="Europe/Stockholm",
    )
    everyone = set(workspace.users)
    desk = {workspace.app.bot_user_id} | {workspace.user(name).id for name in SUPPORT}
    workspace.add_channel(
        Channel(PARTNERS_CHANNEL, "learning-partners", "channel", everyone, is_shared=True)
    )
    workspace.add_channel(Channel(SUPPORT_CHANNEL, "partner-desk", "group", desk))
