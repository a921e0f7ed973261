"""Floor 4: SQL and nothing else. Every function takes the connection and the workspace first."""
