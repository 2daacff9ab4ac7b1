"""Introductions: the mentor has an idea, the third person is asked first, then the mentee; names come last."""

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import (
    AnswerIntroduction,
    Introduce,
    SendIntroduction,
)
from bot.domain import nudges
from bot.domain.chats import Chat, Consent, Introduction, Status
from bot.domain.etiquette import limits
from bot.domain.nudges import Kind
from bot.domain.refusals import AlreadySettled, FormTrouble, NotFound, Refusal
from bot.service.call import Call, fresh_id, mentor_only
from bot.service.lookups import takes_part
from bot.service.words import required


async def introduce(call: Call, command: Introduce) -> Reply:
    chat = await call.chat(command.chat)
    mentor_only(chat, call.person)
    _after_thanks(call, chat)
    return Reply(_introduce_form(call, chat, SendIntroduction(chat.id)))


async def send_introduction(call: Call, command: SendIntroduction) -> Reply:
    chat = await call.chat(command.chat)
    mentor_only(chat, call.person)
    _after_thanks(call, chat)
    try:
        why = required("why", command.why)
        if command.third is None or command.third in (chat.mentor, chat.mentee):
            raise FormTrouble(third="trouble.third")
        third = await call.books.member(command.third)
        # the bot writes only to people who have used it themselves
        if third is None or third.seen_at is None or not takes_part(third, call.books.house):
            raise FormTrouble(third="trouble.third_unknown")
        blocks = [await call.books.blocked(command.third, side) for side in (chat.mentee, chat.mentor)]
        if any(blocks):  # in the same words: nobody learns of a block
            raise FormTrouble(third="trouble.third_unknown")
    except FormTrouble as trouble:
        return await call.form(_introduce_form(call, chat, command), typed=command, trouble=trouble)
    already = await call.books.introductions_of(chat.mentor)
    if not any(i.chat == chat.id and i.third == command.third for i in already):
        made = Introduction(fresh_id(), chat.id, chat.mentor, chat.mentee, command.third, why, call.now)
        ask = nudges.nudge(Kind.INTRO_ASK, about=made.id, to=made.third, due=call.now)
        await call.books.keep_introduction(made, (ask,))
    await call.meet(command.third)
    return call.card("introduction_sent", third=call.voice.who(command.third), mentee=call.voice.who(chat.mentee))


def _after_thanks(call: Call, chat: Chat) -> None:
    """Somebody is introduced after the talk and its thank-you, not before."""
    if chat.status is not Status.HAPPENED:
        raise AlreadySettled()
    if chat.thanked_at is None:
        raise Refusal("refusal.after_thanks", mentee=call.voice.name(chat.mentee))


def _introduce_form(call: Call, chat: Chat, typed: SendIntroduction) -> Form:
    voice = call.voice
    third = str(typed.third) if typed.third else ""
    fields = (
        voice.field("third", "third", "person", value=third),
        voice.field("why", "why", most=limits.WORDS, value=typed.why),
    )
    title, submit = voice("introduce_form.title"), voice("introduce_form.submit")
    return Form(title, fields, SendIntroduction(chat.id), submit, voice.text("introduce_form.intro"))


async def answer_introduction(call: Call, command: AnswerIntroduction) -> Reply:
    made = await call.books.introduction(command.introduction)
    if made is None:
        raise NotFound()
    answered = made.answer(command.yes, by=call.person)
    told: tuple[nudges.Nudge, ...] = ()
    if answered is made:
        pass  # pressing twice is not an error
    elif answered.consent is Consent.WILLING:
        told = (nudges.nudge(Kind.INTRO_OFFER, about=made.id, to=made.mentee, due=call.now),)
    elif answered.consent is Consent.MADE:
        people = (made.mentee, made.third, made.mentor)
        told = tuple(nudges.nudge(Kind.INTRO_MADE, about=made.id, to=person, due=call.now) for person in people)
    await call.books.keep_introduction(answered, told)
    key = "introduction_yes" if command.yes else "introduction_no"
    return call.card(key, replacing=True)
