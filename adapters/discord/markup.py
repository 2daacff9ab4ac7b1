"""Words as Discord markdown: whatever people wrote is shown as they typed it, and pings nobody."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.boundary.cards import Link, Text, Who
from bot.boundary.ports import Place

ROOM = 4000
"""Characters of all the text displays of one message together."""
GAP = "\u200b"
"""Zero width: breaks up what Discord would read as a mention or a time."""

_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(r"https?://[\w./:?=&%#,;+~!$-]+")
_INLINE = re.compile(r"[\\*_~`|\[]")
_PING = re.compile(r"<|@(?=everyone|here)|(?<!\w)@|@(?!\w)")
_OPENING = re.compile(r"^([^\S\n]*)(?:([#>+-])|(\d+)\.)", re.MULTILINE)

Part = Callable[[int], str]
"""Draws itself in at most so many characters; draws less, never more."""


def size(words: str) -> int:
    """In UTF-16 units: never less than any way in which Discord might count."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def escape(words: str) -> str:
    """Markdown, lists, headings, quotes, masked links, times and mentions are shown as typed. Addresses stay whole, so
    that they can be clicked; a message with Components V2 unfurls none."""
    words = _BREAK.sub("\n", words)
    made, at = [], 0
    for address in _ADDRESS.finditer(words):
        made += [_escape(words[at : address.start()]), address[0]]
        at = address.end()
    return "".join([*made, _escape(words[at:])])


def _escape(words: str) -> str:
    words = _PING.sub(lambda found: found[0] + GAP, _INLINE.sub(r"\\\g<0>", words))
    return _OPENING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\.", words)


def quoted(words: str) -> str:
    """Every line a quote of its own, so that nothing of it can stand outside."""
    return "\n".join(f"> {line}" for line in escape(words).split("\n"))


def line(words: str) -> str:
    return escape(" ".join(words.split()))


def fit(words: str, room: int, draw: Callable[[str], str] = escape) -> str:
    """Drawn whole, or cut at a code point (before escaping, so that no escape is cut in two) and ended with dots."""
    if size(whole := draw(words)) <= room:
        return whole
    best, low, high = "", 0, len(words)
    while low <= high:
        middle = (low + high) // 2
        if size(made := draw(words[:middle].rstrip() + "…")) <= room:
            best, low = made, middle + 1
        else:
            high = middle - 1
    return best


def moment(when: datetime) -> str:
    """Each reader's own clock, and how far away it is."""
    return f"<t:{int(when.timestamp())}:F> (<t:{int(when.timestamp())}:R>)"


@dataclass(frozen=True)
class Pen:
    """Where a text is read: the server it belongs to, and whether in a direct message, where a mention alone may read
    `@unknown-user`."""

    place: Place
    direct: bool = False

    def write(self, text: Text, room: int) -> str:
        made = ""
        for span in text:
            left = room - size(made)
            drawn = fit(span, left) if isinstance(span, str) else self._value(span)
            made += drawn if size(drawn) <= left else ""
        return made if made.replace(GAP, "").strip() else ""

    def _value(self, span: Who | datetime | Link) -> str:
        match span:
            case Who(person, name):
                if person.home != self.place or not person.user.isdecimal():
                    return line(name)
                mention = f"<@{person.user}>"
                return f"{line(name)} ({mention})" if self.direct else mention
            case Link(label, url):
                address = quote(url, safe=":/?#[]@!$&'*+,;=%~")
                if not url.startswith("https://"):
                    return line(f"{label} {url}")
                if "://" in label:  # Discord draws no link whose words look like an address
                    return f"<{address}>" if label == url else f"{line(label)} (<{address}>)"
                return f"[{line(label)}](<{address}>)"
            case _:
                return moment(span)


def share(parts: Sequence[Part], room: int) -> list[str]:
    """All parts drawn within `room`: the short ones whole, the long ones cut to one common length."""
    sizes = sorted(size(part(10 * ROOM)) + 1 for part in parts)
    level = 10 * ROOM
    for done, one in enumerate(sizes):
        if one * (len(sizes) - done) > room:
            level = room // (len(sizes) - done) - 1
            break
        room -= one
    return [part(max(level, 0)) for part in parts]
