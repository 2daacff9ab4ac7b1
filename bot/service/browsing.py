"""Looking around: who could answer this, my chats, one chat."""

from collections.abc import Sequence

from bot.boundary.cards import Board, Button, Card, Reply
from bot.boundary.commands import (
    AnswerQuestion,
    ChooseZone,
    Command,
    DidHappen,
    EditHours,
    FindMentor,
    FindZone,
    Move,
    MyChats,
    OpenDraft,
    Report,
    RequestChat,
    Settings,
    ShowChat,
    TakeAway,
    Withdraw,
)
from bot.boundary.tokens import BadToken, encode
from bot.domain import matching
from bot.domain.chats import Chat, Status
from bot.domain.drifting import asks
from bot.domain.etiquette import limits
from bot.service import calendars, zoning
from bot.service.call import Call
from bot.service.lookups import askable, reason, standing_card
from bot.speech.standing import settled, state

PAGE = 5


async def find_mentor(call: Call, command: FindMentor) -> Reply:
    topic = command.topic[: limits.TOPIC]
    if not topic:
        return await pick(call, "", page=command.page)
    matches = [match for match in matching.rank(topic, await askable(call)) if match.score > 0]
    if not matches:
        return await pick(call, topic, page=command.page, wording="find.nobody_fits")
    return await _board(call, matches, topic, command.page, "find.found")


async def pick(call: Call, topic: str, *, page: int = 0, named: str = "", wording: str = "find.pick") -> Reply:
    """Everybody who can be asked now, best first where there is a topic. Somebody who was named is looked for by
    name; nothing is guessed from it."""
    matches = matching.rank(topic, await askable(call))
    if named:
        wanted = named.lstrip("@").casefold()
        matches.sort(key=lambda match: wanted not in call.voice.name(match.mentor.person).casefold())
        wording = "find.named"
    if not matches:
        return call.card("find_none", buttons=[call.voice.button("my_chats", MyChats())])
    return await _board(call, matches, topic, page, wording, named=named)


