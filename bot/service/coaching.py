"""The second look: before a note is sent, a private page says what would land badly, and offers a better way. Only its
writer ever sees it, and what was found is kept nowhere but in counts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.boundary.cards import Board, Button, Card, Reply
from bot.boundary.commands import (
    AskOrganisers,
    Mend,
    OpenDraft,
    SendDraft,
    SendOutcome,
    SendRequest,
    SendThanks,
    SuggestQuestions,
    ThisIsFine,
)
from bot.boundary.ports import Person
from bot.domain.chats import Chat
from bot.domain.etiquette.coach import (
    CODES,
    MOST_FINE,
    Measure,
    look_at_news,
    look_at_request,
    look_at_thanks,
    shortened,
)
from bot.domain.etiquette.findings import Finding, Severity
from bot.domain.refusals import NotFound
from bot.service import passes
from bot.service.call import Call
from bot.speech.voice import clip

Note = SendRequest | SendThanks | SendOutcome

MOST_QUOTED = 160
PROPOSED = 20
"""Minutes to ask for, where more were asked."""
WANTS_A_QUESTION = frozenset({"vague-ask", "no-question", "searchable", "job-ask", "same-note"})
EARLIER = 20
"""Requests to others that a new one is compared with."""


async def second_look(call: Call, note: Note) -> Reply | None:
    """None where there is nothing to say."""
    findings = await _look(call, note)
    if not findings:
        return None
    await call.books.count_firings(finding.rule for finding in findings)
    return await _page(call, note, findings)


async def may_go_out(call: Call, note: Note) -> bool:
    """What is held back stays so, whatever button was pressed."""
    return not await held_back(call, note)


async def held_back(call: Call, note: Note) -> list[Finding]:
    """What keeps it from going out."""
    return _blocked(await _look(call, note))


def ready(call: Call, draft: str) -> Reply:
    """Nothing is left to say about this draft."""
    buttons = [call.voice.button("send_it", SendDraft(draft), main=True), call.voice.button("edit", OpenDraft(draft))]
    return call.card("coach_done", buttons=buttons, replacing=True)


async def this_is_fine(call: Call, command: ThisIsFine) -> Reply:
    note = await kept_note(call, command.draft)
    code = CODES.get(command.rule, "")
    if code and code not in note.fine:
        await call.books.count_firings((), dismissed=[command.rule])
        note = replace(note, fine=(note.fine + code)[-MOST_FINE:])
    findings = await _look(call, note)
    if findings:
        return replace(await _page(call, note, findings), replace=True)
    return ready(call, await call.draft(note))


async def mended(call: Call, command: Mend) -> Note:
    """The note with one thing put right: the time asked for, or a word of thanks."""
    note = await kept_note(call, command.draft)
    if not isinstance(note, SendRequest):
        return note
    if command.rule == "no-thanks":
        return replace(note, note=f"{note.note.rstrip()}\n\n{call.voice('coach.thanks_line')}")
    measure = await _measure(call, note.mentor)
    instead = call.voice("coach.minutes", n=min(PROPOSED, measure.limit))

    def short(words: str) -> str:
        found = look_at_request(words, measure)
        return shortened(words, found, limit=measure.limit, instead=instead)

    return replace(note, note=short(note.note), questions=short(note.questions))


# -- looking -----------------------------------------------------------------------------------------------------------


async def _look(call: Call, note: Note) -> list[Finding]:
    if isinstance(note, SendRequest):
        words = whole(note)
        measure = await _measure(call, note.mentor)
        mine = await call.books.chats_of(call.person, limit=EARLIER)
        earlier = [whole(chat) for chat in mine if chat.mentee == call.person and chat.mentor != note.mentor]
        found = look_at_request(words, measure, fine=note.fine, earlier=earlier)
        if (held := _blocked(found)) and await passes.let_through(call, note):
            silent = dict.fromkeys((finding.rule for finding in held), Severity.OFF)
            measure = replace(measure, chosen={**measure.chosen, **silent})
            found = look_at_request(words, measure, fine=note.fine, earlier=earlier)
        return found
    if isinstance(note, SendOutcome):
        return look_at_news(note.outcome, await _measure(call), fine=note.fine)
    return look_at_thanks(note.note, await _measure(call), fine=note.fine)


def whole(request: SendRequest | Chat) -> str:
    """All the words of a request."""
    return "\n".join((request.topic, request.note, request.questions))


def _blocked(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.BLOCK]


async def _measure(call: Call, person: Person | None = None) -> Measure:
    mentor = await call.books.mentor(person) if person else None
    house = call.books.house
    return Measure(
        chosen=house.strengths,
        counted=await call.books.firings(),
        referrals=bool(mentor and mentor.referrals),
        limit=min(mentor.minutes, house.minutes) if mentor else house.minutes,
    )


async def kept_note(call: Call, draft: str) -> Note:
    """What was kept as this draft, if it is a note."""
    kept = await call.kept(draft)
    if not isinstance(kept, SendRequest | SendThanks | SendOutcome):
        raise NotFound()
    return kept


# -- saying ------------------------------------------------------------------------------------------------------------


async def _page(call: Call, note: Note, findings: Sequence[Finding]) -> Reply:
    draft = await call.draft(note)
    voice = call.voice
    name = await _reader(call, note)
    held = findings[0].severity is Severity.BLOCK
    cards = tuple(_said(call, note, finding, draft, name) for finding in findings)
    onward = (
        voice.button("ask_organisers", AskOrganisers(draft)) if held else voice.button("send_as_is", SendDraft(draft))
    )
    buttons = (voice.button("improve", OpenDraft(draft), main=True), onward)
    title = clip(voice("coach_held.title" if held else "coach.title", name=name), 150)
    body = voice.paragraphs("coach_held.body" if held else "coach.body", name=name)
    return Reply(Board(title, cards, body, buttons))


def _said(call: Call, note: Note, finding: Finding, draft: str, name: str) -> Card:
    """How the words land, and what to say instead."""
    rule = finding.rule.replace("-", "_")
    facts: dict[str, Any] = {"words": clip(" ".join(finding.words.split()), MOST_QUOTED), "name": name}
    return call.voice.card(f"coach.{rule}", buttons=_buttons(call, note, finding, draft), **facts)


def _buttons(call: Call, note: Note, finding: Finding, draft: str) -> list[Button]:
    voice = call.voice
    buttons = []
    if isinstance(note, SendRequest) and finding.rule in ("over-30", "no-thanks"):
        buttons.append(voice.button(f"mend_{finding.rule.replace('-', '_')}", Mend(draft, finding.rule)))
    if isinstance(note, SendRequest) and finding.rule in WANTS_A_QUESTION:
        buttons.append(voice.button("suggest_questions", SuggestQuestions(draft)))
    if finding.severity is not Severity.BLOCK:
        buttons.append(voice.button("this_is_fine", ThisIsFine(draft, finding.rule)))
    return buttons


async def _reader(call: Call, note: Note) -> str:
    """Who would read it."""
    if isinstance(note, SendRequest):
        await call.meet(note.mentor)
        return call.voice.name(note.mentor)
    chat = await call.chat(note.chat)
    return call.voice.name(chat.mentor)
