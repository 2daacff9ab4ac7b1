"""Reading a calendar behind a link: fetched here, read in a process of its own that may be killed."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import bot.boundary
from adapters.calendars.fetch import Fetcher
from bot.boundary.ports import Reading, Span, Trouble, Unread

CHILD = "bot.domain.feeds.child"
SECONDS = 10.0
"""After which the reader is killed. It gives itself less, of computing; this is for one that only waits."""
MOST_TOLD = 8 * 1024 * 1024
"""Bytes of the reader's answer: more than a feed of the largest size can say."""
ROOT = Path(bot.boundary.__file__).parents[2]
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT", "TMPDIR")
"""What Python needs to start. Nothing else of the environment: tokens and keys are there."""


@dataclass(frozen=True)
class SecretFeeds:
    """See `bot.boundary.ports.Feeds`. One calendar is read at a time, because a hostile one may take much memory."""

    fetcher: Fetcher
    seconds: float = SECONDS
    _one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1), repr=False)

    async def read(
        self, link: str, *, zone: str, owner: str, since: datetime, until: datetime, etag: str = "", modified: str = ""
    ) -> Reading | None:
        fetched = await self.fetcher.fetch(link, etag=etag, modified=modified)
        if fetched.body is None:
            return None
        asked = {"zone": zone, "owner": owner or None, "since": since.isoformat(), "until": until.isoformat()}
        async with self._one:
            busy = await self._busy(json.dumps(asked).encode() + b"\n" + fetched.body)
        return Reading(tuple(busy), fetched.etag, fetched.modified)

    async def _busy(self, given: bytes) -> Sequence[Span]:
        try:
            async with asyncio.timeout(self.seconds):
                told = await _told(given)
        except TimeoutError:
            raise Unread(Trouble.ENDLESS) from None
        if told is None:
            raise Unread(Trouble.ENDLESS)
        try:
            answer = json.loads(told)
            if answer["status"] == "ok":
                return [(_moment(start), _moment(end)) for start, end in answer["busy"]]
            endless = answer["status"] == "endless"
        except (ValueError, KeyError, TypeError):
            endless = False
        raise Unread(Trouble.ENDLESS if endless else Trouble.UNREADABLE)


async def _told(given: bytes) -> bytes | None:
    """What the reader says; None when it was ended for taking too much, or says too much."""
    reader = await asyncio.create_subprocess_exec(
        sys.executable, "-m", CHILD, cwd=ROOT, env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert reader.stdin is not None
        assert reader.stdout is not None
        try:
            reader.stdin.write(given)
            await reader.stdin.drain()
            reader.stdin.close()
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has ended already; its answer says why
        told = bytearray()
        while part := await reader.stdout.read(1 << 16):
            told += part
            if len(told) > MOST_TOLD:
                return None
        code = await reader.wait()
        return None if code < 0 else bytes(told) if code == 0 else b""
    finally:
        if reader.returncode is None:
            reader.kill()
            await reader.wait()


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)
