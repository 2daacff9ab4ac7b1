"""What happens when somebody acts on Slack: acknowledge at once, ask the desk, bring the answer back.

Nothing raises out of here: Bolt 1.30 forgets an acknowledgement when its listener raises right after it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any
from uuid import uuid4

from adapters.slack import parse
from adapters.slack.answers import Ack, Answers, Way
from adapters.slack.parse import Body, Heard
from adapters.slack.people import People
from bot.boundary.cards import Board, Card, Reply
from bot.boundary.commands import ForgetMe, MyChats
from bot.boundary.ports import Desk
from bot.boundary.tokens import BadToken

SOON = 0.8
"""Seconds until a person sees that an answer is on its way; the trigger for that lives for three."""
SUBMITTED = 2.0
"""Seconds that a form's answer may take to come as the answer itself; Slack waits for three."""
DRAIN = 5.0

log = logging.getLogger(__name__)


class Hearing:
    """One method a kind of event, in Bolt's own words: `body`, `context`, `ack`."""

    def __init__(self, desk: Desk, people: People, answers: Answers) -> None:
        self._desk = desk
        self._people = people
        self._answers = answers
        self._working: set[asyncio.Task[None]] = set()

    async def command(self, ack: Ack, body: Body, context: Mapping[str, Any]) -> None:
        await ack()
        if way := self._way(body, context):
            self._start(way, body, lambda: parse.typed(body, way.person.home))

    async def shortcut(self, ack: Ack, body: Body, context: Mapping[str, Any]) -> None:
        await ack()
        if way := self._way(body, context):
            self._start(way, body, lambda: parse.shortcut(body))

    async def press(self, ack: Ack, body: Body, context: Mapping[str, Any]) -> None:
        await ack()
        if way := self._way(body, context):
            way.view, way.message, way.at_home = parse.modal(body), parse.message(body), parse.from_home(body)
            self._start(way, body, lambda: parse.pressed(body))

    async def submit(self, ack: Ack, body: Body, context: Mapping[str, Any]) -> None:
        way = self._way(body, context)
        if way is None:
            await ack()
            return
        way.ack, way.view, way.trigger = ack, parse.modal(body), ""
        way.fields, way.at_home = parse.fields(body), parse.from_home(body)
        self._start(way, body, lambda: parse.filled(body, way.person.home), patience=SUBMITTED)

    async def home_opened(self, body: Body, context: Mapping[str, Any]) -> None:
        way = self._way(body, context)
        if way and parse.home_tab(body):
            way.at_home = True
            self._start(way, body, lambda: Heard(MyChats()), again=False)

    async def ignore(self, ack: Ack) -> None:
        await ack()

    async def close(self) -> None:
        """Lets what was begun come to its end, for a few seconds."""
        if self._working:
            _, late = await asyncio.wait(self._working, timeout=DRAIN)
            for task in late:
                task.cancel()

    # -- from a body to an answer ----------------------------------------------------------------------------------

    def _way(self, body: Body, context: Mapping[str, Any]) -> Way | None:
        home = parse.place(context)
        who = parse.person(context.get("user_id"), home) if home else None
        if who is None:
            log.warning("an event of nobody: %s", body.get("type"))
            return None
        return Way(who, trigger=parse.word(body, "trigger_id"), response_url=parse.word(body, "response_url"))

    def _start(
        self, way: Way, body: Body, hear: Callable[[], Heard], *, patience: float = SOON, again: bool = True
    ) -> None:
        task = asyncio.create_task(self._safely(way, lambda: self._answer(way, body, hear, patience, again)))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _safely(self, way: Way, work: Callable[[], Awaitable[None]]) -> None:
        """The edge of this adapter: whatever goes wrong is logged, and the person is told something."""
        for attempt in (work, lambda: self._apologise(way)):
            try:
                await attempt()
            except Exception:
                log.exception("Slack %s was not answered as meant (reference %s)", way.person.place, uuid4().hex[:8])
            else:
                return

    async def _answer(self, way: Way, body: Body, hear: Callable[[], Heard], patience: float, again: bool) -> None:
        reply = await self._in_time(way, self._reply(way, body, hear), patience)
        await self._answers.say(way, reply)
        if way.at_home and again and reply.say is not None and not isinstance(way.command, MyChats):
            await self._draw_home(way, reply)

    async def _in_time(self, way: Way, work: Coroutine[Any, Any, Reply], patience: float) -> Reply:
        task = asyncio.create_task(work)
        done, _ = await asyncio.wait({task}, timeout=patience)
        if not done:
            await self._answers.moment(way)
        return await task

    async def _reply(self, way: Way, body: Body, hear: Callable[[], Heard]) -> Reply:
        said = parse.said_name(body)
        try:
            heard = hear()
        except BadToken:
            return await self._desk.garbled(await self._people.actor(way.person, said))
        way.command = heard.command
        actor, met = await asyncio.gather(
            self._people.actor(way.person, said),
            asyncio.gather(*(self._people.met(who, name) for who, name in heard.people.items())),
        )
        way.locale = actor.locale
        return await self._desk.handle(actor, heard.command, delivery=parse.delivery(body), met=met)

    async def _draw_home(self, way: Way, answer: Reply) -> None:
        if way.command == ForgetMe(sure=True) and isinstance(answer.say, Card):
            # asking the desk again would write this person down again
            await self._answers.publish(way.person, answer.say)
            return
        reply = await self._desk.handle(await self._people.actor(way.person, ""), MyChats())
        if isinstance(reply.say, (Card, Board)):
            await self._answers.publish(way.person, reply.say)

    async def _apologise(self, way: Way) -> None:
        await self._answers.say(way, Reply(Card(self._desk.phrase("sorry", way.locale))))
