"""How notes are read here: what organisers see of each rule, and how strongly they let it speak. They see counts, never
a note."""

from collections.abc import Mapping
from dataclasses import replace

from bot.boundary.cards import Board, Card, Fact, Form, Reply
from bot.boundary.commands import ChooseRule, Organise, ReadingRules, SaveRule
from bot.domain.etiquette.findings import RULES, Severity
from bot.domain.etiquette.house import CHOICES, Firings, may_be, severity, wanted
from bot.domain.refusals import FormTrouble
from bot.service.call import Call, organisers_only

GROUPS: Mapping[str, tuple[str, ...]] = {
    "held": ("promo-spam", "unsafe"),
    "asked": ("job-ask", "over-30", "confidential", "contact-info", "searchable", "early-intro"),
    "written": ("pushy-tone", "vague-ask", "no-question", "same-note", "self-long", "no-thanks"),
    "thanked": ("ty-contains-ask", "ty-generic", "ty-missing-specifics"),
}
"""As they stand on the page: by what they are about, so that a card has room for them."""

USUAL = "usual"
STRENGTHS = (USUAL, *map(str, CHOICES))


async def reading_rules(call: Call, command: ReadingRules) -> Reply:
    organisers_only(call)
    voice, counted = call.voice, await call.books.firings()
    cards = tuple(_card(call, group, counted) for group in GROUPS)
    buttons = voice.button("choose_rule", ChooseRule(), main=True), voice.button("organise", Organise())
    return Reply(Board(voice("reading.title"), cards, voice.paragraphs("reading.body"), buttons))


async def choose_rule(call: Call, command: ChooseRule) -> Reply:
    organisers_only(call)
    return Reply(_form(call, SaveRule()))


async def save_rule(call: Call, command: SaveRule) -> Reply:
    organisers_only(call)
    house = call.books.house
    try:
        strengths = _changed(house.strengths, command)
    except FormTrouble as trouble:
        return await call.form(_form(call, command), typed=command, trouble=trouble)
    await call.books.keep_house(replace(house, strengths=strengths))
    return await reading_rules(call, ReadingRules())


def _changed(strengths: Mapping[str, str], typed: SaveRule) -> dict[str, str]:
    if typed.rule not in RULES:
        raise FormTrouble(rule="trouble.rule")
    if typed.strength not in STRENGTHS:
        raise FormTrouble(strength="trouble.strength")
    others = {rule: strength for rule, strength in strengths.items() if rule != typed.rule}
    if typed.strength == USUAL:
        return others
    if not may_be(typed.rule, Severity(typed.strength)):
        raise FormTrouble(strength="trouble.too_low")
    return {**others, typed.rule: typed.strength}


# -- saying ------------------------------------------------------------------------------------------------------------


def _card(call: Call, group: str, counted: Mapping[str, Firings]) -> Card:
    facts = [Fact(call.voice(f"option.reading_rule.{rule}"), (_told(call, rule, counted),)) for rule in GROUPS[group]]
    return call.voice.card(f"reading_{group}", facts=facts)


def _told(call: Call, rule: str, counted: Mapping[str, Firings]) -> str:
    """How strongly it speaks here, how often it did, and how often that was waved away."""
    voice, chosen, count = call.voice, call.books.house.strengths, counted.get(rule, Firings())
    meant = wanted(rule, RULES[rule], chosen)
    facts = {"strength": voice(f"option.strength.{meant}"), "shown": count.shown, "dismissed": count.dismissed}
    if severity(rule, RULES[rule], chosen, counted) is not meant:
        return voice("reading.fell_back", **facts)
    return voice("reading.spoke" if count.shown or count.dismissed else "reading.silent", **facts)


def _form(call: Call, typed: SaveRule) -> Form:
    voice = call.voice
    rules = [rule for group in GROUPS.values() for rule in group]
    fields = (
        voice.field("reading_rule", "rule", "choice", options=voice.options("reading_rule", rules), value=typed.rule),
        voice.field(
            "strength", "strength", "choice", options=voice.options("strength", STRENGTHS), value=typed.strength
        ),
    )
    title, submit = voice("reading_form.title"), voice("reading_form.submit")
    return Form(title, fields, SaveRule(), submit, voice.text("reading_form.intro"))