async def _board(
    call: Call, matches: Sequence[matching.Match], topic: str, page: int, wording: str, named: str = ""
) -> Reply:
    pages = -(-len(matches) // PAGE)
    first = page % pages * PAGE
    shown = matches[first : first + PAGE]
    buttons: list[Button] = []
    if pages > 1:
        buttons.append(call.voice.button("show_others", await _short(call, FindMentor(topic, page + 1))))
    cards = tuple([await mentor_card(call, match, topic) for match in shown])
    body = (call.voice.text(wording, topic=topic, named=named),)
    return Reply(Board(call.voice("find.title"), cards, body, tuple(buttons)), replace=page > 0)


async def mentor_card(call: Call, match: matching.Match, topic: str = "", draft: str = "") -> Card:
    mentor, voice = match.mentor, call.voice
    line = reason(call, match) if topic else (mentor.headline,)
    facts = [voice.fact("topics", mentor.topics)]
    if mentor.languages:
        facts.append(voice.fact("languages", mentor.languages))
    if mentor.referrals:
        facts.append(voice.fact("referrals", voice("find.referrals")))
    press = await _short(call, RequestChat(mentor.person, topic=topic, draft=draft))
    return Card(
        voice.name(mentor.person),
        (line,),
        tuple(facts),
        buttons=(voice.button("request_chat", press),),
    )


async def my_chats(call: Call, command: MyChats) -> Reply:
    """What needs me, upcoming, waiting, past; the way to the settings on every page."""
    if command.city:
        return await zoning.find_zone(call, FindZone(command.city))
    voice = call.voice
    chats = sorted(await call.books.chats_of(call.person), key=lambda chat: _order(chat, call))
    await call.meet(*(chat.other(call.person) for chat in chats))
    unreached = set(await call.books.unreached(call.person))
    pages = max(1, -(-len(chats) // PAGE))
    page = command.page % pages
    shown = chats[page * PAGE : (page + 1) * PAGE]
    cards = tuple(_summary(call, chat, chat.id in unreached) for chat in shown)
    buttons = [voice.button("find_mentor", FindMentor(), main=not chats)]
    if pages > 1:
        buttons.append(voice.button("next_page", MyChats(command.page + 1)))
    buttons.append(voice.button("settings", Settings()))
    if call.me.clock is None:
        buttons.append(voice.button("my_zone", ChooseZone()))
    mentor = await call.books.mentor(call.person)
    if mentor and not mentor.stopped and not mentor.windows:
        buttons.append(voice.button("add_hours", EditHours()))
    needing = sum(_needs_me(chat, call) for chat in chats)
    body = [voice.text("home.needs", n=needing) if needing else voice.text("home.calm" if chats else "home.empty")]
    if pages > 1:
        body.append(voice.text("home.page", page=page + 1, pages=pages))
    return Reply(Board(voice("home.title"), cards, tuple(body), tuple(buttons)), replace=command.page > 0)


async def show_chat(call: Call, command: ShowChat) -> Reply:
    chat = await call.chat(command.chat)
    if chat.open(call.now):
        await calendars.hurry(call, chat.mentor, chat.mentee)
    card = await standing_card(call, chat)
    if len(card.buttons) < 5:
        report = call.voice.button("report", Report(chat.id))
        card = Card(
            card.title, card.body, card.facts, card.quotes, card.picks, (*card.buttons, report), card.files, card.small
        )
    return Reply(card)


def _summary(call: Call, chat: Chat, unreached: bool) -> Card:
    """One chat on the page: who, where it stands, and the one thing to do next."""
    voice = call.voice
    brief = settled(chat, call.person, voice, call.now)
    current = state(chat, call.person, call.now)
    group = "yours" if _needs_me(chat, call) else _group(chat, call)
    body = [voice.text(f"home.{group}")]
    if unreached:
        body.append(voice.text("home.unreached", other=voice.who(chat.other(call.person))))
    buttons = [voice.button("open", ShowChat(chat.id))]
    next_steps: dict[str, tuple[str, Command]] = {
        "questioned": ("answer", AnswerQuestion(chat.id)),
        "waiting": ("withdraw", Withdraw(chat.id)),
        "booked": ("move", Move(chat.id)),
        "over": ("yes_happened", DidHappen(chat.id, yes=True)),
        "happened": ("take_away", TakeAway(chat.id)),
    }
    next_step = next_steps.get(current)
    theirs = current in ("questioned", "waiting", "happened") and call.person == chat.mentor
    if next_step and not theirs:
        label, press = next_step
        buttons.append(voice.button(label, press))
    return Card(brief.title, tuple(body), brief.facts, buttons=tuple(buttons))


def _needs_me(chat: Chat, call: Call) -> bool:
    if chat.turn() == call.person and (chat.open(call.now) or chat.status is Status.BOOKED):
        return True
    if asks(chat, call.person, call.now):
        return True
    current = state(chat, call.person, call.now)
    return current in ("over", "missed", "differ") or (current == "happened" and call.person == chat.mentee)


def _group(chat: Chat, call: Call) -> str:
    if chat.upcoming(call.now):
        return "upcoming"
    return "waiting" if chat.open(call.now) else "past"


def _order(chat: Chat, call: Call) -> tuple[int, float]:
    if _needs_me(chat, call):
        return 0, (chat.answer_by - call.now).total_seconds()
    when = (chat.starts_at or chat.asked_at).timestamp()
    match _group(chat, call):
        case "upcoming":
            return 1, when
        case "waiting":
            return 2, when
        case _:
            return 3, -when


async def _short(call: Call, command: FindMentor | RequestChat) -> Command:
    """The command itself where it fits a button, else a draft of it."""
    try:
        encode(command)
    except BadToken:
        return OpenDraft(await call.draft(command))
    return command
