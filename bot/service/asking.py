"""Asking: from `/request-chat` to a request that the mentor will see, and taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.boundary.cards import Board, Button, Form, Option, Reply
from bot.boundary.commands import (
    AskAnother,
    MyChats,
    RequestChat,
    SendRequest,
    Withdraw,
    WithdrawOthers,
)
from bot.boundary.tokens import write_time
from bot.domain import hours, matching, nudges
from bot.domain.chats import Chat
from bot.domain.etiquette import limits
from bot.domain.etiquette.patience import usual_hours
from bot.domain.nudges import Kind
from bot.domain.people import Person
from bot.domain.refusals import AlreadySettled, FormTrouble, Refusal
from bot.domain.room import Door
from bot.service import browsing, calendars, coaching, zoning
from bot.service.call import Call, fresh_id, mentee_only
from bot.service.lookups import (
    Desired,
    askable,
    asked_already,
    desired,
    every_slot,
    night_between,
    now_settled,
    slots_for,
    takes_part,
)
from bot.service.words import within
from bot.speech import times


async def request_chat(call: Call, command: RequestChat) -> Reply:
    if command.mentor is None:
        return await browsing.pick(call, command.topic, named=command.named)
    wanted = await _may_ask(call, command.mentor)
    if isinstance(wanted, Reply):
        return wanted
    if call.me.clock is None:
        return await zoning.zone_first(call, command)
    await calendars.hurry(call, command.mentor, call.person)
    typed = SendRequest(command.mentor, topic=command.topic)
    if command.draft:
        written = await call.kept(command.draft)
        typed = replace(written, mentor=command.mentor, slots=()) if isinstance(written, SendRequest) else typed
    return Reply(_form(call, wanted, typed))


async def send_request(call: Call, command: SendRequest, *, sure: bool = False) -> Reply:
    await call.books.lock(command.mentor, call.person)  # a mentor with room for one gets one
    wanted = await _may_ask(call, command.mentor, written=command)
    if isinstance(wanted, Reply):
        return wanted
    try:
        _check(command, every_slot(call, wanted))
    except FormTrouble as trouble:
        return await call.form(_form(call, wanted, command), typed=command, trouble=trouble)
    if not sure and (coached := await coaching.second_look(call, command)):
        return coached
    if sure and not await coaching.may_go_out(call, command):
        return await coaching.second_look(call, command) or Reply(_form(call, wanted, command))
    hours_to_answer = wanted.mentor.reply_hours
    chat = Chat(
        id=fresh_id(), mentor=command.mentor, mentee=call.person, topic=command.topic, note=command.note,
        questions=command.questions, slots=tuple(sorted(command.slots)), minutes=wanted.mentor.minutes,
        asked_at=call.now, answer_by=hours.after(call.now, hours_to_answer, zone=wanted.zone),
    )  # fmt: skip
    await call.books.keep_chat(chat, with_the_mentor(call, chat, wanted, first=Kind.ASK))
    await calendars.hurry(call, chat.mentor, chat.mentee)
    return await _sent(call, chat, [call.voice.button("withdraw", Withdraw(chat.id))])


async def _sent(call: Call, chat: Chat, buttons: Sequence[Button] = ()) -> Reply:
    """On its way, with an honest expectation where there are answers enough to tell."""
    voice = call.voice
    hours_here = usual_hours(await call.books.answer_times())
    usual = (" ", *voice.text("sent.usual", usual=times.hours(hours_here, voice.language))) if hours_here else ()
    onward = [*buttons, voice.button("my_chats", MyChats())]
    return call.card("sent", mentor=voice.who(chat.mentor), by=chat.answer_by, usual=usual, buttons=onward)


def with_the_mentor(call: Call, chat: Chat, wanted: Desired, *, first: Kind) -> tuple[nudges.Nudge, ...]:
    """The prompt comes at a third of the mentor's reply time, the last call at two thirds."""
    reply_hours = wanted.mentor.reply_hours
    return nudges.waiting(
        chat,
        first=first,
        prompt_at=hours.after(call.now, round(reply_hours / 3), zone=wanted.zone),
        last_call_at=hours.after(call.now, round(reply_hours * 2 / 3), zone=wanted.zone),
        now=call.now,
    )


