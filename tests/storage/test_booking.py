"""Nobody is booked twice at one time, as mentor or as mentee, however many ask at the same instant."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.chats import Chat, Status
from bot.domain.people import Person
from bot.domain.refusals import SlotTaken
from storage import Storage, tables
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, SAM, ask, booked, member, nudge, told_of

AT = NOW + 2 * DAY
HALF = timedelta(minutes=30)


async def keep(storage: Storage, *chats: Chat) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for chat in chats:
            await books.keep_chat(chat, [nudge(f"about {chat.id}", subject=chat.id)])


async def cells(storage: Storage) -> int:
    async with storage.engine.connect() as conn:
        return (await conn.execute(select(func.count()).select_from(tables.cells))).scalar_one()


@pytest.mark.parametrize(
    ("mentor", "mentee"),
    [(MAYA, SAM), (SAM, JO), (SAM, MAYA), (JO, SAM)],
    ids=["mentor again", "mentee again", "the mentor as mentee", "the mentee as mentor"],
)
@pytest.mark.parametrize("minutes_later", [0, 5, 25, -25])
async def test_a_second_booking_at_that_time_is_refused_in_either_role(
    storage: Storage, mentor: Person, mentee: Person, minutes_later: int
) -> None:
    await keep(storage, booked("c1", at=AT))
    second = booked("c2", at=AT + timedelta(minutes=minutes_later), mentor=mentor, mentee=mentee)
    with pytest.raises(SlotTaken):
        await keep(storage, second)
    async with storage.books(HERE, now=NOW) as books:
        assert await books.chat("c2") is None
    assert await told_of(storage, "c2") == set()


async def test_chats_may_touch(storage: Storage) -> None:
    await keep(storage, booked("c1", at=AT), booked("c2", at=AT + HALF), booked("c3", at=AT - HALF))
    assert await cells(storage) == 3 * 2 * 6


async def test_strangers_may_meet_at_the_same_time(storage: Storage) -> None:
    await keep(storage, booked("c1", at=AT), booked("c2", at=AT, mentor=SAM, mentee=KIM))


async def test_a_time_that_is_not_on_the_five_minutes_is_protected_whole(storage: Storage) -> None:
    await keep(storage, booked("c1", at=AT + timedelta(minutes=2)))
    for start in (AT - timedelta(minutes=25), AT + timedelta(minutes=30)):
        with pytest.raises(SlotTaken):
            await keep(storage, booked("c2", at=start))


async def test_a_moved_chat_frees_its_old_time_and_takes_the_new_one(storage: Storage) -> None:
    await keep(storage, booked("c1", at=AT))
    await keep(storage, booked("c1", at=AT + timedelta(minutes=10)))
    assert await cells(storage) == 2 * 6
    await keep(storage, booked("c1", at=AT + DAY))
    await keep(storage, booked("c2", at=AT))
    with pytest.raises(SlotTaken):
        await keep(storage, booked("c1", at=AT))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.BOOKED, Status.HAPPENED}))
async def test_a_chat_that_is_not_booked_any_more_frees_its_time(storage: Storage, status: Status) -> None:
    await keep(storage, booked("c1", at=AT))
    await keep(storage, booked("c1", at=AT, status=status))
    assert await cells(storage) == 0
    await keep(storage, booked("c2", at=AT))


async def test_a_chat_that_happened_keeps_its_time(storage: Storage) -> None:
    await keep(storage, booked("c1", at=AT))
    await keep(storage, booked("c1", at=AT, status=Status.HAPPENED))
    assert await cells(storage) == 2 * 6


async def test_whoever_catches_the_refusal_finds_the_books_as_they_were(storage: Storage) -> None:
    await keep(storage, booked("c1", at=AT), ask("c2"))
    async with storage.books(HERE, now=NOW) as books:
        with pytest.raises(SlotTaken):
            await books.keep_chat(booked("c2", at=AT), [nudge("never said", subject="c2", to=JO)])
        await books.keep_chat(booked("c3", at=AT + DAY))
    async with storage.books(HERE, now=NOW) as books:
        assert await books.chat("c2") == ask("c2")
        assert await books.chat("c3") == booked("c3", at=AT + DAY)
    assert JO not in await told_of(storage, "c2")


async def test_of_many_who_book_at_the_same_instant_one_succeeds(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    await keep(storage)
    doors = [storage, *(opening() for _ in range(3))]

    async def book(number: int) -> bool:
        mentee = Person("slack", "T1", f"U{number}")
        try:
            await keep(
                doors[number % 4], booked(f"c{number}", at=AT + timedelta(minutes=5 * (number % 3)), mentee=mentee)
            )
        except SlotTaken:
            return False
        return True

    assert sum(await asyncio.gather(*(book(number) for number in range(16)))) == 1
    assert await cells(storage) == 2 * 6


async def test_crossed_bookings_at_the_same_instant_do_not_wait_for_each_other_for_ever(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    """Maya asks Jo and Jo asks Maya; each has just been noted as seen, and each locks both."""
    other = opening()
    await keep(storage)

    async def book(at: Storage, id: str, mentor: Person, mentee: Person) -> bool:
        try:
            async with at.books(HERE, now=NOW) as books:
                await books.add_member(member(mentee))
                await asyncio.sleep(0.05)
                await books.lock(mentor, mentee)
                await books.keep_chat(booked(id, at=AT, mentor=mentor, mentee=mentee))
        except SlotTaken:
            return False
        return True

    async with asyncio.timeout(4):
        made = await asyncio.gather(book(storage, "c1", MAYA, JO), book(other, "c2", JO, MAYA))
    assert sorted(made) == [False, True]


async def test_who_locks_second_reads_what_the_first_one_booked(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    other = opening()
    await keep(storage)
    locked = asyncio.Event()

    async def first() -> None:
        async with storage.books(HERE, now=NOW) as books:
            await books.lock(MAYA, JO)
            locked.set()
            await asyncio.sleep(0.1)
            await books.keep_chat(booked("c1", at=AT))

    async def second() -> list[str]:
        await locked.wait()
        async with other.books(HERE, now=NOW) as books:
            await books.lock(SAM, MAYA)
            return [chat.id for chat in await books.chats_with([MAYA], since=NOW)]

    assert (await asyncio.gather(first(), second()))[1] == ["c1"]


async def test_of_two_answers_at_the_same_instant_the_second_reads_the_first(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    other = opening()
    await keep(storage, ask("c1"))

    async def answer(at: Storage, status: Status) -> Status | None:
        async with at.books(HERE, now=NOW) as books:
            chat = await books.chat("c1")
            assert chat is not None
            if chat.status is not Status.WAITING:
                return None
            await asyncio.sleep(0.05)
            await books.keep_chat(ask("c1", status=status))
        return status

    answers = await asyncio.gather(answer(storage, Status.DECLINED), answer(other, Status.WITHDRAWN))
    assert answers.count(None) == 1
    async with storage.books(HERE, now=NOW) as books:
        chat = await books.chat("c1")
    assert chat is not None
    assert chat.status in answers
