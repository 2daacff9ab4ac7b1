"""When none of the offered times suits: the mentee asks for others, and the request is back with the mentor."""

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import NoneSuit, SendOthers
from bot.boundary.tokens import write_time
from bot.domain import hours
from bot.domain.chats import Chat
from bot.domain.etiquette import limits
from bot.domain.nudges import Kind, tidy
from bot.domain.refusals import FormTrouble, NotFound, Refusal
from bot.service.asking import with_the_mentor
from bot.service.call import Call, mentee_only
from bot.service.lookups import Desired, desired, every_slot, now_settled, slots_for


async def none_suit(call: Call, command: NoneSuit) -> Reply:
    chat, wanted = await _offered(call, command.chat)
    return Reply(_form(call, chat, wanted, SendOthers(chat.id)))


async def send_others(call: Call, command: SendOthers) -> Reply:
    chat, wanted = await _offered(call, command.chat)
    free = every_slot(call, wanted, besides=chat.id)
    try:
        if not command.slots:
            raise FormTrouble(slots="trouble.slots")
        if len(command.slots) > limits.MOST_SLOTS:
            raise FormTrouble(slots="trouble.three_slots")
        if any(slot not in free for slot in command.slots):
            raise FormTrouble(slots="trouble.slot_gone")
    except FormTrouble as trouble:
        return await call.form(_form(call, chat, wanted, command), typed=command, trouble=trouble)
    answer_by = hours.after(call.now, wanted.mentor.reply_hours, zone=wanted.zone)
    again = chat.ask_again(command.slots, by=call.person, now=call.now, answer_by=answer_by)
    told = with_the_mentor(call, again, wanted, first=Kind.ASK)
    await call.books.keep_chat(again, (*told, *tidy(again, now=call.now)))
    return now_settled(call, again, call.voice.text("notice.asked_again", mentor=call.voice.who(chat.mentor)))


async def _offered(call: Call, id: str) -> tuple[Chat, Desired]:
    """The chat, if its mentee may ask for other times still."""
    chat = await call.chat(id)
    mentee_only(chat, call.person)
    chat.ask_again((), by=call.person, now=call.now, answer_by=chat.answer_by)  # refuses early
    wanted = await desired(call, chat.mentor, mentee=chat.mentee)
    if wanted is None:
        raise NotFound()
    return chat, wanted


def _form(call: Call, chat: Chat, wanted: Desired, typed: SendOthers) -> Form:
    voice = call.voice
    free = [slot for slot in slots_for(call, wanted, besides=chat.id) if slot not in chat.offered]
    if not free:
        raise Refusal("refusal.no_others", mentor=voice.who(chat.mentor))
    chosen = tuple(write_time(slot) for slot in typed.slots if slot in free)
    options = voice.time_options(free)
    field = voice.field("slots", "slots", "choices", most=limits.MOST_SLOTS, options=options, value=chosen)
    intro = voice.text("others_form.intro", mentor=voice.name(chat.mentor))
    return Form(voice("others_form.title"), (field,), SendOthers(chat.id), voice("others_form.submit"), intro)
