"""Office hours as people type them: "Tue & Thu 12-2pm; weekdays 17:30-19:00".

Nothing is guessed: words with two readings are refused, with the very fragment."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain import zones
from bot.domain.hours.schedule import DAY, Window
from bot.domain.hours.words import AND, CLOCK, FILL, GROUPS, TO, NotUnderstood, Shown, composed, named, read_clock


def _span(first: Shown, last: Shown) -> tuple[int, int] | None:
    """Start and end in minutes if there is one sensible reading; an end before the start is on the next day."""
    if last.half and not first.half:  # "12-2pm", "9-11am"; "11-2pm" starts in the morning
        same = [first.at(last.half)] if first.hour <= 12 else []
        starts = [start for start in (*same, *first.readings()) if start < last.minutes]
        return (starts[0], last.minutes) if starts else None
    if first.half and not last.half:  # "9am-5", "10am-14:00"
        ends = [end for end in last.readings() if end > first.minutes]
        return (first.minutes, ends[0]) if len(ends) == 1 else None
    if first.unsure:
        return None
    start, end = first.minutes, last.minutes or DAY
    evening = end < start and start >= (12 if first.half else 18) * 60 and end + DAY - start <= DAY // 2
    return (start, end) if start < end or evening else None


@dataclass(frozen=True)
class _Token:
    kind: str
    start: int
    end: int
    days: tuple[int, ...] = ()
    clock: Shown | None = None


_TOKEN = re.compile(
    rf"(?P<group>\b(?:{'|'.join(sorted(GROUPS, key=len, reverse=True))})\b)|{CLOCK}|(?P<to>[-‐‑–—−])|(?P<and>[,&+/])"
    r"|(?P<stop>[;\n])|(?P<fill>[:.\s])|(?P<word>[^\W\d_]+(?:-feiras?)?\.?)|(?P<other>[0-9.:]+|\S)"
)


def _tokens(text: str, language: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(zones.fold(text)):
        start, end = match.span()
        word = (match["word"] or "").strip(".")
        if match["group"]:
            yield _Token("days", start, end, days=GROUPS[match["group"]])
        elif match["hour"]:
            yield _Token("clock", start, end, clock=read_clock(match))
        elif not word and not match["fill"]:
            yield _Token(match.lastgroup or "other", start, end)
        elif word and (day := named(text[start:end], language)) is not None:
            yield _Token("days", start, end, days=(day,))
        elif word in TO | AND:
            yield _Token("to" if word in TO else "and", start, end)
        elif word and word not in FILL:
            yield _Token("other", start, end)


def parse(words: str, language: str = "en") -> tuple[Window, ...]:
    """The weekly windows in "Tue & Thu 12-2pm; weekdays 17:30-19:00", sorted; NotUnderstood with what is unclear."""
    text = composed(words, NotUnderstood.wording)
    tokens = [*_tokens(text, language), _Token("stop", len(text), len(text))]
    found: set[Window] = set()
    days: tuple[int, ...] = ()
    since: int | None = None  # where days that have no times yet began
    at = 0
    while at < len(tokens):
        token = tokens[at]
        match [ahead.kind for ahead in tokens[at : at + 4]]:
            case ["days", *then]:
                if since is None:
                    days, since = (), token.start
                to_day = then[:2] == ["to", "days"] and len(token.days) == len(tokens[at + 2].days) == 1
                if to_day:
                    first, last = token.days[0], tokens[at + 2].days[0]
                    days += tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
                else:
                    days += token.days
                # the dash of "Monday - 9:00-11:00" only points at the times
                at += 3 if to_day else 2 if then == ["to", "clock", "to"] else 1
            case ["clock", "to", "clock", *_] if days:
                end = tokens[at + 2]
                span = _span(token.clock, end.clock) if token.clock and end.clock else None
                if span is None:
                    raise NotUnderstood(text[token.start if since is None else since : end.end])
                found |= {Window(day, *span) for day in days}
                since = None
                at += 3
            case ["stop", *_]:
                if since is not None:
                    raise NotUnderstood(text[since : token.start].strip())
                days = ()
                at += 1
            case ["and", *_]:
                at += 1
            case _:
                raise NotUnderstood(_unread(text, tokens[at:]))
    if not found:
        raise NotUnderstood(text.strip())
    return tuple(sorted(found, key=lambda window: (window.day, window.start, window.end)))


def _unread(text: str, tokens: Sequence[_Token]) -> str:
    """From the first token that did not fit to the end of the words, or times, that go with it."""
    fits = {"clock", "to"} if tokens[0].kind == "clock" else {"other"}
    end = tokens[0].end
    for token in tokens[1:]:
        if token.kind not in fits:
            break
        end = token.end
    return text[tokens[0].start : end].strip()
