"""Settings: language, reminders, blocks, reports, one's own data, and drafts of half-finished commands."""

from dataclasses import replace

from bot.boundary.cards import Board, Form, Option, Reply
from bot.boundary.commands import (
    Block,
    BusyTimes,
    ChooseLanguage,
    ChooseUnblock,
    ChooseZone,
    ExportData,
    ForgetMe,
    Invitations,
    LinkAccount,
    MyChats,
    Reminders,
    SaveLanguage,
    SaveReminders,
    Settings,
    StopReminder,
    Unblock,
)
from bot.domain import zones
from bot.domain.nudges import GROUPS
from bot.domain.refusals import FormTrouble, NotFound
from bot.service import listing
from bot.service.call import Call, voice_of
from bot.speech import catalogue

HOURS = tuple(range(24))


async def settings(call: Call, command: Settings) -> Reply:
    voice, me = call.voice, call.me
    blocked = await listing.newest_first(call, await call.books.blocks_of(call.person))
    quiet_from, quiet_to = call.books.house.quiet_hours(call.me)
    facts = [
        voice.fact("zone", zones.label(me.clock, voice.language) if me.clock else voice("settings.no_zone")),
        voice.fact("language", catalogue.languages()[voice.language]),
        voice.fact("quiet", voice("settings.quiet", start=f"{quiet_from:02}:00", end=f"{quiet_to:02}:00")),
        voice.fact(
            "stopped",
            ", ".join(voice(f"option.group.{name}") for name in GROUPS if name in me.stopped)
            or voice("settings.none_stopped"),
        ),
    ]
    card = voice.card(
        "settings_you",
        facts=facts,
        buttons=[
            voice.button("my_zone", ChooseZone()),
            voice.button("language", ChooseLanguage()),
            voice.button("reminders", Reminders()),
        ],
    )
    people = voice.card(
        "settings_people",
        facts=[voice.fact("blocked", listing.names(call, blocked) or voice("settings.none_blocked"))],
        buttons=[
            voice.button("block", Block()),
            *listing.ways(call, "unblock", Unblock, ChooseUnblock, blocked),
        ],
    )
    data = voice.card(
        "settings_data", buttons=[voice.button("export", ExportData()), voice.button("forget", ForgetMe())]
    )
    cards = [card, people, data]
    busy = voice.button("busy_times", BusyTimes())
    cards.insert(1, voice.card("settings_invitations", buttons=[voice.button("invitations", Invitations()), busy]))
    if len(await call.books.places()) > 1:
        cards.insert(1, voice.card("settings_accounts", buttons=[voice.button("link_account", LinkAccount())]))
    return Reply(Board(voice("settings.title"), tuple(cards), (), (voice.button("my_chats", MyChats()),)))


# -- language and reminders --------------------------------------------------------------------------------------------


async def choose_language(call: Call, command: ChooseLanguage) -> Reply:
    return Reply(_language_form(call))


async def save_language(call: Call, command: SaveLanguage) -> Reply:
    if command.language not in catalogue.languages():
        return await call.form(_language_form(call), typed=command, trouble=FormTrouble(language="trouble.language"))
    await call.books.change_member(call.person, language=command.language)
    call.me = replace(call.me, language=command.language)
    call.voice = voice_of(call.me)
    return call.card("language_set", buttons=[call.voice.button("my_chats", MyChats())])


def _language_form(call: Call) -> Form:
    voice = call.voice

    options = tuple(Option(language, name) for language, name in sorted(catalogue.languages().items()))
    fields = (voice.field("language", "language", "choice", options=options, value=voice.language),)
    return Form(voice("language_form.title"), fields, SaveLanguage(), voice("language_form.submit"))


async def reminders(call: Call, command: Reminders) -> Reply:
    return Reply(_reminders_form(call))


async def save_reminders(call: Call, command: SaveReminders) -> Reply:
    stopped = frozenset(GROUPS) - set(command.groups)
    hours = [
        int(word) if word.isdecimal() and int(word) in HOURS else None
        for word in (command.quiet_from, command.quiet_to)
    ]
    await call.books.change_member(call.person, stopped=stopped, quiet_from=hours[0], quiet_to=hours[1])
    call.me = replace(call.me, stopped=stopped, quiet_from=hours[0], quiet_to=hours[1])
    return call.card("reminders_kept", buttons=[call.voice.button("settings", Settings())])


def _reminders_form(call: Call) -> Form:
    voice = call.voice
    quiet_from, quiet_to = call.books.house.quiet_hours(call.me)
    kept = tuple(name for name in GROUPS if name not in call.me.stopped)
    hours = voice.options("hour", HOURS)
    fields = (
        voice.field(
            "groups",
            "groups",
            "choices",
            required=False,
            options=voice.options("group", GROUPS),
            most=len(GROUPS),
            value=kept,
        ),
        voice.field("quiet_from", "quiet_from", "choice", options=hours, value=str(quiet_from)),
        voice.field("quiet_to", "quiet_to", "choice", options=hours, value=str(quiet_to)),
    )
    return Form(voice("reminders_form.title"), fields, SaveReminders(), voice("reminders_form.submit"))


async def stop_reminder(call: Call, command: StopReminder) -> Reply:
    """For ever, from the nudge itself; `/my-chats` turns it on again."""
    if command.group not in GROUPS:
        raise NotFound()
    call.me = call.me.with_stopped(command.group)
    await call.books.change_member(call.person, stopped=call.me.stopped)
    name = call.voice(f"option.group.{command.group}")
    return call.card("stopped", name=name, buttons=[call.voice.button("reminders", Reminders())])
