"""What `doctor` looks at: the settings, the database, and Slack."""
