"""The methods of the Web API, by name."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Method
from bot.sandbox.methods import (
    assistant,
    chat,
    connections,
    conversations,
    files,
    identity,
    membership,
    oauth,
    reactions,
    views,
)

METHODS: Final[Mapping[str, Method]] = {
    **identity.METHODS,
    **oauth.METHODS,
    **connections.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **membership.METHODS,
    **views.METHODS,
    **assistant.METHODS,
    **reactions.METHODS,
    **files.METHODS,
}
