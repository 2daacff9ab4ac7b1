"""The whole bot as `python -m bot run --only playground` (or another part) makes it, in a process of its own
that can be ended and started again on the same files."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Bot:
    folder: Path
    database_url: str
    only: str = "playground"
    more: Mapping[str, str] = field(default_factory=dict)
    """Further settings."""
    process: asyncio.subprocess.Process | None = None
    url: str = ""

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    async def start(self) -> None:
        port = self.url.rpartition(":")[2] or "0"
        settings = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.database_url,
            "PORT": port,
            "BEAT_SECONDS": "0.2",
            **self.more,
        }
        with (self.folder / "log").open("a") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--only", self.only,
                cwd=self.folder, env=settings, stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self.process.stdout is not None
        welcome = (await asyncio.wait_for(self.process.stdout.readline(), 60)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", welcome)
        assert found, welcome + self.log
        self.url = found[0]

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """SIGKILL leaves it no time to save anything."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(by)
            await asyncio.wait_for(self.process.wait(), 30)


@asynccontextmanager
async def running(folder: Path, database_url: str, only: str = "playground", **more: str) -> AsyncIterator[Bot]:
    bot = Bot(folder, database_url, only, more)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop(signal.SIGKILL)
