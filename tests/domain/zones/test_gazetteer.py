"""What `make cities` keeps of GeoNames, and that the file that is shipped is what it would make."""

from pathlib import Path
from typing import Any

from bot.domain import zones
from tests import gazetteer


def city(name: str, zone: str, size: int, country: str = "US", region: str = "", *others: str) -> dict[str, Any]:
    return {
        "geonameid": size, "name": name, "timezone": zone, "population": size, "countrycode": country,
        "admin1code": region, "alternatenames": list(others),
    }  # fmt: skip


def kept(*cities: dict[str, Any]) -> list[tuple[str, ...]]:
    return list(gazetteer.table(cities, {("US", "ME"): "ME Maine"}))


def test_small_cities_are_kept_where_their_name_or_their_zone_needs_them() -> None:
    oregon = city("Portland", "America/Los_Angeles", 650_000)
    maine = city("Portland", "America/New_York", 66_000, "US", "ME")
    boston = city("Boston", "America/New_York", 650_001)
    same_zone = city("Portland", "America/Los_Angeles", 20_000)
    outshone = city("Boston", "Europe/London", 16_000, "GB")
    only_one = city("Stanley", "Atlantic/Stanley", 15_000, "FK")
    assert [
        row[:2] for row in kept(only_one, outshone, same_zone, maine, oregon, boston, city("Bath", "Europe/London", 9))
    ][:5] == [
        ("Boston", "America/New_York"),
        ("Portland", "America/Los_Angeles"),
        ("Portland", "America/New_York"),
        ("Boston", "Europe/London"),  # the first that we have of its zone
        ("Stanley", "Atlantic/Stanley"),
    ]
    london = city("London", "Europe/London", 9_000_000, "GB")
    assert "Boston GB" not in {f"{row[0]} {row[2]}" for row in kept(boston, london, outshone)}
    assert kept(boston, maine, oregon)[2][3] == "ME Maine"


def test_other_names_are_folded_once_and_in_scripts_that_somebody_there_writes() -> None:
    others = ("München", "Muenchen", "MUC", "mi wnik", "Munich City", "Мюнхен", "ミュンヘン", "𐌼", "Minga", "Münchén")
    small = kept(city("Munich", "Europe/Berlin", 400_000, "DE", "", *others))[0][4]
    large = kept(city("Munich", "Europe/Berlin", 1_500_000, "DE", "", *others))[0][4]
    assert small.split("|") == ["minga", "muenchen", "munchen", "мюнхен"], "Russian is spoken in Germany"
    assert set(large.split("|")) - set(small.split("|")) == {"ミュンヘン"}
    assert "大阪" in kept(city("Osaka", "Asia/Tokyo", 400_000, "JP", "", "大阪", "Осака"))[0][4].split("|")


def test_the_shipped_cities_are_whole() -> None:
    rows = [row.split("\t") for row in Path(gazetteer.TARGET).read_text(encoding="utf-8").splitlines()]
    assert all(len(row) == 5 and zones.known(row[1]) and len(row[2]) == 2 for row in rows)
    assert all(word == word.strip() and word.lower() == word for row in rows for word in row[4].split("|"))
