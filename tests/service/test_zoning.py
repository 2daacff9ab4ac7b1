"""Telling one's clock: by a city, by what it shows, and always with a way back."""

import pytest

from bot.boundary.cards import Card, Form
from bot.boundary.commands import ChooseOffset, ChooseZone, FindZone, MyChats, SetZone
from tests.town import Citizen, Town, labels, words

# the town's clock stands at 15:00 UTC on a Monday


async def zone_of(citizen: Citizen) -> str | None:
    async with citizen.town.storage.books(citizen.person.home, now=citizen.town.now) as books:
        kept = await books.member(citizen.person)
    return kept.zone if kept else None


@pytest.fixture
def jo(town: Town) -> Citizen:
    return town.citizen("Jo", zone=None)


async def test_a_city_after_my_chats_sets_the_clock_and_asks_whether_it_is_right(jo: Citizen) -> None:
    await jo.types("my-chats", words="Mexico City")
    assert "Your clock: Mexico City" in words(jo.seen) and "09:00" in words(jo.seen) and "right?" in words(jo.seen)
    assert await zone_of(jo) == "America/Mexico_City"
    await jo.presses("No, another clock")
    await jo.fills(city="Bogotá")
    assert await zone_of(jo) == "America/Bogota"


async def test_a_zone_that_does_not_exist_is_said_kindly(jo: Citizen) -> None:
    await jo.does(MyChats(city="xyzzy"))
    assert "I do not know “xyzzy”. Try a larger city near it." in jo.form.errors["city"]
    for zone in ("Mars/Olympus", "../../etc/passwd", ""):
        await jo.does(SetZone(zone))
        assert "I do not know that time zone" in words(jo.seen)
    await jo.does(ChooseOffset(331))
    assert "I do not know that time zone" in words(jo.seen)
    assert await zone_of(jo) is None


async def test_what_is_spelt_nearly_right_is_offered_and_not_taken(jo: Citizen) -> None:
    await jo.does(FindZone("Melbuorne"))
    assert "Did you mean one of these?" in words(jo.seen) and await zone_of(jo) is None
    await jo.presses("Melbourne (Australia)")
    assert await zone_of(jo) == "Australia/Melbourne"


async def test_cities_of_one_name_are_told_apart_by_where_and_what_time_it_is_there(jo: Citizen) -> None:
    await jo.does(FindZone("Springfield"))
    assert "Any city whose clock shows the same will do" in words(jo.seen)
    assert "Springfield (Massachusetts, United States): 10:00 (UTC-5)" in words(jo.seen)
    await jo.presses("Springfield (Massachusetts)")
    assert await zone_of(jo) == "America/New_York"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("IST", ["Kolkata (India)", "Dublin (Ireland)", "Jerusalem (Israel)"]),
        (
            "cst",
            [
                "Chicago (Illinois, United States)",
                "Shanghai (China)",
                "Mexico City (Mexico)",
                "Taipei (Taiwan)",
                "Havana (Cuba)",
            ],
        ),
    ],
)
async def test_an_abbreviation_is_never_guessed(jo: Citizen, typed: str, offered: list[str]) -> None:
    await jo.does(FindZone(typed))
    assert labels(jo.seen)[: len(offered)] == offered and await zone_of(jo) is None


