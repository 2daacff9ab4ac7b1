"""Answering: everything that a mentor can do with a request, and the mentee's part of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.boundary.cards import Board, Card, Field, Form, Reply
from bot.boundary.commands import (
    AcceptAndPause,
    AnswerQuestion,
    AskFirst,
    Command,
    Decline,
    DeclineInWords,
    OfferTimes,
    PickSlot,
    SendAccept,
    SendAnswer,
    SendDecline,
    SendMove,
    SendQuestion,
    SendSuggestion,
    SendTimes,
    SuggestElse,
    WithdrawOthers,
)
from bot.boundary.tokens import write_time
from bot.domain import bookings, hours, nudges
from bot.domain.chats import Chat, Reason
from bot.domain.etiquette import limits
from bot.domain.nudges import Kind
from bot.domain.refusals import AlreadySettled, FormTrouble, LimitReached, NotFound, TooLate
from bot.service import calendars, mentoring
from bot.service.asking import others_on_topic, with_the_mentor
from bot.service.call import Call, mentee_only, mentor_only
from bot.service.lookups import Desired, desired, now_settled, slots_for, takes_part, today
from bot.service.meeting_places import meeting_place
from bot.service.promising import with_promise
from bot.service.timetable import asks_first, refusals, terms_of
from bot.service.words import fitting, required, within

FARTHEST = timedelta(days=90)
"""A typed time is shown without its year, and a date beyond this is a slip of the hand."""
PAUSES = ("", "2 weeks", "1 month", "3 months")
"""How long "too busy" pauses a mentor; the first is not at all."""
READY = (Reason.BUSY, Reason.FIELD, Reason.WRITTEN)
"""Reasons for which there is a kind line to send."""


async def pick_slot(call: Call, command: PickSlot) -> Reply:
    return await _book(call, command, command.slot)


async def _book(call: Call, command: PickSlot | SendAccept, slot: datetime) -> Reply:
    chat = await call.chat(command.chat)
    await call.books.lock(chat.mentor, chat.mentee)
    mentor = await call.books.mentor(chat.mentor)
    booked = chat.book(slot, by=call.person, now=call.now, link=meeting_place(call.books.house, mentor))
    if booked is not chat:
        if not command.anyway and await asks_first(call, chat, slot):
            return book_anyway(call, replace(command, anyway=True), slot)
        booked = await with_promise(call.books, booked)
        told = nudges.news(Kind.BOOKED, booked, chat.mentor, chat.mentee, now=call.now)
        await call.books.keep_chat(booked, (*told, *nudges.reminders(booked)), await terms_of(call, chat))
    return now_settled(
        call, booked, call.voice.text("notice.booked", when=slot, other=call.voice.who(booked.other(call.person)))
    )


def book_anyway(call: Call, command: Command, slot: datetime) -> Reply:
    """Their own calendar has something at that time since: asked once, never refused."""
    return call.card("book_anyway", when=slot, buttons=[call.voice.button("book_anyway", command, main=True)])


async def accept_and_pause(call: Call, command: AcceptAndPause) -> Reply:
    chat = await _for_mentor(call, command.chat)
    return Reply(_accept_form(call, chat, SendAccept(chat.id)))


async def send_accept(call: Call, command: SendAccept) -> Reply:
    chat = await _for_mentor(call, command.chat)
    if command.slot is None:
        return await call.form(
            _accept_form(call, chat, command), typed=command, trouble=FormTrouble(slot="trouble.slot")
        )
    reply = await _book(call, command, command.slot)
    if command.until and (command.anyway or not await asks_first(call, chat, command.slot)):
        await mentoring.pause_for(call, command.until)
    return reply


def _accept_form(call: Call, chat: Chat, typed: SendAccept) -> Form:
    voice = call.voice
    slots = voice.time_options(slot for slot in chat.slots if slot > call.now)
    if not slots:
        raise TooLate("refusal.slot_past")
    return Form(
        voice("accept_form.title"),
        (
            voice.field(
                "slot", "slot", "choice", options=slots, value=write_time(typed.slot) if typed.slot else slots[0].value
            ),
            voice.field(
                "until", "until", "choice", options=voice.options("pause", PAUSES[1:]), value=typed.until or PAUSES[2]
            ),
        ),
        SendAccept(chat.id),
        voice("accept_form.submit"),
    )


async def offer_times(call: Call, command: OfferTimes) -> Reply:
    chat = await _for_mentor(call, command.chat, offering=True)
    return Reply(times_form(call, chat, await _mentor_of(call, chat), SendTimes(chat.id)))


async def send_times(call: Call, command: SendTimes) -> Reply:
    chat = await _for_mentor(call, command.chat, offering=True)
    await call.books.lock(chat.mentor, chat.mentee)
    wanted = await _mentor_of(call, chat)
    try:
        slots = await free_times(call, chat, command)
    except FormTrouble as trouble:
        return await call.form(times_form(call, chat, wanted, command), typed=command, trouble=trouble)
    if command.typed and not command.sure:
        return shown_back(call, slots, SendTimes(chat.id, slots, sure=True))
    answer_by = hours.after(call.now, wanted.mentor.reply_hours, zone=wanted.zone)
    # when the last of these times has come, there is nothing left to wait for
    offered = chat.offer(slots, by=call.person, now=call.now, answer_by=min(answer_by, slots[-1]))
    offered = bookings.hold(offered, hours=call.books.house.hold_hours, now=call.now)
    await call.books.keep_chat(
        offered,
        (*nudges.news(Kind.OFFER, offered, chat.mentee, now=call.now), *nudges.closing(offered)),
        wanted.table.terms,
    )
    return now_settled(call, offered, call.voice.text("notice.offered", mentee=call.voice.who(chat.mentee)))


def times_form(call: Call, chat: Chat, wanted: Desired, typed: SendTimes) -> Form:
    """Up to three free half-hours, or times typed in one's own clock."""
    voice = call.voice
    free = [slot for slot in slots_for(call, wanted, besides=chat.id) if slot not in chat.slots]
    fields = times_fields(call, free, typed.slots, typed.typed)
    title, submit = voice("times_form.title"), voice("times_form.submit")
    return Form(title, fields, SendTimes(chat.id), submit, voice.text("times_form.intro"))


