"""Whose turn it is among those who fit about as well: nobody is shown again and again while others wait.

Capacity comes first and elsewhere: who has no room is not among the found. Within a band of scores those go first who
were shown least for their room; and one of the places goes to somebody who was shown least of all who fit, drawn by
lot, with the chance that they had, so that what came of it can be weighed later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

BAND = 0.05
"""Scores this close, as a share of the best of them, are as good as equal."""
NEAR_ENOUGH = 0.5
"""The drawn one fits at least this well, as a share of the last who is shown for their score."""

Key = TypeVar("Key")


@dataclass(frozen=True)
class Candidate(Generic[Key]):
    """`shown`: how often lately; `room`: chats that they could take on in that time, at least 1."""

    key: Key
    score: float
    shown: int = 0
    room: int = 1

    @property
    def exposure(self) -> float:
        return self.shown / max(1, self.room)


@dataclass(frozen=True)
class Place(Generic[Key]):
    """`chance`: how likely it was that this one is shown: 1 but for the one that was drawn. Kept with what is shown."""

    key: Key
    chance: float = 1.0


def turns(found: Sequence[Candidate[Key]], *, most: int, lot: float) -> list[Place[Key]]:
    """The first `most` of the found, who come best first. `lot` lies from 0 up to 1 and decides who is drawn; the same
    lot draws the same."""
    ranked = rotated(found)
    first, rest = ranked[: most - 1], ranked[most - 1 :]
    if most < 2 or len(rest) < 2:
        return [Place(candidate.key) for candidate in ranked[:most]]
    enough = [candidate for candidate in rest if candidate.score >= NEAR_ENOUGH * first[-1].score]
    if not enough:
        return [*(Place(candidate.key) for candidate in first), Place(rest[0].key)]
    least = min(candidate.exposure for candidate in enough)
    waiting = [candidate for candidate in enough if candidate.exposure == least]
    drawn = waiting[min(len(waiting) - 1, int(lot * len(waiting)))]
    return [*(Place(candidate.key) for candidate in first), Place(drawn.key, 1 / len(waiting))]


def rotated(found: Sequence[Candidate[Key]]) -> list[Candidate[Key]]:
    """Bands keep their order; within one, whoever was shown less for their room is first. A band begins at its best
    score, so that small steps do not add up to a large one."""
    order: list[Candidate[Key]] = []
    band: list[Candidate[Key]] = []
    for candidate in found:
        if band and candidate.score < band[0].score * (1 - BAND):
            order += sorted(band, key=_exposure)
            band = []
        band.append(candidate)
    return order + sorted(band, key=_exposure)


def _exposure(candidate: Candidate[Key]) -> float:
    return candidate.exposure
