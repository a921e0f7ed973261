"""From a message's meaning to the call that shows it."""