def times_fields(call: Call, free: Sequence[datetime], slots: Sequence[datetime], typed: str) -> tuple[Field, ...]:
    """The free half-hours to choose from, where there are any, and room to type others."""
    voice = call.voice
    fields = [voice.field("typed", "typed", required=False, most=limits.HOURS, value=typed)]
    if free:
        picked = tuple(write_time(slot) for slot in slots if slot in free)
        options = voice.time_options(free)
        offer = voice.field("offer", "slots", "choices", options=options, most=3, required=False, value=picked)
        fields.insert(0, offer)
    return tuple(fields)


def chosen_times(call: Call, slots: tuple[datetime, ...], typed: str) -> tuple[datetime, ...]:
    """One to three times to come, from the choices and from what was typed. Raises FormTrouble."""
    try:
        written = (
            hours.typed(typed, zone=call.me.clock or "UTC", now=call.now, language=call.voice.language)
            if typed.strip()
            else []
        )
    except hours.NotUnderstood as trouble:
        raise FormTrouble(typed=(trouble.wording, trouble.facts)) from trouble
    both = tuple(sorted({*slots, *written}))
    if not both:
        raise FormTrouble(typed="trouble.some_time")
    if len(both) > limits.MOST_SLOTS:
        raise FormTrouble(typed="trouble.three_slots")
    if both[0] <= call.now:
        raise FormTrouble(typed="refusal.slot_past")
    if both[-1] > call.now + FARTHEST:
        raise FormTrouble(typed="trouble.far")
    return both


async def free_times(call: Call, chat: Chat, command: SendTimes | SendMove) -> tuple[datetime, ...]:
    """The chosen times, each of which is free for both at this moment. Raises FormTrouble."""
    times = chosen_times(call, command.slots, command.typed)
    if lost := await refusals(call, chat, times):
        refusal = lost[min(lost)]
        full = isinstance(refusal, LimitReached) and refusal.person == call.person
        wording = "trouble.own_limit" if full else "trouble.slot_gone"
        raise FormTrouble(**{"slots" if command.slots else "typed": wording})
    return times


def shown_back(call: Call, slots: tuple[datetime, ...], sure: object) -> Reply:
    """Typed times are shown in everybody's own clock before anybody else sees them."""
    facts = [call.voice.times("times", slots)]
    return call.card("times_back", facts=facts, buttons=[call.voice.button("send_times", sure, main=True)])  # type: ignore[arg-type]


async def ask_first(call: Call, command: AskFirst) -> Reply:
    chat = await _for_mentor(call, command.chat)
    if chat.asked_first:
        raise AlreadySettled("refusal.asked_already")
    return Reply(_question_form(call, SendQuestion(chat.id)))


