"""The language files. English fills what another language lacks; {names} in a sentence become spans, so that what
people typed is never markup."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

from bot.boundary.cards import Link, Span, Text, Who

ENGLISH = "en"
_NAME = re.compile(r"\{(\w+)\}")


@cache
def languages() -> Mapping[str, str]:
    """Language -> what it calls itself."""
    return {language: sentence("language.name", language) for language in _available()}


def best(*wishes: str | None) -> str:
    """The first wish (`es-MX`, `pt_BR`, ...) that there is a file for; else English."""
    for wish in wishes:
        if wish and (language := re.split("[-_]", wish.lower())[0]) in _available():
            return language
    return ENGLISH


def sentence(key: str, language: str) -> str:
    """Raises KeyError for a key that English does not have."""
    book = _book(language)
    return book[key] if key in book else _book(ENGLISH)[key]


def has(key: str) -> bool:
    """Whether there is such a sentence, counted (`.one`, `.other`) or not."""
    return key in _book(ENGLISH) or f"{key}.other" in _book(ENGLISH)


def text(key: str, language: str, facts: Mapping[str, object]) -> Text:
    """The sentence with its {names} filled in: people, moments, links and whole texts stay spans."""
    spans: list[Span] = []
    for position, part in enumerate(_NAME.split(sentence(_counted(key, facts), language))):
        if position % 2 == 0:
            spans.append(part)
            continue
        match facts[part]:
            case str() | Who() | datetime() | Link() as span:
                spans.append(span)
            case tuple() as inner:
                spans.extend(inner)
            case other:
                spans.append(str(other))
    return tuple(span for span in spans if span != "")


def keys(language: str) -> Mapping[str, str]:
    """Every key of one language file, and nothing filled in from English."""
    return _book(language)


def placeholders(words: str) -> frozenset[str]:
    return frozenset(_NAME.findall(words))


def _counted(key: str, facts: Mapping[str, object]) -> str:
    """`n` chooses between `key.one` and `key.other` where a sentence has both; the languages here need no more."""
    if f"{key}.other" not in _book(ENGLISH):
        return key
    return f"{key}.one" if facts.get("n") == 1 else f"{key}.other"


@cache
def _available() -> frozenset[str]:
    return frozenset(
        entry.name.removesuffix(".toml")
        for entry in files("bot.speech").iterdir()
        if re.fullmatch(r"[a-z]{2}\.toml", entry.name)
    )


@cache
def _book(language: str) -> dict[str, str]:
    return dict(_flatten(tomllib.loads((files("bot.speech") / f"{language}.toml").read_text("utf-8"))))


def _flatten(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)
