"""How fast direct-message channels to new people may be opened. Discord quarantines bots that open many in a burst."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Pace:
    """`burst` at once, then one every `every`, and at most `a_day` in any day that starts with its first."""

    burst: int = 10
    every: timedelta = timedelta(seconds=10)
    a_day: int = 100
    _left: float = -1.0
    _at: datetime | None = None
    _day: datetime | None = None
    _today: int = 0

    def take(self, now: datetime) -> timedelta | None:
        """None when one may be opened now (and it is counted); otherwise how long to wait."""
        if self._at is None:
            self._left = self.burst
        else:
            self._left = min(self.burst, self._left + (now - self._at) / self.every)
        self._at = now
        if self._day is None or now - self._day >= timedelta(days=1):
            self._day, self._today = now, 0
        if self._today >= self.a_day:
            return self._day + timedelta(days=1) - now
        if self._left < 1:
            return self.every * (1 - self._left)
        self._left -= 1
        self._today += 1
        return None

    def drain(self, now: datetime) -> None:
        """Discord has said that it was too fast: start again from nothing."""
        self._left, self._at = 0.0, now
