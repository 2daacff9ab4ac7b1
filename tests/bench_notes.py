"""How long a note is read for, and what starting to read costs: the second half of `make bench`.

A note is 1,500 characters of the texts that the rules are tuned on. Warm means that half of the texts of the language
were read before, none of them one that is timed."""

import subprocess
import sys
from collections.abc import Callable
from itertools import count
from statistics import median, quantiles
from time import perf_counter

from bot.domain.etiquette.gratitude import read_thanks
from bot.domain.etiquette.reading import read_request
from tests.judge.texts import REQUEST, THANKS, load

LONG = 1500
ALLOWED_MS, ALLOWED_START_MS, ALLOWED_MB = 5, 300, 150

START = """
import resource, time
def used(): return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 2**20
import bot.domain.chats
before, begun = used(), time.perf_counter()
from bot.domain.etiquette.reading import read_request
read_request("How did you choose this work? Thank you!")
print((time.perf_counter() - begun) * 1000, used() - before)
"""


def notes(language: str, kind: str) -> list[str]:
    texts = [text.text for text in load("tune", kind) if text.language == language]
    made = []
    for start in range(len(texts)):
        note = ""
        for at in count(start):
            note += texts[at % len(texts)] + "\n"
            if len(note) >= LONG:
                break
        made.append(note[:LONG])
    return made


def milliseconds(language: str, kind: str) -> tuple[list[float], list[float]]:
    """Of notes that are new, and of the same notes again: what the reader has met before costs less."""
    read = read_thanks if kind == THANKS else read_request
    every = notes(language, kind)
    half = len(every) // 2
    for note in every[:half]:
        read(note)
    new = every[half + LONG // 100 :]
    return [_timed(read, note) for note in new], [_timed(read, note) for note in new]


def _timed(read: Callable[[str], object], note: str) -> float:
    begun = perf_counter()
    read(note)
    return (perf_counter() - begun) * 1000


def main() -> None:
    print(f"\nReading a note of {LONG} characters; milliseconds, warm: the middle one, and what one in twenty takes.\n")
    for language, kind in (("en", REQUEST), ("es", REQUEST), ("en", THANKS)):
        for how, taken in zip(("new", "again"), milliseconds(language, kind), strict=True):
            middle, slow = median(taken), quantiles(taken, n=20)[-1]
            name = f"{language}, {kind}, {how}"
            print(f"{name:<32} {middle:>7.1f} {slow:>8.1f}   {middle / ALLOWED_MS:>6.0%} of {ALLOWED_MS} ms")
    told = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout.split()
    start, size = float(told[0]), float(told[1])
    print(
        f"{'the first note of a process':<32} {start:>7.0f} ms {start / ALLOWED_START_MS:>15.0%}"
        f" of {ALLOWED_START_MS} ms"
    )
    print(f"{'memory for it':<32} {size:>7.0f} MB {size / ALLOWED_MB:>15.0%} of {ALLOWED_MB} MB")


if __name__ == "__main__":
    main()
