"""Counts of the rules, requests that organisers look at, and how long answers take."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.etiquette.house import Appeal, Firings
from bot.domain.people import House
from storage import Storage
from tests.storage.samples import HERE, JO, MAYA, NOW, THERE, ask

APPEAL = Appeal("a1", JO, MAYA, "promo-spam", '["send-request"]', "it is my studies", NOW)


async def test_each_firing_and_each_dismissal_is_counted_once(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.count_firings(["job-ask", "over-30", "job-ask"])
        await books.count_firings(["job-ask"])
        await books.count_firings([], dismissed=["job-ask"])
    async with storage.books(HERE, now=NOW) as books:
        assert await books.firings() == {"job-ask": Firings(2, 1), "over-30": Firings(1, 0)}


async def test_counts_and_appeals_of_one_community_are_unknown_in_another(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.count_firings(["job-ask"])
        await books.keep_appeal(APPEAL)
    async with storage.books(THERE, now=NOW) as books:
        assert await books.firings() == {}
        assert await books.appeal("a1") is None
        assert await books.answer_times() == []


async def test_an_appeal_comes_back_as_it_was_and_can_be_decided(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_appeal(APPEAL)
    async with storage.books(HERE, now=NOW) as books:
        assert await books.appeal("a1") == APPEAL
        await books.keep_appeal(replace(APPEAL, passed=True))
        assert await books.appeal("a1") == replace(APPEAL, passed=True)


async def test_answer_times_are_those_of_answered_requests(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask())
        await books.keep_chat(replace(ask(), id="c2", replied_at=NOW + timedelta(hours=5)))
        assert await books.answer_times() == [timedelta(hours=5)]


async def test_an_appeal_is_in_its_writers_copy_and_goes_with_them(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_appeal(APPEAL)
        exported = await books.export(JO)
        assert "it is my studies" in str(exported["appeals"])
        await books.forget(JO, replace(JO, platform="former", user="x"))
        assert await books.appeal("a1") is None


async def test_old_appeals_are_forgotten(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_appeal(APPEAL)
        await books.keep_house(House(keep_days=30))
    await storage.outbox.forget_old(now=NOW + timedelta(days=31))
    async with storage.books(HERE, now=NOW) as books:
        assert await books.appeal("a1") is None


async def test_the_strength_of_rules_is_part_of_the_house_rules(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_house(House(strengths={"job-ask": "warn"}))
    async with storage.books(HERE, now=NOW) as books:
        assert books.house.strengths == {"job-ask": "warn"}
