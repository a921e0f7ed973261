"""`key` and `rotate-keys`: what encrypts the tokens of workspaces that installed the app."""

import typer

from bot.console.serving import content_or_exit, settings_or_exit, told_plainly
from bot.console.words import errors, say, screen, sentence
from bot.slack.installation.rotating import Reencrypted, reencrypt
from bot.slack.installation.vault import Vault, new_key
from bot.storage.database import Database


def make() -> None:
    """Print a new key."""
    screen.print(new_key())


def rotate() -> None:
    """Encrypt all tokens with the newest key; end with 1 where no key opens one."""
    settings = settings_or_exit(content_or_exit(), "encryption_keys")
    database = Database(settings.database_url)
    try:
        with told_plainly():
            done = database.run_now(reencrypt, Vault(settings.keys))
    finally:
        database.close()
    _tell(done)


def _tell(done: Reencrypted) -> None:
    screen.print(say("keys-rotated", number=done.installations, changed=done.changed))
    for workspace in done.locked:
        errors.print(sentence("token-locked", {"name": workspace}))
    if done.locked:
        raise typer.Exit(1)
