"""What a mentor likes to be asked: whether referrals may be a topic, questions of their own, and those of the bank that
are never suggested for them."""

from collections.abc import Mapping
from dataclasses import replace

from bot.boundary.cards import MAX_OPTION, Board, Card, Form, Option, Reply
from bot.boundary.commands import BeMentor, ChooseBanned, EditQuestions, OwnQuestions, SaveBanned, SaveQuestions
from bot.domain.etiquette import limits, questions
from bot.domain.etiquette.questions import Topic
from bot.domain.mentors import Mentor
from bot.domain.refusals import FormTrouble, NotFound
from bot.service.call import Call
from bot.service.mentoring import mine
from bot.service.suggesting import pinned
from bot.speech.questions import question
from bot.speech.voice import clip

THEMES: Mapping[str, tuple[Topic, ...]] = {
    "path": (Topic.HOW_IN, Topic.CHANGE, Topic.DECISION),
    "work": (Topic.WEEK, Topic.LIKE, Topic.CHALLENGES),
    "entry": (Topic.EMPLOYERS, Topic.OPPORTUNITIES, Topic.TRAINING),
    "people": (Topic.BELONGING, Topic.WORK_LIFE, Topic.CLOSING),
}
"""The bank's topics as they stand on the page, a button each: three fit a card, and four cards the page."""


async def own_questions(call: Call, command: OwnQuestions) -> Reply:
    return Reply(_page(call, await mine(call)))


async def edit_questions(call: Call, command: EditQuestions) -> Reply:
    mentor = await mine(call)
    return Reply(_form(call, SaveQuestions("yes" if mentor.referrals else "no", mentor.pinned)))


async def save_questions(call: Call, command: SaveQuestions) -> Reply:
    mentor = await mine(call)
    own = pinned(command.pinned)
    try:
        _check(own)
    except FormTrouble as trouble:
        return await call.form(_form(call, command), typed=command, trouble=trouble)
    referrals = {"yes": True, "no": False}.get(command.referrals, mentor.referrals)
    kept = replace(mentor, referrals=referrals, pinned="\n".join(own))
    await call.books.keep_mentor(kept)
    return Reply(_page(call, kept))


async def choose_banned(call: Call, command: ChooseBanned) -> Reply:
    mentor, topic = await mine(call), _topic(command.topic)
    voice, ids = call.voice, _of(topic)
    options = tuple(Option(id, clip(question(id, voice.language), MAX_OPTION)) for id in ids)
    ticked = tuple(id for id in ids if id in mentor.banned)
    field = voice.field("banned", "banned", "choices", required=False, options=options, most=len(options), value=ticked)
    title, submit = voice("banned_form.title"), voice("banned_form.submit")
    return Reply(Form(title, (field,), SaveBanned(str(topic)), submit, voice.text("banned_form.intro")))


async def save_banned(call: Call, command: SaveBanned) -> Reply:
    mentor, ids = await mine(call), frozenset(_of(_topic(command.topic)))
    kept = replace(mentor, banned=mentor.banned - ids | ids.intersection(command.banned))
    await call.books.keep_mentor(kept)
    return Reply(_page(call, kept))


def _topic(typed: str) -> Topic:
    if typed not in list(Topic):
        raise NotFound()
    return Topic(typed)


def _of(topic: Topic) -> list[str]:
    return [one.id for one in questions.bank().values() if one.topic is topic]


def _check(own: list[str]) -> None:
    if len(own) > limits.MOST_PINNED:
        raise FormTrouble(pinned=("trouble.pinned_many", {"most": limits.MOST_PINNED, "has": len(own)}))
    if (longest := max(map(len, own), default=0)) > limits.PINNED:
        raise FormTrouble(pinned=("trouble.pinned_long", {"most": limits.PINNED, "has": longest}))


# -- saying ------------------------------------------------------------------------------------------------------------


def _page(call: Call, mentor: Mentor) -> Board:
    voice = call.voice
    own = pinned(mentor.pinned)
    first = voice.card(
        "own_wishes",
        facts=[voice.fact("referrals", voice("own.welcome" if mentor.referrals else "own.not_welcome"))],
        quotes=[voice.quote("pinned", "\n".join(own))],
        buttons=[voice.button("edit_questions", EditQuestions())],
    )
    cards = (first, *(_theme(call, mentor, theme) for theme in THEMES))
    return Board(voice("own.title"), cards, voice.paragraphs("own.body"), (voice.button("my_profile", BeMentor()),))


def _theme(call: Call, mentor: Mentor, theme: str) -> Card:
    voice = call.voice
    never = sum(id in mentor.banned for topic in THEMES[theme] for id in _of(topic))
    return voice.card(
        f"own_{theme}",
        lead=[voice.text("own.never", n=never)] if never else [],
        buttons=[voice.button(f"topic_{topic}", ChooseBanned(str(topic))) for topic in THEMES[theme]],
    )


def _form(call: Call, typed: SaveQuestions) -> Form:
    voice = call.voice
    fields = (
        voice.field(
            "referrals", "referrals", "choice", options=voice.options("guests", ("yes", "no")), value=typed.referrals
        ),
        voice.field("pinned", "pinned", required=False, most=limits.WORDS, value=typed.pinned),
    )
    title, submit = voice("questions_form.title"), voice("questions_form.submit")
    return Form(title, fields, SaveQuestions(), submit, voice.text("questions_form.intro"))
