"""A strict local Slack workspace, for the demo, the tests and the benchmarks.

It knows Slack's protocol and nothing of the app behind it. State (`Workspace`), checking
(`check_blocks`, `check_view`), the Web API (`web_api`, `SandboxServer`) and sending
(`Sender`, `Person`) are apart.
"""

from bot.sandbox.answers import Answer, Request
from bot.sandbox.blocks import check_blocks, too_much_text
from bot.sandbox.clock import Clock
from bot.sandbox.errors import NotPossibleError, SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.forms import Submission
from bot.sandbox.people import Person
from bot.sandbox.records import Call, Channel, Message, User, View
from bot.sandbox.scopes import read_scopes
from bot.sandbox.sender import Delivery, Sender
from bot.sandbox.server import LocalServer, SandboxServer
from bot.sandbox.signing import sign, signed_headers
from bot.sandbox.subscriptions import read_events
from bot.sandbox.views import check_view
from bot.sandbox.web_api import web_api
from bot.sandbox.workspace import App, Workspace

__all__ = [
    "Answer",
    "App",
    "Call",
    "Channel",
    "Clock",
    "Delivery",
    "Fault",
    "LocalServer",
    "Message",
    "NotPossibleError",
    "Person",
    "Request",
    "SandboxServer",
    "Sender",
    "SlackError",
    "Submission",
    "User",
    "View",
    "Workspace",
    "check_blocks",
    "check_view",
    "read_events",
    "read_scopes",
    "sign",
    "signed_headers",
    "too_much_text",
    "web_api",
]
