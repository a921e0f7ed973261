"""Guided forms: what people type is read, checked and shown back. Pure: no I/O and no clock."""
