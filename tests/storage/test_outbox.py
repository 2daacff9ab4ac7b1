"""Nudges are claimed by one worker at a time, settled by the claimant, and found again after a crash."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.boundary.ports import Claimed, Sent
from bot.domain.nudges import Kind
from bot.domain.people import Place
from storage import Storage
from storage.outbox import claiming
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, THERE, booked, nudge

LEASE = timedelta(minutes=1)
BOTH = ("slack", "discord")
SOON = timedelta(minutes=5)


async def put(storage: Storage, *nudges: object, place: Place = HERE) -> str:
    async with storage.books(place, now=NOW) as books:
        await books.nudge(*nudges)  # type: ignore[arg-type]
        return books.community


async def claim(
    storage: Storage, worker: str = "w1", *, now: datetime = NOW, limit: int = 10, platforms: Sequence[str] = BOTH
) -> Sequence[Claimed]:
    return await storage.outbox.claim(worker=worker, now=now, lease=LEASE, limit=limit, platforms=platforms)


def keys(claimed: Sequence[Claimed]) -> list[str]:
    return [one.nudge.key for one in claimed]


async def test_what_is_due_first_is_claimed_first_and_nothing_early(storage: Storage) -> None:
    early = nudge("early", due=NOW + SOON)
    second, first = nudge("second", due=NOW - SOON), nudge("first", due=NOW - DAY, to=KIM)
    await put(storage, early, second, first, nudge("third"))
    assert keys(await claim(storage, limit=2)) == ["first", "second"]
    assert keys(await claim(storage)) == ["third"]
    assert keys(await claim(storage, now=NOW + SOON, platforms=["slack"])) == ["first", "second", "third", "early"][1:]


async def test_a_claim_carries_the_nudge_as_it_was_written(storage: Storage) -> None:
    wanted = nudge("n", to=KIM, kind=Kind.SOON)
    community = await put(storage, wanted)
    (claimed,) = await claim(storage)
    assert claimed == Claimed(claimed.id, community, wanted, 0, NOW + LEASE)


async def test_only_nudges_for_platforms_that_are_served_are_claimed(storage: Storage) -> None:
    await put(storage, nudge("on slack"), nudge("on discord", to=KIM))
    assert keys(await claim(storage, platforms=["discord"])) == ["on discord"]
    assert await claim(storage, platforms=[]) == []
    assert await claim(storage, platforms=["playground"]) == []


async def test_asking_twice_for_the_same_nudge_makes_one(storage: Storage) -> None:
    await put(storage, nudge("same"), nudge("same"))
    await put(storage, nudge("same", due=NOW - DAY))
    (claimed,) = await claim(storage)
    assert claimed.nudge.due_at == NOW


async def test_nobody_is_written_to_who_was_forgotten(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, former := type(JO)("former", "T1", "x1"))
        await books.nudge(nudge("to nobody", to=former))
    assert await storage.outbox.coming(former.home, limit=5) == []


async def test_a_place_that_is_held_back_is_skipped_until_then(storage: Storage) -> None:
    await put(storage, nudge("here"), nudge("there", to=KIM))
    await storage.outbox.hold_back(HERE, until=NOW + SOON)
    await storage.outbox.hold_back(HERE, until=NOW + SOON / 2)  # a shorter hold does not end a longer one
    assert keys(await claim(storage, now=NOW + SOON * 0.9)) == ["there"]
    assert keys(await claim(storage, now=NOW + SOON, platforms=["slack"])) == ["here"]


async def test_workers_at_the_same_time_never_claim_the_same_nudge(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    await put(storage, *(nudge(f"n{i}", to=(MAYA, JO, KIM)[i % 3], due=NOW - timedelta(seconds=i)) for i in range(120)))
    workers = [storage, *(opening() for _ in range(5))]

    async def work(name: str, at: Storage) -> list[str]:
        mine: list[str] = []
        while claimed := await claim(at, name, limit=4):
            mine += keys(claimed)
        return mine

    shares = await asyncio.gather(*(work(f"w{i}", at) for i, at in enumerate(workers)))
    everything = [key for share in shares for key in share]
    assert len(everything) == len(set(everything)) == 120


async def test_a_nudge_is_settled_only_by_the_worker_that_claimed_it(storage: Storage) -> None:
    await put(storage, nudge("n"))
    (claimed,) = await claim(storage, "w1")
    settle = storage.outbox.settle
    assert not await settle(claimed.id, worker="w2", state="sent", receipt="r", now=NOW)
    assert await settle(claimed.id, worker="w1", state="sent", receipt="r", now=NOW)
    assert not await settle(claimed.id, worker="w1", state="dead", now=NOW)
    assert await claim(storage, now=NOW + DAY) == []


async def test_a_nudge_settles_only_in_a_state_there_is(storage: Storage) -> None:
    await put(storage, nudge("n"))
    (claimed,) = await claim(storage)
    with pytest.raises(ValueError, match="gone"):
        await storage.outbox.settle(claimed.id, worker="w1", state="gone", now=NOW)


async def test_an_expired_lease_is_claimed_by_another_worker_and_lost_by_the_first(storage: Storage) -> None:
    await put(storage, nudge("n"))
    (lost,) = await claim(storage, "w1")
    assert await claim(storage, "w2", now=NOW + LEASE / 2) == []
    (found,) = await claim(storage, "w2", now=NOW + LEASE)
    assert found.id == lost.id
    assert not await storage.outbox.settle(lost.id, worker="w1", state="sent", receipt="r", now=NOW + LEASE)
    assert not await storage.outbox.postpone(lost.id, worker="w1", due_at=NOW + DAY, tried=True)
    assert await storage.outbox.settle(found.id, worker="w2", state="sent", receipt="r", now=NOW + LEASE)


async def test_a_postponed_nudge_waits_and_remembers_its_tries(storage: Storage) -> None:
    await put(storage, nudge("n"))
    (claimed,) = await claim(storage)
    assert await storage.outbox.postpone(claimed.id, worker="w1", due_at=NOW + SOON, tried=True)
    assert await claim(storage) == []
    (again,) = await claim(storage, now=NOW + SOON)
    assert (again.attempts, again.nudge.due_at) == (1, NOW + SOON)
    assert await storage.outbox.postpone(again.id, worker="w1", due_at=NOW + DAY, tried=False)
    assert [one.attempts for one in await claim(storage, now=NOW + DAY)] == [1]


async def test_delivered_messages_are_live_until_they_are_quietened(storage: Storage) -> None:
    community = await put(storage, nudge("a"), nudge("b"), nudge("c", subject="c2"), nudge("d", to=JO), nudge("moot"))
    for one in await claim(storage):
        state = "moot" if one.nudge.key == "moot" else "sent"
        await storage.outbox.settle(one.id, worker="w1", state=state, receipt=one.nudge.key, now=NOW)
    live = await storage.outbox.live(community, "c1", MAYA)
    assert live == [Sent(live[0].id, Kind.ASK, MAYA, "a"), Sent(live[1].id, Kind.ASK, MAYA, "b")]
    await storage.outbox.quieten([live[0].id])
    assert await storage.outbox.live(community, "c1", MAYA) == live[1:]
    assert await storage.outbox.live("elsewhere", "c1", MAYA) == []
    await storage.outbox.quieten([])


async def test_what_is_to_come_in_a_place_is_listed_soonest_first(storage: Storage) -> None:
    later, now = nudge("later", due=NOW + DAY), nudge("now")
    await put(storage, later, now, nudge("there", to=KIM), nudge("settled"))
    settled = next(one for one in await claim(storage) if one.nudge.key == "settled")
    await storage.outbox.settle(settled.id, worker="w1", state="moot", now=NOW)
    assert await storage.outbox.coming(HERE, limit=10) == [now, later]
    assert await storage.outbox.coming(HERE, limit=1) == [now]
    assert [one.key for one in await storage.outbox.coming(THERE, limit=10)] == ["there"]


async def test_a_side_that_cannot_be_reached_is_known_until_a_later_message_arrives(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(booked("c1"), [nudge("to the mentor", to=MAYA), nudge("to the mentee", to=JO)])
        await books.keep_chat(booked("c2", at=NOW + DAY), [nudge("about c2", subject="c2", to=MAYA, due=NOW + SOON)])
    for one in await claim(storage):
        state = "unreachable" if one.nudge.to == MAYA else "sent"
        await storage.outbox.settle(one.id, worker="w1", state=state, now=NOW)
    async with storage.books(HERE, now=NOW) as books:
        assert (await books.unreached(JO), await books.unreached(MAYA)) == (["c1"], [])
        await books.nudge(nudge("another", to=MAYA, due=NOW + SOON))
    for one in await claim(storage, now=NOW + SOON):
        await storage.outbox.settle(one.id, worker="w1", state="sent", now=NOW + SOON)
    async with storage.books(HERE, now=NOW) as books:
        assert await books.unreached(JO) == []


EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgres": "EXPLAIN "}


async def test_a_backlog_is_not_scanned_in_full(storage: Storage, database_kind: str) -> None:
    await put(storage, *(nudge(f"n{i}", due=NOW - timedelta(seconds=i)) for i in range(3000)))
    statement = claiming(worker="w", now=NOW, until=NOW + LEASE, limit=10, platforms=BOTH)
    async with storage.engine.begin() as conn:
        await conn.execute(text("ANALYZE"))
        written = str(statement.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True}))
        plan = await conn.exec_driver_sql(EXPLAIN[database_kind] + written)
    steps = "\n".join(str(row) for row in plan)
    assert steps.count("ix_nudges_due") == 2, steps
    assert "SCAN nudges" not in steps, steps
    assert "Seq Scan on nudges" not in steps, steps
