"""Floor 2: from a question to a decision. Pure: time comes in as an argument."""
