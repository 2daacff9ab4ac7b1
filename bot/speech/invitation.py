"""The invitation to a booked chat: an .ics file that calendars take, the personal calendar that follows every change by
itself, and links for those that rather press a button.

Times are UTC: a single meeting needs no VTIMEZONE, and no stale zone rules travel with the file. One UID for life, and
SEQUENCE one more with every change, so that a calendar moves the event instead of adding a second one."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from icalendar import Event, Timezone, TimezoneStandard

from bot.boundary.cards import Link, printable
from bot.domain.chats import Chat, Status
from bot.domain.people import Person
from bot.speech import ics
from bot.speech.run_sheet import run_sheet
from bot.speech.voice import Voice

MAX_URL = 512
"""Discord's limit for the address behind a button."""
ALARM = timedelta(minutes=10)
REFRESH = timedelta(hours=1)
"""How often a subscribed calendar is asked to look again; Apple does, Google takes its own time."""
LATELY = timedelta(days=14)
"""How long a cancelled chat stays in the personal calendar, so that every calendar has seen that it is off."""
ORGANISER = "noreply@halfhour.invalid"
GUEST = "guest@halfhour.invalid"
"""Readers insist on addresses; these can never be anybody's."""

# -- what it says ------------------------------------------------------------------------------------------------------


def summary(chat: Chat, me: Person, voice: Voice) -> str:
    """The title in the reader's calendar. `voice` knows the names of both."""
    return voice("invitation.summary", other=voice.name(chat.other(me)), topic=chat.topic)


def description(chat: Chat, me: Person, voice: Voice) -> str:
    """The questions for both; for the mentee also how to spend the time, minute by minute."""
    other = voice.name(chat.other(me))
    mentee = me == chat.mentee
    parts = [voice("invitation.topic", topic=chat.topic)]
    if chat.questions:
        parts.append(
            voice("invitation.yours", questions=chat.questions)
            if mentee
            else voice("invitation.theirs", other=other, questions=chat.questions)
        )
    if mentee and chat.starts_at:
        parts.append(voice("invitation.sheet", sheet=run_sheet(chat, voice)))
    return "\n\n".join(parts)


# -- one chat as a file ------------------------------------------------------------------------------------------------


def invitation(
    *,
    chat: Chat,
    summary: str,
    description: str,
    organiser_name: str,
    now: datetime,
    attendee: tuple[str, str] | None = None,
    organiser: str = "",
) -> bytes:
    """A booked or cancelled chat as text/calendar.

    By e-mail, `attendee` is the name and address of the reader and `organiser` the address that the mail comes from:
    METHOD is then REQUEST, which clients answer, or CANCEL. In a chat nobody can answer a file, so it is PUBLISH, which
    must not name attendees; CANCEL must name one there too, and somebody whose address is not known is GUEST.
    ValueError for a chat without a time, and for an attendee without an organiser."""
    if attendee and not organiser:
        raise ValueError("an invitation by e-mail names the address that it comes from")
    cancelled = chat.status is Status.CANCELLED
    event = _event(chat, summary, description, organiser=(organiser_name, organiser or ORGANISER), stamp=now)
    if attendee or cancelled:
        name, address = attendee or ("", GUEST)
        event.add("attendee", ics.guest(address, name, asked=not cancelled))
    method = "CANCEL" if cancelled else "REQUEST" if attendee else "PUBLISH"
    written: bytes = ics.frame(method, [event]).to_ical()
    return written


