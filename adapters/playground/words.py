"""The page's own words, by language."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Words = Mapping[str, Any]


def read_words() -> dict[str, Words]:
    return tomllib.loads(Path(__file__).with_name("page.toml").read_text(encoding="utf-8"))


def language(locale: str) -> str:
    """The language in which the page speaks to a person of this locale."""
    return "es" if locale.lower().partition("-")[0] == "es" else "en"
