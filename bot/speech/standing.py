"""A chat as one of the two sees it now: the same card for the first message, for a stale press, for `/my-chats` and
for bringing an old message up to date. What a nudge adds is its own title and first words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.boundary.cards import Button, Card, Fact, File, Link, Quote, Text, plain
from bot.boundary.commands import (
    AcceptAndPause,
    AgreeMove,
    AnswerQuestion,
    AskAnother,
    AskFirst,
    Cancel,
    CloseChat,
    Confirm,
    Decline,
    DidHappen,
    Introduce,
    KeepTime,
    Move,
    NoneSuit,
    NoteAbsent,
    OfferTimes,
    PickSlot,
    Reflect,
    Report,
    SuggestElse,
    TakeAway,
    TellOutcome,
    ThankedMyself,
    Withdraw,
    WriteThanks,
)
from bot.domain.chats import ABSENT, MOST_ROUNDS, SHARES, Chat, Status
from bot.domain.people import Person
from bot.speech.drifts import drifts
from bot.speech.run_sheet import kept_free
from bot.speech.voice import Voice, clip

LONG_AGO = timedelta(days=14)
"""After which what came of it can be told, also without a thank-you note."""


@dataclass(frozen=True)
class Extras:
    """What a card may need beyond the chat itself."""

    others: Sequence[tuple[Person, Text]] = ()
    """Mentors to ask instead, each with the reason."""
    links: Sequence[Link] = ()
    files: Sequence[File] = ()
    taken: frozenset[datetime] = field(default_factory=frozenset)
    """Times asked for, offered or proposed that are not free any more."""
    confirming: bool = False
    """The day before: whether it is still good."""
    notice: Text = ()
    """A first line: what just happened, or why a press changed nothing."""


@dataclass(frozen=True)
class _Parts:
    facts: Sequence[Fact] = ()
    quotes: Sequence[Quote] = ()
    picks: Sequence[Button] = ()
    buttons: Sequence[Button] = ()


def state(chat: Chat, me: Person, now: datetime) -> str:
    """The name of what the chat is for this reader: the words stand under `chat.<mentor|mentee>.<state>`."""
    if chat.lapsed(now):
        return "lapsed"
    if chat.status is Status.BOOKED:
        missed = chat.mentor_says is False or chat.mentee_says is False
        started = chat.starts_at is not None and now >= chat.starts_at
        if chat.differ:
            return "differ"
        if chat.moving_by is not None and (missed or not started):
            return "moving_mine" if chat.moving_by == me else "moving_theirs"
        if missed:
            return "missed"
        return "booked" if chat.upcoming(now) else "over"
    if chat.status is Status.WITHDRAWN and chat.reason:
        return "closed"
    if chat.status is Status.HAPPENED and chat.thanked_at is not None:
        return "thanked"
    if chat.status is Status.HAPPENED and chat.differ:
        return "differ"
    return chat.status.value


def standing(
    chat: Chat, me: Person, voice: Voice, now: datetime, extras: Extras = Extras(), *, titled: str = ""
) -> Card:
    """`titled` is the key of a nudge (`nudge.ask`): its title and body replace the plain ones where they exist."""
    role = "mentor" if me == chat.mentor else "mentee"
    current = state(chat, me, now)
    parts = (
        _mentor(chat, voice, now, current, extras) if role == "mentor" else _mentee(chat, voice, now, current, extras)
    )
    key = titled or f"chat.{role}.{current}"
    names = _names(chat, me, voice)
    lead = [extras.notice] if extras.notice else []
    picks = parts.picks if titled else [*parts.picks, *_reflection(chat, me, voice, now, current)]
    told = drifts(chat, me, voice, now, main=all(one.style != "main" for one in (*parts.picks, *parts.buttons)))
    made = voice.card(
        key, lead=[*lead, *told.lead], facts=[*parts.facts, *told.facts], quotes=parts.quotes,
        picks=[*picks, *told.picks], buttons=parts.buttons,
        files=extras.files, **names,
    )  # fmt: skip
    if len(picks) > len(parts.picks):
        made = replace(made, body=(*made.body, voice.text("reflect.question", **names)))
    return made if not extras.links or current != "booked" else replace(made, small=_joined(extras.links))


def settled(chat: Chat, me: Person, voice: Voice, now: datetime, notice: Text = ()) -> Card:
    """What stays of a card whose time is over: a line that says how things stand, and no buttons."""
    role, current = "mentor" if me == chat.mentor else "mentee", state(chat, me, now)
    if current == "over":  # whether it happened is asked by a message that has the buttons for it
        current = "ended"
    key = f"chat.{role}.{current}"
    facts = [voice.fact("topic", chat.topic)]
    if chat.starts_at:
        facts.append(voice.fact("when", chat.starts_at))
    title = clip(voice(f"{key}.title", **_names(chat, me, voice)), 150)
    return Card(title, (notice,) if notice else (), tuple(fact for fact in facts if plain(fact.value)))


def _names(chat: Chat, me: Person, voice: Voice) -> dict[str, Any]:
    """What the sentences about a chat may name."""
    return {
        "mentor": voice.who(chat.mentor),
        "mentee": voice.who(chat.mentee),
        "other": voice.who(chat.other(me)),
        "topic": chat.topic,
        "minutes": chat.minutes,
        "by": chat.answer_by,
        "when": chat.starts_at or chat.asked_at,
        "slot": kept_free(chat, voice),
        "reason": voice(f"reason.{chat.reason}") if chat.reason else "",
    }


def _mentor(chat: Chat, voice: Voice, now: datetime, current: str, extras: Extras) -> _Parts:
    asked = [
        voice.quote("note", chat.note, mentee=voice.name(chat.mentee)),
        voice.quote("questions", chat.questions),
        voice.quote("asked_first", chat.asked_first),
        voice.quote("answered", chat.answered, mentee=voice.name(chat.mentee)),
    ]
    topic = voice.fact("topic", chat.topic)
    match current:
        case "waiting":
            open_times = [slot for slot in chat.slots if slot > now and slot not in extras.taken]
            picks = [voice.time_button(slot, PickSlot(chat.id, slot), main=i == 0) for i, slot in enumerate(open_times)]
            if picks:
                picks.append(voice.button("accept_pause", AcceptAndPause(chat.id)))
            buttons = [voice.button("other_times", OfferTimes(chat.id), main=not picks)]
            if not chat.asked_first:
                buttons.append(voice.button("ask_first", AskFirst(chat.id)))
            buttons += [voice.button("suggest", SuggestElse(chat.id)), voice.button("decline", Decline(chat.id))]
            facts = [topic, *_times(voice, "times", open_times), voice.fact("answer_by", chat.answer_by)]
            return _Parts(facts, asked, picks, buttons)
        case "questioned":
            return _Parts(
                [topic, voice.fact("answer_by", chat.answer_by)],
                asked[:3],
                (),
                [voice.button("decline", Decline(chat.id))],
            )
        case "offered":
            buttons = [voice.button("other_times", OfferTimes(chat.id)), voice.button("decline", Decline(chat.id))]
            return _Parts(
                [topic, *_times(voice, "offered", chat.offered), voice.fact("answer_by", chat.answer_by)],
                asked,
                (),
                buttons,
            )
        case "happened" | "thanked":
            quotes = [
                voice.quote("thanks", chat.thanks, mentee=voice.name(chat.mentee)),
                voice.quote("outcome", chat.outcome, mentee=voice.name(chat.mentee)),
            ]
            buttons = [voice.button("introduce", Introduce(chat.id))] if current == "thanked" else []
            return _Parts([topic], quotes, (), buttons)
        case "declined" | "withdrawn" | "closed" | "cancelled" | "lapsed" | "unmet":
            return _Parts([topic], [_last_words(chat, chat.mentor, voice)])
        case _:
            return _between(chat, chat.mentor, voice, now, current, [asked[1], asked[3]], extras)


def _mentee(chat: Chat, voice: Voice, now: datetime, current: str, extras: Extras) -> _Parts:
    topic = voice.fact("topic", chat.topic)
    withdraw = voice.button("withdraw", Withdraw(chat.id))
    match current:
        case "waiting":
            facts = [topic, *_times(voice, "times", chat.slots), voice.fact("answer_by", chat.answer_by)]
            return _Parts(facts, (), (), [withdraw])
        case "questioned":
            quotes = [voice.quote("question", chat.asked_first, mentor=voice.name(chat.mentor))]
            buttons = [voice.button("answer", AnswerQuestion(chat.id), main=True), withdraw]
            return _Parts([topic, voice.fact("answer_by", chat.answer_by)], quotes, (), buttons)
        case "offered":
            open_times = [slot for slot in chat.offered if slot > now and slot not in extras.taken]
            again = voice.button("none_suit", NoneSuit(chat.id), main=not open_times)
            none_suit = [again] if chat.rounds < MOST_ROUNDS else []
            picks = [voice.time_button(slot, PickSlot(chat.id, slot), main=i == 0) for i, slot in enumerate(open_times)]
            return _Parts(
                [topic, *_times(voice, "offered", open_times), voice.fact("answer_by", chat.answer_by)],
                (),
                picks,
                [*none_suit, withdraw],
            )
        case "happened":
            buttons = [
                voice.button("take_away", TakeAway(chat.id), main=not chat.takeaway),
                voice.button("write_thanks", WriteThanks(chat.id), main=bool(chat.takeaway)),
                voice.button("thanked_myself", ThankedMyself(chat.id)),
            ]
            if chat.ends_at and now - chat.ends_at > LONG_AGO and chat.has_news(now):
                buttons.append(voice.button("tell_outcome", TellOutcome(chat.id)))
            return _Parts([topic], [voice.quote("takeaway", chat.takeaway)], (), buttons)
        case "thanked":
            quotes = [voice.quote("my_thanks", chat.thanks), voice.quote("my_outcome", chat.outcome)]
            buttons = [voice.button("tell_outcome", TellOutcome(chat.id))] if chat.has_news(now) else []
            return _Parts([topic], quotes, (), buttons)
        case "declined" | "lapsed":
            words = voice.quote("mentor_words", chat.words, mentor=voice.name(chat.mentor))
            facts = [topic] + [Fact(voice.name(person), reason) for person, reason in extras.others]
            picks = [
                voice.button("ask_name", AskAnother(chat.id, person), name=voice.name(person))
                for person, _ in extras.others
            ]
            return _Parts(facts, [words], picks)
        case "withdrawn" | "closed" | "cancelled" | "unmet":
            return _Parts([topic], [_last_words(chat, chat.mentee, voice)])
        case _:
            return _between(
                chat, chat.mentee, voice, now, current, [voice.quote("my_questions", chat.questions)], extras
            )


def _reflection(chat: Chat, me: Person, voice: Voice, now: datetime, current: str) -> list[Button]:
    """How much of the time the other talked: asked while it is fresh, beside the thank-you, and never in a reminder."""
    fresh = chat.ends_at is not None and now - chat.ends_at <= LONG_AGO
    if current != "happened" or me != chat.mentee or chat.listened or not fresh:
        return []
    return [voice.button(f"reflect_{share}", Reflect(chat.id, share)) for share in SHARES]


def _between(
    chat: Chat, me: Person, voice: Voice, now: datetime, current: str, quotes: Sequence[Quote], extras: Extras
) -> _Parts:
    """From the booking to the meeting, and until somebody says whether it happened: the same for both."""
    facts = [voice.fact("topic", chat.topic)]
    if chat.starts_at:
        facts.append(voice.fact("when", chat.starts_at))
    if chat.link:
        facts.append(voice.fact("where", Link(chat.link, chat.link)))
    move, cancel = voice.button("move", Move(chat.id)), voice.button("cancel", Cancel(chat.id))
    close, past = voice.button("close", CloseChat(chat.id)), chat.starts_at is not None and now >= chat.starts_at
    match current:
        case "booked":
            if chat.starts_at is None or now >= chat.starts_at:
                return _Parts(facts, quotes)
            asked = extras.confirming and me not in chat.confirmed
            confirm = [voice.button("confirm", Confirm(chat.id), main=True)] if asked else []
            return _Parts(facts, quotes, (), [*confirm, move, cancel])
        case "moving_theirs":
            open_times = [slot for slot in chat.moving_to if slot > now and slot not in extras.taken]
            picks = [
                voice.time_button(slot, AgreeMove(chat.id, slot), main=i == 0) for i, slot in enumerate(open_times)
            ]
            buttons = [close, move] if past else [voice.button("keep_time", KeepTime(chat.id)), move, cancel]
            return _Parts([*facts, *_times(voice, "moving_to", open_times)], (), picks, buttons)
        case "moving_mine":
            buttons = [close] if past else [voice.button("keep_time", KeepTime(chat.id)), cancel]
            return _Parts([*facts, *_times(voice, "moving_to", chat.moving_to)], (), (), buttons)
        case "differ":
            mine = chat.mentor_says if me == chat.mentor else chat.mentee_says
            agree = (
                voice.button("it_did_not", DidHappen(chat.id))
                if mine
                else voice.button("it_did", DidHappen(chat.id, yes=True))
            )
            closing = [close] if chat.status is Status.BOOKED else []
            return _Parts(facts, (), (), [agree, *closing, voice.button("report", Report(chat.id))])
        case "missed":
            absent = [voice.button(f"absent_{who}", NoteAbsent(chat.id, who)) for who in ABSENT]
            return _Parts(
                facts,
                (),
                [] if chat.absent_by(me) else absent,
                [
                    voice.button("move_it", Move(chat.id), main=True),
                    close,
                    voice.button("it_did", DidHappen(chat.id, yes=True)),
                ],
            )
        case _:
            buttons = [
                voice.button("yes_happened", DidHappen(chat.id, yes=True), main=True),
                voice.button("no_happened", DidHappen(chat.id)),
            ]
            return _Parts(facts, (), (), buttons)


def _last_words(chat: Chat, me: Person, voice: Voice) -> Quote:
    return voice.quote("you_wrote" if chat.ended_by == me else "words", chat.words)


def _times(voice: Voice, key: str, slots: Sequence[datetime]) -> list[Fact]:
    return [voice.times(key, slots)] if slots else []


def _joined(links: Sequence[Link]) -> Text:
    spans: list[str | Link] = []
    for link in links:
        spans += [" · ", link] if spans else [link]
    return tuple(spans)
