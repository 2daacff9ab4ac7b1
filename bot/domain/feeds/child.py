"""Reads one feed in a process of its own, which whoever started it may kill: `python -m bot.domain.feeds.child`.

In: one line of JSON, {"zone": IANA name, "owner": e-mail address or null, "since": ISO time, "until": ISO time}, then
the bytes of the feed up to the end of input. Out: one line of JSON, {"status": "ok", "busy": [[start, end], ...]} with
ISO times in UTC, or {"status": "error", "why": words for the log}, with "endless" instead of "error" for what would
take too long. No word of the calendar is in it. Anything else (an exit code other than 0, no line, a signal) is an
error too."""

import gc
import json
import sys
from datetime import datetime
from typing import BinaryIO, TextIO

from bot.domain.feeds.reading import NotACalendar, busy
from bot.domain.feeds.stream import LARGEST, TooMuch

SECONDS = 8
"""Of computing, after which the system ends the process."""
MEMORY = 600_000_000
"""Bytes of address space: what the largest feed needs several times over."""
HEADER = 4096
"""Bytes of the first line."""


def confine() -> None:
    """Bounds what this process can take. Windows has no such limits: there whoever waits has to end it."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS has no limit of the address space; a container may have a lower one
            continue


def answer(given: BinaryIO) -> dict[str, object]:
    """What is to be printed for an input."""
    asked = json.loads(given.readline(HEADER))
    feed = given.read(LARGEST + 1)
    since, until = datetime.fromisoformat(asked["since"]), datetime.fromisoformat(asked["until"])
    try:
        spans = busy(feed, zone=asked["zone"], owner=asked["owner"], since=since, until=until)
    except TooMuch as error:
        return {"status": "endless", "why": str(error)}
    except NotACalendar as error:
        return {"status": "error", "why": str(error)}
    except MemoryError:
        return {"status": "error", "why": "it takes too much memory"}
    return {"status": "ok", "busy": [[start.isoformat(), end.isoformat()] for start, end in spans]}


def main(given: BinaryIO, told: TextIO) -> None:
    confine()
    gc.disable()  # nothing here goes in circles, and the process is short-lived
    json.dump(answer(given), told)
    told.write("\n")


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout)
