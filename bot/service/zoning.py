"""By which clock somebody lives: a city near them, or what their clock shows; before the first time is shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.boundary.cards import MAX_LABEL, Button, Fact, Form, Reply
from bot.boundary.commands import ChooseOffset, ChooseZone, Command, FindZone, MyChats, OpenDraft, SetZone
from bot.boundary.ports import City
from bot.domain import zones
from bot.domain.refusals import FormTrouble, NotFound
from bot.service.call import Call
from bot.service.words import fitting
from bot.speech import times
from bot.speech.voice import Voice, clip

MOST = 5
"""Choices in a row of buttons; as many again fit below."""
LONGEST = 100
"""Characters of a suggestion."""


async def zone_first(call: Call, command: Command) -> Reply:
    """Before the first time is shown: by which clock? Then on with what they wanted."""
    then = await call.draft(command)
    return call.card("zone_first", buttons=[call.voice.button("choose_city", ChooseZone(then), main=True)])


async def choose_zone(call: Call, command: ChooseZone) -> Reply:
    return Reply(_form(call, FindZone(then=command.then)))


async def find_zone(call: Call, command: FindZone) -> Reply:
    try:
        fitting("city", command.city, LONGEST)
        if command.city.strip():
            return await _by_words(call, command.city.strip(), then=command.then)
        return await _by_clock(call, command.clock.strip(), then=command.then)
    except FormTrouble as trouble:
        return await call.form(_form(call, command), typed=command, trouble=trouble)


async def choose_offset(call: Call, command: ChooseOffset) -> Reply:
    """The clocks that are so far ahead now, and whether they will change."""
    clocks = zones.by_offset(call.now, command.offset).clocks
    if not clocks:
        raise NotFound("refusal.zone")
    if len(clocks) == 1:
        return await set_zone(call, SetZone(clocks[0].zones[0], command.then))
    voice = call.voice
    likes = [voice.button("plain", SetZone(c.zones[0], command.then), words=_like(c, voice)) for c in clocks]
    shown = times.clock(call.now, clocks[0].zones[0], voice.language)
    return call.card(
        "which_clock",
        clock=shown,
        facts=[Fact(_some_cities(clock, voice.language), (_changing(clock, voice),)) for clock in clocks[: 2 * MOST]],
        picks=likes[:MOST],
        buttons=[*likes[MOST : 2 * MOST - 1], voice.button("another_clock", ChooseZone(command.then))],
    )


async def set_zone(call: Call, command: SetZone) -> Reply:
    if not zones.known(command.zone):
        raise NotFound("refusal.zone")
    await call.books.change_member(call.person, zone=command.zone)
    call.me = replace(call.me, zone=command.zone)
    call.voice = voice = replace(call.voice, zone=command.zone)
    onward = OpenDraft(command.then) if command.then else MyChats()
    return call.card(
        "zone_set",
        zone=zones.label(command.zone, voice.language),
        now=voice.moment(call.now),
        replacing=bool(command.then),
        buttons=[
            voice.button("go_on" if command.then else "my_chats", onward, main=True),
            voice.button("another_clock", ChooseZone(command.then)),
        ],
    )


def suggestions(words: str, *, now: datetime, locale: str, language: str) -> list[City]:
    """What may be meant, while somebody types: "Hyderabad (India), now 17:31 (UTC+5:30)"."""
    voice = Voice(language)
    return [
        City(found.zone, _suggestion(found, now, voice))
        for found in zones.search(words[:LONGEST], language, near=locale)
    ]


# -- a city ------------------------------------------------------------------------------------------------------------


async def _by_words(call: Call, words: str, *, then: str) -> Reply:
    """One clock fits: it is taken. Several: they choose. None: what is spelt nearly so, or FormTrouble."""
    if zones.known(words):
        return await set_zone(call, SetZone(words, then))
    if (offset := zones.read_offset(words)) is not None and zones.by_offset(call.now, offset).clocks:
        return await choose_offset(call, ChooseOffset(offset, then))
    if zones.read_clock(words):
        return await _by_clock(call, words, then=then)
    language = call.voice.language
    found = zones.search(words, language, near=call.me.locale or language, limit=2 * MOST * MOST)
    meant = _different([one for one in found if one.exact] or found[:MOST], call.now)
    if len(meant) == 1:
        return await set_zone(call, SetZone(meant[0].zone, then))
    if not meant:
        guesses = _different(zones.guesses(words, language), call.now)
        if not guesses:
            raise FormTrouble(city=("trouble.city", {"city": words[:40]}))
        picks, more = _picks(call, guesses, then)
        facts = _facts(call, guesses)
        return call.card("nearly_city", city=words[:40], facts=facts, picks=picks, buttons=more)
    picks, more = _picks(call, meant, then)
    return call.card("which_city", facts=_facts(call, meant), picks=picks, buttons=more)


def _picks(call: Call, found: Sequence[zones.Found], then: str) -> tuple[list[Button], list[Button]]:
    """Two rows; the way back ends the second."""
    voice = call.voice
    picks = [voice.button("plain", SetZone(one.zone, then), words=_short(one.label)) for one in found[: 2 * MOST - 1]]
    return picks[:MOST], [*picks[MOST:], voice.button("another_clock", ChooseZone(then))]


def _facts(call: Call, found: Sequence[zones.Found]) -> list[Fact]:
    language = call.voice.language
    return [Fact(one.label, (_now_there(one.zone, call.now, language),)) for one in found[: 2 * MOST - 1]]


def _different(found: Sequence[zones.Found], now: datetime) -> list[zones.Found]:
    """One for each zone, and for the clocks of one country that go alike: nobody need know which Germany is meant."""
    kept: dict[object, zones.Found] = {}
    for one in found:
        clock = (zones.inhabited().get(one.zone, one.zone), zones.going(one.zone, now))
        kept.setdefault(clock, one)
    return list({one.zone: one for one in reversed(kept.values())}.values())[::-1]


def _short(label: str) -> str:
    """For a button: "Springfield (Massachusetts)"."""
    return label if len(label) <= MAX_LABEL or ", " not in label else f"{label.rpartition(', ')[0]})"


def _suggestion(found: zones.Found, now: datetime, voice: Voice) -> str:
    clock = times.clock(now, found.zone, voice.language)
    rest = voice("phrase.city_now", city="", clock=clock, offset=zones.utc(zones.ahead(found.zone, now)))
    return clip(found.label, LONGEST - len(rest)) + rest


def _now_there(zone: str, now: datetime, language: str) -> str:
    return f"{times.clock(now, zone, language)} ({zones.utc(zones.ahead(zone, now))})"


# -- what the clock shows ----------------------------------------------------------------------------------------------


async def _by_clock(call: Call, words: str, *, then: str) -> Reply:
    """One offset shows this: on with it. Several, a day or half a day apart: which day and hour is it? None:
    FormTrouble."""
    if not words:
        raise FormTrouble(city="trouble.city_or_clock")
    shown = zones.read_clock(words)
    if not shown:
        raise FormTrouble(clock=("trouble.clock_unread", {"clock": words[:40]}))
    offsets = sorted({offset for clock in shown for offset in zones.by_clock(call.now, clock).offsets})
    if not offsets:
        raise FormTrouble(clock=("trouble.clock_nowhere", {"clock": words[:40]}))
    if len(offsets) == 1:
        return await choose_offset(call, ChooseOffset(offsets[0], then))
    picks = [_at(call, offset, then) for offset in offsets[:MOST]]
    return call.card("which_day", picks=picks, buttons=[call.voice.button("another_clock", ChooseZone(then))])


def _at(call: Call, offset: int, then: str) -> Button:
    """The day and hour at that offset: "Tue 24 Nov 17:31 NZDT"."""
    zone = zones.by_offset(call.now, offset).clocks[0].zones[0]
    return call.voice.button(
        "plain", ChooseOffset(offset, then), words=times.button(call.now, zone, call.voice.language)
    )


def _like(clock: zones.Clock, voice: Voice) -> str:
    names = [zones.city(zone, voice.language) for zone in clock.zones[:2]]
    both = voice("button.like_two", a=names[0], b=names[-1])
    return both if len(names) == 2 and len(both) <= MAX_LABEL else voice("button.like_one", a=names[0])


def _some_cities(clock: zones.Clock, language: str) -> str:
    return ", ".join(zones.city(zone, language) for zone in clock.zones[:3])


def _changing(clock: zones.Clock, voice: Voice) -> str:
    if not clock.changes:
        return voice("clock_changes.never")
    change = clock.changes[0]
    day = times.day((change.at + timedelta(minutes=clock.offset)).date(), voice.language)
    return voice("clock_changes.forward", day=day) if change.forward > 0 else voice("clock_changes.back", day=day)


def _form(call: Call, typed: FindZone) -> Form:
    voice = call.voice
    fields = (
        voice.field("city", "city", "line", required=False, most=LONGEST, value=typed.city),
        voice.field("clock", "clock", "line", required=False, most=20, value=typed.clock),
    )
    onward = FindZone(then=typed.then)
    return Form(voice("zone_form.title"), fields, onward, voice("zone_form.submit"), voice.text("zone_form.intro"))
