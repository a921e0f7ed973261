"""Floor 5: one function for each thing a person can do, in one transaction."""
