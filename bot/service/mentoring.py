"""Becoming a mentor, and keeping it up to date."""

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.boundary.cards import Card, Fact, Form, Link, Reply
from bot.boundary.commands import (
    BeMentor,
    EditHours,
    EditProfile,
    OwnHours,
    OwnQuestions,
    Pause,
    Resume,
    SavePause,
    SaveProfile,
    StopMentoring,
)
from bot.domain import hours, nudges, zones
from bot.domain.etiquette import limits
from bot.domain.mentors import Mentor
from bot.domain.nudges import Kind
from bot.domain.refusals import FormTrouble, NotFound, Refusal
from bot.domain.room import Door
from bot.service import calendars
from bot.service.call import Call, fresh_id
from bot.service.lookups import desired, today
from bot.service.words import https, required, within
from bot.speech import hours as said
from bot.speech import times

MOST_LINES = 5
"""Days off and trips that a profile names."""


async def be_mentor(call: Call, command: BeMentor) -> Reply:
    mentor = await call.books.mentor(call.person)
    if mentor is None or mentor.stopped:
        return Reply(_profile_form(call, _typed(mentor)))
    if not call.me.unreachable:
        return Reply(await profile_card(call, mentor))
    await welcome(call)  # tries again: the person may have opened their messages meanwhile
    return Reply(await profile_card(call, mentor, notice="notice.unreachable"))


async def edit_profile(call: Call, command: EditProfile) -> Reply:
    return Reply(_profile_form(call, _typed(await call.books.mentor(call.person))))


async def save_profile(call: Call, command: SaveProfile) -> Reply:
    if call.me.guest and not call.books.house.guests:
        raise Refusal("refusal.guests")
    try:
        _check_profile(command)
    except FormTrouble as trouble:
        return await call.form(_profile_form(call, command), typed=command, trouble=trouble)
    mentor = await call.books.mentor(call.person) or Mentor(
        call.person,
        "",
        "",
        chats_a_month=call.books.house.chats_a_month,
        minutes=call.books.house.minutes,
        reply_hours=call.books.house.reply_hours,
        since=call.now,
    )
    kept = replace(
        mentor,
        headline=command.headline,
        topics=command.topics,
        about=command.about,
        languages=command.languages,
        link=command.link,
        stopped=False,
    )
    await call.books.keep_mentor(kept)
    return Reply(await profile_card(call, kept))


async def welcome(call: Call) -> None:
    """A first direct message: where requests will come, and whether they can come at all."""
    about = f"welcome-{fresh_id()}"
    await call.books.nudge(nudges.nudge(Kind.WELCOME, about=about, to=call.person, due=call.now))


async def pause(call: Call, command: Pause) -> Reply:
    await mine(call)
    return Reply(_pause_form(call, SavePause()))


async def save_pause(call: Call, command: SavePause) -> Reply:
    await mine(call)
    try:
        words = required("until", command.until, 40, wording="trouble.until")
        kept = await pause_for(call, words, shorter=True)
    except hours.NotUnderstood as trouble:
        wrong = FormTrouble(until=(trouble.wording, trouble.facts))
        return await call.form(_pause_form(call, command), typed=command, trouble=wrong)
    except FormTrouble as trouble:
        return await call.form(_pause_form(call, command), typed=command, trouble=trouble)
    return Reply(await profile_card(call, kept, notice="notice.paused"), replace=True)


async def pause_for(call: Call, words: str, *, shorter: bool = False) -> Mentor:
    """A pause that is there already is only cut when that is what the mentor asks for. Raises NotUnderstood for a date
    that is none, FormTrouble for one that is past or years away."""
    mentor = await mine(call)
    day = today(call)
    until = hours.typed_date(words, today=day, language=call.voice.language)
    if not day < until or (until - day).days > 366:
        raise FormTrouble(until="trouble.until")
    kept = replace(mentor, paused_until=until if shorter else max(until, mentor.paused_until or until))
    await call.books.keep_mentor(kept)
    back = datetime.combine(kept.paused_until or until, time(9), zones.rules(call.me.clock or "UTC")).astimezone(UTC)
    await call.books.nudge(nudges.nudge(Kind.BACK, about=f"pause-{kept.paused_until}", to=call.person, due=back))
    return kept


async def resume(call: Call, command: Resume) -> Reply:
    kept = replace(await mine(call), paused_until=None, stopped=False)
    await call.books.keep_mentor(kept)
    return Reply(await profile_card(call, kept, notice="notice.resumed"), replace=True)


async def stop_mentoring(call: Call, command: StopMentoring) -> Reply:
    mentor = await mine(call)
    if not command.sure:
        buttons = [call.voice.button("stop_mentoring_sure", StopMentoring(sure=True), danger=True)]
        return call.card("stop_mentoring", buttons=[*buttons, call.voice.button("pause", Pause())])
    await call.books.keep_mentor(replace(mentor, stopped=True))
    return call.card("stopped_mentoring", replacing=True, buttons=[call.voice.button("mentor_again", EditProfile())])


