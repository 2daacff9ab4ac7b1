"""One community's records inside one transaction: the pages bound together, and the house rules in front."""

import json
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import House, Place
from storage.accounts import Accounts
from storage.calendars import Calendars
from storage.chats import Chats, Introductions
from storage.etiquette import Etiquette
from storage.links import Links
from storage.mailing import Mailing
from storage.page import insert
from storage.promises import Promises
from storage.tables import communities, places
from storage.words import Words


class Books(Accounts, Chats, Promises, Introductions, Calendars, Mailing, Words, Etiquette, Links):
    """See `bot.boundary.ports.Books`, which says what each method promises."""

    def __init__(self, conn: AsyncConnection, community: str, house: House, now: datetime) -> None:
        super().__init__(conn, community, now)
        self.house = house

    async def keep_house(self, house: House) -> None:
        await self._conn.execute(
            update(communities).where(communities.c.id == self.community).values(rules=json.dumps(asdict(house)))
        )
        self.house = house


async def open_books(conn: AsyncConnection, place: Place, *, now: datetime) -> Books:
    """The books of the community that this place belongs to; a place that is new to us founds one of its own."""
    home = select(places.c.community).where(places.c.platform == place.platform, places.c.id == place.id)
    community = (await conn.execute(home)).scalar_one_or_none()
    if community is None:
        await _found(conn, place, now=now)
        community = (await conn.execute(home)).scalar_one()
    return await reopen_books(conn, community, now=now)


async def reopen_books(conn: AsyncConnection, community: str, *, now: datetime) -> Books:
    """Raises LookupError for an id that is not a community's."""
    rules = (await conn.execute(select(communities.c.rules).where(communities.c.id == community))).scalar_one_or_none()
    if rules is None:
        raise LookupError(f"no community {community!r}")
    known = {field.name for field in fields(House)}
    house = House(**{name: rule for name, rule in json.loads(rules).items() if name in known})
    return Books(conn, community, house, now)


async def _found(conn: AsyncConnection, place: Place, *, now: datetime) -> None:
    """Named after its first place, so that two first words at the same instant found one community."""
    founded = insert(conn, communities).values(id=str(place), rules=json.dumps(asdict(House())), since=now)
    await conn.execute(founded.on_conflict_do_nothing())
    settled = insert(conn, places).values(platform=place.platform, id=place.id, community=str(place))
    await conn.execute(settled.on_conflict_do_nothing())
