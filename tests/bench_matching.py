"""How long a search for mentors takes, beside a bare index of three-letter runs over the same mentors, and what
starting to match costs: a part of `make bench`.

A mentor has a headline and three topics, each of names of occupations and skills put together; requests are names with
a typo, in a sentence."""

import random
import subprocess
import sys
from collections.abc import Callable
from statistics import quantiles
from time import perf_counter, process_time

from bot.domain import matching
from tests.matching.measuring import ThreeLetters

SIZES = (1_000, 10_000, 100_000)
REQUESTS = 100
ALLOWED_MS, ALLOWED_TIMES, ALLOWED_START_MS, ALLOWED_MB = 20, 8, 1000, 250
PLACES = "a hospital|a bank|a startup|the city|a school|my own company|a charity|the government".split("|")

START = """
import resource, time
begun = time.perf_counter()
from bot.domain import matching
matching.vocabulary()
taken = time.perf_counter() - begun
print(taken * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    start, megabytes = map(float, done.stdout.split())
    print(f"\nfinding mentors: start {start:.0f} ms (allowed {ALLOWED_START_MS}),", end=" ")
    print(f"{megabytes:.0f} MB (allowed {ALLOWED_MB})")
    print(f"{'mentors':>9}{'taken':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'bare':>10}{'times':>7}{'change':>13}")
    for size in SIZES:
        row(size)
    print(f"allowed: p95 {ALLOWED_MS} ms at 10,000; {ALLOWED_TIMES} times the CPU of the bare index")


def row(size: int) -> None:
    chance = random.Random(size)
    labels = [label for concept in matching.vocabulary().concepts for label in concept.labels]
    profiles = [
        matching.Profile(f"{chance.choice(labels)} at {chance.choice(PLACES)}", tuple(chance.sample(labels, 3)))
        for _ in range(size)
    ]
    index = matching.Index(matching.vocabulary())
    begun = perf_counter()
    for at, profile in enumerate(profiles):
        index.put(at, profile)
    taken = perf_counter() - begun
    requests = [f"how do I become a {typo(chance.choice(labels), chance)}?" for _ in range(REQUESTS)]
    bare = ThreeLetters([{"title": profile.headline, "skills": profile.topics} for profile in profiles])
    index.search(requests[0], 5)
    wall, cpu = timed(lambda request: index.search(request, 5), requests)
    _, floor = timed(lambda request: bare.rank(request, 5), requests)
    change, _ = timed(lambda topic: index.put(0, matching.Profile("Somebody new", (topic,))), requests)
    cuts = quantiles(wall, n=20)
    print(
        f"{size:9,}{taken:9.1f}s{cuts[9]:9.2f}{cuts[18]:9.2f}{cpu:9.2f}{floor:10.2f}{cpu / floor:7.1f}"
        f"{quantiles(change, n=20)[18]:13.2f}"
    )


def typo(label: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(label)) if len(label) > 1 else 0
    return label[: at - 1] + label[at : at + 1] + label[at - 1 : at] + label[at + 1 :] if at else label


def timed(doing: Callable[[str], object], requests: list[str]) -> tuple[list[float], float]:
    """Milliseconds of each, and the CPU's on average."""
    taken: list[float] = []
    cpu = process_time()
    for request in requests:
        begun = perf_counter()
        doing(request)
        taken.append((perf_counter() - begun) * 1000)
    return taken, (process_time() - cpu) * 1000 / len(requests)


if __name__ == "__main__":
    main()
