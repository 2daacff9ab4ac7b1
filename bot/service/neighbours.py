"""Other people: blocking somebody, and reporting a chat to the organisers."""

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import (
    Block,
    ChooseUnblock,
    Report,
    SaveBlock,
    SendReport,
    Unblock,
)
from bot.domain import nudges
from bot.domain.chats import Chat
from bot.domain.nudges import Kind
from bot.domain.refusals import FormTrouble, NotFound
from bot.service import leaving, listing
from bot.service.call import Call, fresh_id
from bot.service.words import required


async def block(call: Call, command: Block) -> Reply:
    return Reply(_block_form(call))


async def save_block(call: Call, command: SaveBlock) -> Reply:
    if command.who is None or command.who == call.person:
        return await call.form(_block_form(call), typed=command, trouble=FormTrouble(who="trouble.who"))
    member = await call.someone(command.who)
    await call.books.add_member(member)
    await call.books.block(call.person, command.who)
    await leaving.end_open(call, call.person, between=command.who)
    return call.card(
        "blocked",
        name=call.voice.who(command.who),
        buttons=[call.voice.button("unblock", Unblock(command.who), name=member.name)],
    )


def _block_form(call: Call) -> Form:
    voice = call.voice
    fields = (voice.field("who", "who", "person"),)
    return Form(
        voice("block_form.title"), fields, SaveBlock(), voice("block_form.submit"), voice.text("block_form.intro")
    )


async def choose_unblock(call: Call, command: ChooseUnblock) -> Reply:
    blocked = await listing.newest_first(call, await call.books.blocks_of(call.person))
    if not blocked:
        raise NotFound("refusal.nobody")
    title, submit = call.voice("unblock_form.title"), call.voice("unblock_form.submit")
    return Reply(Form(title, (listing.choice(call, blocked, anybody=command.anybody),), Unblock(), submit))


async def unblock(call: Call, command: Unblock) -> Reply:
    if command.who is None:
        raise NotFound("refusal.nobody")
    await call.books.unblock(call.person, command.who)
    await call.meet(command.who)
    return call.card("unblocked", name=call.voice.who(command.who), replacing=True)


async def report(call: Call, command: Report) -> Reply:
    chat = await call.chat(command.chat)
    return Reply(_report_form(call, chat, SendReport(chat.id)))


async def send_report(call: Call, command: SendReport) -> Reply:
    chat = await call.chat(command.chat)
    try:
        words = required("words", command.words, wording="trouble.report")
    except FormTrouble as trouble:
        return await call.form(_report_form(call, chat, command), typed=command, trouble=trouble)
    sides = (chat.mentor, chat.mentee)  # nobody is the judge of their own chat
    organisers = [member for member in await call.books.organisers() if member.person not in sides]
    if not organisers:
        return call.card("report_nobody", quotes=[call.voice.quote("you_wrote", words)])
    id = fresh_id()
    await call.books.keep_report(id, chat.id, call.person, words, now=call.now)
    told = (nudges.nudge(Kind.REPORT, about=id, to=member.person, due=call.now) for member in organisers[:3])
    await call.books.nudge(*told)
    return call.card("reported")


def _report_form(call: Call, chat: Chat, typed: SendReport) -> Form:
    voice = call.voice
    fields = (voice.field("report", "words", value=typed.words, most=500),)
    title, submit = voice("report_form.title"), voice("report_form.submit")
    return Form(title, fields, SendReport(chat.id), submit, voice.text("report_form.intro"))
