"""Between the booking and the meeting: confirm, move, cancel."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import AgreeMove, Cancel, Confirm, KeepTime, Move, SendCancel, SendMove
from bot.domain import bookings, nudges
from bot.domain.chats import Chat
from bot.domain.etiquette import limits
from bot.domain.nudges import Kind
from bot.domain.refusals import FormTrouble
from bot.service.answering import book_anyway, free_times, shown_back, times_fields
from bot.service.call import Call
from bot.service.lookups import desired, invitation_file, now_settled, now_standing, slots_for
from bot.service.promising import with_promise
from bot.service.timetable import asks_first, terms_of
from bot.service.words import required


async def confirm(call: Call, command: Confirm) -> Reply:
    chat = await call.chat(command.chat)
    confirmed = chat.confirm(by=call.person, now=call.now)
    if confirmed is not chat:
        await call.books.keep_chat(confirmed)
    return await now_standing(call, confirmed, notice=call.voice.text("notice.confirmed"))


async def move(call: Call, command: Move) -> Reply:
    chat = await call.chat(command.chat)
    chat.propose_move(_sometime(call), by=call.person, now=call.now)  # refuses early, before anybody types
    return Reply(await _move_form(call, chat, SendMove(chat.id)))


async def send_move(call: Call, command: SendMove) -> Reply:
    chat = await call.chat(command.chat)
    await call.books.lock(chat.mentor, chat.mentee)
    try:
        slots = await free_times(call, chat, command)
    except FormTrouble as trouble:
        return await call.form(await _move_form(call, chat, command), typed=command, trouble=trouble)
    if command.typed and not command.sure:
        return shown_back(call, slots, SendMove(chat.id, slots, sure=True))
    moving = chat.propose_move(slots, by=call.person, now=call.now)
    moving = bookings.hold(moving, hours=call.books.house.hold_hours, now=call.now)
    other = chat.other(call.person)
    told = nudges.news(Kind.MOVE, moving, other, now=call.now)
    await call.books.keep_chat(moving, told, await terms_of(call, chat))
    return now_settled(call, moving, call.voice.text("notice.moving", other=call.voice.who(other)))


async def agree_move(call: Call, command: AgreeMove) -> Reply:
    chat = await call.chat(command.chat)
    await call.books.lock(chat.mentor, chat.mentee)
    moved = chat.agree_move(command.slot, by=call.person, now=call.now)
    if moved is not chat:
        if not command.anyway and await asks_first(call, chat, command.slot):
            return book_anyway(call, replace(command, anyway=True), command.slot)
        moved = await with_promise(call.books, moved)
        told = nudges.news(Kind.MOVED, moved, chat.mentor, chat.mentee, now=call.now)
        await call.books.keep_chat(moved, (*told, *nudges.reminders(moved)), await terms_of(call, chat))
    return now_settled(call, moved, call.voice.text("notice.moved", when=command.slot))


async def keep_time(call: Call, command: KeepTime) -> Reply:
    chat = await call.chat(command.chat)
    kept = chat.keep_time(by=call.person, now=call.now)
    if kept is not chat:
        other = chat.other(call.person)
        await call.books.keep_chat(kept, nudges.news(Kind.KEPT, kept, other, now=call.now))
    return await now_standing(call, kept, notice=call.voice.text("notice.kept"))


async def cancel(call: Call, command: Cancel) -> Reply:
    chat = await call.chat(command.chat)
    chat.cancel("", by=call.person, now=call.now)  # refuses early
    return Reply(_cancel_form(call, SendCancel(chat.id)))


async def send_cancel(call: Call, command: SendCancel) -> Reply:
    chat = await call.chat(command.chat)
    try:
        words = required("words", command.words, wording="trouble.why")
    except FormTrouble as trouble:
        return await call.form(_cancel_form(call, command), typed=command, trouble=trouble)
    cancelled = chat.cancel(words, by=call.person, now=call.now)
    other = chat.other(call.person)
    if cancelled is not chat:
        await call.books.keep_chat(cancelled, nudges.news(Kind.CANCELLED, cancelled, other, now=call.now))
    notice = call.voice.text("notice.cancelled", other=call.voice.who(other))
    return now_settled(call, cancelled, notice, [invitation_file(call, cancelled)])


def _cancel_form(call: Call, typed: SendCancel) -> Form:
    voice = call.voice
    fields = (voice.field("why_cancel", "words", most=limits.WORDS, value=typed.words),)
    return Form(voice("cancel_form.title"), fields, SendCancel(typed.chat), voice("cancel_form.submit"))


async def _move_form(call: Call, chat: Chat, typed: SendMove) -> Form:
    voice = call.voice
    wanted = await desired(call, chat.mentor, mentee=chat.mentee)
    free = slots_for(call, wanted, besides=chat.id) if wanted else []
    free = [slot for slot in free if slot != chat.starts_at]
    fields = times_fields(call, free, typed.slots, typed.typed)
    title, submit = voice("move_form.title"), voice("move_form.submit")
    return Form(title, fields, SendMove(chat.id), submit, voice.text("move_form.intro"))


def _sometime(call: Call) -> tuple[datetime, ...]:
    return (call.now + timedelta(days=1),)