async def reopen(call: Call, command: SendRequest) -> Reply:
    wanted = await _may_ask(call, command.mentor)
    return wanted if isinstance(wanted, Reply) else Reply(_form(call, wanted, command))


async def ask_another(call: Call, command: AskAnother) -> Reply:
    """The same request goes to another mentor in one click; only the times are theirs."""
    chat = await call.chat(command.chat)
    mentee_only(chat, call.person)
    if chat.open(call.now) or chat.upcoming(call.now):
        raise AlreadySettled("refusal.still_open")
    if command.mentor in await asked_already(call, chat):
        raise AlreadySettled("refusal.passed_already")
    await call.books.lock(command.mentor, call.person)
    wanted = await _may_ask(call, command.mentor)
    if isinstance(wanted, Reply):
        return wanted
    if not chat.note:  # the words were forgotten since
        return Reply(_form(call, wanted, SendRequest(command.mentor, topic=chat.topic)))
    # the mentee's own times, where this mentor is free then too; else the mentor offers some
    free = every_slot(call, wanted)
    slots = tuple(slot for slot in chat.slots if slot in free)
    again = Chat(
        id=fresh_id(), mentor=command.mentor, mentee=call.person, topic=chat.topic, note=chat.note,
        questions=chat.questions, slots=slots, minutes=wanted.mentor.minutes, asked_at=call.now,
        answer_by=hours.after(call.now, wanted.mentor.reply_hours, zone=wanted.zone), passed_from=chat.id,
    )  # fmt: skip
    await call.books.keep_chat(again, with_the_mentor(call, again, wanted, first=Kind.ASK))
    # it stays where a card about another chat stood, and is not brought up to date: so nothing on it may grow old
    return replace(await _sent(call, again), replace=True)


async def withdraw(call: Call, command: Withdraw) -> Reply:
    chat = await call.chat(command.chat)
    gone = chat.withdraw(by=call.person, now=call.now)
    if gone is not chat:
        await call.books.keep_chat(gone, nudges.news(Kind.WITHDRAWN, gone, gone.mentor, now=call.now))
    return now_settled(call, gone, call.voice.text("notice.withdrawn", mentor=call.voice.who(chat.mentor)))


async def withdraw_others(call: Call, command: WithdrawOthers) -> Reply:
    chat = await call.chat(command.chat)
    mentee_only(chat, call.person)
    rest = others_on_topic(chat, await call.books.chats_of(call.person), call.now)
    if not rest:
        raise AlreadySettled("refusal.none_open")
    for listed in rest:
        other = await call.chat(listed.id)
        if not other.open(call.now):
            continue
        gone = other.withdraw(by=call.person, now=call.now)
        await call.books.keep_chat(gone, nudges.news(Kind.WITHDRAWN, gone, gone.mentor, now=call.now))
    return call.card("withdrawn_others", n=len(rest), replacing=True)


def others_on_topic(chat: Chat, mine: Sequence[Chat], now: datetime) -> list[Chat]:
    """My other open requests that share the topic with this chat."""

    def words(topic: str) -> set[str]:
        return {word.casefold() for word in topic.split() if len(word) > 3}

    def same(topic: str) -> bool:
        return topic.casefold() == chat.topic.casefold() or len(words(topic) & words(chat.topic)) > 1

    return [c for c in mine if c.id != chat.id and c.mentee == chat.mentee and c.open(now) and same(c.topic)]


# -- deciding ----------------------------------------------------------------------------------------------------------


