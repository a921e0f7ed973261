"""What Slack sends: verified, stored, then worked on."""
