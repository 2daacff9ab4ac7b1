"""From what a clock shows to the moment at which it does."""

from datetime import datetime, timedelta, tzinfo
from importlib import resources
from zoneinfo import ZoneInfo

from bot.domain import zones
from bot.domain.hours import resolve
from tests.domain.hours.short import at, wall


def test_a_time_in_a_gap_says_when_the_gap_ends() -> None:
    found = resolve("Australia/Lord_Howe", wall("2026-10-04 02:10"))
    assert (found.status, found.instants, found.gap_ends) == ("gap", (), at("2026-10-03 15:30"))
    swallowed = resolve("Pacific/Apia", wall("2011-12-30 12:00"))
    assert (swallowed.status, swallowed.gap_ends) == ("gap", at("2011-12-30 10:00"))


def test_a_time_that_is_there_twice_has_both_moments_in_order() -> None:
    found = resolve("America/Chicago", wall("2026-11-01 01:20"))
    assert (found.status, found.instants) == ("fold", (at("2026-11-01 06:20"), at("2026-11-01 07:20")))
    # the last second before the clocks go back, and the first that is there once again
    assert resolve("America/Chicago", wall("2026-11-01 00:59:59")).status == "ok"
    assert resolve("America/Chicago", wall("2026-11-01 02:00")).status == "ok"


def test_other_rules_of_the_same_name_give_other_moments() -> None:
    # a release of tzdata that moves Berlin to Tokyo's time
    with resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").open("rb") as data:
        moved = ZoneInfo.from_file(data, key="Europe/Berlin")
    noon = wall("2026-06-01 12:00")
    assert resolve("Europe/Berlin", noon).instants == (at("2026-06-01 10:00"),)
    assert resolve(moved, noon).instants == (at("2026-06-01 03:00"),)
    assert resolve(zones.rules("Europe/Berlin"), noon).instants == (at("2026-06-01 10:00"),)


class Restless(tzinfo):
    """Forward by an hour at 06:00 UTC on 1 June 2026, and by half an hour again at 09:00."""

    def utcoffset(self, shown: datetime | None) -> timedelta:
        steps = ((wall("2026-06-01 07:00"), 60), (wall("2026-06-01 10:30"), 30))
        return timedelta(minutes=sum(step for since, step in steps if shown and shown.replace(tzinfo=None) >= since))

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> str:
        return "restless"

    def fromutc(self, told: datetime) -> datetime:
        steps = ((wall("2026-06-01 06:00"), 60), (wall("2026-06-01 09:00"), 30))
        return told + timedelta(minutes=sum(minutes for since, minutes in steps if told.replace(tzinfo=None) >= since))


def test_clocks_that_change_twice_in_a_day_are_followed_both_times() -> None:
    restless = Restless()
    assert resolve(restless, wall("2026-06-01 08:00")).instants == (at("2026-06-01 07:00"),)
    assert resolve(restless, wall("2026-06-01 06:30")).gap_ends == at("2026-06-01 06:00")
    assert resolve(restless, wall("2026-06-01 10:10")).gap_ends == at("2026-06-01 09:00")
    assert resolve(restless, wall("2026-06-01 12:00")).instants == (at("2026-06-01 10:30"),)
