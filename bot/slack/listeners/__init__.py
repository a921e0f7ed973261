"""Turn what Slack tells into calls of services: one module for each kind of request."""
