"""Slack: one workspace (or one organisation), over signed HTTP requests or over Socket Mode."""
