"""Mentors say when they are open as they would say it to a friend, and read what was understood."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.boundary.cards import Board, Card, Form
from bot.boundary.commands import (
    EditExceptions,
    EditHours,
    OwnHours,
    SaveExceptions,
    SaveHours,
    SaveLimits,
    SaveProfile,
)
from bot.domain.hours.schedule import Away, Override, Trip
from bot.domain.mentors import Mentor
from bot.speech import catalogue
from tests.town import Citizen, Town, labels, request, words


async def profile(mentor: Citizen) -> Mentor:
    async with mentor.town.storage.books(mentor.person.home, now=mentor.town.now) as books:
        kept = await books.mentor(mentor.person)
    assert kept is not None
    return kept


def next_free(mentor: Citizen) -> list[datetime]:
    """The times that the answer shows as proof."""
    assert isinstance(mentor.seen, Card), words(mentor.seen)
    wanted = {catalogue.sentence("fact.next_free", language) for language in ("en", "es")}
    shown = [fact.value for fact in mentor.seen.facts if fact.label in wanted]
    return [span for value in shown for span in value if isinstance(span, datetime)]


def error(mentor: Citizen, field: str) -> str:
    """What stands at a field; the form has kept everything typed, and a card leads back to it."""
    assert isinstance(mentor.seen, Form) and mentor.seen.trouble, words(mentor.seen)
    assert mentor.seen.errors[field] in words(mentor.seen.trouble)
    return mentor.seen.errors[field]


async def becomes_mentor(town: Town, name: str, zone: str, locale: str = "en") -> Citizen:
    citizen = town.citizen(name, zone, locale=locale)
    await citizen.does(SaveProfile("Product manager", "product"))
    return citizen


async def test_a_mentor_in_sao_paulo_says_when_they_are_open(town: Town) -> None:
    ana = await becomes_mentor(town, "Ana", "America/Sao_Paulo")
    await ana.presses("Add your hours")
    await ana.fills(hours="terças depois do almoço")
    assert error(ana, "hours").startswith("“depois do almoço” leaves open")
    await ana.fills(hours="terças 13h-17h")
    assert "Office hours: Tuesday 13:00 to 17:00 (Sao Paulo time)" in words(ana.seen)
    assert next_free(ana)[0] == datetime(2026, 11, 24, 16, tzinfo=UTC)

    await ana.presses("Days off and trips")
    await ana.fills(exceptions="Carnival week")
    assert error(ana, "exceptions") == "Which dates is “Carnival week”? Type them, such as: 16-20 Feb"
    assert ana.form.fields[0].value == "Carnival week"
    await ana.fills(exceptions="24 Nov\n16-20 Feb off")
    assert "Closed Tuesday 24 November\nClosed 16 to 20 Feb 2027" in words(ana.seen)
    assert next_free(ana)[0] == datetime(2026, 12, 1, 16, tzinfo=UTC), "the Tuesday is off"
    assert (await profile(ana)).away[1] == Away(date(2027, 2, 16), date(2027, 2, 20))


async def test_a_mentor_travels_to_tokyo(town: Town) -> None:
    maya = await town.mentor("Maya", hours="Mon-Fri 9:00-12:00", zone="America/New_York")
    await maya.does(SaveExceptions("Tokyo 1-4 Dec\nnot 2 Dec 9:00-11:00\n3 Dec only 18:00-19:00"))
    assert words(maya.seen).splitlines()[2:5] == [
        "On Tokyo time 1 to 4 Dec",
        "Not free Wednesday 2 December 09:00 to 11:00",
        "Thursday 3 December only 18:00 to 19:00",
    ]
    kept = await profile(maya)
    assert [trip.zone for trip in kept.trips] == ["Asia/Tokyo"]
    assert kept.closed == ((datetime(2026, 12, 2, tzinfo=UTC), datetime(2026, 12, 2, 2, tzinfo=UTC)),)
    assert kept.overrides == (Override(date(2026, 12, 3), ((1080, 1140),)),)
    town.now = datetime(2026, 11, 30, 18, tzinfo=UTC)  # the Monday's hours are over
    await maya.does(SaveLimits(notice_hours=1))
    assert next_free(maya)[0] == datetime(2026, 12, 1, 0, tzinfo=UTC), "nine in the morning of Tokyo"


async def test_in_spanish(town: Town) -> None:
    sol = await becomes_mentor(town, "Sol", "Europe/Madrid", locale="es-ES")
    await sol.presses("Añadir tu horario")
    await sol.fills(hours="martes después de comer")
    assert error(sol, "hours").startswith("“después de comer” no dice desde cuándo")
    await sol.fills(hours="martes y jueves de 16:00 a 18:00")
    assert "Horario: martes y jueves de 16:00 a 18:00 (hora de Madrid)" in words(sol.seen)
    await sol.presses("Días libres y viajes")
    await sol.fills(exceptions="24-26 dic; del 4 al 8 de enero en Tokio")
    assert "Cerrado del 24 al 26 de diciembre" in words(sol.seen)
    assert "Con la hora de Tokio del 4 al 8 de enero de 2027" in words(sol.seen)


async def test_a_mentor_in_the_united_states_reads_their_own_clock_and_week(town: Town) -> None:
    joe = await becomes_mentor(town, "Joe", "America/Chicago", locale="en-US")
    await joe.does(SaveHours("Tue & Thu 12-2pm"))
    assert "Tuesday and Thursday 12:00 PM to 2:00 PM (Chicago time)" in words(joe.seen)
    assert (await profile(joe)).week_start == 6
    uli = await becomes_mentor(town, "Uli", "Europe/Berlin", locale="de")
    await uli.does(SaveHours("Di 14-16 Uhr"))
    assert (await profile(uli)).week_start == 0


async def test_limits_are_chosen_and_only_what_differs_is_shown(town: Town) -> None:
    maya = await town.mentor("Maya", zone="America/New_York")
    await maya.types("mentor")
    assert "Limits" not in words(maya.seen).replace("Hours and limits", "")
    await maya.presses("Hours and limits")
    assert isinstance(maya.seen, Board)
    assert [card.title for card in maya.seen.cards] == ["Office hours", "Days off and trips", "Limits", "Calendar"]
    assert "As this community has it: 12 hours of notice, up to 14 days ahead." in words(maya.seen)
    await maya.presses("Limits")
    assert [one.value for one in maya.form.fields] == ["0-0", "usual", "usual", "usual", "usual"]
    await maya.fills(rest="10-10", notice_hours="48", a_week="3")
    assert "Limits: 10 minutes of rest before and after · 2 days of notice · at most 3 chats a week" in words(maya.seen)
    kept = await profile(maya)
    assert (kept.buffer_before, kept.buffer_after, kept.notice_hours, kept.horizon_days) == (10, 10, 48, None)
    assert (kept.a_day, kept.a_week) == (None, 3)
    assert next_free(maya)[0] >= town.now + timedelta(hours=48)
    await maya.presses("Limits")
    assert [one.value for one in maya.form.fields] == ["10-10", "48", "usual", "usual", "3"]
    await maya.fills(rest="0-0", notice_hours="usual", a_week="usual")
    assert "Limits:" not in words(maya.seen) and (await profile(maya)).a_week is None


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (SaveLimits("7-7"), "rest"), (SaveLimits("10"), "rest"), (SaveLimits("０-0"), "rest"),
        (SaveLimits(notice_hours=-1), "notice_hours"), (SaveLimits(horizon_days=0), "horizon_days"),
        (SaveLimits(a_day=0), "a_day"), (SaveLimits(a_week=1000), "a_week"),
    ],
)  # fmt: skip
async def test_a_limit_that_nobody_offers_is_not_kept(town: Town, command: SaveLimits, field: str) -> None:
    maya = await town.mentor("Maya")
    before = await profile(maya)
    await maya.does(command)
    assert error(maya, field) == "Please choose one of these."
    assert await profile(maya) == before


async def test_the_form_comes_back_with_everything_typed_and_can_be_mended(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.does(SaveExceptions("24-26 Dec\n4-10 May Portland"))
    assert "Portland (Oregon, United States) / Portland (Maine, United States)" in error(maya, "exceptions")
    await maya.presses("Edit", maya.form.trouble)
    assert maya.form.fields[0].value == "24-26 Dec\n4-10 May Portland"
    await maya.fills(exceptions="24-26 Dec\n4-10 May Portland (Oregon, United States)")
    assert (await profile(maya)).trips[0].zone == "America/Los_Angeles"


async def test_lines_that_are_over_are_gone_from_the_form(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.does(SaveExceptions("24-26 Dec\nTokyo 4-10 May"))
    town.now += timedelta(days=60)
    await maya.does(EditExceptions())
    assert maya.form.fields[0].value == "Tokyo 4-10 May"
    await maya.fills()
    assert (await profile(maya)).away == ()


async def test_no_words_at_all_take_every_exception_back(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.does(SaveExceptions("24-26 Dec\nTokyo 4-10 May"))
    assert (await profile(maya)).trips == (Trip(date(2027, 5, 4), date(2027, 5, 10), "Asia/Tokyo"),)
    await maya.does(SaveExceptions(" \n"))
    kept = await profile(maya)
    assert (kept.away, kept.trips, kept.exceptions.strip()) == ((), (), "")


async def test_when_nothing_is_free_that_is_said(town: Town) -> None:
    maya = await town.mentor("Maya", hours="Tue 9:00-10:00")
    await maya.does(SaveExceptions("23 Nov - 20 Dec"))
    assert next_free(maya) == [] and "nothing is free in the next 14 days" in words(maya.seen)


async def test_what_is_booked_is_not_shown_as_free(town: Town) -> None:
    maya, jo = await town.mentor("Maya", a_month=4), town.citizen("Jo")
    await request(jo, maya)
    await maya.picks()
    await maya.does(SaveLimits())
    taken = datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert taken not in next_free(maya) and next_free(maya)


async def test_the_profile_names_days_off_and_limits(town: Town) -> None:
    maya = await town.mentor("Maya")
    lines = "\n".join(f"{day} Dec" for day in range(1, 9))
    await maya.does(SaveExceptions(lines))
    await maya.does(SaveLimits(a_day=1))
    await maya.presses("My profile")
    shown = words(maya.seen)
    assert "Days off and trips: Closed Tuesday 1 December · " in shown and "· and 3 more" in shown
    assert "Limits: at most one chat a day" in shown
    assert len(labels(maya.seen)) <= 6


async def test_hours_are_asked_for_after_the_clock(town: Town) -> None:
    sam = await becomes_mentor(town, "Sam", zone="")
    sam.zone = None
    for command in (OwnHours(), EditHours(), EditExceptions(), SaveExceptions("24-26 Dec")):
        await sam.does(command)
        assert "Choose" in labels(sam.seen)[0] or "city" in labels(sam.seen)[0].lower(), labels(sam.seen)


async def test_somebody_who_is_no_mentor_is_told_how_to_become_one(town: Town) -> None:
    jo = town.citizen("Jo")
    for command in (OwnHours(), EditExceptions(), SaveExceptions("24-26 Dec"), SaveLimits()):
        await jo.does(command)
        assert "/mentor" in words(jo.seen)
