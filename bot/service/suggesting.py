"""Questions from the bank for a request that is being written: the mentor's own first, then three that suit."""

from dataclasses import replace

from bot.boundary.cards import Board, Reply
from bot.boundary.commands import OpenDraft, PutIn, SendDraft, SendRequest, SuggestQuestions
from bot.boundary.ports import Person
from bot.domain.etiquette import questions
from bot.domain.refusals import NotFound
from bot.service.call import Call
from bot.service.coaching import kept_note
from bot.speech.questions import question as in_words


async def suggest_questions(call: Call, command: SuggestQuestions) -> Reply:
    """The mentor's own favourites first, then the bank's: one about the path, one of the topic, one wild card."""
    note = await kept_note(call, command.draft)
    if not isinstance(note, SendRequest):
        raise NotFound()
    await call.meet(note.mentor)
    mentor = await call.books.mentor(note.mentor)
    profile = f"{mentor.headline}\n{mentor.topics}\n{mentor.about}" if mentor else ""
    chosen = questions.suggest(
        goal=f"{note.topic}\n{note.note}",
        profile=profile,
        asked=note.questions,
        stage=questions.stage_of(note.note),
        banned=mentor.banned if mentor else (),
        seed=int(command.draft, 16),
    )
    voice = call.voice
    cards = [
        voice.card("suggested", buttons=[voice.button("put_in", PutIn(command.draft, f"own{place}"))], words=words)
        for place, words in enumerate(pinned(mentor.pinned if mentor else ""))
    ]
    cards += [
        voice.card(
            "suggested",
            buttons=[voice.button("put_in", PutIn(command.draft, one.id))],
            words=in_words(one.id, voice.language),
        )
        for one in chosen
    ]
    back = [voice.button("improve", OpenDraft(command.draft)), voice.button("send_as_is", SendDraft(command.draft))]
    name = voice.name(note.mentor)
    return Reply(
        Board(
            voice("suggestions.title", name=name), tuple(cards[:5]), voice.paragraphs("suggestions.body"), tuple(back)
        )
    )


async def with_question(call: Call, command: PutIn) -> SendRequest:
    note = await kept_note(call, command.draft)
    if not isinstance(note, SendRequest):
        raise NotFound()
    words = await _question(call, note.mentor, command.question)
    return note if words in note.questions else replace(note, questions=f"{note.questions.rstrip()}\n{words}".strip())


async def _question(call: Call, person: Person, id: str) -> str:
    if id.startswith("own"):
        mentor = await call.books.mentor(person)
        own = pinned(mentor.pinned if mentor else "")
        if not id[3:].isdecimal() or int(id[3:]) >= len(own):
            raise NotFound()
        return own[int(id[3:])]
    if id not in questions.ids():
        raise NotFound()
    return in_words(id, call.voice.language)


def pinned(typed: str) -> list[str]:
    """A mentor's own questions, one a line."""
    return [line.strip() for line in typed.splitlines() if line.strip()]
