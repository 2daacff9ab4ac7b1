"""Who and where: a place, a person, and what is kept of a member of a community."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

FORMER = "former"
"""The platform name of somebody who asked to be forgotten."""


@dataclass(frozen=True, order=True)
class Place:
    """One Slack workspace or one Discord server; prints and parses as `slack:T1`."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"

    @classmethod
    def parse(cls, words: str) -> "Place":
        """Raises ValueError unless `words` is `platform:id`."""
        platform, id = words.split(":")
        return cls(platform, id)


@dataclass(frozen=True, order=True)
class Person:
    """One account on one platform; prints and parses as `slack:T1:U0JO`."""

    platform: str
    place: str
    user: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.place}:{self.user}"

    @classmethod
    def parse(cls, words: str) -> "Person":
        """Raises ValueError unless `words` is `platform:place:user`."""
        platform, place, user = words.split(":")
        if not (platform and user):
            raise ValueError(f"not a person: {words!r}")
        return cls(platform, place, user)

    @property
    def home(self) -> Place:
        return Place(self.platform, self.place)

    @property
    def former(self) -> bool:
        return self.platform == FORMER


@dataclass(frozen=True)
class Member:
    """What a community keeps of a person. `locale` and `told_zone` are the platform's word, `language` and `zone` the
    person's own choice."""

    person: Person
    name: str
    locale: str | None = None
    language: str | None = None
    zone: str | None = None
    told_zone: str | None = None
    organiser: bool = False
    guest: bool = False
    bot: bool = False
    gone: bool = False
    excluded: bool = False
    unreachable: bool = False
    quiet_from: int | None = None
    quiet_to: int | None = None
    stopped: frozenset[str] = field(default_factory=frozenset)
    seen_at: datetime | None = None
    """When this person last acted; None for somebody who was only mentioned, and whom the bot does not write to."""

    @property
    def clock(self) -> str | None:
        """The IANA zone this person lives by, if it is known."""
        return self.zone or self.told_zone

    def with_stopped(self, group: str) -> "Member":
        return replace(self, stopped=self.stopped | {group})


@dataclass(frozen=True)
class House:
    """The house rules of a community: every number that an organiser can set."""

    open_requests: int = 3
    chats_a_month: int = 2
    minutes: int = 30
    reply_hours: int = 72
    notice_hours: int = 12
    horizon_days: int = 14
    quiet_from: int = 21
    quiet_to: int = 8
    keep_days: int = 365
    guests: bool = True
    paused: bool = False
    hold_hours: int = 24
    """How long times that were offered or proposed are kept free."""
    meeting_link: str = ""
    """Where people meet whose mentor has no link of their own; [room] becomes a name that nobody can guess."""
    strengths: Mapping[str, str] = field(default_factory=dict)
    """Etiquette rule -> how strongly it speaks here, where the organisers chose."""

    def quiet_hours(self, member: Member) -> tuple[int, int]:
        """From and to, in hours of the member's own clock: their choice, else the house's."""
        return (
            self.quiet_from if member.quiet_from is None else member.quiet_from,
            self.quiet_to if member.quiet_to is None else member.quiet_to,
        )
