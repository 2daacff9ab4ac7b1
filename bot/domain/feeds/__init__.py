"""Busy times from a mentor's secret calendar link: which addresses may be fetched, and what a feed says. No network
here. What may be busy is busy; a feed that cannot be read is an error, never free."""
