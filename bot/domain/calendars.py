"""A person's own calendar, read from a secret link: when they are busy, how old that is, and when to look again.

What cannot be read is never free. The last good copy goes on holding; where it ends, and before the first one, every
time counts as taken."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.hours import Span
from bot.domain.people import Person

REACH = timedelta(days=120)
"""How far ahead a copy reaches: beyond any date that people can ask for, and some weeks more for a feed that fails."""
BEHIND = timedelta(days=2)
"""How far back: what is going on now has begun before."""
FRESH = timedelta(minutes=5)
"""As old as a copy may be when somebody decides by it."""
USUAL, JITTER = timedelta(minutes=15), timedelta(minutes=15)
"""A calendar is looked at again after 15 to 30 minutes, so that not all of them are at once."""
SOON, SELDOM = timedelta(minutes=5), timedelta(hours=4)
"""Between two tries of a calendar that has just failed, and of one that has failed for long."""
PATIENCE = timedelta(hours=6)
"""How long a calendar that worked may fail before its owner hears of it."""
IMPATIENCE = timedelta(minutes=30)
"""The same for one that has never been read, when its server may only be away. Any other trouble is told at once."""
MOST = 3_000
"""Busy times of a copy. Nobody has more; from a feed that does they are taken to be whole hours."""
AHEAD = timedelta(days=14)
"""What is told of a calendar: how often its owner is busy in the next two weeks."""


class Trouble(StrEnum):
    """Why a calendar could not be read. Each is a sentence for its owner, `calendar.why.<trouble>`."""

    PAGE = "page"  # a web page came: the public address, or one that asks to log in
    UNREADABLE = "unreadable"  # what came is not a calendar, or not a whole one
    ENDLESS = "endless"  # reading it took too long: it repeats beyond all measure
    LARGE = "large"
    GONE = "gone"  # 404 and 410: the link was made anew, or mistyped
    REFUSED = "refused"  # 401 and 403
    AWAY = "away"  # no answer, or one that says try later
    SLOW = "slow"
    ADDRESS = "address"  # not https, or not an address of the public internet, at whichever hop


@dataclass(frozen=True)
class Calendar:
    """`busy` is the last good copy, merged and by start; `until` is how far it reaches, None before the first one.
    `owner` is the e-mail address by which a declined invitation is told from one that was accepted."""

    person: Person
    link: str = field(repr=False)
    next_at: datetime
    owner: str = field(default="", repr=False)
    busy: tuple[Span, ...] = field(default=(), repr=False)
    until: datetime | None = None
    etag: str = ""
    modified: str = ""
    read_at: datetime | None = None
    tried_at: datetime | None = None
    failing_since: datetime | None = None
    trouble: str = ""
    told: bool = False
    clock: str = ""
    """The zone, and the release of its rules, by which the copy was read: with others it is read anew."""

    @property
    def host(self) -> str:
        """All that is ever shown of the link."""
        return urlsplit(self.link).hostname or ""

    def linked(self, link: str, owner: str, *, now: datetime) -> "Calendar":
        """With another link, to be read at once. What the old one said holds until then; its validators do not."""
        fresh = replace(self, link=link, owner=owner, next_at=now, etag="", modified="", read_at=None, tried_at=None)
        return replace(fresh, failing_since=None, trouble="", told=False)

    def read(
        self, busy: Iterable[Span], *, clock: str, etag: str, modified: str, now: datetime, chance: float
    ) -> "Calendar":
        """`chance` is a random number from 0 to 1."""
        copy = replace(self, busy=_few(tuple(busy)), until=now + REACH, clock=clock, etag=etag, modified=modified)
        return copy._well(now, chance)

    def unchanged(self, *, now: datetime, chance: float) -> "Calendar":
        """The copy is as good as a new one, but reaches no further than it did."""
        return self._well(now, chance)

    def failed(self, why: Trouble, *, now: datetime, chance: float) -> "Calendar":
        """Looked at again the later the longer it has failed."""
        since = self.failing_since or now
        wait = min(max(SOON, (now - since) / 2), SELDOM) * (1 + chance / 4)
        return replace(self, failing_since=since, trouble=why, tried_at=now, next_at=now + wait)

    def to_tell(self, now: datetime) -> bool:
        """Whether its owner should hear that it cannot be read: after some hours, or soon when it never could. Only
        once, until it has worked in between."""
        if self.told or self.failing_since is None:
            return False
        patience = IMPATIENCE if self.trouble in (Trouble.AWAY, Trouble.SLOW) else timedelta(0)
        return now - self.failing_since >= (PATIENCE if self.read_at else patience)

    def stale(self, now: datetime) -> bool:
        """Whether to look again before somebody decides by it."""
        last = max((at for at in (self.read_at, self.tried_at) if at), default=None)
        return last is None or now - last > FRESH

    def outgrown(self, now: datetime, clock: str) -> bool:
        """Whether even an unchanged feed has to be read anew: its copy does not reach far enough any more, or was read
        by another clock."""
        return self.until is None or self.until < now + REACH * 3 / 4 or self.clock != clock

    def taken(self, *, since: datetime, until: datetime) -> Sequence[Span]:
        return taken(self.busy, self.until, since=since, until=until)

    def _well(self, now: datetime, chance: float) -> "Calendar":
        again = now + USUAL + JITTER * chance
        return replace(
            self, read_at=now, tried_at=now, next_at=again, failing_since=None, trouble="", told=False,
        )  # fmt: skip


def _few(busy: tuple[Span, ...]) -> tuple[Span, ...]:
    """As many as can be kept. Rounded outwards, so that nothing that is busy becomes free."""
    if len(busy) <= MOST:
        return busy
    rounded: list[Span] = []
    for begins, ends in busy:
        start, full = (at.replace(minute=0, second=0, microsecond=0) for at in (begins, ends))
        end = full if full == ends else full + timedelta(hours=1)
        if rounded and start <= rounded[-1][1]:
            rounded[-1] = (rounded[-1][0], max(rounded[-1][1], end))
        else:
            rounded.append((start, end))
    return tuple(rounded)


def taken(busy: Iterable[Span], reach: datetime | None, *, since: datetime, until: datetime) -> Sequence[Span]:
    """The busy times between the two moments, and what lies beyond the copy: nobody knows, so it is taken."""
    known = until if reach is None else min(until, reach)
    spans = list(_clipped(busy, since, known)) if reach is not None else []
    if reach is None or reach < until:
        spans.append((since if reach is None else max(since, reach), until))
    return [(start, end) for start, end in spans if start < end]


def _clipped(busy: Iterable[Span], since: datetime, until: datetime) -> Iterator[Span]:
    for start, end in busy:
        if end > since and start < until:
            yield max(start, since), min(end, until)
