"""Zones by the pinned rules, or by those of another release, and never by the system's."""

import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from importlib import metadata, resources
from pathlib import Path

import pytest

from bot.domain import zones

ROOT = Path(__file__).parents[3]
WINTER = datetime(2027, 1, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "US/Pacific", "Asia/Calcutta", "EST5EDT"]
)
def test_iana_names_are_known(name: str) -> None:
    assert zones.known(name)
    assert zones.rules(name).key == name
    assert zones.rules(name) is zones.rules(name)


@pytest.mark.parametrize(
    "name", [None, "", "../x", "/etc/passwd", "Europe/../UTC", "europe/berlin", "EST9", "x\0", "zone.tab"]
)
def test_anything_else_is_not_a_zone(name: str | None) -> None:
    assert not zones.known(name)
    with pytest.raises(zones.UnknownZone):
        zones.rules(name or "")


def test_the_rules_are_those_of_the_package_and_not_of_the_system() -> None:
    # since 2026 British Columbia keeps its summer time; older files say -0800
    assert WINTER.astimezone(zones.rules("America/Vancouver")).strftime("%z") == "-0700"
    assert zones.release() == metadata.version("tzdata")


def test_every_name_of_the_package_is_known_and_can_be_read() -> None:
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    assert zones.names() == frozenset(listed)
    assert all(WINTER.astimezone(zones.rules(name)).utcoffset() is not None for name in listed)
    assert set(zones.inhabited()) < zones.names()


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """A release in which Berlin is where Tokyo is, and which knows nothing of Lisbon."""
    source, other = resources.files("tzdata").joinpath("zoneinfo"), tmp_path / "2020.1"
    for name in ("Asia/Tokyo", "zone.tab"):
        other.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        other.joinpath(name).write_bytes(source.joinpath(name).read_bytes())
    other.joinpath("Europe").mkdir()
    shutil.copy(other / "Asia/Tokyo", other / "Europe/Berlin")
    other.joinpath("tzdata.zi").write_text("# version 2020a\nZ Asia/Tokyo 9 - JST\nL Asia/Tokyo Europe/Berlin\n")
    return other


def test_another_release_holds_inside_and_the_pinned_one_outside(another: Path) -> None:
    pinned = zones.rules("Europe/Berlin")
    with zones.under(zones.folder(another)):
        assert zones.release() == "2020.1"
        assert zones.rules("Europe/Berlin").utcoffset(WINTER) == zones.rules("Asia/Tokyo").utcoffset(WINTER)
        assert zones.names() == {"Asia/Tokyo", "Europe/Berlin"}
        with pytest.raises(zones.UnknownZone):
            zones.rules("Europe/Lisbon")
        with zones.under(zones.pinned()):
            assert zones.rules("Europe/Berlin") is pinned
        assert zones.rules("Europe/Berlin") is not pinned
    assert zones.rules("Europe/Berlin") is pinned
    assert zones.folder(another) is zones.folder(another)


def test_a_release_can_be_a_zip(another: Path) -> None:
    packed = shutil.make_archive(str(another), "zip", another)
    with zones.under(zones.Release("2020.1", zipfile.Path(packed))):
        assert zones.rules("Europe/Berlin").utcoffset(WINTER) == zones.rules("Asia/Tokyo").utcoffset(WINTER)


def test_a_folder_without_zones_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        zones.folder(tmp_path)


def bot(before: str, **environment: str) -> str:
    """What a process of its own says when the bot is started in it after `before`."""
    code = f"""
import asyncio, sys
{before}
from bot import main
from bot.platforms import CannotRun
from bot.settings import Settings
try:
    asyncio.run(main.run(Settings(_env_file=None, database_url="nothing://"), (), tell=print))
except CannotRun as trouble:
    print(trouble)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def test_it_does_not_start_by_the_files_of_the_system(another: Path) -> None:
    told = bot("", PYTHONTZPATH=str(another))
    assert "time zone files" in told and "python -m bot run" in told
    later = f"import zoneinfo; zoneinfo.reset_tzpath(()); zoneinfo.reset_tzpath(({str(another)!r},))"
    assert "time zone files" in bot(later)
    assert "database" in bot("import zoneinfo; zoneinfo.reset_tzpath(())", PYTHONTZPATH=str(another)), "further on"


def test_it_does_not_start_without_the_package() -> None:
    told = bot("import zoneinfo; zoneinfo.reset_tzpath(()); sys.modules['tzdata'] = None")
    assert "tzdata is not installed" in told