async def _may_ask(call: Call, person: Person, *, written: SendRequest | None = None) -> Desired | Reply:
    """The mentor, or a kind word about why not now and whom to ask instead. What was `written` goes along to them."""
    if person == call.person:
        raise Refusal("refusal.self")
    if call.me.guest and not call.books.house.guests:
        raise Refusal("refusal.guests")
    target = await call.someone(person)
    name = call.voice.name(person)
    if target.bot:
        raise Refusal("refusal.bot", name=name)
    if not takes_part(target, call.books.house) and not target.guest:
        return await _elsewhere(call, person, "refusal.gone", written=written)
    wanted = await desired(call, person, mentee=call.person)
    if wanted is None or wanted.room.door in (Door.STOPPED, Door.UNREADY):
        return await _elsewhere(call, person, "refusal.no_mentor", written=written)
    if await call.books.blocked(person, call.person) or (target.guest and not call.books.house.guests):
        return await _elsewhere(call, person, "refusal.not_available", written=written)
    mine = await call.books.chats_of(call.person)
    if any(chat.mentor == person and (chat.open(call.now) or chat.upcoming(call.now)) for chat in mine):
        raise Refusal("refusal.asked_before", name=name)
    waiting = sum(chat.mentee == call.person and chat.open(call.now) for chat in mine)
    if waiting >= call.books.house.open_requests:
        raise Refusal("refusal.too_many", n=waiting)
    if wanted.room.door is not Door.OPEN:
        return await _elsewhere(call, person, f"refusal.{wanted.room.door}", wanted, written=written)
    return wanted


async def _elsewhere(
    call: Call, person: Person, wording: str, wanted: Desired | None = None, *, written: SendRequest | None = None
) -> Reply:
    """Not this mentor just now: when they are back, and who could be asked instead, with what is written already."""
    facts: dict[str, object] = {"mentor": call.voice.who(person)}
    if wanted and wanted.room.back:
        facts["back"] = within(call.voice, wanted.room.back)
    topic = f"{wanted.mentor.headline} {wanted.mentor.topics}" if wanted else ""
    draft = await call.draft(written) if written and written.note else ""
    found = matching.rank(topic, await askable(call, besides=(person,)))[:3]
    cards = [await browsing.mentor_card(call, match, draft=draft) for match in found]
    body = [call.voice.text(wording, **facts)]
    if draft:
        body.append(call.voice.text("elsewhere.kept"))
    body += [call.voice.text("elsewhere.others" if cards else "elsewhere.nobody")]
    return Reply(Board(call.voice("elsewhere.title", name=call.voice.name(person)), tuple(cards), tuple(body)))


def _check(command: SendRequest, free: list[datetime]) -> None:
    """Raises FormTrouble for everything that needs another look, at once."""
    trouble: dict[str, str | tuple[str, dict[str, object]]] = {}
    for key, words, most in (
        ("topic", command.topic, limits.TOPIC),
        ("note", command.note, limits.NOTE),
        ("questions", command.questions, limits.QUESTIONS),
    ):
        if not words.strip():
            trouble[key] = f"trouble.{key}"
        elif len(words) > most:
            trouble[key] = ("trouble.long", {"most": most, "has": len(words)})
    if len(command.slots) > limits.MOST_SLOTS:
        trouble["slots"] = "trouble.three_slots"
    elif free and not command.slots:
        trouble["slots"] = "trouble.slots"
    elif any(slot not in free for slot in command.slots):
        trouble["slots"] = "trouble.slot_gone"
    if not command.pledge:
        trouble["pledge"] = "trouble.pledge"
    if trouble:
        raise FormTrouble(**trouble)


# -- saying ------------------------------------------------------------------------------------------------------------


def _form(call: Call, wanted: Desired, typed: SendRequest) -> Form:
    voice = call.voice
    free = slots_for(call, wanted)
    name = voice.name(wanted.mentor.person)
    fields = [
        voice.field("topic", "topic", "line", most=limits.TOPIC, value=typed.topic),
        voice.field("note", "note", most=limits.NOTE, value=typed.note),
        voice.field("questions", "questions", most=limits.QUESTIONS, value=typed.questions),
    ]
    if free:
        chosen = tuple(write_time(slot) for slot in typed.slots if slot in free)
        fields.append(
            voice.field(
                "slots", "slots", "choices", most=limits.MOST_SLOTS, options=voice.time_options(free), value=chosen
            )
        )
    pledge = (Option("yes", voice("field.pledge.option")),)
    fields.append(voice.field("pledge", "pledge", "tick", options=pledge, value="yes" if typed.pledge else ""))
    intro = "request_form.intro" if free else "request_form.no_times"
    if not free and night_between(call, wanted):
        intro = "request_form.asleep"
    blank = SendRequest(typed.mentor, fine=typed.fine)
    told = voice.text(intro, name=name, minutes=wanted.mentor.minutes)
    return Form(voice("request_form.title"), tuple(fields), blank, voice("request_form.submit"), told)
