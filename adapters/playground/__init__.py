"""One browser page on which two people of a sample community meet: no tokens, no account, a clock to turn."""
