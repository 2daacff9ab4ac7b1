"""What a booking promised: the wall times of both people, and by which release of the zone rules they were reckoned."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Promise:
    """Wall times are naive: what each clock was to show. `release` is the version of tzdata, such as "2026.6"."""

    release: str
    mentor_zone: str
    mentor_wall: datetime
    mentee_zone: str
    mentee_wall: datetime
