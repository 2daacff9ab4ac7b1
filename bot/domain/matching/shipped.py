"""The vocabulary that ships: ESCO's occupations and digital skills, in English, and our own table of roles in five
languages; and the text in which vocabularies are kept.

This service uses the ESCO classification of the European Commission."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bot.domain.matching.vocabulary import Concept, Vocabulary

_FOLDER = Path(__file__).parent


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(concepts())


def concepts() -> Iterator[Concept]:
    """What ships, to be used as it is or with more beside it."""
    yield from roles((_FOLDER / "roles.tsv").read_text(encoding="utf-8").split("\n"))
    yield from parse((_FOLDER / "esco.tsv").read_text(encoding="utf-8").split("\n"))


def roles(lines: Iterable[str]) -> Iterator[Concept]:
    """One role a line, its names in every language; it is known by the first."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            names = tuple(name.strip() for column in line.split("\t") for name in column.split("|"))
            yield Concept("role:" + names[0].replace(" ", "-"), names)


def parse(lines: Iterable[str]) -> Iterator[Concept]:
    """concept TAB labels TAB words about it, with | between labels."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            id, labels, about = (*line.rstrip("\n").split("\t"), "")[:3]
            yield Concept(id, tuple(filter(None, labels.split("|"))), about)


def written(concepts: Iterable[Concept]) -> Iterator[str]:
    """What `parse` reads."""
    for concept in concepts:
        labels = "|".join(label.replace("|", " ").replace("\t", " ") for label in concept.labels)
        yield f"{concept.id}\t{labels}\t{concept.about}"
