"""Afterwards: did it happen, the one thing you will use, the thank-you note, an introduction, what came of it."""

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import (
    CloseChat,
    DidHappen,
    NoteAbsent,
    Reflect,
    SendOutcome,
    SendTakeAway,
    SendThanks,
    TakeAway,
    TellOutcome,
    ThankedMyself,
    WriteThanks,
)
from bot.domain import nudges
from bot.domain.chats import Chat, Status
from bot.domain.etiquette import limits
from bot.domain.nudges import Kind
from bot.domain.refusals import AlreadySettled, FormTrouble, Refusal
from bot.service import coaching
from bot.service.call import Call, mentee_only
from bot.service.lookups import now_settled, now_standing
from bot.service.words import required


async def did_happen(call: Call, command: DidHappen) -> Reply:
    chat = await call.chat(command.chat)
    told = chat.tell_happened(command.yes, by=call.person, now=call.now)
    voice, other = call.voice, chat.other(call.person)
    mentee = call.person == chat.mentee
    if told.differ:
        await call.books.keep_chat(told, nudges.tidy(told, now=call.now))
        return await now_standing(call, told, notice=voice.text("notice.differ", other=voice.who(other)))
    if told.status is Status.HAPPENED:
        if chat.status is not Status.HAPPENED or chat.differ:
            member = await call.books.member(chat.mentee)
            zone = member.clock if member else None
            wanted = nudges.afterwards(told, now=call.now, zone=zone, told=call.person)
            await call.books.keep_chat(told, (*wanted, *nudges.tidy(told, now=call.now)))
        elif told != chat:
            await call.books.keep_chat(told)
        if mentee:
            return await now_standing(call, told, notice=voice.text("notice.happened_mentee"))
        return now_settled(call, told, voice.text("notice.happened_mentor", mentee=voice.who(chat.mentee)))
    if told.status is Status.UNMET:
        await call.books.keep_chat(told)
        return now_settled(call, told, voice.text("notice.closed"))
    if told != chat:
        await call.books.keep_chat(told, nudges.news(Kind.UNMET, told, other, now=call.now))
    return await now_standing(call, told, notice=voice.text("notice.missed", other=voice.who(other)))


async def note_absent(call: Call, command: NoteAbsent) -> Reply:
    chat = await call.chat(command.chat)
    noted = chat.note_absent(command.who, by=call.person, now=call.now)
    await call.books.keep_chat(noted)
    return await now_standing(call, noted, notice=call.voice.text("notice.absent"))


async def close_chat(call: Call, command: CloseChat) -> Reply:
    chat = await call.chat(command.chat)
    closed = chat.close(by=call.person, now=call.now)
    if closed is not chat:
        await call.books.keep_chat(closed, nudges.tidy(closed, now=call.now))
    return now_settled(call, closed, call.voice.text("notice.closed"))


async def reflect(call: Call, command: Reflect) -> Reply:
    """How much of the time the mentor talked: for the mentee's own ears, asked once."""
    chat = await _met(call, command.chat)
    told = chat.reflect(command.share, by=call.person)
    await call.books.keep_chat(told)
    return await now_standing(call, told, notice=call.voice.text(f"reflect.{told.listened}"))


# -- the thank-you -----------------------------------------------------------------------------------------------------


async def take_away(call: Call, command: TakeAway) -> Reply:
    chat = await _met(call, command.chat)
    return Reply(_take_away_form(call, chat, SendTakeAway(chat.id, chat.takeaway)))


async def send_take_away(call: Call, command: SendTakeAway) -> Reply:
    """The one thing becomes the first draft of the note."""
    chat = await _met(call, command.chat)
    try:
        words = required("takeaway", command.takeaway, limits.TAKEAWAY)
    except FormTrouble as trouble:
        return await call.form(_take_away_form(call, chat, command), typed=command, trouble=trouble)
    kept = chat.take_away(words, by=call.person)
    await call.books.keep_chat(kept)
    voice = call.voice
    return call.card(
        "thanks_draft",
        mentor=voice.who(chat.mentor),
        quotes=[voice.quote("draft", draft_of(call, kept))],
        buttons=[
            voice.button("edit_and_send", WriteThanks(chat.id), main=True),
            voice.button("thanked_myself", ThankedMyself(chat.id)),
        ],
    )


def draft_of(call: Call, chat: Chat) -> str:
    """A first draft, in the mentee's own language and around their own words."""
    key = "thanks.draft" if chat.takeaway else "thanks.blank"
    facts = {"mentor": call.voice.name(chat.mentor), "takeaway": chat.takeaway.rstrip(". "), "me": call.me.name}
    return call.voice(key, topic=chat.topic, **facts)


