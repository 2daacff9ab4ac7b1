"""The forms in which a mentor says when they are open."""

from collections.abc import Sequence

from bot.boundary.cards import Form, Option
from bot.boundary.commands import SaveExceptions, SaveHours, SaveLimits
from bot.domain import zones
from bot.domain.etiquette import limits
from bot.domain.mentors import LENGTHS
from bot.service.call import Call
from bot.speech import times

REPLY_HOURS = (24, 48, 72, 120, 168, 336)
A_MONTH = (1, 2, 3, 4, 6, 8, 12)
REST = (5, 10, 15, 30)
NO_REST = "0-0"
NOTICE = (1, 2, 4, 12, 24, 48, 72, 168)
AHEAD = (7, 14, 21, 30, 60, 90)
A_DAY = (1, 2, 3, 4)
A_WEEK = (1, 2, 3, 4, 5, 7, 10)


def hours_form(call: Call, typed: SaveHours) -> Form:
    voice = call.voice
    lengths = [length for length in LENGTHS if length <= call.books.house.minutes] or [LENGTHS[0]]
    a_month = sorted({*A_MONTH, typed.chats_a_month})
    reply = sorted({*REPLY_HOURS, typed.reply_hours})
    fields = (
        voice.field("hours", "hours", most=limits.HOURS, value=typed.hours),
        voice.field(
            "minutes", "minutes", "choice", options=voice.options("minutes", lengths), value=str(typed.minutes)
        ),
        voice.field(
            "a_month",
            "chats_a_month",
            "choice",
            options=voice.options("a_month", a_month),
            value=str(typed.chats_a_month),
        ),
        voice.field(
            "reply", "reply_hours", "choice", options=voice.options("reply", reply), value=str(typed.reply_hours)
        ),
    )
    title, submit = voice("hours_form.title"), voice("hours_form.submit")
    intro = voice.text("hours_form.intro", zone=zones.label(call.me.clock or "UTC", voice.language))
    return Form(title, fields, SaveHours(), submit, intro)


def exceptions_form(call: Call, typed: SaveExceptions) -> Form:
    voice = call.voice
    words = voice.field("exceptions", "exceptions", required=False, most=limits.EXCEPTIONS, value=typed.exceptions)
    title, submit = voice("exceptions_form.title"), voice("exceptions_form.submit")
    intro = voice.text("exceptions_form.intro", zone=zones.label(call.me.clock or "UTC", voice.language))
    return Form(title, (words,), SaveExceptions(), submit, intro)


def limits_form(call: Call, typed: SaveLimits) -> Form:
    voice, house, rest = call.voice, call.books.house, typed.rest or NO_REST
    notice = _spans(call, NOTICE, typed.notice_hours, house.notice_hours, hours_each=1)
    ahead = _spans(call, AHEAD, typed.horizon_days, house.horizon_days, hours_each=24)
    fields = (
        voice.field("rest", "rest", "choice", options=_rests(call, rest), value=rest),
        voice.field("notice", "notice_hours", "choice", options=notice, value=_chosen(typed.notice_hours)),
        voice.field("ahead", "horizon_days", "choice", options=ahead, value=_chosen(typed.horizon_days)),
        voice.field("a_day", "a_day", "choice", options=_counts(call, A_DAY, typed.a_day), value=_chosen(typed.a_day)),
        voice.field(
            "a_week", "a_week", "choice", options=_counts(call, A_WEEK, typed.a_week), value=_chosen(typed.a_week)
        ),
    )
    return Form(
        voice("limits_form.title"), fields, SaveLimits(), voice("limits_form.submit"), voice.text("limits_form.intro")
    )


USUAL = "usual"
"""The option that leaves a limit to the house, or does without; no number, and so nothing in the command."""


def _chosen(number: int | None) -> str:
    return USUAL if number is None else str(number)


def _rests(call: Call, chosen: str) -> tuple[Option, ...]:
    voice = call.voice
    offered = [
        Option(NO_REST, voice("option.rest.none")),
        *(Option(f"{n}-{n}", voice("option.rest.both", minutes=n)) for n in REST),
        *(Option(f"0-{n}", voice("option.rest.after", minutes=n)) for n in REST),
        *(Option(f"{n}-0", voice("option.rest.before", minutes=n)) for n in REST),
    ]
    if chosen not in {one.value for one in offered}:
        before, _, after = chosen.partition("-")
        words = [voice("option.rest.before", minutes=before), voice("option.rest.after", minutes=after)]
        offered.append(Option(chosen, ", ".join(words)))
    return tuple(offered)


def _spans(
    call: Call, offered: Sequence[int], chosen: int | None, house: int, *, hours_each: int
) -> tuple[Option, ...]:
    def span(number: int) -> str:
        return times.hours(number * hours_each, call.voice.language)

    usual = Option(USUAL, call.voice("option.house.usual", span=span(house)))
    numbers = sorted({*offered, *([chosen] if chosen else [])})
    return (usual, *(Option(str(number), span(number)) for number in numbers))


def _counts(call: Call, offered: Sequence[int], chosen: int | None) -> tuple[Option, ...]:
    numbers = sorted({*offered, *([chosen] if chosen else [])})
    return (Option(USUAL, call.voice("option.house.any")), *(Option(str(n), str(n)) for n in numbers))
