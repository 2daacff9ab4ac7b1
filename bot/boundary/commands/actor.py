"""Who acts, and who was mentioned: what a platform tells about people."""

from dataclasses import dataclass

from bot.domain.people import Person


@dataclass(frozen=True)
class Actor:
    """Who acts, and what the platform told us about them. `organiser`: a Slack admin or owner, or a Discord member
    who may manage the server."""

    person: Person
    name: str
    locale: str = "en"
    zone: str | None = None
    organiser: bool | None = False
    """None where the platform does not say (a Discord direct message): what was known before stands."""
    guest: bool | None = False
    """None where the platform does not say."""


@dataclass(frozen=True)
class Met:
    """Somebody who was mentioned or picked: what the platform told us about them."""

    person: Person
    name: str
    zone: str | None = None
    locale: str | None = None
    bot: bool = False
    guest: bool = False
    gone: bool = False