async def write_thanks(call: Call, command: WriteThanks) -> Reply:
    chat = await _met(call, command.chat)
    return Reply(_thanks_form(call, chat, SendThanks(chat.id, draft_of(call, chat))))


async def send_thanks(call: Call, command: SendThanks, *, sure: bool = False) -> Reply:
    chat = await _met(call, command.chat)
    try:
        note = required("note", command.note, limits.THANKS)
        if not chat.takeaway and note == draft_of(call, chat):
            raise FormTrouble(note=("trouble.one_thing", {"mentor": call.voice.name(chat.mentor)}))
    except FormTrouble as trouble:
        return await call.form(_thanks_form(call, chat, command), typed=command, trouble=trouble)
    await _may_write(call, chat)
    if not sure and (coached := await coaching.second_look(call, command)):
        return coached
    thanked = chat.thank(note, by=call.person, now=call.now)
    await call.books.keep_chat(thanked, nudges.news(Kind.THANKS, thanked, chat.mentor, now=call.now))
    return now_settled(call, thanked, call.voice.text("notice.thanked", mentor=call.voice.who(chat.mentor)))


async def thanked_myself(call: Call, command: ThankedMyself) -> Reply:
    chat = await call.chat(command.chat)
    mentee_only(chat, call.person)
    if chat.thanked_at is None:
        chat = chat.thank("", by=call.person, now=call.now)
        await call.books.keep_chat(chat, nudges.news(Kind.INTRODUCE, chat, chat.mentor, now=call.now))
    return now_settled(call, chat, call.voice.text("notice.thanked_myself"))


def _take_away_form(call: Call, chat: Chat, typed: SendTakeAway) -> Form:
    voice = call.voice
    fields = (voice.field("takeaway", "takeaway", most=limits.TAKEAWAY, value=typed.takeaway),)
    title, submit = voice("take_away_form.title"), voice("take_away_form.submit")
    return Form(title, fields, SendTakeAway(chat.id), submit)


def _thanks_form(call: Call, chat: Chat, typed: SendThanks) -> Form:
    voice = call.voice
    fields = (voice.field("thanks", "note", most=limits.THANKS, value=typed.note),)
    intro = voice.text("thanks_form.intro", mentor=voice.name(chat.mentor))
    return Form(
        voice("thanks_form.title"), fields, SendThanks(chat.id, fine=typed.fine), voice("thanks_form.submit"), intro
    )


# -- what came of it ---------------------------------------------------------------------------------------------------


async def reopen_thanks(call: Call, command: SendThanks) -> Reply:
    chat = await _met(call, command.chat)
    return Reply(_thanks_form(call, chat, command))


async def reopen_outcome(call: Call, command: SendOutcome) -> Reply:
    chat = await _met(call, command.chat)
    return Reply(_outcome_form(call, chat, command))


async def tell_outcome(call: Call, command: TellOutcome) -> Reply:
    chat = await _met(call, command.chat)
    if not chat.has_news(call.now):
        raise AlreadySettled("refusal.outcome_already")
    return Reply(_outcome_form(call, chat, SendOutcome(chat.id)))


async def send_outcome(call: Call, command: SendOutcome, *, sure: bool = False) -> Reply:
    chat = await _met(call, command.chat)
    try:
        words = required("outcome", command.outcome, limits.THANKS)
    except FormTrouble as trouble:
        return await call.form(_outcome_form(call, chat, command), typed=command, trouble=trouble)
    await _may_write(call, chat)
    if not sure and (coached := await coaching.second_look(call, command)):
        return coached
    told = chat.tell_outcome(words, by=call.person, now=call.now)
    await call.books.keep_chat(told, nudges.news(Kind.OUTCOME, told, chat.mentor, now=call.now))
    return now_settled(call, told, call.voice.text("notice.outcome", mentor=call.voice.who(chat.mentor)))


def _outcome_form(call: Call, chat: Chat, typed: SendOutcome) -> Form:
    voice = call.voice
    fields = (voice.field("outcome", "outcome", most=limits.THANKS, value=typed.outcome),)
    intro = voice.text("outcome_form.intro", mentor=voice.name(chat.mentor))
    return Form(
        voice("outcome_form.title"), fields, SendOutcome(chat.id, fine=typed.fine), voice("outcome_form.submit"), intro
    )


async def _met(call: Call, id: str) -> Chat:
    chat = await call.chat(id)
    mentee_only(chat, call.person)
    if chat.status is not Status.HAPPENED:
        raise AlreadySettled()
    return chat


async def _may_write(call: Call, chat: Chat) -> None:
    """A note is not brought to somebody who blocked its writer since."""
    if await call.books.blocked(chat.mentor, chat.mentee):
        raise Refusal("refusal.not_brought", name=call.voice.name(chat.mentor))
