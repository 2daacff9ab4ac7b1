"""What the books answer: organisers, blocks, drafts, deliveries, the lists of chats, and the counts."""

from datetime import timedelta

import pytest

from bot.domain.chats import Status
from bot.domain.mentors import Mentor
from bot.domain.people import Person
from storage import Storage
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, SAM, ask, booked, introduction, member


async def test_organisers_are_the_five_seen_last(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for number in range(7):
            person = Person("slack", "T1", f"O{number}")
            await books.add_member(member(person, organiser=True, seen_at=NOW - number * DAY))
        await books.add_member(member(JO, organiser=True, seen_at=None))
        await books.add_member(member(MAYA, organiser=True, gone=True))
        await books.add_member(member(SAM))
        assert [one.person.user for one in await books.organisers()] == ["O0", "O1", "O2", "O3", "O4"]


async def test_an_organiser_who_was_only_mentioned_comes_last(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO, organiser=True, seen_at=None))
        await books.add_member(member(SAM, organiser=True))
        assert [one.person for one in await books.organisers()] == [SAM, JO]


async def test_excluded_members_are_listed(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO, excluded=True))
        await books.add_member(member(SAM))
        assert [one.person for one in await books.excluded()] == [JO]


async def test_a_block_counts_both_ways_and_only_its_maker_lifts_it(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.block(JO, MAYA)
        await books.block(JO, MAYA)
        await books.block(SAM, JO)
        assert await books.blocked(JO, MAYA)
        assert await books.blocked(MAYA, JO)
        assert not await books.blocked(SAM, MAYA)
        assert await books.blockers(JO) == {MAYA, SAM}
        assert await books.blockers(MAYA) == {JO}
        assert await books.blocks_of(JO) == [MAYA]
        await books.unblock(MAYA, JO)
        assert await books.blocked(JO, MAYA)
        await books.unblock(JO, MAYA)
        assert not await books.blocked(JO, MAYA)


async def test_mentors_who_stopped_are_not_listed(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for person in (SAM, MAYA, KIM, JO):
            await books.keep_mentor(Mentor(person, "h", "t", stopped=person == JO))
        assert [one.person for one in await books.mentors()] == [KIM, MAYA, SAM]
        assert (await books.mentor(JO) or Mentor(KIM, "", "")).stopped


async def test_a_delivery_is_seen_before_for_a_day(storage: Storage) -> None:
    hours = timedelta(hours=1)
    for later, seen in ((0, False), (0, True), (23, True), (24, False), (25, True), (49, False)):
        async with storage.books(HERE, now=NOW) as books:
            assert await books.seen_before("e1", now=NOW + later * hours) is seen
            assert not await books.seen_before(f"another {later} {seen}", now=NOW)


async def test_a_delivery_whose_transaction_failed_was_not_seen(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.books(HERE, now=NOW) as books:
            await books.seen_before("e1", now=NOW)
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await fail()
    async with storage.books(HERE, now=NOW) as books:
        assert not await books.seen_before("e1", now=NOW)


async def test_a_draft_is_its_writers_alone(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_draft("d1", JO, ["send-request", "words"], now=NOW)
        await books.keep_draft("d1", SAM, ["stolen"], now=NOW)
        assert await books.draft("d1", JO) == ("send-request", "words")
        assert await books.draft("d1", SAM) is None
        await books.keep_draft("d1", JO, ["again"], now=NOW)
        assert await books.draft("d1", JO) == ("again",)
        await books.drop_draft("d1")
        assert await books.draft("d1", JO) is None


async def test_chats_of_a_person_are_listed_newest_first(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask("old", asked_at=NOW - DAY))
        await books.keep_chat(ask("new", mentor=JO, mentee=SAM))
        await books.keep_chat(ask("others", mentor=SAM, mentee=KIM))
        assert [chat.id for chat in await books.chats_of(JO)] == ["new", "old"]
        assert [chat.id for chat in await books.chats_of(JO, limit=1)] == ["new"]


async def test_room_depends_on_open_and_booked_chats_and_recent_ones_in_either_role(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask("open", asked_at=NOW - 90 * DAY))
        await books.keep_chat(booked("booked", asked_at=NOW - 3 * DAY))
        await books.keep_chat(booked("recent", at=NOW - 2 * DAY, status=Status.HAPPENED, asked_at=NOW - 2 * DAY))
        await books.keep_chat(booked("long ago", at=NOW - 40 * DAY, status=Status.HAPPENED))
        await books.keep_chat(ask("declined", status=Status.DECLINED))
        await books.keep_chat(ask("as mentee", mentor=SAM, mentee=MAYA, asked_at=NOW - DAY))
        await books.keep_chat(ask("of others", mentor=SAM, mentee=KIM))
        listed = await books.chats_with([MAYA], since=NOW - 30 * DAY)
        assert [chat.id for chat in listed] == ["open", "booked", "recent", "as mentee"]
        assert await books.chats_with([], since=NOW) == []


async def test_a_request_that_was_passed_on_is_found_from_the_first(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask("c1"))
        await books.keep_chat(ask("c2", mentor=SAM, passed_from="c1"))
        assert [chat.id for chat in await books.chats_from("c1")] == ["c2"]


async def test_counts_go_from_asked_to_thanked(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        assert set((await books.counts()).values()) == {0}
        silent = [ask("waiting"), ask("withdrawn", status=Status.WITHDRAWN)]
        answered = [
            ask("declined", status=Status.DECLINED),
            ask("questioned", status=Status.QUESTIONED, asked_first="?"),
            ask("waiting again", asked_first="?", answered="!"),
            ask("withdrawn after an offer", status=Status.WITHDRAWN, offered=(NOW + DAY,)),
            booked("booked", at=NOW + DAY),
            booked("cancelled", status=Status.CANCELLED),
            booked("happened", at=NOW - DAY, status=Status.HAPPENED),
            booked("thanked", at=NOW - 2 * DAY, status=Status.HAPPENED, thanked_at=NOW, asked_at=NOW - 9 * DAY),
        ]
        for chat in silent + answered:
            await books.keep_chat(chat)
        assert await books.counts() == {"asked": 10, "answered": 8, "booked": 4, "happened": 2, "thanked": 1}


async def test_introductions_are_found_by_all_three(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_introduction(introduction("i1"))
        await books.keep_introduction(introduction("i2", made_at=NOW + DAY))
        for person in (MAYA, JO, SAM):
            assert [one.id for one in await books.introductions_of(person)] == ["i2", "i1"]
        assert await books.introductions_of(KIM) == []
