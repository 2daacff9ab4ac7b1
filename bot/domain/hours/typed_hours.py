"""Office hours as people type them: "Tue & Thu 12-2pm; weekdays 17:30-19:00, not Wednesdays".

Nothing is guessed: words with two readings are refused, with the very fragment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain.hours.clocks import Range, between
from bot.domain.hours.schedule import DAY, Window
from bot.domain.hours.tokens import Token, tokens
from bot.domain.hours.words import VAGUE, NotUnderstood, composed, named

_ALTERNATE = frozenset({
    "second", "other", "alternate", "alternating", "odd", "even", "first", "last", "third", "biweekly", "fortnightly",
    "monthly", "zweiten", "zweite", "zweiter", "erste", "ersten", "gerade", "ungerade", "alternos", "alternas",
    "primer", "segundo", "ultimo", "quinzenal", "sur", "premier", "dernier",
})  # fmt: skip
_ZONES = frozenset({
    "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "ct", "mt", "utc", "gmt", "bst", "wet", "cet", "cest",
    "eet", "mez", "mesz", "ist", "jst", "kst", "sgt", "brt", "art", "aest", "aedt", "nzst", "nzdt", "msk", "sast",
})  # fmt: skip


@dataclass(frozen=True)
class _Block:
    """Days, times, or days that are excepted, as they follow one another."""

    kind: Literal["days", "times", "except"]
    start: int
    end: int
    days: tuple[int, ...] = ()
    times: tuple[Range, ...] = ()


def parse(words: str, language: str = "en") -> tuple[Window, ...]:
    """The weekly windows in "Tue & Thu 12-2pm; weekdays 17:30-19:00", sorted; NotUnderstood with what is unclear."""
    text = composed(words, NotUnderstood.wording)
    found: set[Window] = set()
    statement: list[Token] = []
    for token in [*tokens(text, language), Token("stop", len(text), len(text))]:
        if token.kind != "stop":
            statement.append(token)
            continue
        blocks = list(_blocks(text, statement, language))
        excepted = blocks[0].days if [block.kind for block in blocks] == ["except"] else None
        if excepted is None:
            found |= _windows(text, blocks)
        found = {window for window in found if excepted is None or window.day not in excepted}
        statement = []
    if not found:
        raise NotUnderstood(text.strip())
    return tuple(sorted(found, key=lambda window: (window.day, window.start, window.end)))


def _blocks(text: str, said: Sequence[Token], language: str) -> Iterator[_Block]:
    """The days and times of one statement; what stands next to its like is one block."""
    current: _Block | None = None
    since: int | None = None  # where an exception began
    at = 0
    while at < len(said):
        token = said[at]
        if token.kind in ("and", "dash", "to") and _connects(said, at):
            at += 1
            continue
        if token.kind == "except" and at + 1 < len(said) and said[at + 1].kind == "days" and since is None:
            since = token.start
            at += 1
            continue
        block, at = _read(text, said, at, language, days_from=current if since is None else None)
        if since is not None:
            block, since = _Block("except", since, block.end, days=block.days), None
        if current and block.kind == "days" and current.kind in ("days", "except"):
            current = _Block(current.kind, current.start, block.end, days=current.days + block.days)
        elif current and block.kind == current.kind:
            current = _Block(
                current.kind, current.start, block.end, current.days + block.days, current.times + block.times
            )
        else:
            if current:
                yield current
            current = block
    if current:
        yield current


def _connects(said: Sequence[Token], at: int) -> bool:
    """A comma may stand anywhere; a dash only between days and their times: "Monday - 9:00-11:00"."""
    if said[at].kind == "and":
        return True
    kinds = {said[at - 1].kind, said[at + 1].kind} if 0 < at < len(said) - 1 else set()
    return said[at].kind == "dash" and len(kinds) == 2 and "days" in kinds and bool(kinds & {"clock", "all_day"})


def _read(text: str, said: Sequence[Token], at: int, language: str, days_from: _Block | None) -> tuple[_Block, int]:
    """The days or the range that begin here, and where they end; NotUnderstood where none do."""
    token, kinds = said[at], [ahead.kind for ahead in said[at : at + 4]]
    if token.kind == "days":
        if kinds[1:2] in (["to"], ["dash"]) and kinds[2:3] == ["days"]:
            last = said[at + 2]
            if len(token.days) == len(last.days) == 1:
                stretch = range((last.days[0] - token.days[0]) % 7 + 1)
                days = tuple((token.days[0] + step) % 7 for step in stretch)
                return _Block("days", token.start, last.end, days=days), at + 3
        return _Block("days", token.start, token.end, days=token.days), at + 1
    if token.kind == "all_day":
        return _Block("times", token.start, token.end, times=((0, DAY),)), at + 1
    if kinds[:3] in (["clock", "to", "clock"], ["clock", "dash", "clock"]):
        first, last, after = token, said[at + 2], at + 3
    elif kinds in (["between", "clock", "and", "clock"], ["between", "clock", "to", "clock"]):
        first, last, after = said[at + 1], said[at + 3], at + 4
    else:
        raise _unread(text, said, at, language)
    times = between(first.clock, last.clock) if first.clock and last.clock else None
    if times is None:
        start = days_from.start if days_from and days_from.kind == "days" else token.start
        wording = "refusal.hours_half" if _either(first, last) else None
        raise NotUnderstood(text[start : last.end], wording)
    return _Block("times", token.start, last.end, times=(times,)), after


def _either(first: Token, last: Token) -> bool:
    """Whether morning or afternoon is all that is unclear."""
    return all(clock and not clock.half and (clock.hour <= 12 or clock.word) for clock in (first.clock, last.clock))


def _windows(text: str, blocks: Sequence[_Block]) -> set[Window]:
    """Each block of days with its times, or the other way round if the statement begins with times."""
    found: set[Window] = set()
    days_first = bool(blocks) and blocks[0].kind != "times"
    days: _Block | None = None
    times: _Block | None = None
    paired = False
    for number, block in enumerate(blocks):
        before = blocks[number - 1] if number else None
        if block.kind == "except":
            if before is None or (before.kind == "times" and not paired):
                raise NotUnderstood(text[block.start : block.end])
            if before.kind == "days" and not paired and days:
                days = _Block("days", days.start, block.end, tuple(day for day in days.days if day not in block.days))
            found = {window for window in found if window.day not in block.days}
            continue
        if before and before.kind == "except" and (paired and block.kind == "times"):
            raise NotUnderstood(text[before.start : block.end], "refusal.hours_except")
        if block.kind == "days":
            if days_first or paired:
                times = None if days_first else times
            days, paired = block, False
        else:
            times, paired = block, False
            days = days if days_first else None
        if days and times:
            found |= {Window(day, *span) for day in days.days for span in times.times}
            paired = True
    if blocks and not paired:
        last = blocks[-1] if blocks[-1].kind != "except" else blocks[-2]
        lacking = "refusal.hours_times" if last.kind == "days" else "refusal.hours_days"
        start = blocks[0].start if not days_first and len(blocks) > 1 else last.start
        raise NotUnderstood(text[start : blocks[-1].end], lacking)
    return found


# -- what was not understood -------------------------------------------------------------------------------------------


def _unread(text: str, said: Sequence[Token], at: int, language: str) -> NotUnderstood:
    """From the first token that did not fit to the end of the words, or times, that go with it; and why."""
    first = said[at]
    if first.kind == "clock" and _is_month(text, said[at + 1 : at + 2], language):
        return NotUnderstood(text[first.start : said[at + 1].end].rstrip("."), "refusal.hours_date")
    if _is_month(text, [first], language) and at + 1 < len(said) and said[at + 1].kind == "clock":
        return NotUnderstood(text[first.start : said[at + 1].end], "refusal.hours_date")
    ends_only = first.kind == "to" and [token.kind for token in said[at + 1 : at + 2]] == ["clock"]
    if first.kind in ("to", "dash") and not ends_only:
        around = said[max(at - 1, 0) : at + 2]
        return NotUnderstood(text[around[0].start : around[-1].end])
    run = [first]
    vague = ends_only or first.kind == "part" or first.plain in VAGUE
    fits = (
        {"clock", "to", "dash"}
        if first.kind == "clock"
        else {"other", "part"}
        if not vague
        else {"other", "part", "clock"}
    )
    for token in said[at + 1 :]:
        if token.kind not in fits:
            break
        run.append(token)
    return NotUnderstood(text[first.start : run[-1].end].strip(), _why(run, vague))


def _is_month(text: str, token: Sequence[Token], language: str) -> bool:
    return (
        bool(token and token[0].plain) and named(text[token[0].start : token[0].end], language, months=True) is not None
    )


def _why(run: Sequence[Token], vague: bool) -> str | None:
    if run[0].named:
        return "refusal.hours_day"
    if vague or any(token.plain in VAGUE for token in run) or (run[0].kind == "clock" and run[0].clock):
        return "refusal.hours_vague"
    if run[0].plain in _ALTERNATE:
        return "refusal.hours_alternate"
    return "refusal.hours_zone" if run[0].plain in _ZONES else None
