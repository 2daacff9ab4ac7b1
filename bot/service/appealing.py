"""A request that was held back: its writer asks the organisers to look, and one of them decides. Until then nobody but
its writer has read it."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.boundary.cards import Card, Form, Reply
from bot.boundary.commands import AskOrganisers, DecideAppeal, MyChats, OpenDraft, SendAppeal, SendDraft, SendRequest
from bot.boundary.tokens import flatten
from bot.domain import nudges
from bot.domain.etiquette import limits
from bot.domain.etiquette.coach import Measure, look_at_request
from bot.domain.etiquette.house import Appeal
from bot.domain.nudges import Kind
from bot.domain.people import Person
from bot.domain.refusals import FormTrouble, NotFound, NotYours
from bot.service import coaching, passes
from bot.service.call import Call, organisers_only
from bot.service.words import fitting
from bot.speech.voice import clip


async def ask_organisers(call: Call, command: AskOrganisers) -> Reply:
    request = await _held(call, command.draft)
    return await _nothing_to_ask(call, command.draft, request) or Reply(_form(call, SendAppeal(command.draft)))


async def send_appeal(call: Call, command: SendAppeal) -> Reply:
    request = await _held(call, command.draft)
    if told := await _nothing_to_ask(call, command.draft, request):
        return told
    try:
        why = fitting("why", command.why)
    except FormTrouble as trouble:
        return await call.form(_form(call, command), typed=command, trouble=trouble)
    [first, *_] = await coaching.held_back(call, request)
    appeal = Appeal(
        passes.mark(call.person, request), call.person, request.mentor, first.rule,
        words=json.dumps(flatten(request)), why=why, made_at=call.now,
    )  # fmt: skip
    await call.books.keep_appeal(appeal)
    to = await _readers(call, request.mentor)
    await call.books.nudge(*(nudges.nudge(Kind.APPEAL, about=appeal.id, to=one, due=call.now) for one in to))
    return call.card("appeal_sent", buttons=[call.voice.button("my_chats", MyChats())])


async def decide_appeal(call: Call, command: DecideAppeal) -> Reply:
    """The first word of an organiser counts."""
    organisers_only(call)
    appeal = await call.books.appeal(command.appeal)
    if appeal is None:
        raise NotFound()
    if _is_about(appeal, call.person):
        raise NotYours()
    await call.meet(appeal.person)
    writer = call.voice.who(appeal.person)
    if appeal.passed is not None:
        key = "appeal_was_passed" if appeal.passed else "appeal_was_kept"
        return call.card(key, writer=writer, replacing=True)
    await call.books.keep_appeal(replace(appeal, passed=command.passed))
    await call.books.nudge(nudges.nudge(Kind.APPEALED, about=appeal.id, to=appeal.person, due=call.now))
    return call.card("appeal_now_passed" if command.passed else "appeal_now_kept", writer=writer, replacing=True)


async def _nothing_to_ask(call: Call, draft: str, request: SendRequest) -> Reply | None:
    """It may go out by now, or was asked before, or there is nobody to ask."""
    if await coaching.may_go_out(call, request):
        return coaching.ready(call, draft)
    if appeal := await passes.appeal_for(call, request):
        return Reply(await _kept_back(call, appeal)) if appeal.passed is False else call.card("appeal_waits")
    if not await _readers(call, request.mentor):
        return call.card("appeal_nobody", buttons=[call.voice.button("improve", OpenDraft(draft), main=True)])
    return None


async def _held(call: Call, draft: str) -> SendRequest:
    kept = await call.kept(draft)
    if not isinstance(kept, SendRequest):
        raise NotFound()
    return kept


async def _readers(call: Call, mentor: Person) -> Sequence[Person]:
    """Nobody judges their own request; and whom it is about does not get it this way."""
    organisers = [member.person for member in await call.books.organisers() if not member.excluded]
    return [person for person in organisers if person not in (call.person, mentor)]


def _is_about(appeal: Appeal, person: Person) -> bool:
    return person in (appeal.person, appeal.mentor)


# -- saying ------------------------------------------------------------------------------------------------------------


def _form(call: Call, typed: SendAppeal) -> Form:
    voice = call.voice
    fields = (voice.field("why_fine", "why", required=False, most=limits.WORDS, value=typed.why),)
    title, submit = voice("appeal_form.title"), voice("appeal_form.submit")
    return Form(title, fields, SendAppeal(typed.draft), submit, voice.text("appeal_form.intro"))


async def asked(call: Call, id: str) -> Card | None:
    """For an organiser: the request, what was found in it, and two ways on; None when there is nothing to decide."""
    appeal = await call.books.appeal(id)
    if appeal is None or appeal.passed is not None or _is_about(appeal, call.person) or not call.me.organiser:
        return None
    request = passes.request_of(appeal)
    if request is None:
        return None
    await call.meet(appeal.person, appeal.mentor)
    voice = call.voice
    name = voice.name(appeal.person)
    return voice.card(
        "nudge.appeal",
        writer=voice.who(appeal.person),
        mentor=voice.who(appeal.mentor),
        facts=[voice.fact("found", _found(call, appeal.rule, request)), voice.fact("topic", request.topic)],
        quotes=[
            voice.quote("note", request.note, mentee=name),
            voice.quote("questions", request.questions),
            voice.quote("why_fine", appeal.why, writer=name),
        ],
        buttons=[
            voice.button("let_through", DecideAppeal(id, passed=True)),
            voice.button("keep_back", DecideAppeal(id)),
        ],
    )


def _found(call: Call, rule: str, request: SendRequest) -> str:
    label = call.voice(f"option.reading_rule.{rule}")
    findings = look_at_request(coaching.whole(request), Measure())
    words = next((finding.words for finding in findings if finding.rule == rule), "")
    words = clip(" ".join(words.split()), coaching.MOST_QUOTED)
    return call.voice("appeal.found", rule=label, words=words) if words else label


async def answered(call: Call, id: str) -> Card | None:
    """For the writer: what was decided."""
    appeal = await call.books.appeal(id)
    if appeal is None or appeal.passed is None or appeal.person != call.person:
        return None
    if not appeal.passed:
        return await _kept_back(call, appeal)
    await call.meet(appeal.mentor)
    buttons = [call.voice.button("send_now", SendDraft(id), main=True), call.voice.button("edit", OpenDraft(id))]
    return call.voice.card("appeal_passed", mentor=call.voice.who(appeal.mentor), buttons=buttons)


async def _kept_back(call: Call, appeal: Appeal) -> Card:
    await call.meet(appeal.mentor)
    buttons = [call.voice.button("improve", OpenDraft(appeal.id), main=True)]
    return call.voice.card("appeal_kept", mentor=call.voice.who(appeal.mentor), buttons=buttons)
