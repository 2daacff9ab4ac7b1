"""Our matching as an evaluation script asks for it: `build(mentors)`, and `rank(request, k)` of what that returns.

The words are those that ship, and those of the files that HALFHOUR_VOCABULARIES names: files, or folders of
`lexicon*.tsv`, with colons between; "none" leaves the shipped words alone. Without it, the lexicons beside the
evaluation script are imported."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.domain import matching
from bot.domain.matching import importing

REASONED = 5
"""The first so many are explained: that is what a member sees at once."""


@cache
def vocabulary() -> matching.Vocabulary:
    return matching.Vocabulary([*matching.concepts(), *imported()])


def imported() -> Iterator[matching.Concept]:
    places = os.environ.get("HALFHOUR_VOCABULARIES") or str(Path(sys.argv[0]).resolve().parent)
    for place in [] if places == "none" else map(Path, places.split(":")):
        for file in sorted(place.glob("lexicon*.tsv")) if place.is_dir() else [place]:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                yield from importing.read(lines, file.name)


class Ranked:
    def __init__(self, mentors: Sequence[Mapping[str, Any]], words: matching.Vocabulary) -> None:
        self._index = matching.Index(words)
        for at, mentor in enumerate(mentors):
            # the skills in these tasks are software that people use: more about them, not what they offer
            self._index.put(at, matching.Profile(mentor["title"], about=tuple(mentor["skills"])))

    def rank(self, request: str, k: int) -> list[tuple[Any, float, Any]]:
        found = self._index.search(request, k)
        first = [(f.key, f.score, matching.reason(f, request, self._index)) for f in found[:REASONED]]
        return [*first, *((f.key, f.score, None) for f in found[REASONED:])]


def build(mentors: Sequence[Mapping[str, Any]]) -> Ranked:
    return Ranked(mentors, vocabulary())
