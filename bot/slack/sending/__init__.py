"""What Slack is told: in turn, patiently, and recognized where it may have been told before."""
