"""A mentor's hours as they stand: the page with everything that says when somebody is open, and what was understood."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.boundary.cards import Board, Card, Reply, Text
from bot.boundary.commands import BeMentor, BusyTimes, EditExceptions, EditHours, EditLimits, OwnHours
from bot.domain import hours
from bot.domain.mentors import Mentor
from bot.service import calendars, zoning
from bot.service.call import Call
from bot.service.lookups import today
from bot.service.mentoring import mine, terms
from bot.speech import hours as said
from bot.speech import times

PROOF = 3
"""Free half-hours that show that all was understood."""
MOST_LINES = 20


async def own_hours(call: Call, command: OwnHours) -> Reply:
    """All of it on one page; what else says when somebody is open adds its card to `CARDS`."""
    mentor = await mine(call)
    if call.me.clock is None:
        return await zoning.zone_first(call, command)
    made = [await card(call, mentor) for card in CARDS]
    body = call.voice.paragraphs("own_hours.body", clock=times.zone_name(call.me.clock, call.voice.language))
    profile = call.voice.button("my_profile", BeMentor())
    return Reply(Board(call.voice("own_hours.title"), tuple(made), body, (profile,)))


async def next_free(call: Call, mentor: Mentor, most: int = PROOF) -> list[datetime]:
    """The soonest times at which this mentor, who acts, could be had now."""
    schedule = mentor.schedule(call.me.clock or "UTC", call.books.house)
    until = call.now + timedelta(days=(schedule.limits.horizon_days or 90) + 2)
    busy = await call.books.busy_of([mentor.person], since=call.now - timedelta(days=1), until=until)
    booked = await call.books.bookings_of([mentor.person], since=call.now - timedelta(days=8))
    found = hours.offered(
        schedule, since=call.now, until=until, now=call.now, busy=busy[mentor.person], booked=booked[mentor.person]
    )
    return found[:most]


async def understood(call: Call, mentor: Mentor, notice: str) -> Card:
    """What was understood, in words; the next free times show that it holds."""
    voice, free = call.voice, await next_free(call, mentor)
    facts = [
        voice.fact("hours", said.week(voice, mentor.windows, call.me.clock)),
        terms(call, mentor),
        voice.fact("limits", " · ".join(said.limits(voice, mentor, call.books.house))),
        *([voice.times("next_free", free)] if free else []),
    ]
    lines = _exceptions(call, mentor)
    return voice.card(
        "understood",
        lead=[voice.text(notice), *lines, *([] if free or not mentor.windows else [_none_free(call, mentor)])],
        facts=facts,
        buttons=[
            voice.button("edit_hours", EditHours()),
            voice.button("edit_exceptions", EditExceptions()),
            voice.button("edit_limits", EditLimits()),
            voice.button("busy_times", BusyTimes()),
            voice.button("my_profile", BeMentor()),
        ],
    )


def _exceptions(call: Call, mentor: Mentor) -> list[Text]:
    lines = said.exceptions(call.voice, mentor, zone=call.me.clock or "UTC", today=today(call))
    more = [call.voice.text("understood.more", n=len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
    return [*((line,) for line in lines[:MOST_LINES]), *more]


def _none_free(call: Call, mentor: Mentor) -> Text:
    horizon = call.books.house.horizon_days if mentor.horizon_days is None else mentor.horizon_days
    return call.voice.text("understood.none_free", span=times.hours(24 * horizon, call.voice.language))


async def _hours_card(call: Call, mentor: Mentor) -> Card:
    voice, free = call.voice, await next_free(call, mentor)
    week = said.week(voice, mentor.windows, call.me.clock)
    facts = [voice.times("next_free", free)] if free else []
    lines: list[Text] = [(week,)] if week else []
    lines += [_none_free(call, mentor)] if week and not free else []
    return Card(voice("fact.hours"), tuple(lines), tuple(facts), buttons=(voice.button("edit_hours", EditHours()),))


async def _exceptions_card(call: Call, mentor: Mentor) -> Card:
    voice = call.voice
    lines = _exceptions(call, mentor) or [voice.text("own_hours.no_exceptions")]
    change = voice.button("edit_exceptions", EditExceptions())
    return Card(voice("fact.exceptions"), tuple(lines), buttons=(change,))


async def _limits_card(call: Call, mentor: Mentor) -> Card:
    voice, house = call.voice, call.books.house
    lines: list[Text] = [(line,) for line in said.limits(voice, mentor, house)]
    if not lines:
        notice, ahead = (times.hours(n, voice.language) for n in (house.notice_hours, 24 * house.horizon_days))
        lines = [voice.text("own_hours.usual_limits", notice=notice, ahead=ahead)]
    return Card(voice("fact.limits"), tuple(lines), buttons=(voice.button("edit_limits", EditLimits()),))


async def _calendar_card(call: Call, mentor: Mentor) -> Card:
    voice, known = call.voice, await calendars.fact(call)
    lines = [fact.value for fact in known] or [voice.text("own_hours.no_calendar")]
    return Card(voice("fact.calendar"), tuple(lines), buttons=(voice.button("busy_times", BusyTimes()),))


CARDS: tuple[Callable[[Call, Mentor], Awaitable[Card]], ...] = (
    _hours_card,
    _exceptions_card,
    _limits_card,
    _calendar_card,
)
"""What is on the page of a mentor's hours, in order: at most five, with at most three buttons each."""
