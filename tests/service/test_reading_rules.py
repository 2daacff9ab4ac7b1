"""How notes are read: what organisers see and set."""

import pytest

from bot.boundary.cards import Board, Form
from bot.boundary.commands import ChooseRule, ReadingRules, SaveRule
from bot.boundary.ports import Place
from bot.domain.etiquette.findings import RULES, Severity
from bot.domain.etiquette.house import CHOICES, Firings, may_be, severity
from bot.service.reading_rules import GROUPS
from tests.town import GOOD, Citizen, Town, words

PRESSING = "I read your talk about your first year. Could you refer me to your company?"
PERSONAL = "You are so beautiful in your profile picture. Are you single? Let us have dinner instead."


async def write(jo: Citizen, maya: Citizen, note: str = PRESSING) -> None:
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": note, "slots": jo.options("slots")[:2], "pledge": True})


async def change(olga: Citizen, rule: str, strength: str) -> None:
    await olga.does(ChooseRule())
    await olga.fills(rule=rule, strength=strength)


async def count(town: Town, rule: str, *, shown: int, dismissed: int) -> None:
    async with town.storage.books(Place("slack", "T1"), now=town.now) as books:
        for number in range(shown):
            await books.count_firings([rule], dismissed=[rule] if number < dismissed else [])


def test_every_rule_has_its_place_on_the_page() -> None:
    placed = [rule for group in GROUPS.values() for rule in group]
    assert sorted(placed) == sorted(RULES)


async def test_organisers_see_every_rule_and_how_it_went(town: Town) -> None:
    olga, maya, jo = town.citizen("Olga", organiser=True), await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya)
    assert isinstance(jo.seen, Board) and "asking for a job" in words(jo.seen)
    await jo.presses("This is fine")
    await olga.types("half-hour")
    await olga.presses("House rules")
    await olga.presses("How notes are read")
    told = words(olga.seen)
    assert "Asking for a job or a referral: Asks before it is sent. Came up: 1, waved away: 1" in told
    assert "Selling or recruiting: Held back, unless you let it through. Has not come up yet" in told
    assert "Thanks that would fit anybody: Worth a look. Has not come up yet" in told
    assert "Jo" not in told and "refer me" not in told
    await olga.presses("House rules")
    assert "From the ask to the thanks" in words(olga.seen)


async def test_a_rule_that_is_off_is_silent_and_as_usual_brings_it_back(town: Town) -> None:
    olga, maya, jo = town.citizen("Olga", organiser=True), await town.mentor("Maya"), town.citizen("Jo")
    await change(olga, "job-ask", "off")
    assert "Asking for a job or a referral: Off. Has not come up yet" in words(olga.seen)
    await change(olga, "job-ask", "usual")
    assert "Asking for a job or a referral: Asks before it is sent" in words(olga.seen)
    await write(jo, maya)
    assert "asking for a job" in words(jo.seen)
    await change(olga, "job-ask", "off")
    await write(jo, maya)
    assert "asking for a job" not in words(jo.seen)


async def test_a_rule_that_is_waved_away_too_often_says_so_with_the_numbers(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    await count(town, "job-ask", shown=20, dismissed=5)
    await count(town, "vague-ask", shown=20, dismissed=4)
    await olga.does(ReadingRules())
    told = words(olga.seen)
    assert "instead of “Asks before it is sent”. Came up: 20, waved away: 5" in told
    assert "without a topic: Worth a look. Came up: 20, waved away: 4" in told
    await change(olga, "job-ask", "hold")
    assert "instead of “Asks before it is sent”" in words(olga.seen)


async def test_only_organisers_see_and_set_how_notes_are_read(town: Town) -> None:
    jo, olga = town.citizen("Jo"), town.citizen("Olga", organiser=True)
    for command in (ReadingRules(), ChooseRule(), SaveRule("job-ask", "off")):
        await jo.does(command)
        assert "Only organisers can change this" in words(jo.seen)
    await olga.does(ChooseRule())
    olga.organiser = False
    await olga.fills(rule="job-ask", strength="off")
    assert "Only organisers" in words(olga.seen)
    olga.organiser = True
    await olga.does(ReadingRules())
    assert "Off." not in words(olga.seen)


async def test_each_community_has_its_own(town: Town) -> None:
    olga, far = town.citizen("Olga", organiser=True), town.citizen("Faye", place="T2", organiser=True)
    await change(olga, "job-ask", "off")
    await count(town, "over-30", shown=20, dismissed=20)
    await far.does(ReadingRules())
    assert "Off." not in words(far.seen) and "Came up" not in words(far.seen)


@pytest.mark.parametrize(
    ("rule", "strength", "field"),
    [
        ("", "off", "rule"),
        ("no-such-rule", "off", "rule"),
        ("job-ask", "", "strength"),
        ("job-ask", "block", "strength"),
        ("unsafe", "warn", "strength"),
        ("unsafe", "off", "strength"),
    ],
)
async def test_what_cannot_be_set_is_said_at_its_field(town: Town, rule: str, strength: str, field: str) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.does(SaveRule(rule, strength))
    assert isinstance(olga.seen, Form) and set(olga.form.errors) == {field}
    await olga.does(ReadingRules())
    assert "Off." not in words(olga.seen) and "refers to" not in words(olga.seen)


async def test_words_about_the_person_are_looked_at_once_more_wherever_they_are_not_held_back(town: Town) -> None:
    olga, maya, jo = town.citizen("Olga", organiser=True), await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya, PERSONAL)
    assert "Ask the organisers to look" in words(jo.seen)
    await change(olga, "unsafe", "hold")
    await count(town, "unsafe", shown=20, dismissed=20)
    await write(jo, maya, PERSONAL)
    assert "Send as it is" in words(jo.seen) and "as a person" in words(jo.seen)
    await olga.does(ReadingRules())
    assert "the mentor as a person: Asks before it is sent. Came up" in words(olga.seen)


def test_only_the_rule_about_the_person_has_a_least() -> None:
    for rule in RULES:
        allowed = {strength for strength in Severity if may_be(rule, strength)}
        assert allowed == ({Severity.HOLD} if rule == "unsafe" else set(CHOICES))


def test_waving_away_never_quietens_words_about_the_person() -> None:
    loud = {"unsafe": Firings(50, 50), "job-ask": Firings(50, 50)}
    assert severity("unsafe", Severity.BLOCK, {"unsafe": "hold"}, loud) is Severity.HOLD
    assert severity("job-ask", Severity.HOLD, {}, loud) is Severity.TIP
