"""Slack's side of the wire: a Web API on loopback that keeps messages and views, refuses what Slack would refuse, and
people who type, press and fill in. The same people reach the bot over signed requests or over Socket Mode.

    async with FakeSlack() as slack:
        surface = Slack(..., api_base_url=slack.api_base_url, signing_secret=slack.signing_secret)
        slack.calls_on(Starlette(routes=surface.routes))      # nothing to do for Socket Mode
        jo = slack.person("U0JO", "jo")
        await jo.command("/request-chat", "<@U0MAYA|maya>")
        await jo.submit({"topic": "Design"})
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import httpx
from aiohttp import WSMsgType, web

from tests.adapters.slack.limits import HOME, block_complaints, message_complaints, view_complaints
from tests.adapters.slack.user import SlackUser, labels, reads

Json = dict[str, Any]
PATIENCE = 5.0


@dataclass
class Message:
    """One message as a person sees it."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    to: str
    ephemeral: bool = False
    response_url: str = ""

    @property
    def words(self) -> str:
        """Everything readable in it."""
        return reads({"blocks": self.blocks})

    @property
    def buttons(self) -> list[str]:
        return labels(self.blocks)


@dataclass
class Trouble:
    """What the next call of a method meets instead of an answer."""

    error: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    page: str = ""
    """A page of some proxy, in Slack's place."""
    wait: float = 0.0
    """Seconds before the usual answer."""


