"""A small Discord on loopback: REST and a gateway, for what is between the client and the wire."""

import asyncio
import json
import re
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

BOT = {"id": "111", "username": "half-hour", "discriminator": "0000", "avatar": None, "bot": True}
JO = {"id": "42", "username": "jo", "global_name": "Jo", "discriminator": "0", "avatar": None}
GUILD = "500"
LOST = (0, None)
"""Instead of an answer: the connection drops after the request has arrived."""
Hook = Callable[[str, str], tuple[int, Any] | None]


@dataclass
class FakeDiscord:
    """`hook(method, path)` may answer instead: (status, JSON). `asked` is every request: (method, path, JSON)."""

    port: int = 0
    hook: Hook = lambda method, path: None
    slow: Callable[[str], float] = lambda path: 0.0
    """Seconds that an answer to this path takes."""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    registered: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    identified: list[dict[str, Any]] = field(default_factory=list)
    closes: int = 0
    """A code with which the gateway closes instead of being ready."""
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    _socket: Any = None
    _serial: int = 1

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gw/"

    def said(self, ending: str, method: str = "POST") -> list[Any]:
        return [body for verb, path, body in self.asked if verb == method and path.endswith(ending)]

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(true)

    async def interaction(self, type: int, data: dict[str, Any], *, id: str, **more: Any) -> None:
        """As the gateway tells of one, in a direct message with Jo unless `more` says otherwise."""
        await self._send(
            "INTERACTION_CREATE",
            {
                "id": id, "application_id": "111", "type": type, "token": f"tok{id}", "version": 1, "data": data,
                "channel_id": "900", "channel": {"id": "900", "type": 1, "recipients": []}, "user": JO,
                "locale": "es-ES", "entitlements": [], "authorizing_integration_owners": {}, "context": 1,
                "app_permissions": "0", "attachment_size_limit": 10485760, **more,
            },
        )  # fmt: skip

    # -- REST

    async def rest(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/api/v10")
        body = None
        if "json" in request.content_type:
            body = await request.json()
        elif "multipart" in request.content_type:
            body = json.loads(str((await request.post())["payload_json"]))
        async with self.came:
            self.asked.append((request.method, path, body))
            self.came.notify_all()
        await asyncio.sleep(self.slow(path))
        status, made = self.hook(request.method, path) or self._answer(request.method, path, body)
        if not status and request.transport:
            request.transport.abort()
        # discord.py reads only exactly this content type as JSON
        return web.Response(
            body=json.dumps(made).encode(), status=status or 200, headers={"Content-Type": "application/json"}
        )

    def _answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        match method, path:
            case "GET", "/users/@me":
                return 200, BOT
            case "GET", "/oauth2/applications/@me" | "/applications/@me":
                return 200, APPLICATION
            case "GET", "/applications/111/commands":
                return 200, self.registered
            case "PUT", "/applications/111/commands":
                self.registered = body
                return 200, body
            case "GET", "/guilds/500":
                return 200, {"id": GUILD, "name": "Career Friends"}
            case "GET", "/guilds/500/members/search":
                return 200, self.members
            case "GET", one if found := re.fullmatch(r"/guilds/500/members/(\d+)", one):
                fitting = [member for member in self.members if member["user"]["id"] == found[1]]
                return (200, fitting[0]) if fitting else (404, {"code": 10007, "message": "Unknown Member"})
            case "POST", "/users/@me/channels":
                return 200, {"id": "900", "type": 1, "last_message_id": None, "recipients": [JO]}
            case "POST", "/channels/900/messages":
                return 200, message("5000")
            case "PATCH", one if one.endswith("/messages/@original"):
                return 200, message("5001")
            case "POST", one if one.endswith("/callback"):
                return 200, {"interaction": {"id": "1", "type": 2}}
        return 404, {"code": 0, "message": "404: Not Found"}

    # -- the gateway

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = web.WebSocketResponse()
        self._squeeze = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        await self._socket.prepare(request)
        await self._write({"op": 10, "d": {"heartbeat_interval": 45000}, "s": None, "t": None})
        async for frame in self._socket:
            heard = json.loads(frame.data)
            if heard["op"] == 2 and self.closes:
                await self._socket.close(code=self.closes)
            elif heard["op"] == 2:
                ready = {
                    "v": 10, "user": BOT, "guilds": [], "session_id": "s", "resume_gateway_url": self.gateway,
                    "application": {"id": "111", "flags": 0},
                }  # fmt: skip
                await self._send("READY", ready)
                async with self.came:
                    self.identified.append(heard["d"])
                    self.came.notify_all()
            elif heard["op"] == 1:
                await self._write({"op": 11, "d": None, "s": None, "t": None})
        return self._socket

    async def _send(self, event: str, data: Any) -> None:
        self._serial += 1
        await self._write({"op": 0, "s": self._serial, "t": event, "d": data})

    async def _write(self, frame: Any) -> None:
        written = json.dumps(frame).encode()
        if self._squeeze:
            flushed = self._squeeze.compress(written) + self._squeeze.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(flushed)
        else:
            await self._socket.send_str(written.decode())


APPLICATION: dict[str, Any] = {
    "id": "111", "name": "Half Hour", "icon": None, "description": "", "summary": "", "bot_public": True,
    "bot_require_code_grant": False, "verify_key": "00", "flags": 0, "team": None, "tags": [], "hook": True,
    "owner": JO,
}  # fmt: skip


def message(id: str) -> dict[str, Any]:
    return {
        "id": id, "channel_id": "900", "author": BOT, "content": "", "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 1 << 15,
    }  # fmt: skip


@asynccontextmanager
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    fake = FakeDiscord()
    app = web.Application()
    app.router.add_get("/gw/", fake.socket)
    app.router.add_route("*", "/api/v10/{rest:.*}", fake.rest)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.port = runner.addresses[0][1]
    try:
        yield fake
    finally:
        await runner.cleanup()
