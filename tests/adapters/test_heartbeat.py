"""The heartbeat, with real time in small pieces."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.heartbeat import Heartbeat

NEVER = timedelta(hours=1)
OFTEN = timedelta(milliseconds=20)


class Work:
    """Counts its runs; while `gate` is closed a run does not end."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> None:
        self.begun += 1
        await self.gate.wait()
        self.ended += 1


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


async def test_it_beats_again_and_again() -> None:
    work = Work()
    heart = Heartbeat(work, every=OFTEN)
    heart.start()
    await until(lambda: work.ended >= 3)
    await heart.stop()


async def test_a_ring_works_at_once() -> None:
    work = Work()
    heart = Heartbeat(work, every=NEVER)
    heart.start()
    heart.ring()
    await until(lambda: work.ended == 1)
    await heart.stop()


async def test_a_ring_before_the_start_is_heard_at_the_start() -> None:
    work = Work()
    heart = Heartbeat(work, every=NEVER)
    heart.ring()
    heart.start()
    await until(lambda: work.ended == 1)
    await heart.stop()


async def test_rings_during_the_work_make_exactly_one_more_run() -> None:
    work = Work()
    work.gate.clear()
    heart = Heartbeat(work, every=NEVER)
    heart.start()
    heart.ring()
    await until(lambda: work.begun == 1)
    for _ in range(5):
        heart.ring()
        await asyncio.sleep(0)
    work.gate.set()
    await until(lambda: work.ended == 2)
    await asyncio.sleep(0.05)
    assert (work.begun, work.ended) == (2, 2)
    await heart.stop()


async def test_many_rings_at_rest_make_one_run() -> None:
    work = Work()
    heart = Heartbeat(work, every=NEVER)
    heart.start()
    for _ in range(5):
        heart.ring()
    await until(lambda: work.ended == 1)
    await asyncio.sleep(0.05)
    assert work.begun == 1
    await heart.stop()


async def test_a_ring_from_another_thread_is_heard() -> None:
    work = Work()
    heart = Heartbeat(work, every=NEVER)
    heart.start()
    await asyncio.to_thread(heart.ring)
    await until(lambda: work.ended == 1)
    await heart.stop()


async def test_work_longer_than_the_interval_is_never_run_twice_at_a_time() -> None:
    together = most = runs = 0

    async def slow() -> None:
        nonlocal together, most, runs
        together += 1
        most = max(most, together)
        await asyncio.sleep(0.05)
        together -= 1
        runs += 1

    heart = Heartbeat(slow, every=timedelta(milliseconds=10))
    heart.start()
    heart.ring()
    await until(lambda: runs >= 3)
    await heart.stop()
    assert most == 1


async def test_after_an_error_the_next_beat_still_comes(caplog: pytest.LogCaptureFixture) -> None:
    runs = 0

    async def broken() -> None:
        nonlocal runs
        runs += 1
        raise OSError("the database is gone")

    heart = Heartbeat(broken, every=OFTEN)
    heart.start()
    with caplog.at_level(logging.ERROR, logger="adapters.heartbeat"):
        await until(lambda: runs >= 2)
    await heart.stop()
    assert "the database is gone" in caplog.text


async def test_stop_waits_for_the_work_that_is_going_on() -> None:
    work = Work()
    work.gate.clear()
    heart = Heartbeat(work, every=NEVER)
    heart.start()
    heart.ring()
    await until(lambda: work.begun == 1)
    stopping = asyncio.create_task(heart.stop())
    await asyncio.sleep(0.02)
    assert not stopping.done()
    work.gate.set()
    await stopping
    assert work.ended == 1


async def test_work_that_takes_too_long_at_the_stop_is_broken_off() -> None:
    work = Work()
    work.gate.clear()
    heart = Heartbeat(work, every=NEVER)
    heart.start()
    heart.ring()
    await until(lambda: work.begun == 1)
    await heart.stop(patience=timedelta(milliseconds=20))
    work.gate.set()
    await asyncio.sleep(0.02)
    assert work.ended == 0


async def test_after_stop_nothing_runs() -> None:
    work = Work()
    heart = Heartbeat(work, every=OFTEN)
    heart.start()
    await until(lambda: work.ended >= 1)
    await heart.stop()
    before = work.begun
    heart.ring()
    await asyncio.sleep(0.06)
    assert work.begun == before


async def test_stop_without_start_is_no_trouble() -> None:
    await Heartbeat(Work(), every=NEVER).stop()


async def test_the_daily_work_runs_at_the_start_and_its_error_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    work, days = Work(), 0

    async def daily() -> None:
        nonlocal days
        days += 1
        raise OSError("the disk is full")

    heart = Heartbeat(work, every=OFTEN, daily=daily)
    heart.start()
    await until(lambda: days == 1 and work.ended >= 2)
    await heart.stop()
    assert (days, "the disk is full" in caplog.text) == (1, True)
