"""The menu with its words: what each command is called and does, in every language."""

from dataclasses import replace

from bot.boundary.menu import ENTRIES, Entry
from bot.speech import catalogue


def entries() -> tuple[Entry, ...]:
    return tuple(_worded(entry) for entry in ENTRIES)


def _worded(entry: Entry) -> Entry:
    key = entry.name.replace("-", "_")
    argument = entry.argument and replace(entry.argument, described=_words(f"command.{key}.{entry.argument.name}"))
    shortcut = _words(f"command.{key}.shortcut") if entry.shortcut else {}
    return replace(entry, argument=argument, shortcut=shortcut, described=_words(f"command.{key}.does"))


def _words(key: str) -> dict[str, str]:
    return {language: catalogue.sentence(key, language) for language in catalogue.languages()}
