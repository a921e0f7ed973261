"""Partner Desk: a Slack app that answers learning partners in their own language."""
