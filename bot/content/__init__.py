"""Floor 1: reads `knowledge/` once, checks all of it, then never changes."""
