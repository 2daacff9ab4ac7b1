"""The outer form of an iCalendar stream (RFC 5545, 3.1 and 3.4): bytes become the few lines that tell busy times.

Nothing nests in what comes out and nothing recurses on the way, so that no depth or length of input is special."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

LARGEST = 10_000_000
"""Bytes that are read. Whoever fetches has a limit of their own; this one keeps the memory of a process in bounds."""

TIMES = frozenset({"DTEND", "DTSTART", "EXDATE", "RDATE", "RECURRENCE-ID"})
KEPT = TIMES | frozenset(
    "ATTENDEE DURATION FREEBUSY RRULE SEQUENCE STATUS TRANSP TZID TZOFFSETFROM TZOFFSETTO UID"
    " X-MICROSOFT-CDO-BUSYSTATUS X-WR-TIMEZONE".split()
)
_KINDS = frozenset("VCALENDAR VEVENT VTIMEZONE VFREEBUSY STANDARD DAYLIGHT".split())
_LOOKED_AT = re.compile(rf"^(?:BEGIN|END|{'|'.join(sorted(KEPT))})[;:][^\n]*", re.ASCII | re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';\s*([^\s=;:"]+)\s*=((?:"[^"]*"|[^";:])*)')
_PARAMETERS = re.compile(r';\s*([^\s=;:"]+)\s*=((?:"[^"]*"|[^";])*)')


class NotACalendar(ValueError):
    """Nothing may be concluded from this feed: whoever asked keeps the last good copy, and does not read it as free."""


class TooMuch(NotACalendar):
    """A feed that would take longer to read than anybody's calendar does."""


@dataclass(frozen=True, slots=True)
class Line:
    """One content line that we look at; the names of parameters are in capitals, their values without quotes."""

    parameters: dict[str, str]
    value: str

    def says(self, parameter: str, value: str) -> bool:
        return self.parameters.get(parameter, "").strip().upper() == value


@dataclass(slots=True)
class Component:
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)
    """The observances of a VTIMEZONE; empty for all others."""

    def all(self, name: str) -> list[Line]:
        return self.lines.get(name, [])

    def first(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    @property
    def listed(self) -> int:
        """How many values are listed behind commas."""
        return sum(line.value.count(",") for name in ("RDATE", "EXDATE", "FREEBUSY") for line in self.all(name))

    def word(self, name: str) -> str:
        """The value of a line that is one word, in capitals; empty if there is none."""
        line = self.first(name)
        return line.value.strip().upper() if line else ""


@dataclass(slots=True)
class Calendar:
    """A VCALENDAR, with whatever it holds at any depth."""

    own: Component = field(default_factory=Component)
    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    free_busy: list[Component] = field(default_factory=list)


def calendars(text: bytes | str) -> list[Calendar]:
    """Every VCALENDAR of a stream; NotACalendar if it does not begin with one, or ends before its last END."""
    found: list[Calendar] = []
    stack: list[tuple[str, Component | None]] = []
    opened: Counter[str] = Counter()
    for line in _lines(text):
        name, parameters, value = _split(line)
        if name == "BEGIN":
            kind = value.strip().upper()
            stack.append((kind, _place(kind, found, stack)))
            opened[kind] += 1
        elif name == "END":
            kind = value.strip().upper()
            while opened[kind]:  # an END that is missing inside is forgiven; one without its BEGIN means nothing
                last, _ = stack.pop()
                opened[last] -= 1
                if last == kind:
                    break
        elif name and stack and (component := stack[-1][1]):
            component.lines.setdefault(name, []).append(Line(_parameters(parameters), value))
    if stack:
        raise NotACalendar("it ends too early")
    return found


def _place(kind: str, found: list[Calendar], stack: list[tuple[str, Component | None]]) -> Component | None:
    """A new component, noted where it is looked for; None for others: the DURATION of a VALARM is not the event's."""
    if kind not in _KINDS:
        return None
    new = Component()
    match kind:
        case "VCALENDAR":
            found.append(Calendar(own=new))
        case "VEVENT":
            found[-1].events.append(new)
        case "VTIMEZONE":
            found[-1].zones.append(new)
        case "VFREEBUSY":
            found[-1].free_busy.append(new)
        case _ if stack and stack[-1][0] == "VTIMEZONE" and stack[-1][1]:
            stack[-1][1].parts.append(new)
    return new


def _lines(text: bytes | str) -> Iterator[str]:
    """Unfolded lines that are looked at. Folds are undone in bytes, since a fold may cut a letter in two; and lines end
    where RFC 5545 says, not at whatever else splitlines() takes for an end."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if len(data) > LARGEST:
        raise TooMuch("it is too large")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    unfolded = re.sub(rb"\r*\n[ \t]", b"", data)
    if not re.match(rb"BEGIN:VCALENDAR[ \t]*\r*\n", unfolded, re.IGNORECASE):
        raise NotACalendar("it does not begin as a calendar")
    return (match[0] for match in _LOOKED_AT.finditer(unfolded.decode("utf-8", "replace")))


def _split(line: str) -> tuple[str, str, str]:
    """Name in capitals, parameters as written, value. Three empty ones for what is not a content line."""
    name = _NAME.match(line)[0]  # type: ignore[index]  # _LOOKED_AT begins like it
    rest, name = line[len(name) :], name.upper()
    if rest[0] == ":":
        return name, "", rest[1:].rstrip("\r")
    if name in TIMES:  # no time has a colon, but zones like (UTC+01:00) are put before one without quotes
        before, colon, value = rest.rpartition(":")
        return (name, before, value.rstrip("\r")) if colon else ("", "", "")
    at = 0
    while parameter := _PARAMETER.match(rest, at):
        at = parameter.end()
    _, colon, value = rest[at:].partition(":")
    return (name, rest[:at], value.rstrip("\r")) if colon else ("", "", "")


def _parameters(text: str) -> dict[str, str]:
    return {name.upper(): value.replace('"', "") for name, value in _PARAMETERS.findall(text)} if text else {}
