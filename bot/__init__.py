"""Half Hour: the core. Nothing below `bot.main` reads a clock, a network or a database."""
