"""What is kept of people: several who act at the same moment do not undo each other."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.boundary.commands import Actor
from bot.domain.people import Member
from storage import Storage
from tests.storage.samples import DAY, HERE, JO, MAYA, NOW, member


async def test_what_the_platform_tells_of_somebody_leaves_their_choices_and_the_organisers_alone(
    storage: Storage,
) -> None:
    decided = member(
        JO, language="es", zone="Asia/Tokyo", stopped=frozenset({"thanks"}), quiet_from=20, quiet_to=9,
        excluded=True, unreachable=True, gone=True,
    )  # fmt: skip
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(decided)
        told = Actor(JO, "Joanna", "pt-BR", "America/Lima", organiser=True, guest=True)
        noted = await books.note_actor(told, now=NOW + DAY)
        assert noted == await books.member(JO)
        assert noted == replace(
            decided, name="Joanna", locale="pt-BR", told_zone="America/Lima", organiser=True, guest=True, gone=False,
            seen_at=NOW + DAY,
        )  # fmt: skip


async def test_what_the_platform_does_not_tell_stands(storage: Storage) -> None:
    known = member(JO, locale="es", told_zone="America/Lima", organiser=True, guest=True)
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(known)
        assert await books.note_actor(Actor(JO, "", "", organiser=None, guest=None), now=NOW) == known
        assert await books.note_actor(Actor(MAYA, "Maya"), now=NOW) == Member(MAYA, "Maya", "en", seen_at=NOW)


async def test_only_what_is_named_is_changed(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO))
        await books.change_member(JO, excluded=True, quiet_from=20)
        await books.change_member(JO, zone="Asia/Tokyo")
        await books.change_member(MAYA, excluded=True)  # whom nobody knows
        assert await books.member(JO) == member(JO, excluded=True, quiet_from=20, zone="Asia/Tokyo")
        assert await books.member(MAYA) is None


async def test_an_exclusion_holds_though_the_excluded_person_acts_at_the_same_moment(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO))
    doors = [storage, opening(), opening()]

    async def acts(number: int) -> None:
        async with doors[number % 3].books(HERE, now=NOW) as books:
            await books.note_actor(Actor(JO, f"Jo {number}"), now=NOW)
            await asyncio.sleep(0.01)

    async def decides(**change: bool) -> None:
        async with opening().books(HERE, now=NOW) as books:
            await books.change_member(JO, **change)  # type: ignore[arg-type]

    await asyncio.gather(*map(acts, range(4)), decides(excluded=True), decides(unreachable=True), *map(acts, range(4)))
    async with storage.books(HERE, now=NOW) as books:
        found = await books.member(JO)
    assert found is not None
    assert (found.excluded, found.unreachable) == (True, True)
