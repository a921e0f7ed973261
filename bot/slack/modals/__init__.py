"""Modals: how they open, and what they say of themselves."""
