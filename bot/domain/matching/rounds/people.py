"""What a round is asked, and what it answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.domain.hours.masks import Open, Starts
from bot.domain.matching.rounds.edges import Ints
from bot.domain.room import Door

Scores = Callable[[Ints], NDArray[np.floating]]
"""For the mentees at these positions, a row each: how well every host fits, in [0, 1]. 0, less, or nan: not at all."""

GIVE = 0.01
"""The share of the best total that a flatter load may cost."""
WIDTH = 25
"""A mentee's best so many, and a mentor's best so many, are who they could meet: as good as all of them (measured)."""
ROOMY = 400_000
"""Where there are few people there is room for more candidates, about so many in all; or for all pairs."""


@dataclass(frozen=True)
class Mentee:
    """Somebody who wants to meet `want` mentors. `opens` is when they can; None: nobody knows, so whenever."""

    key: str
    want: int = 1
    opens: Open | None = None


@dataclass(frozen=True)
class Host:
    """A mentor with room for so many more. `starts` is when they offer to begin; None: it will be agreed upon."""

    key: str
    room: int
    door: Door = Door.OPEN
    starts: Starts | None = None

    @property
    def open(self) -> bool:
        return self.door is Door.OPEN and self.room > 0


@dataclass(frozen=True)
class Round:
    """`seed` names the round: it decides between equals. No two people who are in `apart` meet, whichever of them asks:
    blocks, and who met lately (`lately`). Nobody meets themselves. Raises ValueError where a key is there twice."""

    mentees: Sequence[Mentee]
    hosts: Sequence[Host]
    seed: str
    apart: Iterable[tuple[str, str]] = ()
    give: float = GIVE
    width: int | None = None
    """How many are anybody's best; None: as many as there is room for, and `WIDTH` at least."""

    def __post_init__(self) -> None:
        for people in (self.mentees, self.hosts):
            if len({person.key for person in people}) != len(people):
                raise ValueError("somebody is in the round twice")

    @property
    def best(self) -> int:
        """`width`, settled."""
        mentees, hosts = len(self.mentees), len(self.hosts)
        everybody = hosts if mentees * hosts <= ROOMY else 0
        return self.width or max(WIDTH, everybody, ROOMY // max(1, 2 * (mentees + hosts)))


class Why(StrEnum):
    """Why somebody meets nobody. Who keeps apart from whom is nobody else's business, so the reasons do not tell a
    block from an earlier chat."""

    NO_MENTOR = "no_mentor"  # none is open and has room
    NO_TOPIC = "no_topic"  # none who is knows about it
    NO_HOURS = "no_hours"  # those who do are never free when the mentee is
    APART = "apart"  # those who are have met the mentee, or are not to
    NO_ROOM = "no_room"  # the others took the room there was


@dataclass(frozen=True)
class Pair:
    mentee: str
    host: str
    score: float


@dataclass(frozen=True)
class Plan:
    """`pairs` by mentee, then host. `unserved` are those who wanted somebody and meet nobody. `loads` is how many each
    host meets, of all who could have. `given` is the share of the best total that the flatter load cost."""

    pairs: tuple[Pair, ...] = ()
    unserved: Mapping[str, Why] = field(default_factory=dict)
    loads: Mapping[str, int] = field(default_factory=dict)
    given: float = 0.0


def lately(met: Iterable[tuple[str, str, date]], *, today: date, cool_down: timedelta) -> set[tuple[str, str]]:
    """The pairs who met less than `cool_down` before `today` (or later than today)."""
    return {(one, other) for one, other, day in met if today - day < cool_down}
