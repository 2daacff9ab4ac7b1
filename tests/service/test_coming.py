"""The agenda: what will be said if nobody acts meanwhile."""

from datetime import timedelta

from bot.boundary.commands import StopReminder
from bot.domain.nudges import Kind
from bot.domain.people import Place
from tests.town import MONDAY, Town, request


async def kinds(town: Town, limit: int = 50) -> list[Kind]:
    coming = await town.desk.agenda(Place("slack", "T1"), limit)
    return [one.kind for one in coming if one.kind is not Kind.TIDY]


async def test_an_open_request_is_expected_to_be_answered_late_or_never(town: Town) -> None:
    maya = await town.mentor("Maya")
    await request(town.citizen("Jo"), maya)
    assert await kinds(town) == [Kind.PROMPT, Kind.LAST_CALL, Kind.LAPSED]


async def test_what_an_answer_made_moot_is_not_expected_any_more(town: Town) -> None:
    maya = await town.mentor("Maya")
    await request(town.citizen("Jo"), maya)
    await maya.picks(0)
    assert await kinds(town) == [
        Kind.SOON, Kind.SOON, Kind.START, Kind.FIVE_LEFT, Kind.HAPPENED, Kind.HAPPENED,
    ]  # fmt: skip
    assert await kinds(town, 1) == [Kind.SOON], "a short agenda looks past what is moot"


async def test_a_reminder_that_was_turned_off_is_not_expected(town: Town) -> None:
    maya = await town.mentor("Maya")
    await request(town.citizen("Jo"), maya)
    await maya.does(StopReminder("prompts"))
    assert await kinds(town) == [Kind.LAPSED]


async def test_a_nudge_is_expected_when_its_reader_wakes_up(town: Town) -> None:
    maya = await town.mentor("Maya")
    town.now = MONDAY + timedelta(hours=16)  # two in the morning in New York
    await request(town.citizen("Jo"), maya)
    asked = (await town.desk.agenda(Place("slack", "T1")))[0]
    assert asked.kind is Kind.ASK and maya.inbox == []
    assert asked.due_at == MONDAY + timedelta(hours=22), "eight in the morning"
    await town.turn(to=asked.due_at)
    assert maya.inbox[-1].title.startswith("Jo asks for")


async def test_a_place_where_nothing_happened_expects_nothing(town: Town) -> None:
    assert await town.desk.agenda(Place("slack", "T9")) == []


async def test_a_question_first_leaves_one_prompt_and_one_last_call(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    town.now += timedelta(hours=3)
    await maya.presses("Ask one question first")
    await maya.fills(question="What have you built so far?")
    town.now += timedelta(hours=1)
    await jo.presses("Answer", jo.inbox[-1])
    await jo.fills(answer="A small app for a food bank.")
    coming = [one for one in await town.desk.agenda(Place("slack", "T1")) if one.kind is not Kind.TIDY]
    assert [one.kind for one in coming] == [Kind.PROMPT, Kind.LAST_CALL, Kind.LAPSED]
    assert coming[0].due_at == town.now + timedelta(days=1), "counted from the answer"
