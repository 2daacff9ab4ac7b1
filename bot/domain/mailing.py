"""Where somebody wants invitations by e-mail: only after a code that was sent there has come back from them."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.people import Person
from bot.domain.refusals import Refusal

GOOD_FOR = timedelta(hours=1)
MOST_TRIES = 5
"""Of one code: it has six digits."""
MOST_CODES, A_DAY = 5, timedelta(days=1)
"""Nobody's mailbox is filled by somebody else's fingers."""


@dataclass(frozen=True)
class Mailbox:
    """`code` is what was sent last; `codes` how many were since `since`. Without an address, it only remembers that for
    a day."""

    person: Person
    address: str
    code: str
    asked_at: datetime
    since: datetime
    codes: int = 1
    tries: int = 0
    confirmed_at: datetime | None = None

    def asked(self, address: str, *, now: datetime) -> "Mailbox":
        """A new code, to whatever address it is now. Refuses the sixth in a day."""
        again = now - self.since < A_DAY
        if again and self.codes >= MOST_CODES:
            raise Refusal("refusal.many_codes")
        since, codes = (self.since, self.codes + 1) if again else (now, 1)
        return Mailbox(self.person, address, fresh_code(), now, since, codes)

    def answered(self, code: str, *, now: datetime) -> "Mailbox":
        """Confirmed, or one try more."""
        if self.open(now) and secrets.compare_digest(code.encode(), self.code.encode()):
            return replace(self, confirmed_at=now, code="")
        return replace(self, tries=self.tries + 1)

    def open(self, now: datetime) -> bool:
        """Whether the code is still good."""
        return bool(self.code) and self.tries < MOST_TRIES and now - self.asked_at < GOOD_FOR

    def dropped(self) -> "Mailbox":
        """Nothing is sent there any more, and a new address is not a new day."""
        return replace(self, address="", code="", confirmed_at=None)


def first(person: Person, address: str, *, now: datetime) -> Mailbox:
    return Mailbox(person, address, fresh_code(), now, now)


def fresh_code() -> str:
    return f"{secrets.randbelow(10**6):06}"