# -- saying ------------------------------------------------------------------------------------------------------------


async def profile_card(call: Call, mentor: Mentor, *, notice: str = "") -> Card:
    """The profile as members see it, and where the mentor stands."""
    voice = call.voice
    wanted = await desired(call, mentor.person)
    door = wanted.room.door if wanted else Door.UNREADY
    back = wanted.room.back if wanted else None
    facts = [voice.fact("headline", mentor.headline), voice.fact("topics", mentor.topics)]
    if mentor.languages:
        facts.append(voice.fact("languages", mentor.languages))
    if mentor.link:
        facts.append(voice.fact("link", Link(mentor.link, mentor.link)))
    if mentor.windows:
        facts.append(voice.fact("hours", said.week(voice, mentor.windows, call.me.clock)))
    facts.append(terms(call, mentor))
    facts += [*_besides(call, mentor), *await calendars.fact(call)]
    if door is Door.UNREADY:
        buttons = [voice.button("add_hours", EditHours(), main=True), voice.button("edit_profile", EditProfile())]
    else:
        buttons = [voice.button("edit_profile", EditProfile()), voice.button("own_hours", OwnHours())]
        buttons.append(voice.button("resume", Resume()) if door is Door.PAUSED else voice.button("pause", Pause()))
    # the time zone is in the settings, and asked for with the hours
    buttons += [voice.button("own_questions", OwnQuestions()), voice.button("stop_mentoring", StopMentoring())]
    return voice.card(
        f"profile.{door}",
        lead=[voice.text(notice)] if notice else [],
        facts=facts,
        quotes=[voice.quote("about", mentor.about)],
        buttons=buttons,
        back=within(voice, back) if back else "",
    )


def terms(call: Call, mentor: Mentor) -> Fact:
    """How long, how often, and how soon."""
    words = call.voice.text(
        "terms",
        n=mentor.chats_a_month,
        minutes=mentor.minutes,
        chats=mentor.chats_a_month,
        reply=times.hours(mentor.reply_hours, call.voice.language),
    )
    return Fact(call.voice("fact.terms"), words)


def _besides(call: Call, mentor: Mentor) -> list[Fact]:
    """What differs from hours that are the same every week, and from the limits of the house."""
    voice = call.voice
    lines = said.exceptions(voice, mentor, zone=call.me.clock or "UTC", today=today(call))
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], voice("understood.more", n=len(lines) - MOST_LINES)]
    return [
        voice.fact("exceptions", " · ".join(lines)),
        voice.fact("limits", " · ".join(said.limits(voice, mentor, call.books.house))),
    ]


def _profile_form(call: Call, typed: SaveProfile) -> Form:
    voice = call.voice
    fields = (
        voice.field("headline", "headline", "line", most=limits.HEADLINE, value=typed.headline),
        voice.field("topics", "topics", "line", most=limits.TOPICS, value=typed.topics),
        voice.field("about", "about", required=False, most=limits.ABOUT, value=typed.about),
        voice.field("languages", "languages", "line", required=False, most=limits.LANGUAGES, value=typed.languages),
        voice.field("link", "link", "line", required=False, most=limits.LINK, value=typed.link),
    )
    title, submit = voice("profile_form.title"), voice("profile_form.submit")
    return Form(title, fields, SaveProfile(), submit, voice.text("profile_form.intro"))


def _pause_form(call: Call, typed: SavePause) -> Form:
    voice = call.voice
    fields = (voice.field("pause_until", "until", "line", most=40, value=typed.until),)
    return Form(voice("pause_form.title"), fields, SavePause(), voice("pause_form.submit"))


# -- deciding ----------------------------------------------------------------------------------------------------------


def _check_profile(typed: SaveProfile) -> None:
    trouble: dict[str, str | tuple[str, dict[str, object]]] = {}
    for key, words, most in (
        ("headline", typed.headline, limits.HEADLINE),
        ("topics", typed.topics, limits.TOPICS),
        ("about", typed.about, limits.ABOUT),
        ("languages", typed.languages, limits.LANGUAGES),
        ("link", typed.link, limits.LINK),
    ):
        if not words.strip() and key in ("headline", "topics"):
            trouble[key] = f"trouble.{key}"
        elif len(words) > most:
            trouble[key] = ("trouble.long", {"most": most, "has": len(words)})
    if typed.link and "link" not in trouble and not https(typed.link):
        trouble["link"] = "trouble.link"
    if trouble:
        raise FormTrouble(**trouble)


def _typed(mentor: Mentor | None) -> SaveProfile:
    if mentor is None:
        return SaveProfile()
    return SaveProfile(mentor.headline, mentor.topics, mentor.about, mentor.languages, mentor.link)


async def mine(call: Call) -> Mentor:
    mentor = await call.books.mentor(call.person)
    if mentor is None:
        raise NotFound("refusal.not_mentor_yet")
    return mentor
