"""The words of the question bank: one .toml a language beside this file; English fills what another language lacks."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.speech.catalogue import ENGLISH


def question(id: str, language: str) -> str:
    """Raises KeyError for a question that English does not have."""
    return _said(id, language)[0]


def follow_up(id: str, language: str) -> str | None:
    """What may be asked next, for the questions that have one."""
    said = _said(id, language)
    return said[1] if len(said) > 1 else None


@cache
def by_topic(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Topic -> question -> its words and those of its follow-up, as the language's own file has them."""
    page = files(__name__) / f"{language}.toml"
    if not page.is_file():
        return {}
    topics = tomllib.loads(page.read_text("utf-8"))
    return {topic: {id: tuple(said) for id, said in ids.items()} for topic, ids in topics.items()}


def _said(id: str, language: str) -> tuple[str, ...]:
    book = _book(language)
    return book[id] if id in book else _book(ENGLISH)[id]


@cache
def _book(language: str) -> Mapping[str, tuple[str, ...]]:
    return {id: said for topic in by_topic(language).values() for id, said in topic.items()}
