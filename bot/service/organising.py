"""Help for everybody; for organisers the house rules, excluded people, and the counts."""

from dataclasses import replace

from bot.boundary.cards import Board, Card, Form, Reply
from bot.boundary.commands import (
    About,
    BeMentor,
    ChooseReadmit,
    EnterCode,
    Exclude,
    FindMentor,
    HalfHour,
    HouseRules,
    LinkPlaces,
    Meetings,
    MyChats,
    Organise,
    PauseBot,
    Privacy,
    ReadingRules,
    Readmit,
    SaveExclude,
    SaveRules,
    SaveTimes,
)
from bot.domain.mentors import LENGTHS
from bot.domain.people import House, Person
from bot.domain.refusals import FormTrouble, NotFound
from bot.service import leaving, listing
from bot.service.call import Call, organisers_only

RULES: dict[str, tuple[int, int]] = {
    "open_requests": (1, 20),
    "chats_a_month": (1, 31),
    "minutes": (LENGTHS[0], LENGTHS[-1]),
    "reply_hours": (24, 336),
    "notice_hours": (0, 168),
    "horizon_days": (3, 60),
    "quiet_from": (0, 23),
    "quiet_to": (0, 23),
    "keep_days": (30, 3650),
}
"""The house rules that are numbers, with the smallest and largest an organiser can set."""


async def half_hour(call: Call, command: HalfHour) -> Reply:
    buttons = [
        call.voice.button("find_mentor", FindMentor(), main=True),
        call.voice.button("be_mentor", BeMentor()),
        call.voice.button("my_chats", MyChats()),
        call.voice.button("privacy", Privacy()),
        call.voice.button("organise", Organise()) if call.me.organiser else call.voice.button("about", About()),
    ]
    return call.card("help", buttons=buttons)


async def about(call: Call, command: About) -> Reply:
    return call.card("about")


async def privacy(call: Call, command: Privacy) -> Reply:
    return call.card("privacy", days=call.books.house.keep_days, buttons=[call.voice.button("my_chats", MyChats())])


async def organise(call: Call, command: Organise) -> Reply:
    organisers_only(call)
    voice, house = call.voice, call.books.house
    counts = await call.books.counts()
    excluded = await _excluded(call)
    numbers = [
        voice.fact(f"count.{key}", str(counts.get(key, 0)))
        for key in ("asked", "answered", "booked", "happened", "thanked")
    ]
    rules = [voice.fact(f"rule.{key}", _shown(call, key, house)) for key in RULES]
    pause = voice.button("resume_bot", PauseBot()) if house.paused else voice.button("pause_bot", PauseBot(paused=True))
    cards: tuple[Card, ...] = (
        voice.card("house_counts", facts=numbers),
        voice.card(
            "house_rules",
            facts=[*rules, voice.fact("rule.guests", voice("yes_no.yes" if house.guests else "yes_no.no"))],
            buttons=[voice.button("rules_requests", HouseRules(1)), voice.button("rules_times", HouseRules(2)), pause],
        ),
        voice.card(
            "house_people",
            facts=[voice.fact("excluded", listing.names(call, excluded) or voice("settings.none_blocked"))],
            buttons=[
                voice.button("exclude", Exclude()),
                *listing.ways(call, "readmit", Readmit, ChooseReadmit, excluded),
            ],
        ),
    )
    together = await call.books.places()
    cards = (
        *cards,
        voice.card(
            "house_places",
            facts=[voice.fact("places", ", ".join(place.platform.capitalize() for place in together))],
            buttons=[voice.button("link_places", LinkPlaces()), voice.button("enter_code", EnterCode())],
        ),
        voice.card("house_reading", buttons=[voice.button("reading_rules", ReadingRules())]),
    )
    body = (voice.text("house.paused"),) if house.paused else ()
    return Reply(Board(voice("house.title"), cards, body, (voice.button("meetings", Meetings()),)))


async def house_rules(call: Call, command: HouseRules) -> Reply:
    organisers_only(call)
    house = call.books.house
    if command.part == 1:
        return Reply(_rules_form(call, _rules_of(house)))
    return Reply(_times_form(call, SaveTimes(**_numbers(house, SaveTimes))))


async def save_rules(call: Call, command: SaveRules) -> Reply:
    organisers_only(call)
    try:
        house = _changed(call.books.house, command)
        if house.minutes not in LENGTHS:
            raise FormTrouble(minutes=("trouble.length", {}))
    except FormTrouble as trouble:
        return await call.form(_rules_form(call, command), typed=command, trouble=trouble)
    guests = {"yes": True, "no": False}.get(command.guests, house.guests)
    return await _keep(call, replace(house, guests=guests))


async def save_times(call: Call, command: SaveTimes) -> Reply:
    organisers_only(call)
    try:
        return await _keep(call, _changed(call.books.house, command))
    except FormTrouble as trouble:
        return await call.form(_times_form(call, command), typed=command, trouble=trouble)


