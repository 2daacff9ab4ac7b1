"""The rulebook: one file a rule and language under `rules/`, read once, when first needed.

frames = ...   what makes a finding (see frames.py), one a line, `#` begins a comment
unless = ...   frames that take it back when they stand in the same clause
never  = ...   ... anywhere in the same sentence
quiet  = ...   ... anywhere in the message
whole  = "clause" | "sentence"   how much is quoted: by default just the words of the frame
kind   = "thanks"                for notes of thanks; by default a rule is for requests
words  = ...   plain words that a reader counts, `stem*` for all that begin so (see gratitude.py)
[phrases]      lists used by the frames of this file; those of common.toml are known in every file"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.domain.etiquette.frames import Frames, Phrases

_HERE = files("bot.domain.etiquette") / "rules"


@dataclass(frozen=True)
class Rule:
    rule: str
    frames: Frames
    unless: Frames
    never: Frames
    quiet: Frames
    whole: str = ""


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """Every rule for requests that is written for this language, in the order of the files' names."""
    pages = _pages(language).items()
    names = [name for name, page in pages if name != "common" and page.get("kind", "request") == "request"]
    return tuple(one for name in names if (one := rule(language, name)))


@cache
def rule(language: str, name: str) -> Rule | None:
    """One rule, by its name or its file's; only what is asked for is compiled."""
    page = _pages(language).get(name.replace("-", "_"))
    return None if page is None else _rule(name, page, language)


@cache
def words(language: str, name: str, key: str = "words") -> tuple[frozenset[str], tuple[str, ...]]:
    """A page's plain words, and the beginnings that stand for every word with them."""
    listed = " ".join(_lines(_pages(language).get(name, {}).get(key))).split()
    return frozenset(word for word in listed if word[-1] != "*"), tuple(word[:-1] for word in listed if word[-1] == "*")


@cache
def _pages(language: str) -> Mapping[str, Mapping[str, object]]:
    folder: Traversable = _HERE / language
    if not language or not folder.is_dir():
        return {}
    pages = sorted((page for page in folder.iterdir() if page.name.endswith(".toml")), key=lambda page: page.name)
    return {page.name.removesuffix(".toml"): tomllib.loads(page.read_text("utf-8")) for page in pages}


def _rule(name: str, page: Mapping[str, object], language: str) -> Rule:
    common = _pages(language).get("common", {})
    phrases = Phrases(_lists(page), _shared(language))
    shared = {key: _lines(common.get(key)) for key in ("unless", "never")} if page.get("guarded", True) else {}

    def frames(key: str) -> Frames:
        return Frames([*_lines(page.get(key)), *shared.get(key, ())], phrases)

    return Rule(
        name.replace("_", "-"), frames("frames"), frames("unless"), frames("never"), frames("quiet"),
        str(page.get("whole", "")),
    )  # fmt: skip


@cache
def _shared(language: str) -> Phrases:
    """The lists of common.toml, and the automaton that all frames of the language are walked by."""
    return Phrases(_lists(_pages(language).get("common", {})))


def _lists(page: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    lists = page.get("phrases", {})
    assert isinstance(lists, dict)
    return {name: _lines(lines) for name, lines in lists.items()}


def _lines(text: object) -> tuple[str, ...]:
    lines = (line.split("#", 1)[0].strip() for line in str(text or "").splitlines())
    return tuple(line for line in lines if line)
