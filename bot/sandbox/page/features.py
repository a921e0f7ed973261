"""What an app's manifest offers people: slash commands and shortcuts.

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
    """A shortcut, as the menu of a message or of the composer offers it."""

    callback_id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Features:
    """What the app that is installed offers.

    ``shortcuts`` are those of a message, ``global_shortcuts`` those of the composer.
    """

    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    global_shortcuts: tuple[Shortcut, ...] = ()

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
    shortcuts = features.get("shortcuts", [])
    return Features(
        tuple(commands), _shortcuts(shortcuts, "message"), _shortcuts(shortcuts, "global")
    )


def _shortcuts(listed: list[Json], kind: str) -> tuple[Shortcut, ...]:
    return tuple(
        Shortcut(each["callback_id"], each["name"], each.get("description", ""))
        for each in listed
        if each.get("type") == kind
    )
