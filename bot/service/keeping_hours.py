"""When a mentor is open: the hours of every week, days off and trips, limits. Each answer says what was understood."""

from dataclasses import replace

from bot.boundary.cards import Reply
from bot.boundary.commands import EditExceptions, EditHours, EditLimits, SaveExceptions, SaveHours, SaveLimits
from bot.domain import hours
from bot.domain.etiquette import limits
from bot.domain.mentors import LENGTHS
from bot.domain.refusals import FormTrouble
from bot.service import zoning
from bot.service.call import Call
from bot.service.hours_forms import NO_REST, REST, exceptions_form, hours_form, limits_form
from bot.service.hours_page import understood
from bot.service.mentoring import mine, welcome
from bot.service.words import fitting, required
from bot.speech import hours as said

# -- every week --------------------------------------------------------------------------------------------------------


async def edit_hours(call: Call, command: EditHours) -> Reply:
    mentor = await mine(call)
    if call.me.clock is None:
        return await zoning.zone_first(call, command)
    return Reply(hours_form(call, SaveHours(mentor.hours, mentor.minutes, mentor.chats_a_month, mentor.reply_hours)))


async def save_hours(call: Call, command: SaveHours) -> Reply:
    mentor = await mine(call)
    if call.me.clock is None:
        return await zoning.zone_first(call, command)
    try:
        typed = required("hours", command.hours, limits.HOURS, wording="trouble.hours")
        windows = hours.parse(typed, call.voice.language)
        _check_terms(call, command)
    except hours.NotUnderstood as trouble:
        wrong = FormTrouble(hours=(trouble.wording, trouble.facts))
        return await call.form(hours_form(call, command), typed=command, trouble=wrong)
    except FormTrouble as trouble:
        return await call.form(hours_form(call, command), typed=command, trouble=trouble)
    kept = replace(
        mentor,
        hours=typed,
        windows=windows,
        minutes=command.minutes,
        chats_a_month=command.chats_a_month,
        reply_hours=command.reply_hours,
        week_start=said.first_weekday(call.me.locale),
    )
    await call.books.keep_mentor(kept)
    if not mentor.windows or call.me.unreachable:
        await welcome(call)
    first = not mentor.windows and not kept.stopped
    return Reply(await understood(call, kept, "profile.open.title" if first else "notice.hours_kept"))


def _check_terms(call: Call, command: SaveHours) -> None:
    if command.minutes not in LENGTHS or command.minutes > call.books.house.minutes:
        raise FormTrouble(minutes=("trouble.minutes", {"most": call.books.house.minutes}))
    if not 1 <= command.chats_a_month <= 31:
        raise FormTrouble(chats_a_month="trouble.a_month")
    if not 24 <= command.reply_hours <= 336:
        raise FormTrouble(reply_hours="trouble.reply_hours")


# -- days off and trips ------------------------------------------------------------------------------------------------


async def edit_exceptions(call: Call, command: EditExceptions) -> Reply:
    mentor = await mine(call)
    if call.me.clock is None:
        return await zoning.zone_first(call, command)
    kept = hours.Exceptions(mentor.away, mentor.overrides, mentor.closed, mentor.trips)
    ahead = hours.still_ahead(mentor.exceptions, kept, zone=call.me.clock, now=call.now, language=call.voice.language)
    return Reply(exceptions_form(call, SaveExceptions(ahead)))


async def save_exceptions(call: Call, command: SaveExceptions) -> Reply:
    mentor = await mine(call)
    if call.me.clock is None:
        return await zoning.zone_first(call, command)
    try:
        typed = fitting("exceptions", command.exceptions, limits.EXCEPTIONS)
        found = hours.parse_exceptions(typed, zone=call.me.clock, now=call.now, language=call.voice.language)
    except hours.NotUnderstood as trouble:
        wrong = FormTrouble(exceptions=(trouble.wording, trouble.facts))
        return await call.form(exceptions_form(call, command), typed=command, trouble=wrong)
    except FormTrouble as trouble:
        return await call.form(exceptions_form(call, command), typed=command, trouble=trouble)
    kept = replace(
        mentor,
        exceptions=typed,
        trips=found.trips,
        overrides=found.overrides,
        away=found.away,
        closed=found.closed,
    )
    await call.books.keep_mentor(kept)
    return Reply(await understood(call, kept, "notice.exceptions_kept"))


# -- limits ------------------------------------------------------------------------------------------------------------


async def edit_limits(call: Call, command: EditLimits) -> Reply:
    mentor = await mine(call)
    rest = f"{mentor.buffer_before}-{mentor.buffer_after}"
    typed = SaveLimits(rest, mentor.notice_hours, mentor.horizon_days, mentor.a_day, mentor.a_week)
    return Reply(limits_form(call, typed))


async def save_limits(call: Call, command: SaveLimits) -> Reply:
    mentor = await mine(call)
    try:
        before, after = _rest(command.rest)
        _check_limits(command)
    except FormTrouble as trouble:
        typed = replace(command, rest=NO_REST) if "rest" in trouble.fields else command
        return await call.form(limits_form(call, typed), typed=typed, trouble=trouble)
    kept = replace(
        mentor,
        buffer_before=before,
        buffer_after=after,
        notice_hours=command.notice_hours,
        horizon_days=command.horizon_days,
        a_day=command.a_day,
        a_week=command.a_week,
        week_start=said.first_weekday(call.me.locale),
    )
    await call.books.keep_mentor(kept)
    return Reply(await understood(call, kept, "notice.limits_kept"))


def _rest(words: str) -> tuple[int, int]:
    """Raises FormTrouble for minutes that are not on offer."""
    before, _, after = (words or NO_REST).partition("-")
    offered = {str(minutes): minutes for minutes in (0, *REST)}
    if before not in offered or after not in offered:
        raise FormTrouble(rest="trouble.chosen")
    return offered[before], offered[after]


def _check_limits(command: SaveLimits) -> None:
    """Raises FormTrouble for numbers that no option has."""
    for key, chosen, least, most in (
        ("notice_hours", command.notice_hours, 0, 336),
        ("horizon_days", command.horizon_days, 1, 366),
        ("a_day", command.a_day, 1, 20),
        ("a_week", command.a_week, 1, 50),
    ):
        if chosen is not None and not least <= chosen <= most:
            raise FormTrouble(**{key: "trouble.chosen"})
