"""Tickets: their life, who may do what with them, and when they are due. Pure: no I/O, no clock."""
