"""The first of the five readers: what RFC 5545, RFC 5546 and the pickiest calendars ask of a file, line by line. It
knows nothing of the code that writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

PARAMETER = r';[A-Za-z0-9-]+=(?:"[^"]*"|[^":;,]*)(?:,(?:"[^"]*"|[^":;,]*))*'
LINE = re.compile(rf"([A-Za-z0-9-]+)((?:{PARAMETER})*):(.*)", re.DOTALL)
MOMENT = re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "ORGANIZER")
KNOWN = {
    *ONCE, "ATTENDEE", "CLASS", "CREATED", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "TRANSP", "URL", "CONFERENCE",
}  # fmt: skip
PARTSTATS = {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"}


@dataclass
class Part:
    """A component: its properties as (name, parameters, value), and what is inside it."""

    name: str
    properties: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [value for known, _, value in self.properties if known == name]

    def one(self, name: str) -> str:
        return next(iter(self.values(name)), "")


def complaints(file: bytes, *, feed: bool = False) -> list[str]:
    """Everything that is wrong; `feed` for a calendar of many events to subscribe to."""
    try:
        text = file.decode("utf-8")
    except UnicodeDecodeError:
        return ["is not UTF-8"]
    found = list(_lines(file, text))
    try:
        calendar = _read(text)
    except ValueError as trouble:
        return [*found, str(trouble)]
    return [*found, *_calendar(calendar, feed)]


def _lines(file: bytes, text: str) -> Iterator[str]:
    if text.startswith("\ufeff"):
        yield "begins with a byte order mark"
    if not file.endswith(b"\r\n"):
        yield "does not end its last line"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", file):
        yield "ends a line otherwise than with CR and LF"
    if any(len(line) > 75 for line in file.split(b"\r\n")):
        yield "has a line of more than 75 octets"
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text):
        yield "has a control character"
    for line in file.split(b"\r\n"):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield "folds a line within a character"


def _read(text: str) -> Part:
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")
    if lines.pop() != "":
        raise ValueError("does not end its last line")
    root = Part("")
    open_parts = [root]
    for line in lines:
        if not (found := LINE.fullmatch(line)):
            raise ValueError(f"has a line that is none: {line[:40]!r}")
        name, parameters, value = found[1].upper(), found[2], found[3]
        if name == "BEGIN":
            part = Part(value)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name == "END":
            if open_parts.pop().name != value or not open_parts:
                raise ValueError(f"closes {value}, which is not open")
        elif len(open_parts) == 1:
            raise ValueError(f"has {name} outside of the calendar")
        else:
            open_parts[-1].properties.append((name, parameters, value))
    if len(open_parts) > 1:
        raise ValueError(f"never closes {open_parts[-1].name}")
    if [part.name for part in root.parts] != ["VCALENDAR"]:
        raise ValueError("is not one calendar")
    return root.parts[0]


def _calendar(calendar: Part, feed: bool) -> Iterator[str]:
    for name in ("VERSION", "PRODID", "METHOD"):
        if len(calendar.values(name)) != 1:
            yield f"has {name} {len(calendar.values(name))} times"
    if calendar.one("VERSION") != "2.0":
        yield "is not of version 2.0"
    method = calendar.one("METHOD")
    if method not in {"REQUEST", "CANCEL", "PUBLISH"}:
        yield f"has the method {method!r}"
    if feed and method != "PUBLISH":
        yield "is a calendar to subscribe to, and not published"
    if not calendar.parts:
        yield "is empty"
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    if not feed and len(events) != 1:
        yield f"has {len(events)} events"
    if len({event.one("UID") for event in events}) != len(events):
        yield "has two events of one UID"
    for event in events:
        yield from _event(event, method, feed)


def _event(event: Part, method: str, feed: bool) -> Iterator[str]:
    for name in ONCE:
        if len(event.values(name)) != 1:
            yield f"has {name} {len(event.values(name))} times"
    for name in sorted({name for name, _, _ in event.properties} - KNOWN):
        if not name.startswith("X-"):
            yield f"has {name}, which nobody knows"
    for name in ("DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED", "CREATED"):
        for known, parameters, value in event.properties:
            if known == name and (parameters or not MOMENT.fullmatch(value)):
                yield f"has {name} at {parameters}:{value}, which is no moment in UTC"
    if event.one("DTSTART") >= event.one("DTEND"):
        yield "ends before it has begun"
    if not re.fullmatch(r"\d{1,9}", event.one("SEQUENCE")):
        yield "has a SEQUENCE that is no number"
    status, guests = event.one("STATUS"), event.values("ATTENDEE")
    if status not in {"CONFIRMED", "CANCELLED"}:
        yield f"has the status {status!r}"
    elif not feed and (status == "CANCELLED") != (method == "CANCEL"):
        yield f"is {status} and says {method}"
    if method == "PUBLISH" and guests:
        yield "is published, and invites somebody"
    if method in {"REQUEST", "CANCEL"} and not guests:
        yield "invites nobody"
    if status == "CANCELLED" and event.parts:
        yield "is off, and rings"
    yield from _people(event)
    yield from _words(event)
    for part in event.parts:
        yield from _alarm(part)


def _people(event: Part) -> Iterator[str]:
    guests = [guest.lower() for guest in event.values("ATTENDEE")]
    if len(set(guests)) != len(guests):
        yield "invites somebody twice"
    for name, parameters, value in event.properties:
        if name not in {"ORGANIZER", "ATTENDEE"}:
            continue
        if not re.fullmatch(r"(?i)mailto:[^@\s:,;<>\"]+@[^@\s:,;<>\"]+\.[^@\s:,;<>\"]+", value):
            yield f"has an address that is none: {value[:40]!r}"
        given = dict(re.findall(r';([A-Za-z-]+)="?([^";]*)"?', parameters))
        if name == "ATTENDEE" and given.get("PARTSTAT") not in PARTSTATS:
            yield "does not say how its guest stands"
        if name == "ATTENDEE" and given.get("RSVP") not in {"TRUE", "FALSE"}:
            yield "does not say whether it wants an answer"
        if name == "ATTENDEE" and given.get("ROLE") != "REQ-PARTICIPANT":
            yield "does not say what its guest is there for"


def _words(part: Part) -> Iterator[str]:
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        for value in part.values(name):
            if not re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value):
                yield f"has a {name} that is not escaped"
    for value in part.values("URL"):
        if not re.fullmatch(r"https?://[!-~]+", value):
            yield "has a URL that is none"


def _alarm(part: Part) -> Iterator[str]:
    if part.name != "VALARM":
        yield f"holds a {part.name}"
    for name in ("ACTION", "TRIGGER", "DESCRIPTION"):
        if len(part.values(name)) != 1:
            yield f"has an alarm with {name} {len(part.values(name))} times"
    if not re.fullmatch(r"-P(?:\d+D|T\d+[HM])", part.one("TRIGGER")):
        yield "has an alarm that does not ring before"
    yield from _words(part)
