"""Invitations beyond the chat: by e-mail, and the secret calendar that follows every change by itself."""

import secrets
from dataclasses import replace
from datetime import datetime

from bot.boundary.cards import Board, Card, File, Form, Link, Reply
from bot.boundary.commands import (
    DropAddress,
    EndSubscription,
    EnterMailCode,
    GiveAddress,
    Invitations,
    SaveAddress,
    SendMailCode,
    Settings,
    Subscribe,
)
from bot.boundary.ports import Books
from bot.domain import mailing, nudges
from bot.domain.addresses import MAX_ADDRESS, address
from bot.domain.chats import Chat, Status
from bot.domain.nudges import EMAIL, Kind, Nudge
from bot.domain.people import Person
from bot.domain.refusals import FormTrouble, NotFound, Refusal
from bot.service import lookups
from bot.service.call import Call, voice_of
from bot.speech import invitation
from bot.speech.spoken import spoken

NAME = "Half Hour"


async def invitations(call: Call, command: Invitations) -> Reply:
    return Reply(await _page(call))


async def _page(call: Call) -> Board:
    voice = call.voice
    cards = []
    if call.reach.mailbox:
        cards.append(await _mail_card(call))
    if call.reach.address:
        cards.append(await _subscription_card(call))
    back = (voice.button("settings", Settings()),)
    intro = voice.text("invitations.intro" if cards else "invitations.files_only")
    return Board(voice("invitations.title"), tuple(cards), (intro,), back)


# -- by e-mail ---------------------------------------------------------------------------------------------------------


async def _mail_card(call: Call) -> Card:
    voice, kept = call.voice, await call.books.mailbox(call.person)
    if kept is None or not kept.address:
        return voice.card("mail.none", buttons=[voice.button("give_address", GiveAddress())])
    change, stop = voice.button("change_address", GiveAddress()), voice.button("drop_address", DropAddress())
    if kept.confirmed_at:
        return voice.card("mail.confirmed", facts=[voice.fact("address", kept.address)], buttons=[change, stop])
    enter = voice.button("enter_mail_code", EnterMailCode())
    return voice.card("mail.waiting", facts=[voice.fact("address", kept.address)], buttons=[enter, change, stop])


async def give_address(call: Call, command: GiveAddress) -> Reply:
    _mail_only(call)
    return Reply(_address_form(call, SaveAddress()))


async def save_address(call: Call, command: SaveAddress) -> Reply:
    """A code goes there first: nobody gets a stranger's invitations, and nobody's mailbox is written to unasked."""
    _mail_only(call)
    if (typed := address(command.address)) is None:
        wrong = FormTrouble(address="trouble.address")
        return await call.form(_address_form(call, command), typed=command, trouble=wrong)
    kept = await call.books.mailbox(call.person)
    if kept and kept.confirmed_at and kept.address == typed:
        return Reply(await _page(call))
    asked = kept.asked(typed, now=call.now) if kept else mailing.first(call.person, typed, now=call.now)
    await call.books.keep_mailbox(asked)
    key = f"{Kind.MAIL_CODE}/{call.person}/{int(call.now.timestamp())}"
    stale = call.now + mailing.GOOD_FOR
    await call.books.nudge(Nudge(key, Kind.MAIL_CODE, call.person, "mail-code", call.now, stale, by=EMAIL))
    enter = call.voice.button("enter_mail_code", EnterMailCode(), main=True)
    return call.card("mail_code_sent", address=typed, buttons=[enter])


async def enter_mail_code(call: Call, command: EnterMailCode) -> Reply:
    _mail_only(call)
    return Reply(_code_form(call, SendMailCode()))


async def send_mail_code(call: Call, command: SendMailCode) -> Reply:
    kept = await call.books.mailbox(call.person)
    if kept is None or not kept.address:
        raise NotFound()
    if kept.confirmed_at:
        return Reply(await _page(call))
    if not kept.open(call.now):
        raise Refusal("refusal.old_code")
    answered = kept.answered("".join(filter(str.isdecimal, command.code)), now=call.now)
    await call.books.keep_mailbox(answered)
    if not answered.confirmed_at:
        wrong = FormTrouble(code="trouble.mail_code")
        return await call.form(_code_form(call, command), typed=command, trouble=wrong)
    for chat in await call.books.chats_of(call.person):
        if chat.upcoming(call.now):
            mark = str(int(call.now.timestamp()))
            await call.books.nudge(*nudges.letters(chat, call.person, now=call.now, again=mark))
    return Reply(await _page(call), replace=True)