class FakeSlack:
    """One workspace (T1), or with `org` an organisation that installed the bot as a whole."""

    signing_secret = "a-signing-secret"
    bot_token = "xoxb-fake"
    app_token = "xapp-fake"

    def __init__(self, *, team: str = "T1", org: str = "") -> None:
        self.team, self.org = team, org
        self.calls: list[tuple[str, Json]] = []
        self.people: dict[str, Json] = {}
        self.users: dict[str, SlackUser] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.complaints: list[str] = []
        self.changes: defaultdict[str, int] = defaultdict(int)
        """How often each person's screen changed."""
        self._troubles: defaultdict[str, list[Trouble]] = defaultdict(list)
        self._triggers: dict[str, tuple[str, float]] = {}
        self._hooks: dict[str, tuple[str, int, str]] = {}
        self._numbers = count(1)
        self._doors: list[httpx.AsyncClient] = []
        self._sent: tuple[str, Json] = ("", {})
        self._socket: web.WebSocketResponse | None = None
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self._runner: web.AppRunner | None = None
        self.address = ""

    # -- set-up ----------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> "FakeSlack":
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{hook}", self._hook)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/socket", self._websocket)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for door in self._doors:
            await door.aclose()
        if self._socket and not self._socket.closed:
            await self._socket.close()
        if self._runner:
            await self._runner.cleanup()
        if kind is None:
            assert not self.complaints, self.complaints

    @property
    def api_base_url(self) -> str:
        return f"http://{self.address}/api/"

    def calls_on(self, door: Any) -> None:
        """An ASGI application, or the address (http://127.0.0.1:8080) of a running process."""
        where: dict[str, Any] = {"base_url": door, "trust_env": False}
        if not isinstance(door, str):
            where = {"base_url": "http://bot.test", "transport": httpx.ASGITransport(app=door)}
        self._doors.append(httpx.AsyncClient(**where))

    @property
    def door(self) -> httpx.AsyncClient:
        """Where signed requests go: to what was named last."""
        return self._doors[-1]

    def person(self, id: str, name: str = "", **known: Any) -> SlackUser:
        """Somebody of the workspace; `known` goes into the user object (tz, locale, is_admin, deleted ...)."""
        self.people[id] = {
            "id": id, "name": name or id.lower(), "profile": {"display_name": name, "real_name": name.title()},
            "tz": "Europe/Berlin", "locale": "en-GB", "team_id": self.team, **known,
        }  # fmt: skip
        self.users[id] = SlackUser(self, id, name or id.lower())
        return self.users[id]

    def next(self, method: str, **trouble: Any) -> None:
        """The next call of this method meets this Trouble."""
        self._troubles[method].append(Trouble(**trouble))

    def called(self, method: str) -> list[Json]:
        return [body for name, body in self.calls if name == method]

    async def until(self, true: Callable[[], object], patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not true():
            assert time.monotonic() < end, f"nothing came of it; calls: {[name for name, _ in self.calls]}"
            await asyncio.sleep(0.005)

    async def quiet(self, moment: float = 0.04) -> None:
        """Until no call has come for a moment."""
        seen = -1
        while seen != len(self.calls):
            seen = len(self.calls)
            await asyncio.sleep(moment)

    # -- towards the bot -------------------------------------------------------------------------------------------

    async def send(self, kind: str, payload: Json) -> tuple[int, Json]:
        """`kind` is Socket Mode's: slash_commands, interactive or events_api. Gives the status and the answer."""
        self._sent = kind, payload
        if not self._doors:
            return await self._send_over_socket(kind, payload)
        if kind == "events_api":
            return await self.post(json.dumps(payload), content_type="application/json")
        fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return await self.post(urlencode(fields))

    async def again(self) -> tuple[int, Json]:
        """Sends the last thing once more, as Slack does when it did not hear in time that it arrived."""
        self.door.headers.update({"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
        return await self.send(*self._sent)

    async def post(
        self,
        body: str,
        *,
        content_type: str = "application/x-www-form-urlencoded",
        at: float | None = None,
        secret: str | None = None,
        signature: str = "",
    ) -> tuple[int, Json]:
        """A request with Slack's signature, or with another `secret` or `signature`, or of another time."""
        stamp = str(int(time.time() if at is None else at))
        key = (self.signing_secret if secret is None else secret).encode()
        signed = "v0=" + hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature or signed,
        }
        answer = await self.door.post("/slack/events", content=body.encode(), headers=headers)
        return answer.status_code, answer.json() if answer.text.startswith("{") else {}

    async def _send_over_socket(self, kind: str, payload: Json) -> tuple[int, Json]:
        await self.until(lambda: self._socket is not None and not self._socket.closed)
        assert self._socket is not None
        envelope = self.number("envelope")
        self._acks[envelope] = asyncio.get_running_loop().create_future()
        await self._socket.send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        )
        return 200, await asyncio.wait_for(self._acks[envelope], PATIENCE) or {}

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                told = json.loads(message.data)
                if (waiting := self._acks.get(told.get("envelope_id", ""))) and not waiting.done():
                    waiting.set_result(told.get("payload"))
        return socket

    # -- ids -------------------------------------------------------------------------------------------------------

    def number(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers)}"

    def trigger(self, user: str) -> str:
        """Opens one view, within three seconds."""
        id = f"{self.number('')}.trigger"
        self._triggers[id] = (user, time.monotonic())
        return id

    def hook(self, user: str, ts: str = "") -> str:
        """A response_url: five uses. `ts` is the message that `replace_original` replaces."""
        id = self.number("hook")
        self._hooks[id] = (user, 5, ts)
        return f"http://{self.address}/hooks/{id}"

    def where(self) -> Json:
        """The tenant as interactive payloads tell it: an organisation's have no team."""
        if self.org:
            return {"team": None, "enterprise": {"id": self.org, "name": "Org"}, "is_enterprise_install": True}
        return {"team": {"id": self.team, "domain": "t"}, "enterprise": None, "is_enterprise_install": False}

    def authorizations(self) -> list[Json]:
        return [{
            "enterprise_id": self.org or None, "team_id": None if self.org else self.team, "user_id": "U0BOT",
            "is_bot": True, "is_enterprise_install": bool(self.org),
        }]  # fmt: skip

    # -- the Web API -----------------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await self._body(request)
        self.calls.append((method, body))
        trouble = self._troubles[method].pop(0) if self._troubles[method] else Trouble()
        if trouble.drop:
            if request.transport:
                request.transport.close()
            return web.Response()
        await asyncio.sleep(trouble.wait)
        if trouble.page:
            return web.Response(text=trouble.page)
        if trouble.status >= 500:
            return web.Response(status=trouble.status, text="<html>oh</html>", content_type="text/html")
        if trouble.error:
            return web.json_response(_no(trouble.error), status=trouble.status, headers=dict(trouble.headers))
        answers: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": lambda _: {"url": f"ws://{self.address}/socket"},
            "users.info": self._info,
            "conversations.open": lambda told: {"channel": {"id": self.channel(told["users"])}},
            "chat.postMessage": self._post_message,
            "chat.update": self._update,
            "views.open": self._open,
            "views.update": self._update_view,
            "views.publish": self._publish,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._complete,
        }  # fmt: skip
        answer = answers[method](body) if method in answers else _no("unknown_method")
        return web.json_response({"ok": True, **answer})

    async def _body(self, request: web.Request) -> Json:
        if request.content_type == "application/json":
            return dict(await request.json())
        body: Json = {**request.query, **await request.post()}
        for name in ("blocks", "view", "files"):
            if isinstance(body.get(name), str):
                body[name] = json.loads(body[name])
        return body

    def _auth_test(self, _: Json) -> Json:
        org = {"enterprise_id": self.org, "is_enterprise_install": True} if self.org else {}
        return {"team_id": self.team, "user_id": "U0BOT", "bot_id": "B0BOT", "user": "half-hour", **org}

    def _info(self, body: Json) -> Json:
        return {"user": self.people[body["user"]]} if body["user"] in self.people else _no("user_not_found")

    def channel(self, user: str) -> str:
        return f"D{user[1:]}"

    def _post_message(self, body: Json) -> Json:
        to = body["channel"] if body["channel"] in self.people else f"U{body['channel'][1:]}"
        if to not in self.people:
            return _no("channel_not_found")
        if self.people[to].get("deleted"):
            return _no("user_disabled")
        if complaints := self._complain(message_complaints(body)):
            return _no("invalid_blocks", complaints)
        ts = f"17000{next(self._numbers):05d}.000100"
        self.messages[self.channel(to), ts] = Message(self.channel(to), ts, body["text"], body.get("blocks", []), to)
        self.changes[to] += 1
        return {"channel": self.channel(to), "ts": ts}

    def _update(self, body: Json) -> Json:
        message = self.messages.get((body["channel"], body["ts"]))
        if message is None:
            return _no("message_not_found")
        if complaints := self._complain(message_complaints(body)):
            return _no("invalid_blocks", complaints)
        message.text, message.blocks = body["text"], body.get("blocks", [])
        self.changes[message.to] += 1
        return {"channel": message.channel, "ts": message.ts}

    def _open(self, body: Json) -> Json:
        user, at = self._triggers.get(body["trigger_id"], ("", 0.0))
        if not user:
            return _no("invalid_trigger_id" if body["trigger_id"] not in self._triggers else "exchanged_trigger_id")
        if time.monotonic() - at > 3:
            return _no("expired_trigger_id")
        self._triggers[body["trigger_id"]] = ("", at)
        if complaints := self._complain(view_complaints(body["view"])):
            return _no("invalid_arguments", complaints)
        return {"view": self.show(user, body["view"])}

    def _update_view(self, body: Json) -> Json:
        old = self.views.get(body["view_id"])
        if old is None:
            return _no("not_found")
        if complaints := self._complain(view_complaints(body["view"])):
            return _no("invalid_arguments", complaints)
        return {"view": self.show(old["user"], body["view"], id=body["view_id"])}

    def show(self, user: str, view: Json, id: str = "") -> Json:
        """Puts a modal before somebody; `id` replaces that one."""
        shown = {**view, "id": id or self.number("V"), "hash": self.number("h"), "user": user}
        self.views[shown["id"]] = shown
        self.users[user].shown(shown)
        self.changes[user] += 1
        return shown

    def drawn(self, view: Json) -> Json:
        """A view in answer to a sent form goes through the same checks."""
        self._complain(view_complaints(view))
        return view

    def _publish(self, body: Json) -> Json:
        complaints = view_complaints(body["view"]) + block_complaints(body["view"]["blocks"], most=HOME)
        if self._complain(complaints):
            return _no("invalid_arguments", complaints)
        self.homes[body["user_id"]] = {**body["view"], "id": f"VHOME{body['user_id']}"}
        self.changes[body["user_id"]] += 1
        return {"view": self.homes[body["user_id"]]}

    def _upload_url(self, body: Json) -> Json:
        id = self.number("F")
        self.files[id] = {"name": body["filename"], "content": b""}
        return {"file_id": id, "upload_url": f"http://{self.address}/upload/{id}"}

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]]["content"] = await request.read()
        return web.Response(text="OK")

    def _complete(self, body: Json) -> Json:
        if not body["channel_id"].startswith("D"):
            return _no("channel_not_found")
        for told in body["files"]:
            self.files[told["id"]]["channel"] = body["channel_id"]
        return {"files": body["files"]}

    async def _hook(self, request: web.Request) -> web.Response:
        id = request.match_info["hook"]
        body = await request.json()
        self.calls.append(("response_url", body))
        user, uses, ts = self._hooks.get(id, ("", 0, ""))
        if uses < 1:
            return web.Response(status=404, text="used_url")
        if self._complain(message_complaints(body)):
            return web.Response(status=500, text="invalid_blocks")
        if not (body.get("replace_original") and ts):
            ts = f"17000{next(self._numbers):05d}.000200"
        self._hooks[id] = (user, uses - 1, ts)
        self.messages["", ts] = Message("", ts, body["text"], body.get("blocks", []), user, ephemeral=True)
        self.changes[user] += 1
        return web.Response(text="ok")

    def _complain(self, complaints: list[str]) -> list[str]:
        self.complaints += complaints
        return complaints


def _no(error: str, details: list[str] | None = None) -> Json:
    return {"ok": False, "error": error, "response_metadata": {"messages": details or []}}
