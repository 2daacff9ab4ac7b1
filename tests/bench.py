"""How fast a person is answered and a nudge is delivered, on each database: `make bench`.

The desk, the delivery and the database are the real ones; only the platform is missing. A platform waits three seconds
for an answer, so the slowest of the answers is the number to watch."""

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bot.boundary.commands import MyChats
from storage import open_storage
from tests import databases
from tests.town import Town, request

PAIRS = 60
AT_ONCE = 20


class Stopwatch:
    """Seconds by what was done."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    async def time(self, what: str, doing: Awaitable[object]) -> None:
        begun = perf_counter()
        await doing
        self.taken.setdefault(what, []).append(perf_counter() - begun)

    def report(self) -> Iterator[str]:
        for what, taken in self.taken.items():
            middle, slow = median(taken) * 1000, quantiles(taken, n=20)[-1] * 1000
            yield f"{what:<34} {len(taken):>4} times  {middle:>7.1f} ms  {slow:>7.1f} ms  {max(taken) * 1000:>7.1f} ms"


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


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    with addresses() as each:
        for name, address in each.items():
            watch = Stopwatch()
            rate = asyncio.run(live(address, watch))
            print(f"\n{name:<34}             {'middle':>7}     {'1 in 20':>7}     {'slowest':>7}")
            print("\n".join(watch.report()))
            print(f"{'nudges delivered':<34} {rate:>4.0f} a second")


if __name__ == "__main__":
    main()