async def pause_bot(call: Call, command: PauseBot) -> Reply:
    organisers_only(call)
    await call.books.keep_house(replace(call.books.house, paused=command.paused))
    return await organise(call, Organise())


async def exclude(call: Call, command: Exclude) -> Reply:
    organisers_only(call)
    return Reply(_exclude_form(call))


async def save_exclude(call: Call, command: SaveExclude) -> Reply:
    organisers_only(call)
    if command.who is None or command.who == call.person:
        return await call.form(_exclude_form(call), typed=command, trouble=FormTrouble(who="trouble.who"))
    member = await call.someone(command.who)
    await call.books.add_member(member)
    await call.books.change_member(command.who, excluded=True)
    await leaving.end_open(call, command.who)
    return call.card(
        "excluded",
        name=call.voice.who(command.who),
        buttons=[call.voice.button("readmit", Readmit(command.who), name=member.name)],
    )


async def choose_readmit(call: Call, command: ChooseReadmit) -> Reply:
    organisers_only(call)
    excluded = await _excluded(call)
    if not excluded:
        raise NotFound("refusal.nobody")
    title, submit = call.voice("readmit_form.title"), call.voice("readmit_form.submit")
    return Reply(Form(title, (listing.choice(call, excluded, anybody=command.anybody),), Readmit(), submit))


async def readmit(call: Call, command: Readmit) -> Reply:
    organisers_only(call)
    member = await call.someone(command.who)
    await call.books.change_member(member.person, excluded=False)
    return call.card("readmitted", name=call.voice.who(member.person), replacing=True)


async def _excluded(call: Call) -> list[Person]:
    return await listing.newest_first(call, [member.person for member in await call.books.excluded()])


# -- forms -------------------------------------------------------------------------------------------------------------


def _rules_form(call: Call, typed: SaveRules) -> Form:
    voice = call.voice
    lengths = voice.options("minutes", LENGTHS)
    fields = (
        voice.field("rule_open_requests", "open_requests", "line", most=3, value=typed.open_requests),
        voice.field("rule_chats_a_month", "chats_a_month", "line", most=3, value=typed.chats_a_month),
        voice.field("rule_minutes", "minutes", "choice", options=lengths, value=typed.minutes),
        voice.field("rule_reply_hours", "reply_hours", "line", most=3, value=typed.reply_hours),
        voice.field(
            "rule_guests", "guests", "choice", options=voice.options("guests", ("yes", "no")), value=typed.guests
        ),
    )
    return Form(voice("rules_form.title"), fields, SaveRules(), voice("rules_form.submit"))


def _times_form(call: Call, typed: SaveTimes) -> Form:
    voice = call.voice
    hours = voice.options("hour", range(24))
    fields = (
        voice.field("rule_notice_hours", "notice_hours", "line", most=3, value=typed.notice_hours),
        voice.field("rule_horizon_days", "horizon_days", "line", most=3, value=typed.horizon_days),
        voice.field("quiet_from", "quiet_from", "choice", options=hours, value=typed.quiet_from),
        voice.field("quiet_to", "quiet_to", "choice", options=hours, value=typed.quiet_to),
        voice.field("rule_keep_days", "keep_days", "line", most=4, value=typed.keep_days),
    )
    return Form(voice("rules_form.title"), fields, SaveTimes(), voice("rules_form.submit"))


def _exclude_form(call: Call) -> Form:
    voice = call.voice
    fields = (voice.field("who", "who", "person"),)
    title, submit = voice("exclude_form.title"), voice("exclude_form.submit")
    return Form(title, fields, SaveExclude(), submit, voice.text("exclude_form.intro"))


# -- deciding ----------------------------------------------------------------------------------------------------------


def _changed(house: House, typed: SaveRules | SaveTimes) -> House:
    """The house with the numbers that were typed. Raises FormTrouble for each that is none, or out of reach."""
    numbers: dict[str, int] = {}
    trouble: dict[str, str | tuple[str, dict[str, object]]] = {}
    for key, (least, most) in RULES.items():
        words = getattr(typed, key, "").strip()
        if not words:
            continue
        if words.isdecimal() and len(words) < 6 and least <= int(words) <= most:
            numbers[key] = int(words)
        else:
            trouble[key] = ("trouble.number", {"least": least, "most": most})
    if trouble:
        raise FormTrouble(**trouble)
    return replace(house, **numbers)  # type: ignore[arg-type]


def _rules_of(house: House) -> SaveRules:
    return SaveRules(**_numbers(house, SaveRules), guests="yes" if house.guests else "no")


def _numbers(house: House, kind: type) -> dict[str, str]:
    return {key: str(getattr(house, key)) for key in RULES if hasattr(kind, key)}


def _shown(call: Call, key: str, house: House) -> str:
    number = getattr(house, key)
    return f"{number:02}:00" if key.startswith("quiet") else str(number)


async def _keep(call: Call, house: House) -> Reply:
    await call.books.keep_house(house)
    return await organise(call, Organise())
