"""The sandbox in the browser: the workspace as its people see it, drawn on the server.

State and gestures are those of `bot.sandbox`; here they are only drawn (Jinja2) and
carried (form posts). `page` is the way in.
"""

from bot.sandbox.page.board import Board, Exhibit
from bot.sandbox.page.features import Features, read_features
from bot.sandbox.page.routes import page

__all__ = ["Board", "Exhibit", "Features", "page", "read_features"]
