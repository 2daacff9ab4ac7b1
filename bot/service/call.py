"""One command being answered: who acts, in which community, at which moment, in which voice."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.boundary.cards import Form, Reply, Text
from bot.boundary.commands import Command, Met, OpenDraft
from bot.boundary.ports import Books
from bot.boundary.tokens import BadToken, flatten, unflatten
from bot.domain.chats import Chat
from bot.domain.people import Member, Person, Place
from bot.domain.refusals import FormTrouble, NotFound, NotYours, OrganisersOnly
from bot.service.meaning import meant_now
from bot.service.reach import NOWHERE, Reach
from bot.speech import catalogue, times
from bot.speech.voice import Voice


@dataclass
class Call:
    books: Books
    here: Place
    """Where this was said; the person may be at home elsewhere."""
    me: Member
    now: datetime
    voice: Voice
    met: Mapping[Person, Met]
    reach: Reach = NOWHERE

    @property
    def person(self) -> Person:
        return self.me.person

    # -- loading ---------------------------------------------------------------------------------------------------

    async def chat(self, id: str) -> Chat:
        """The chat, if it is the actor's; learns both names. NotFound, or NotYours for a stranger."""
        chat = await self.books.chat(id)
        if chat is None:
            raise NotFound()
        chat.other(self.person)
        await self.meet(chat.mentor, chat.mentee)
        return chat

    async def meet(self, *people: Person) -> Mapping[Person, Member]:
        """Loads these people and lets the voice know their names."""
        members = await self.books.members(people)
        self.voice = self.voice.knowing(members)
        return members

    async def someone(self, person: Person | None) -> Member:
        """Somebody who was mentioned or picked, remembered; never someone of another community."""
        if person is None:
            raise NotFound("refusal.nobody")
        known = await self.books.member(person)
        told = self.met.get(person)
        if known is None and (told is None or person.home != self.here):
            raise NotFound("refusal.nobody")
        member = known or Member(person, told.name if told else "")
        if told is not None:
            member = replace(
                member, name=told.name or member.name, bot=told.bot, guest=told.guest, gone=told.gone,
                told_zone=told.zone or member.told_zone, locale=told.locale or member.locale,
            )  # fmt: skip
        self.voice = self.voice.knowing({person: member})
        return member

    async def draft(self, command: Command) -> str:
        """Keeps a command with its words for a day, and returns its id."""
        id = fresh_id()
        await self.books.keep_draft(id, self.person, flatten(command), now=self.now)
        return id

    async def kept(self, draft: str) -> Command:
        """The command that was kept as this draft; NotFound after a day, and for anybody but its writer."""
        words = await self.books.draft(draft, self.person) or await self._appealed(draft)
        if words is None:
            raise NotFound("refusal.draft_gone")
        try:
            return await meant_now(self.books, unflatten(words))
        except BadToken as trouble:
            raise NotFound("refusal.draft_gone") from trouble

    async def _appealed(self, id: str) -> Sequence[str] | None:
        """A request that organisers were asked about is there for its writer as long as the appeal is kept."""
        appeal = await self.books.appeal(id)
        return tuple(json.loads(appeal.words)) if appeal and appeal.person == self.person else None

    # -- saying ----------------------------------------------------------------------------------------------------

    def card(self, key: str, *, replacing: bool = False, **rest: object) -> Reply:
        return Reply(self.voice.card(key, **rest), replacing)  # type: ignore[arg-type]

    async def form(self, form: Form, *, typed: Command | None = None, trouble: FormTrouble | None = None) -> Reply:
        """The form; where something needs another look, with what is wrong at each field, and everything typed kept."""
        if trouble is None or typed is None:
            return Reply(form)
        errors = {key: self.voice(wording, **facts) for key, (wording, facts) in trouble.fields.items()}
        labels = {field.key: field.label for field in form.fields}
        lines: list[Text] = [(f"{labels[key]}: {words}" if key in labels else words,) for key, words in errors.items()]
        again = OpenDraft(await self.draft(typed))
        card = self.voice.card("form_trouble", lead=lines, buttons=[self.voice.button("edit", again, main=True)])
        return Reply(replace(form, errors=errors, trouble=card))


def fresh_id() -> str:
    """Ten characters that cannot be guessed; short enough for a button."""
    return secrets.token_hex(5)


def voice_of(member: Member, zone: str | None = None) -> Voice:
    language = catalogue.best(member.language, member.locale)
    return Voice(language, zone or member.clock, locale=times.spoken(language, member.locale))


def mentor_only(chat: Chat, person: Person) -> None:
    if person != chat.mentor:
        raise NotYours()


def mentee_only(chat: Chat, person: Person) -> None:
    if person != chat.mentee:
        raise NotYours()


def organisers_only(call: Call) -> None:
    if not call.me.organiser:
        raise OrganisersOnly()
