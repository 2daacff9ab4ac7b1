"""What this installation can do beyond the platforms: write e-mail, and serve calendars."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """`mailbox` is the address that mails come from, `address` the public one of this bot, such as
    `https://halfhour.example.org`; each empty where there is none."""

    mailbox: str = ""
    address: str = ""

    def calendar(self, token: str) -> str:
        """Where somebody's calendar is."""
        return f"{self.address.rstrip('/')}/ical/{token}.ics"


NOWHERE = Reach()
