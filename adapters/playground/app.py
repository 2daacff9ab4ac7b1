"""The playground: one browser page on which two people of a sample community live the whole journey, with no account
anywhere and a clock that can be turned."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from adapters.playground import parse, render, seed
from adapters.playground.guard import HEADERS, LOOPBACK, Refused, same_house, told
from adapters.playground.messenger import InboxMessenger
from adapters.playground.words import language, read_words
from adapters.playground.world import PLACE, Drawn, Sample, TurnableClock, World, read_people
from bot.boundary.cards import Card, Form, Reply
from bot.boundary.menu import Entry
from bot.boundary.ports import Coming, Desk, Messenger, Ring
from bot.boundary.tokens import BadToken

HERE = Path(__file__).parent
STATIC = (
    "page.css",
    *(f"{name}.js" for name in ("page", "world", "pane", "draw", "form", "line")),
    *(f"fonts/{name}.woff2" for name in ("figtree", "fraunces")),
)
TURNS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MAX_LINE = 4000
DELIVERY = re.compile(r"[a-z0-9-]{8,64}")
View = Callable[[Request], Awaitable[Response]]
SILENT = {"tidy"}
"""Kinds of nudge that say nothing new to anybody."""


class Playground:
    platform = "playground"

    def __init__(
        self,
        *,
        desk: Desk,
        clock: TurnableClock,
        entries: Sequence[Entry],
        world_file: Path | None,
        ring: Ring,
        hosts: Collection[str] = LOOPBACK,
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._entries = entries
        self._ring = ring
        self._hosts = hosts
        self._words = read_words()
        self._people = read_people()
        self._world = World(clock, world_file)
        self._moving = asyncio.Lock()
        self.messenger: Messenger = InboxMessenger(self._world, self._people)

    @property
    def routes(self) -> Sequence[Route]:
        return [
            Route("/", self._guarded(self._page)),
            *(Route(f"/playground/{name}", self._guarded(self._static)) for name in STATIC),
            Route("/playground/house", self._guarded(self._house)),
            Route("/playground/feed", self._guarded(self._feed)),
            Route("/playground/cities", self._guarded(self._cities)),
            Route("/playground/act", self._guarded(self._act), methods=["POST"]),
            Route("/playground/clock", self._guarded(self._turn), methods=["POST"]),
            Route("/playground/again", self._guarded(self._again), methods=["POST"]),
        ]

    async def connect(self) -> None:
        async with self._moving:
            if not self._world.seeded:
                await self._move_in()

    async def listen(self) -> None:
        await asyncio.Event().wait()  # people come in by the routes

    async def close(self) -> None:
        self._world.save()

    def _guarded(self, view: View) -> View:
        async def guarded(request: Request) -> Response:
            try:
                same_house(request, self._hosts)
                return await view(request)
            except Refused as refused:
                spoken = language(request.headers.get("accept-language", ""))
                sorry = self._words[spoken]["sorry"][refused.sorry]
                return JSONResponse({"sorry": sorry}, status_code=refused.status, headers=HEADERS)

        return guarded

    # -- the page --------------------------------------------------------------------------------------------------

    async def _page(self, request: Request) -> Response:
        return FileResponse(HERE / "page.html", headers=HEADERS)

    async def _static(self, request: Request) -> Response:
        return FileResponse(HERE / request.url.path.removeprefix("/playground/"), headers=HEADERS)

    async def _house(self, request: Request) -> Response:
        """What does not change while the page is open: people, commands, words."""
        people = [render.sample(sample) for sample in self._people.values()]
        entries = [render.entry(entry) for entry in self._entries]
        return _json({"people": people, "entries": entries, "words": self._words})

    async def _feed(self, request: Request) -> Response:
        """What changed since `rev` of `epoch`; everything, when the page knows another epoch."""
        epoch, rev = request.query_params.get("epoch"), request.query_params.get("rev", "")
        known = int(rev) if epoch == self._world.epoch and rev.isdecimal() and len(rev) < 10 else 0
        return _json({
            "epoch": self._world.epoch,
            "rev": self._world.rev,
            "now": self._clock().isoformat(),
            "items": [render.item(item) for item in self._world.since(known)],
            "agenda": [render.coming(coming) for coming in await self._agenda()],
        })  # fmt: skip

    async def _cities(self, request: Request) -> Response:
        words = request.query_params.get("words", "")[:100]
        found = await self._desk.cities(words, request.query_params.get("locale", "en")[:20])
        return _json({"cities": [city.label for city in found]})

    async def _agenda(self) -> list[Coming]:
        return [coming for coming in await self._desk.agenda(PLACE) if coming.kind not in SILENT]

    # -- a person acts ---------------------------------------------------------------------------------------------

    async def _act(self, request: Request) -> Response:
        said = await told(request)
        sample = self._people.get(str(said.get("who")))
        if sample is None:
            raise Refused(400, "nobody")
        reply = await self._answer(sample, said)
        match reply.say:
            case None:
                return _json({})
            case Form() as form:
                return _json({"form": render.form(form, self._people.values())})
            case shown:
                return _json({"item": self._show(sample, render.say(shown), said.get("item") if reply.replace else 0)})

    async def _answer(self, sample: Sample, said: Mapping[str, Any]) -> Reply:
        try:
            match said:
                case {"typed": str(line)} if line.strip() and len(line) <= MAX_LINE:
                    self._world.add(sample.user, "line", render.line(line.strip()))
                    command = parse.typed(line, self._entries, self._people.values())
                case {"press": str(token)}:
                    command = parse.pressed(token)
                case {"completes": completes, "values": values}:
                    command = parse.filled(completes, values)
                case _:
                    raise Refused(400, "malformed")
        except BadToken:
            return await self._desk.garbled(seed.actor(sample))
        except parse.NotACommand:
            return self._hint(sample, "commands_only")
        except parse.UnknownCommand:
            return self._hint(sample, "unknown_command")
        delivery = str(said.get("delivery", ""))
        return await self._desk.handle(
            seed.actor(sample),
            command,
            delivery=delivery if DELIVERY.fullmatch(delivery) else "",
            met=parse.mentioned(command, self._people),
        )

    def _hint(self, sample: Sample, key: str) -> Reply:
        words = self._words[language(sample.locale)]
        example = words["tries_mentor" if sample.profile else "tries_member"][0]
        return Reply(Card(words[key], body=((words[f"{key}_body"].format(example=example),),)))

    def _show(self, sample: Sample, drawn: Drawn, number: object) -> int:
        """The number of the item that shows the answer now."""
        if isinstance(number, int) and self._world.redraw(number, sample.user, drawn):
            return number
        return self._world.add(sample.user, "reply", drawn).number

    # -- time ------------------------------------------------------------------------------------------------------

    async def _turn(self, request: Request) -> Response:
        match await told(request):
            case {"turn": str(turn)} if turn in TURNS:
                self._clock.turn(self._clock() + TURNS[turn])
            case {"turn": "nudge"}:
                now = self._clock()
                ahead = [coming.due_at for coming in await self._agenda() if coming.due_at > now]
                if not ahead:
                    return _json({"turned": False, "now": now.isoformat()})
                self._clock.turn(min(ahead))
            case _:
                raise Refused(400, "malformed")
        self._world.save()
        self._ring()
        return _json({"turned": True, "now": self._clock().isoformat()})

    async def _again(self, request: Request) -> Response:
        await told(request)
        async with self._moving:
            await seed.move_out(self._desk, self._people.values())
            self._world.clear()
            await self._move_in()
        return _json({"now": self._clock().isoformat()})

    async def _move_in(self) -> None:
        await seed.move_in(self._desk, self._people.values())
        self._world.seeded = True
        self._world.save()
        self._ring()


def _json(told: Mapping[str, Any]) -> Response:
    return JSONResponse(told, headers=HEADERS)
