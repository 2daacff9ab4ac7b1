"""The far side of the wire: an https server that answers as it is told."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiohttp import web

CALENDAR = "\r\n".join(
    (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a test//EN",
        "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z", "DTSTART:20261124T090000Z", "DTEND:20261124T100000Z",
        "SUMMARY:The dentist", "END:VEVENT", "END:VCALENDAR", "",
    )
).encode()  # fmt: skip

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """`paths` says what answers where; `asked` is every request that came."""

    def __init__(self, tls: ssl.SSLContext, host: str = "127.0.0.1") -> None:
        self._tls, self._host = tls, host
        self.paths: dict[str, Answer] = {}
        self.asked: list[web.Request] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, 0, ssl_context=self._tls)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def url(self, path: str = "/secret.ics", host: str = "calendar.test") -> str:
        return f"https://{host}:{self.port}{path}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        answer = self.paths.get(request.path)
        return await answer(request) if answer else web.Response(status=404)

    def says(
        self, body: bytes = CALENDAR, *, path: str = "/secret.ics", status: int = 200, kind: str = "text/calendar",
        **headers: str,
    ) -> None:  # fmt: skip
        """Header names are written with underscores."""

        async def answer(request: web.Request) -> web.StreamResponse:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(body=body, status=status, headers={"Content-Type": kind, **named})

        self.paths[path] = answer

    def points(self, to: str, *, path: str = "/secret.ics", status: int = 302) -> None:
        self.says(b"", path=path, status=status, Location=to)

    def drips(self, *, path: str = "/secret.ics") -> None:
        """A little, again and again, without end."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/calendar"})
            await response.prepare(request)
            while True:
                await response.write(b"X")
                await asyncio.sleep(0.02)

        self.paths[path] = answer

    def pours(self, total: int, *, path: str = "/secret.ics") -> None:
        """`total` bytes, without saying so beforehand."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/calendar"})
            await response.prepare(request)
            for _ in range(total // 65536):
                await response.write(b"X" * 65536)
            return response

        self.paths[path] = answer
