"""What Slack knows of people: name, time zone, language, and whether they are an admin, a guest, a bot, or gone."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.trouble import NETWORK, NOT_SLACK, code
from bot.boundary.commands import Actor, Met
from bot.boundary.ports import Clock, Person

KEPT = timedelta(hours=24)
MOST = 5000
PATIENCE = 0.5
"""Seconds. An answer without a time zone is better than one that Slack no longer waits for."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Profile:
    name: str
    zone: str | None = None
    locale: str | None = None
    organiser: bool = False
    guest: bool = False
    bot: bool = False
    gone: bool = False


def profile(user: Mapping[str, Any]) -> Profile:
    """Slack's user object, as far as the bot needs it."""
    shown = user.get("profile") or {}
    names = (shown.get("display_name"), shown.get("real_name"), user.get("real_name"), user.get("name"))
    return Profile(
        name=next((name for name in names if isinstance(name, str) and name.strip()), ""),
        zone=user.get("tz") or None,
        locale=user.get("locale") or None,
        organiser=bool(user.get("is_admin") or user.get("is_owner")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        bot=bool(user.get("is_bot") or user.get("id") == "USLACKBOT"),
        gone=bool(user.get("deleted")),
    )


class People:
    """Asks users.info, and remembers the answer for a day."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._known: OrderedDict[Person, tuple[datetime, Profile]] = OrderedDict()
        self._asking: dict[Person, asyncio.Task[Profile | None]] = {}

    async def actor(self, person: Person, said: str) -> Actor:
        """`said` is the name in the payload. An organiser's rights are unknown, not gone, when Slack is slow."""
        known = await self._profile(person)
        if known is None:
            return Actor(person, said or person.user, organiser=None)
        return Actor(
            person,
            known.name or said or person.user,
            locale=known.locale or "en",
            zone=known.zone,
            organiser=known.organiser,
            guest=known.guest,
        )

    async def met(self, person: Person, said: str) -> Met:
        known = await self._profile(person)
        if known is None:
            return Met(person, said or person.user, bot=person.user == "USLACKBOT")
        return Met(
            person,
            known.name or said or person.user,
            zone=known.zone,
            locale=known.locale,
            bot=known.bot,
            guest=known.guest,
            gone=known.gone,
        )

    async def _profile(self, person: Person) -> Profile | None:
        at, known = self._known.get(person, (None, None))
        if at and self._clock() - at < KEPT:
            return known
        if person not in self._asking:
            task = self._asking[person] = asyncio.create_task(self._ask(person))
            task.add_done_callback(lambda _: self._asking.pop(person, None))
        task = self._asking[person]
        # whoever waits may go; the question goes on, so that the next one finds an answer
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return (task.result() if done else None) or known

    async def _ask(self, person: Person) -> Profile | None:
        try:
            response = await self._client.users_info(user=person.user, include_locale=True)
            found = profile(response.get("user") or {})
        except SlackApiError as trouble:
            match code(trouble):
                case "user_not_found":
                    found = Profile("", gone=True)
                case "user_not_visible":
                    found = Profile("", guest=True)
                case error:
                    log.warning("users.info did not answer: %s", error or "not even with a reason")
                    return None
        except (*NETWORK, NOT_SLACK) as trouble:
            log.warning("users.info did not answer: %s", type(trouble).__name__)
            return None
        self._known[person] = (self._clock(), found)
        self._known.move_to_end(person)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return found