async def drop_address(call: Call, command: DropAddress) -> Reply:
    if kept := await call.books.mailbox(call.person):
        await call.books.keep_mailbox(kept.dropped())
    return Reply(await _page(call), replace=True)


def _address_form(call: Call, typed: SaveAddress) -> Form:
    voice = call.voice
    fields = (voice.field("address", "address", "line", most=MAX_ADDRESS, value=typed.address),)
    title, submit = voice("address_form.title"), voice("address_form.submit")
    return Form(title, fields, SaveAddress(), submit, voice.text("address_form.intro"))


def _code_form(call: Call, typed: SendMailCode) -> Form:
    voice = call.voice
    fields = (voice.field("mail_code", "code", "line", most=20, value=typed.code),)
    return Form(voice("mail_code_form.title"), fields, SendMailCode(), voice("mail_code_form.submit"))


def _mail_only(call: Call) -> None:
    if not call.reach.mailbox:
        raise Refusal("refusal.no_mail")


# -- the mails ---------------------------------------------------------------------------------------------------------


async def mail(call: Call, nudge: Nudge, chat: Chat | None) -> tuple[Person, Card] | None:
    """Whom to write to, and what; None when there is no such mail to write any more."""
    kept = await call.books.mailbox(nudge.to)
    if kept is None:
        return None
    to = Person(EMAIL, "", kept.address)
    if nudge.kind is Kind.MAIL_CODE and kept.open(call.now):
        code = call.voice.quote("mail_code", f"{kept.code[:3]} {kept.code[3:]}")
        return to, call.voice.card("mail_code", quotes=[code])
    if nudge.kind is Kind.LETTER and kept.confirmed_at and chat is not None:
        return to, await _letter(call, chat, kept.address, stays=f"/{Kind.STAYS}/" in nudge.key)
    return None


async def _letter(call: Call, chat: Chat, to: str, *, stays: bool) -> Card:
    """The chat as it stands, in the words of the news, with the invitation for this mailbox."""
    await call.meet(chat.mentor, chat.mentee)
    side = "mentor" if call.person == chat.mentor else "mentee"
    kind = Kind.CANCELLED if chat.status is Status.CANCELLED else Kind.MOVED if chat.sequence else Kind.BOOKED
    titled = "nudge.stays" if stays and kind is Kind.MOVED else f"nudge.{kind}.{side}"
    card = await lookups.standing_card(call, chat, titled=titled, booked=kind is not Kind.CANCELLED)
    content = invitation.invitation(
        chat=chat,
        summary=invitation.summary(chat, call.person, call.voice),
        description=invitation.description(chat, call.person, call.voice),
        organiser_name=NAME,
        now=call.now,
        attendee=(call.me.name, to),
        organiser=call.reach.mailbox,
    )
    return replace(spoken(card, call.voice), files=(File("half-hour.ics", "text/calendar", content),))


# -- the calendar of one's chats ---------------------------------------------------------------------------------------


async def _subscription_card(call: Call) -> Card:
    voice, token = call.voice, await call.books.subscription(call.person)
    if not token:
        return voice.card("subscription.none", buttons=[voice.button("subscribe", Subscribe())])
    link = call.reach.calendar(token)
    again = voice.button("subscribe_again", Subscribe(again=True))
    stop = voice.button("end_subscription", EndSubscription())
    return voice.card(
        "subscription.there", facts=[voice.fact("calendar_link", Link(link, link))], buttons=[again, stop]
    )


async def subscribe(call: Call, command: Subscribe) -> Reply:
    """Another address when they ask for one: whoever had the old one sees nothing any more."""
    if not call.reach.address:
        raise Refusal("refusal.no_calendar")
    if command.again or not await call.books.subscription(call.person):
        await call.books.keep_subscription(call.person, secrets.token_urlsafe(24))
    return Reply(await _page(call), replace=True)


async def end_subscription(call: Call, command: EndSubscription) -> Reply:
    await call.books.drop_subscription(call.person)
    return Reply(await _page(call), replace=True)


async def calendar_of(books: Books, person: Person, *, now: datetime) -> bytes | None:
    """None for somebody who takes no part any more."""
    me = await books.member(person)
    if me is None or me.gone or me.excluded:
        return None
    chats = await books.chats_of(person)
    members = await books.members({who for chat in chats for who in (chat.mentor, chat.mentee)})
    voice = voice_of(me).knowing(members)
    return invitation.calendar(chats, me=person, voice=voice, now=now)