async def send_question(call: Call, command: SendQuestion) -> Reply:
    chat = await _for_mentor(call, command.chat)
    try:
        question = required("question", command.question, limits.QUESTION)
    except FormTrouble as trouble:
        return await call.form(_question_form(call, command), typed=command, trouble=trouble)
    wanted = await _mentor_of(call, chat)
    answer_by = hours.after(call.now, wanted.mentor.reply_hours, zone=wanted.zone)
    asked = chat.ask_first(question, by=call.person, now=call.now, answer_by=answer_by)
    await call.books.keep_chat(
        asked, (*nudges.news(Kind.QUESTION, asked, chat.mentee, now=call.now), *nudges.closing(asked))
    )
    return now_settled(call, asked, call.voice.text("notice.asked_first", mentee=call.voice.who(chat.mentee)))


def _question_form(call: Call, typed: SendQuestion) -> Form:
    voice = call.voice
    fields = (voice.field("question", "question", most=limits.QUESTION, value=typed.question),)
    return Form(voice("question_form.title"), fields, SendQuestion(typed.chat), voice("question_form.submit"))


async def answer_question(call: Call, command: AnswerQuestion) -> Reply:
    chat = await call.chat(command.chat)
    mentee_only(chat, call.person)
    if chat.turn() != call.person or not chat.open(call.now):
        raise AlreadySettled()
    return Reply(_answer_form(call, chat, SendAnswer(chat.id)))


async def send_answer(call: Call, command: SendAnswer) -> Reply:
    chat = await call.chat(command.chat)
    mentee_only(chat, call.person)
    try:
        words = required("answer", command.answer, limits.ANSWER)
    except FormTrouble as trouble:
        return await call.form(_answer_form(call, chat, command), typed=command, trouble=trouble)
    wanted = await _mentor_of(call, chat)
    answer_by = hours.after(call.now, wanted.mentor.reply_hours, zone=wanted.zone)
    answered = chat.answer(words, by=call.person, now=call.now, answer_by=answer_by)
    again = with_the_mentor(call, answered, wanted, first=Kind.ANSWER)
    await call.books.keep_chat(answered, (*again, *nudges.tidy(answered, now=call.now)))
    return now_settled(call, answered, call.voice.text("notice.answered", mentor=call.voice.who(chat.mentor)))


def _answer_form(call: Call, chat: Chat, typed: SendAnswer) -> Form:
    voice = call.voice
    fields = (voice.field("answer", "answer", most=limits.ANSWER, value=typed.answer),)
    intro = (chat.asked_first,)
    return Form(voice("answer_form.title"), fields, SendAnswer(typed.chat), voice("answer_form.submit"), intro)


async def decline(call: Call, command: Decline) -> Reply:
    """Three kind lines to send as they are or to change; and room for one's own."""
    chat = await _for_mentor(call, command.chat, offering=True)
    voice = call.voice
    cards = []
    for reason in READY:
        send = SendDecline(chat.id, str(reason), until=PAUSES[1] if reason is Reason.BUSY else "", ready=True)
        buttons = [voice.button("send_line", send), voice.button("change_line", DeclineInWords(chat.id, str(reason)))]
        if reason is Reason.FIELD and chat.turn() == call.person:
            buttons.append(voice.button("name_somebody", SuggestElse(chat.id)))
        line = await _ready(call, reason)
        cards.append(Card(voice(f"option.decline.{reason}"), ((line,),), buttons=tuple(buttons)))
    own = (voice.button("own_words", DeclineInWords(chat.id)),)
    return Reply(Board(voice("decline_form.title"), tuple(cards), (voice.text("decline_form.intro"),), own))


async def decline_in_words(call: Call, command: DeclineInWords) -> Reply:
    chat = await _for_mentor(call, command.chat, offering=True)
    until = PAUSES[1] if command.reason == Reason.BUSY else ""
    line = await _ready(call, command.reason)
    return Reply(_decline_form(call, SendDecline(chat.id, command.reason, line, until)))


async def send_decline(call: Call, command: SendDecline) -> Reply:
    chat = await _for_mentor(call, command.chat, offering=True)
    try:
        if command.reason not in set(Reason):
            raise FormTrouble(reason="trouble.reason")
        words = fitting("words", command.words)
    except FormTrouble as trouble:
        return await call.form(_decline_form(call, command), typed=command, trouble=trouble)
    lines = {await _ready(call, Reason.BUSY, until) for until in PAUSES[1:]}
    if command.ready or (words in lines and command.reason == Reason.BUSY):  # the line names the day of this pause
        words = await _ready(call, command.reason, command.until)
    declined = chat.decline(command.reason, words, by=call.person, now=call.now)
    await call.books.keep_chat(declined, nudges.news(Kind.DECLINED, declined, chat.mentee, now=call.now))
    until = command.until or (PAUSES[1] if command.reason == Reason.BUSY else "")
    if until:
        await mentoring.pause_for(call, until)
    notice = "notice.declined_paused" if until else "notice.declined"
    return now_settled(call, declined, call.voice.text(notice, mentee=call.voice.who(chat.mentee)))


