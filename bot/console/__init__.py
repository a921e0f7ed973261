"""The terminal: what operators, editors and the curious see of the app."""
