"""How the app tells operators how it is: logs, metrics, and whether it is ready."""
