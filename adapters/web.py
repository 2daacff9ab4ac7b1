"""The web server: the routes of the surfaces, and /healthz."""

import contextlib
import socket
from collections.abc import Callable, Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

GRACE = 3
"""Seconds for the requests that are going on when the server is asked to stop."""


class Web:
    """Takes the port at once, and raises OSError if it cannot; who calls meanwhile waits until `serve`."""

    def __init__(self, routes: Sequence[BaseRoute], *, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=128)
        self.host = host
        self.port = int(self._socket.getsockname()[1])
        """Another one than asked for, when that was 0."""
        self._server = _Server(
            uvicorn.Config(
                Starlette(routes=[Route("/healthz", healthz), *routes]),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE,
            )
        )

    @property
    def address(self) -> str:
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    async def serve(self, opened: Callable[[], None]) -> None:
        """Until `stop`; calls `opened` when requests are answered."""
        self._server.opened = opened
        await self._server.serve(sockets=[self._socket])

    def stop(self) -> None:
        self._server.should_exit = True

    def close(self) -> None:
        """For a server that never came to serve."""
        self._socket.close()


async def healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


class _Server(uvicorn.Server):
    """Leaves signals to `main`, and says when it is open."""

    opened: Callable[[], None]

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.opened()
