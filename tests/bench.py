"""How fast a person is answered and a nudge is delivered, on each database: `make bench`.

The desk, the delivery and the database are the real ones; only the platform is missing. A platform waits three seconds
for an answer, so the slowest of the answers is the number to watch."""

import asyncio
import logging
import os
import platform
import tempfile
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bot.boundary.commands import MyChats
from storage import open_storage
from tests import bench_hours, bench_matching, bench_notes, bench_rounds, databases
from tests.town import Town, request

PAIRS = 60
AT_ONCE = 20
PLATFORM_WAITS_MS = 3000


class Stopwatch:
    """Seconds by what was done."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    async def time(self, what: str, doing: Awaitable[object]) -> None:
        begun = perf_counter()
        await doing
        self.taken.setdefault(what, []).append(perf_counter() - begun)

    def middle(self, what: str) -> float:
        return median(self.taken[what]) * 1000

    def slow(self, what: str) -> float:
        """What one in twenty takes at least, in milliseconds."""
        return quantiles(self.taken[what], n=20)[-1] * 1000


async def live(address: str, watch: Stopwatch) -> float:
    """A busy day in one community. Returns nudges delivered in a second."""
    storage = open_storage(address, secret_key="a secret key for the bench only")
    town = Town(storage)
    deliver, town.deliver = town.deliver, _later  # type: ignore[method-assign]
    mentors = [await town.mentor(f"Maya{n}") for n in range(PAIRS)]
    mentees = [town.citizen(f"Jo{n}") for n in range(PAIRS)]
    for jo, maya in zip(mentees, mentors, strict=True):
        await watch.time("ask: the form and the request", request(jo, maya))
    for jo in mentees:
        await watch.time("/my-chats", jo.does(MyChats()))
        await watch.time("/find-mentor", jo.types("find-mentor", words="product management"))
    await deliver()
    for maya in mentors:
        await watch.time("accept: one press", maya.picks())
    await asyncio.gather(*(watch.time(f"/my-chats, {AT_ONCE} at once", jo.does(MyChats())) for jo in mentees[:AT_ONCE]))
    before, begun = town.post.sends, perf_counter()
    await deliver()
    rate = (town.post.sends - before) / (perf_counter() - begun)
    await storage.close()
    return rate


async def _later() -> None:
    """Deliveries are timed on their own."""


@contextmanager
def addresses() -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(databases.running_postgres())
        yield {
            "SQLite": databases.copy_sqlite(databases.migrated_sqlite(folder), folder),
            "PostgreSQL": stack.enter_context(server.database()),
        }


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    watches: dict[str, Stopwatch] = {}
    rates: dict[str, float] = {}
    with addresses() as each:
        for name, address in each.items():
            watches[name] = Stopwatch()
            rates[name] = asyncio.run(live(address, watches[name]))
    one, other = watches["SQLite"], watches["PostgreSQL"]
    print(f"On {machine()}. Milliseconds: the middle one, and what one in twenty takes at least.\n")
    print(f"{'':<32} {'SQLite':>16} {'PostgreSQL':>18} {'ratio':>7}   of the platform's 3 s")
    for what in one.taken:
        share = max(one.slow(what), other.slow(what)) / PLATFORM_WAITS_MS
        print(
            f"{what:<32} {one.middle(what):>7.1f} {one.slow(what):>8.1f} {other.middle(what):>9.1f} "
            f"{other.slow(what):>8.1f} {other.middle(what) / one.middle(what):>7.2f}   {share:>6.1%}"
        )
    lite, post = rates["SQLite"], rates["PostgreSQL"]
    print(f"{'nudges delivered in a second':<32} {lite:>16.0f} {post:>18.0f} {post / lite:>7.2f}")
    bench_notes.main()
    bench_hours.main()
    bench_matching.main()
    bench_rounds.main()


if __name__ == "__main__":
    main()