async def _ready(call: Call, reason: str, until: str = "") -> str:
    """The kind line for this reason, in the mentor's language; nothing where there is none."""
    if reason not in READY:
        return ""
    back = hours.typed_date(until or PAUSES[1], today=today(call), language=call.voice.language)
    mentor = await call.books.mentor(call.person)
    if mentor and mentor.paused_until:  # a pause is never cut short by declining
        back = max(back, mentor.paused_until)
    return call.voice(f"decline_line.{reason}", back=within(call.voice, back))


def _decline_form(call: Call, typed: SendDecline) -> Form:
    voice = call.voice
    return Form(
        voice("decline_form.title"),
        (
            voice.field(
                "reason", "reason", "choice", options=voice.options("decline", list(Reason)), value=typed.reason
            ),
            voice.field("words", "words", required=False, most=limits.WORDS, value=typed.words),
            voice.field(
                "pause",
                "until",
                "choice",
                required=False,
                options=voice.options("pause", PAUSES[1:]),
                value=typed.until,
            ),
        ),
        SendDecline(typed.chat),
        voice("decline_form.submit"),
        voice.text("decline_form.intro"),
    )


async def suggest_else(call: Call, command: SuggestElse) -> Reply:
    chat = await _for_mentor(call, command.chat)
    return Reply(_suggest_form(call, SendSuggestion(chat.id, words=await _ready(call, Reason.FIELD))))


async def send_suggestion(call: Call, command: SendSuggestion) -> Reply:
    """Not me, but somebody else: a decline that carries a name. The mentee decides whether to ask them."""
    chat = await _for_mentor(call, command.chat)
    try:
        words = fitting("words", command.words)
        if command.other is None or command.other in (chat.mentor, chat.mentee):
            raise FormTrouble(other="trouble.other")
        wanted = await desired(call, command.other)
        if wanted is None or wanted.mentor.stopped or not takes_part(wanted.member, call.books.house):
            raise FormTrouble(other="trouble.no_mentor")
        if await call.books.blocked(command.other, chat.mentee):
            raise FormTrouble(other="trouble.no_mentor")
    except FormTrouble as trouble:
        return await call.form(_suggest_form(call, command), typed=command, trouble=trouble)
    declined = chat.decline(Reason.FIELD, words, by=call.person, now=call.now, suggested=command.other)
    await call.books.keep_chat(declined, nudges.news(Kind.DECLINED, declined, chat.mentee, now=call.now))
    return now_settled(call, declined, call.voice.text("notice.suggested", other=call.voice.who(command.other)))


def _suggest_form(call: Call, typed: SendSuggestion) -> Form:
    voice = call.voice
    other = str(typed.other) if typed.other else ""
    fields = (
        voice.field("other", "other", "person", value=other),
        voice.field("words", "words", required=False, most=limits.WORDS, value=typed.words),
    )
    return Form(voice("suggest_form.title"), fields, SendSuggestion(typed.chat), voice("suggest_form.submit"))


# -- loading -----------------------------------------------------------------------------------------------------------


async def _for_mentor(call: Call, id: str, *, offering: bool = False) -> Chat:
    """The chat, if it still waits for this mentor (or, when `offering`, is open at all)."""
    chat = await call.chat(id)
    mentor_only(chat, call.person)
    if not chat.open(call.now):
        raise TooLate() if chat.lapsed(call.now) else AlreadySettled()
    if not offering and chat.turn() != call.person:
        raise AlreadySettled()
    await calendars.hurry(call, chat.mentor, chat.mentee)
    return chat


async def _mentor_of(call: Call, chat: Chat) -> Desired:
    wanted = await desired(call, chat.mentor, mentee=chat.mentee)
    if wanted is None:
        raise NotFound()
    return wanted


async def others_open(call: Call, chat: Chat) -> WithdrawOthers | None:
    """Booking offers to withdraw one's other open requests on that topic."""
    mine = await call.books.chats_of(chat.mentee)
    return WithdrawOthers(chat.id) if others_on_topic(chat, mine, call.now) else None
