"""The invitation to a booked chat: an .ics file that calendars take, and links for those that rather press a button.

Times are UTC: a single meeting needs no VTIMEZONE, and no stale zone rules travel with the file. One UID for life, and
SEQUENCE one more with every change, so that a calendar moves the event instead of adding a second one."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from bot.boundary.cards import Link
from bot.domain.chats import Chat, Status

MAX_URL = 512
"""Discord's limit for the address behind a button."""
ALARM = timedelta(minutes=10)
ORGANISER = "mailto:noreply@halfhour.invalid"
GUEST = "mailto:guest@halfhour.invalid"
"""Readers insist on addresses; these can never be anybody's."""


def invitation(
    *,
    chat: Chat,
    summary: str,
    description: str,
    organiser_name: str,
    now: datetime,
    attendee: tuple[str, str] | None = None,
) -> bytes:
    """A booked or cancelled chat as text/calendar. `attendee` is the name and e-mail address of a person who gets it by
    e-mail: METHOD is then REQUEST, which clients answer. In a chat nobody can answer a file, so it is PUBLISH, which
    must not name attendees. CANCEL must name one."""
    starts_at, ends_at = _times(chat)
    cancelled = chat.status is Status.CANCELLED
    method = "CANCEL" if cancelled else "REQUEST" if attendee else "PUBLISH"
    event = Event()
    event.add("uid", f"{chat.id}@halfhour")
    event.add("sequence", chat.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", _Text(_line(summary)))
    event.add("description", _Text(_clean(description)))
    event.add("organizer", _address(ORGANISER, organiser_name))
    if attendee or cancelled:
        name, address = attendee or ("", "")
        event.add("attendee", _address(f"mailto:{address}" if address else GUEST, name, rsvp=not cancelled))
    if chat.link:
        event.add("location", _Text(_line(chat.link)))
    if re.fullmatch(r"https?://[!-~]+", chat.link):
        event.add("url", chat.link)
    if not cancelled:
        event.add_component(_alarm(summary))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Half Hour//Half Hour//EN")
    calendar.add("method", method)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def links(chat: Chat, summary: str, description: str, *, google: str, outlook: str) -> tuple[Link, ...]:
    """ "Add to Google Calendar" and "Add to Outlook" (`google` and `outlook` are their labels), https addresses of at
    most 512 characters. They add the chat once and know nothing of later changes."""
    starts_at, ends_at = _times(chat)
    dates = f"{starts_at:%Y%m%dT%H%M%SZ}/{ends_at:%Y%m%dT%H%M%SZ}"
    to_google = _url(
        f"https://calendar.google.com/calendar/render?action=TEMPLATE&dates={quote(dates, safe='')}",
        text=_line(summary),
        location=_line(chat.link),
        details=_clean(description),
    )
    to_outlook = _url(
        "https://outlook.live.com/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"
        f"&startdt={quote(f'{starts_at:%Y-%m-%dT%H:%M:%SZ}', safe='')}"
        f"&enddt={quote(f'{ends_at:%Y-%m-%dT%H:%M:%SZ}', safe='')}",
        subject=_line(summary),
        location=_line(chat.link),
        body=_clean(description),
    )
    return Link(google, to_google), Link(outlook, to_outlook)


def _times(chat: Chat) -> tuple[datetime, datetime]:
    if chat.starts_at is None or chat.ends_at is None:
        raise ValueError(f"chat {chat.id} has no time yet")
    return chat.starts_at.astimezone(UTC), chat.ends_at.astimezone(UTC)


def _address(mailto: str, name: str, *, rsvp: bool | None = None) -> vCalAddress:
    """A quoted name cannot hold a double quote, and older readers do not know how else to write one."""
    address = vCalAddress(mailto)
    if name := _line(name).replace('"', "'"):
        address.params["CN"] = name
    if rsvp is not None:
        address.params["ROLE"] = "REQ-PARTICIPANT"
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE" if rsvp else "FALSE"
    return address


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _Text(_line(summary)))
    alarm.add("trigger", -ALARM)
    return alarm


class _Text(vText):
    """The library's own escaping takes a typed backslash before an N for a line end, and C:\\New loses its N."""

    def to_ical(self) -> bytes:
        return re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n").encode()


def _clean(text: str) -> str:
    """Every kind of line end as one kind, a tab as a space; other control characters and half characters left out."""
    lines = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


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
