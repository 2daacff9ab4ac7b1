"""When somebody is busy, from the secret link of their own calendar: putting it in, seeing how it stands, taking it
back. Nothing is fetched here; the link itself is never shown again."""

import re

from bot.boundary.cards import Card, Fact, Form, Reply
from bot.boundary.commands import BusyTimes, DropCalendar, LinkCalendar, SaveCalendar
from bot.domain import zones
from bot.domain.addresses import address
from bot.domain.calendars import AHEAD, Calendar
from bot.domain.feeds.addresses import LONGEST, NotAllowed, check_url
from bot.domain.people import Person
from bot.domain.refusals import FormTrouble
from bot.service.call import Call
from bot.service.words import within
from bot.speech import times

PAGES = re.compile(r"google\.com/calendar/(embed|u/|r\b|b/|\?)|\?cid=|\.html?$|icloud\.com/calendar", re.IGNORECASE)
"""Addresses that people copy by mistake: pages to look at, in place of the link to read."""


async def busy_times(call: Call, command: BusyTimes) -> Reply:
    return Reply(await card(call))


async def link_calendar(call: Call, command: LinkCalendar) -> Reply:
    known = await call.books.calendar(call.person)
    return Reply(_form(call, SaveCalendar(owner=known.owner if known else "")))


async def save_calendar(call: Call, command: SaveCalendar) -> Reply:
    try:
        link, owner = _checked(command)
    except FormTrouble as trouble:
        return await call.form(_form(call, command), typed=command, trouble=trouble)
    known = await call.books.calendar(call.person) or Calendar(call.person, link, call.now)
    await call.books.keep_calendar(known.linked(link, owner, now=call.now))
    return Reply(await card(call))


async def drop_calendar(call: Call, command: DropCalendar) -> Reply:
    if not command.sure:
        sure = call.voice.button("stop_calendar_sure", DropCalendar(sure=True), danger=True)
        return call.card("calendar_stop", buttons=[sure, call.voice.button("busy_times", BusyTimes())])
    await call.books.drop_calendar(call.person)
    again = call.voice.button("link_calendar", LinkCalendar())
    return call.card("calendar_stopped", replacing=True, buttons=[again])


async def hurry(call: Call, *people: Person) -> None:
    """Somebody is about to decide by these people's busy times: let them be fresh at the next look."""
    await call.books.hurry_calendars(*people)


async def lost(call: Call, subject: str) -> Card | None:
    """That a calendar cannot be read, while that is so."""
    calendar = await call.books.calendar(call.person)
    if calendar is None or calendar.failing_since is None:
        return None
    return await card(call) if subject == f"calendar-{int(calendar.failing_since.timestamp())}" else None


# -- saying ------------------------------------------------------------------------------------------------------------


async def card(call: Call) -> Card:
    """How one's own calendar stands."""
    voice, calendar = call.voice, await call.books.calendar(call.person)
    if calendar is None:
        steps = [
            voice.fact("google_steps", voice("calendar.google")),
            voice.fact("outlook_steps", voice("calendar.outlook")),
            voice.fact("apple_steps", voice("calendar.apple")),
        ]
        main = voice.button("link_calendar", LinkCalendar(), main=True)
        return voice.card("calendar_none", facts=steps, buttons=[main], privacy=_privacy(call))
    buttons = [
        voice.button("change_calendar", LinkCalendar()),
        voice.button("stop_calendar", DropCalendar(), danger=True),
    ]
    facts = [voice.fact("calendar", calendar.host), *_read(call, calendar)]
    if calendar.tried_at is None:
        look = voice.button("look_again", BusyTimes(), main=True)
        meanwhile = voice("calendar.earlier") if calendar.until else voice("calendar.nobody")
        return voice.card(
            "calendar_waiting", facts=facts, buttons=[look, *buttons], meanwhile=meanwhile, privacy=_privacy(call)
        )
    if calendar.failing_since is None:
        return voice.card("calendar_read", facts=facts, buttons=buttons, privacy=_privacy(call))
    why = voice.text(f"calendar_why.{calendar.trouble}")
    if calendar.until is None:
        return voice.card("calendar_unread", lead=[why], facts=facts, buttons=buttons)
    until = calendar.until.astimezone(zones.rules(call.me.clock or "UTC")).date()
    return voice.card(
        "calendar_failing", lead=[why], facts=facts, buttons=buttons, since=calendar.failing_since,
        until=within(voice, until),
    )  # fmt: skip


async def fact(call: Call) -> list[Fact]:
    """One line for one's own profile; none without a calendar."""
    calendar = await call.books.calendar(call.person)
    if calendar is None:
        return []
    if calendar.failing_since:
        state = call.voice.text("calendar.not_readable", host=calendar.host, since=calendar.failing_since)
    elif calendar.read_at is None:
        state = call.voice.text("calendar.being_read", host=calendar.host)
    else:
        ago = times.ago(call.now - calendar.read_at, call.voice.language)
        state = call.voice.text("calendar.read_ago", host=calendar.host, ago=ago)
    return [call.voice.fact("calendar", *state)]


def _read(call: Call, calendar: Calendar) -> list[Fact]:
    if calendar.read_at is None:
        return []
    voice = call.voice
    coming = calendar.taken(since=call.now, until=call.now + AHEAD)
    ago = times.ago(call.now - calendar.read_at, voice.language)
    told = voice("calendar.read", ago=ago, n=len(coming)) if coming else voice("calendar.read_empty", ago=ago)
    return [voice.fact("calendar_read", told)]


def _privacy(call: Call) -> str:
    return call.voice("calendar.encrypted") if call.books.seals else call.voice("calendar.secret")


def _form(call: Call, typed: SaveCalendar) -> Form:
    voice = call.voice
    fields = (
        voice.field("calendar_link", "link", "line", most=LONGEST, value=typed.link),
        voice.field("calendar_owner", "owner", "line", required=False, most=254, value=typed.owner),
    )
    title, submit = voice("calendar_form.title"), voice("calendar_form.submit")
    return Form(title, fields, SaveCalendar(), submit, voice.text("calendar_form.intro"))


# -- deciding ----------------------------------------------------------------------------------------------------------


def _checked(typed: SaveCalendar) -> tuple[str, str]:
    """The link and the owner's address as they are kept. FormTrouble for what can be seen without fetching it."""
    trouble: dict[str, str] = {}
    link, owner = typed.link.strip().strip("<>"), ""
    if not link:
        trouble["link"] = "trouble.calendar_link"
    elif PAGES.search(link):
        trouble["link"] = "trouble.calendar_page"
    elif not link.lower().startswith(("https://", "webcal://", "webcals://")):
        trouble["link"] = "trouble.calendar_https"
    else:
        try:
            link = check_url(link).url
        except NotAllowed:
            trouble["link"] = "trouble.calendar_address"
    if typed.owner.strip():
        owner = address(typed.owner) or ""
        if not owner:
            trouble["owner"] = "trouble.calendar_owner"
    if trouble:
        raise FormTrouble(**trouble)
    return link, owner