def _event(chat: Chat, summary: str, description: str, *, organiser: tuple[str, str], stamp: datetime) -> Event:
    starts_at, ends_at = _times(chat)
    cancelled = chat.status is Status.CANCELLED
    name, address = organiser
    event = Event()
    event.add("uid", chat.uid)
    event.add("sequence", chat.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", _changed(chat))
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("class", "PRIVATE")  # whoever shares a calendar at work need not show that they look around
    event.add("summary", ics.Words(ics.line(summary)))
    event.add("description", ics.Words(printable(description)))
    event.add("organizer", ics.organiser(address, name))
    if chat.link:
        event.add("location", ics.Words(ics.line(chat.link)))
    if re.fullmatch(r"https?://[!-~]+", chat.link):
        event.add("url", chat.link)
    if not cancelled:
        event.add_component(ics.alarm(summary, ALARM))
    return event


# -- all chats of a person, to subscribe to ----------------------------------------------------------------------------


def calendar(chats: Iterable[Chat], *, me: Person, voice: Voice, now: datetime) -> bytes:
    """A person's own calendar: what is booked, what has been, and for two weeks what was cancelled. `voice` knows the
    names of everybody in the chats. The same bytes as long as nothing has changed, so their digest can be an ETag."""
    kept = sorted((chat for chat in chats if _belongs(chat, now)), key=lambda chat: (_times(chat), chat.id))
    name = voice("invitation.calendar")
    events = [
        _event(
            chat, summary(chat, me, voice), description(chat, me, voice), organiser=(name, ORGANISER),
            stamp=_changed(chat),
        )
        for chat in kept
    ]  # fmt: skip
    made = ics.frame("PUBLISH", events or [_utc()])
    made.add("name", ics.Words(name))
    made.add("x-wr-calname", ics.Words(name))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")  # the same for Outlook
    written: bytes = made.to_ical()
    return written


def _belongs(chat: Chat, now: datetime) -> bool:
    if chat.starts_at is None:
        return False
    if chat.status is Status.CANCELLED:
        return now < max(chat.starts_at, _changed(chat)) + LATELY
    return chat.status in {Status.BOOKED, Status.HAPPENED}


def _changed(chat: Chat) -> datetime:
    """When what the calendar shows was last agreed or called off."""
    called_off = chat.ended_at if chat.status is Status.CANCELLED else None
    return (called_off or chat.booked_at or chat.asked_at).astimezone(UTC)


def _utc() -> Timezone:
    """A calendar has at least one part, also when there is no chat to put into it."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - the standard wants local time here
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone


# -- links -------------------------------------------------------------------------------------------------------------


def links(chat: Chat, summary: str, description: str, *, google: str, outlook: str) -> tuple[Link, ...]:
    """ "Add to Google Calendar" and "Add to Outlook" (`google` and `outlook` are their labels), https addresses of at
    most 512 characters. They add the chat once and know nothing of later changes."""
    starts_at, ends_at = _times(chat)
    dates = f"{starts_at:%Y%m%dT%H%M%SZ}/{ends_at:%Y%m%dT%H%M%SZ}"
    to_google = _url(
        f"https://calendar.google.com/calendar/render?action=TEMPLATE&dates={quote(dates, safe='')}",
        text=ics.line(summary),
        location=ics.line(chat.link),
        details=printable(description),
    )
    to_outlook = _url(
        "https://outlook.live.com/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"
        f"&startdt={quote(f'{starts_at:%Y-%m-%dT%H:%M:%SZ}', safe='')}"
        f"&enddt={quote(f'{ends_at:%Y-%m-%dT%H:%M:%SZ}', safe='')}",
        subject=ics.line(summary),
        location=ics.line(chat.link),
        body=printable(description),
    )
    return Link(google, to_google), Link(outlook, to_outlook)


def _times(chat: Chat) -> tuple[datetime, datetime]:
    if chat.starts_at is None or chat.ends_at is None:
        raise ValueError(f"chat {chat.id} has no time yet")
    return chat.starts_at.astimezone(UTC), chat.ends_at.astimezone(UTC)


def _url(base: str, **facts: str) -> str:
    """The facts in the order of their weight: a title at most half of the room, a place whole or not at all, then as
    much of the last as fits."""
    *first, (last, rest) = facts.items()
    for count, (key, words) in enumerate(first):
        room = (MAX_URL - len(base)) // 2 if count == 0 else MAX_URL - len(base)
        value = _fitting(words, room - len(f"&{key}="))
        if value and (count == 0 or value == quote(words, safe="")):
            base += f"&{key}={value}"
    value = _fitting(rest, MAX_URL - len(base) - len(f"&{last}="))
    return f"{base}&{last}={value}" if value else base


def _fitting(words: str, room: int) -> str:
    """The longest beginning whose encoded form has at most `room` characters; never half a character."""
    encoded = ""
    for letter in words:
        if len(encoded) + len(piece := quote(letter, safe="")) > room:
            break
        encoded += piece
    return encoded
