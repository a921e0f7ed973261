"""The migrations, run by `bot.storage.migrating`."""
