"""One module for each migration, by its number."""