async def test_a_country_of_one_clock_is_taken_and_one_of_many_asks(jo: Citizen) -> None:
    await jo.does(FindZone("Germany"))
    assert await zone_of(jo) == "Europe/Berlin"
    await jo.does(FindZone("USA"))
    assert isinstance(jo.seen, Card)
    offered = {button.press.zone for button in (*jo.seen.picks, *jo.seen.buttons) if isinstance(button.press, SetZone)}
    assert {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"} < offered
    assert {"America/Phoenix", "America/Anchorage", "Pacific/Honolulu"} < offered


async def test_what_was_suggested_can_be_sent_as_it_stands(town: Town, jo: Citizen) -> None:
    suggested = await town.desk.cities("hyderab", "en-GB")
    assert [city.label for city in suggested[:2]] == [
        "Hyderabad (India), now 20:30 (UTC+5:30)",
        "Hyderabad (Pakistan), now 20:00 (UTC+5)",
    ]
    await jo.types("my-chats", words=suggested[1].label)
    assert await zone_of(jo) == "Asia/Karachi"
    spanish = await town.desk.cities("nueva york", "es-ES")
    assert spanish[0].label == "Nueva York (Estados Unidos), ahora 10:00 (UTC-5)"
    await jo.types("my-chats", words=spanish[0].label)
    assert await zone_of(jo) == "America/New_York"


async def test_every_suggestion_fits_a_choice(town: Town) -> None:
    for typed in ("", "san", "nuestra", "south g", "washington", "a", "saint"):
        for locale in ("en-US", "es-ES", "de", "pt-BR"):
            cities = await town.desk.cities(typed, locale)
            assert len(cities) <= 25 and all(len(city.label) <= 100 for city in cities)
            assert len({city.label for city in cities}) == len(cities)


async def test_a_clock_that_only_one_rule_fits_is_taken(jo: Citizen) -> None:
    await jo.does(ChooseZone())
    await jo.fills(clock="20:28")
    assert "Your clock: Kolkata (India)" in words(jo.seen) and "20:30" in words(jo.seen)
    assert await zone_of(jo) == "Asia/Kolkata"


async def test_clocks_that_will_differ_are_offered_with_when_they_change(jo: Citizen) -> None:
    await jo.does(FindZone(clock="16:02"))
    assert "this clock never changes" in words(jo.seen) and "goes forward on Sun, 28 Mar 2027" in words(jo.seen)
    assert labels(jo.seen) == ["Like Kinshasa or Lagos", "Like Berlin or Madrid", "No, another clock"]
    await jo.presses("Like Berlin or Madrid")
    assert await zone_of(jo) == "Europe/Berlin"


async def test_where_a_day_lies_between_two_clocks_the_day_is_asked(jo: Citizen) -> None:
    await jo.does(FindZone(clock="04:00"))
    assert labels(jo.seen) == ["Mon 23 Nov 04:00 SST", "Tue 24 Nov 04:00 NZDT", "No, another clock"]
    await jo.presses("Tue 24 Nov 04:00 NZDT")
    await jo.presses("Like Auckland or McMurdo")
    assert await zone_of(jo) == "Pacific/Auckland"


async def test_morning_or_afternoon_is_asked_where_nobody_said(jo: Citizen) -> None:
    await jo.does(FindZone(clock="9:00"))
    assert labels(jo.seen) == ["Mon 23 Nov 09:00 CST", "Mon 23 Nov 21:00 GMT+06:00", "No, another clock"]
    await jo.presses("Mon 23 Nov 21:00 GMT+06:00")
    assert await zone_of(jo) == "Asia/Dhaka"
    await jo.does(FindZone(clock="8:30 pm"))
    assert await zone_of(jo) == "Asia/Kolkata"


async def test_a_clock_or_an_offset_where_a_city_was_asked_is_understood(jo: Citizen) -> None:
    await jo.does(FindZone("20:30"))
    assert await zone_of(jo) == "Asia/Kolkata"
    await jo.does(FindZone("UTC+5:45"))
    assert await zone_of(jo) == "Asia/Kathmandu"
    await jo.does(FindZone("GMT+2"))
    assert len(labels(jo.seen)) == 7 and await zone_of(jo) == "Asia/Kathmandu"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("half past five", "17:31 or 5:31 pm"), ("17:15", "Nowhere in the world is it 17:15"), ("", "Name a city")],
)
async def test_a_clock_that_fits_nowhere_or_cannot_be_read_is_said_kindly(jo: Citizen, typed: str, said: str) -> None:
    await jo.does(FindZone(clock=typed))
    assert isinstance(jo.seen, Form) and said in words(jo.seen) and jo.seen.trouble
    assert next(field.value for field in jo.seen.fields if field.key == "clock") == typed
    assert await zone_of(jo) is None


@pytest.mark.parametrize("way", ["city", "clock"])
async def test_what_somebody_wanted_goes_on_once_their_clock_is_known(town: Town, jo: Citizen, way: str) -> None:
    maya = await town.mentor("Maya")
    await jo.types("request-chat", maya)
    assert "which clock" in words(jo.seen).lower()
    await jo.presses("Choose a city")
    if way == "city":
        await jo.fills(city="Cambridge")
        await jo.presses("Cambridge (Massachusetts)")
    else:
        await jo.fills(clock="04:00")
        await jo.presses(next(label for label in labels(jo.seen) if label.startswith("Tue")))
        await jo.presses(next(label for label in labels(jo.seen) if "Auckland" in label))
    await jo.presses("No, another clock")
    await jo.fills(city="Berlin")
    await jo.presses("Go on")
    assert jo.form.title == "Request a chat" and jo.options("slots")


async def test_the_clock_is_asked_in_spanish_too(town: Town) -> None:
    ana = town.citizen("Ana", zone=None, locale="es-ES")
    await ana.does(FindZone(clock="16:00"))
    assert "este reloj nunca cambia" in words(ana.seen) and "Como Berlín o Madrid" in labels(ana.seen)
    await ana.does(FindZone("Valencia"))
    assert labels(ana.seen)[0] == "Valencia (España)", "nearer to who asks in the Spanish of Spain"
