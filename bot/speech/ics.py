"""The pieces that a calendar file is made of: words that stay words, addresses, alarms, and the frame around them."""

import re
from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Component, vCalAddress, vText

from bot.boundary.cards import printable


class Words(vText):
    """The library's own escaping takes a typed backslash before an N for a line end, and C:\\New loses its N."""

    def to_ical(self) -> bytes:
        return re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n").encode()


def line(text: str) -> str:
    return " ".join(printable(text).split())


def organiser(address: str, name: str) -> vCalAddress:
    return _address(address, name)


def guest(address: str, name: str, *, asked: bool) -> vCalAddress:
    """Somebody who is invited: `asked` for an answer, or not."""
    made = _address(address, name)
    made.params["ROLE"] = "REQ-PARTICIPANT"
    made.params["PARTSTAT"] = "NEEDS-ACTION"
    made.params["RSVP"] = "TRUE" if asked else "FALSE"
    return made


def alarm(words: str, before: timedelta) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", Words(line(words)))
    made.add("trigger", -before)
    return made


def frame(method: str, parts: Iterable[Component]) -> Calendar:
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Half Hour//Half Hour//EN")
    made.add("method", method)
    for part in parts:
        made.add_component(part)
    return made


def _address(address: str, name: str) -> vCalAddress:
    """A quoted name cannot hold a double quote, and older readers do not know how else to write one."""
    made = vCalAddress(f"mailto:{address}")
    if name := line(name).replace('"', "'"):
        made.params["CN"] = name
    return made
