"""`python -m tests.race`: thousands of tries for the same half-hours on each database, with processes that are killed,
beside the same race run by who looks first and then writes. Says how fast a try is, and on which machine."""

import argparse
import asyncio
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from tests import databases
from tests.race import course


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.race", description=__doc__)
    asked.add_argument("--processes", type=int, default=4)
    asked.add_argument("--rounds", type=int, default=250, help="in each, all processes begin at the same instant")
    asked.add_argument("--tries", type=int, default=4, help="of each process in each round")
    asked.add_argument("--kills", type=int, default=5, help="processes that are ended with SIGKILL while they try")
    asked.add_argument("--only", choices=databases.KINDS)
    options = asked.parse_args()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()}")
    lost = False
    for kind in [options.only] if options.only else databases.KINDS:
        with _database(kind) as url:
            lost |= asyncio.run(_race(kind, url, options))
    return int(lost)


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="half-hour-race-") as folder:
            yield f"sqlite:///{databases.migrated_sqlite(Path(folder))}"
        return
    with databases.running_postgres() as server:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            databases.wait_for(server.run(f"ALTER SYSTEM SET {setting} = on"))  # as it is for members
        databases.wait_for(server.run("SELECT pg_reload_conf()"))
        with server.database() as url:
            yield url


async def _race(kind: str, url: str, options: argparse.Namespace) -> bool:
    """Whether anybody was booked twice, or was given more than they want."""
    await course.prepare(url)
    size = {"processes": options.processes, "rounds": options.rounds, "tries": options.tries}
    total = options.processes * options.rounds * options.tries
    with tqdm(total=total, desc=kind, unit="try", disable=None) as bar:
        race = await course.run(url, arm="real", kills=options.kills, step=bar.update, **size)
    truth = await course.truth(url, rounds=options.rounds)
    size["rounds"] = max(options.rounds // 4, 1)
    with tqdm(total=total // 4, desc=f"{kind}, control", unit="try", disable=None) as bar:
        control = await course.run(url, arm="naive", step=bar.update, **size)
    doubles = await course.naive_doubles(url)
    answers = ", ".join(f"{result} {n:,}" for result, n in race.told.most_common())
    print(f"\n{kind}: {race.tries:,} tries by {options.processes} processes, {race.kills} of them killed")
    print(f"  {race.tries / race.seconds:,.0f} tries/s; a try: {_took(race.took)}")
    print(f"  from a press to the card that answers it: {_took(race.pressed)}")
    print(f"  answers: {answers}; of {race.lost} tries nobody knows the end, their process was killed")
    print(f"  {truth.live:,} bookings live; booked twice {truth.doubles}, too little rest {truth.restless}, ", end="")
    print(f"over a limit {truth.over}, cells that differ {truth.stray}")
    print(f"  control, {control.tries:,} tries that look and then write: booked twice {doubles:,}")
    return bool(truth.doubles or truth.restless or truth.over or truth.stray or not doubles)


def _took(took: list[float]) -> str:
    p50, p99, longest = (course.percentile(took, part) for part in (0.5, 0.99, 1))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {longest:.1f} ms"


if __name__ == "__main__":
    raise SystemExit(main())
