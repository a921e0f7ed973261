"""What an app's manifest offers people: slash commands and message shortcuts.

Source: https://docs.slack.dev/reference/app-manifest#features
"""

from dataclasses import dataclass

from bot.sandbox.payload import Json


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, with the hint that the composer shows."""

    name: str
    description: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A message shortcut, as the menu of a message offers it."""

    callback_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Features:
    """The commands and shortcuts of the app that is installed."""

    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()

    def command(self, typed: str) -> tuple[str, str] | None:
        """Give the name and the text of a slash command that was typed; None for any other."""
        name, _, text = typed.strip().partition(" ")
        known = any(each.name == name for each in self.commands)
        return (name, text.strip()) if known else None


def read_features(manifest: Json) -> Features:
    """Read an app manifest; what it does not have is not offered."""
    features = manifest.get("features", {})
    commands = [
        Command(each["command"], each.get("description", ""), each.get("usage_hint", ""))
        for each in features.get("slash_commands", [])
    ]
    shortcuts = [
        Shortcut(each["callback_id"], each["name"])
        for each in features.get("shortcuts", [])
        if each.get("type") == "message"
    ]
    return Features(tuple(commands), tuple(shortcuts))
