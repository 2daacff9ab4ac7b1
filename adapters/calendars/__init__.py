"""Calendars behind secret links: fetched over https from public addresses only, and read in a process of their own."""
