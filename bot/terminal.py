"""What the program says to the organiser at the terminal, from speech/terminal.toml."""

import tomllib
from functools import cache
from importlib.resources import files


def say(key: str, **facts: object) -> str:
    """`settings.port` is the line `port` of the table `settings`. Raises KeyError for a line that is not there."""
    table, _, line = key.partition(".")
    return _lines()[table][line].format(**facts)


@cache
def _lines() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("bot.speech").joinpath("terminal.toml").read_text(encoding="utf-8"))
