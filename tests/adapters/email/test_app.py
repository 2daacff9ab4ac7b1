"""E-mail as `main` sees it: where the server is, what is said at the start, and where it is wired in."""

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

import pytest

from adapters.email.app import Email, server
from adapters.email.messenger import Lock, Server
from bot.boundary.cards import Card
from bot.boundary.ports import CannotConnect, Desk, Person, Surface
from bot.platforms import surfaces_of
from bot.settings import Settings
from tests.adapters.email.office import HOST, PASSWORD, USER, Office, open_office

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on this machine
STARTTLS = Lock.STARTTLS
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def email(server: Server) -> Email:
    return Email(server=server, sender=("", "halfhour@example.org"), clock=clock)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtps://jo:p%40ss%3A%2F@mail.example.org", Server("mail.example.org", 465, "jo", "p@ss:/", Lock.TLS)),
        ("smtps://mail.example.org:2465", Server("mail.example.org", 2465, lock=Lock.TLS)),
        ("smtp://jo%40a.org:x@mail.example.org", Server("mail.example.org", 587, "jo@a.org", "x", STARTTLS)),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, lock=Lock.NONE)),
        ("smtp://localhost", Server("localhost", 25, lock=Lock.NONE)),
        ("smtp://[::1]:26/", Server("::1", 26, lock=Lock.NONE)),
        ("smtps://localhost", Server("localhost", 465, lock=Lock.TLS)),
        ("smtp://127.0.0.1.example.org", Server("127.0.0.1.example.org", 587, lock=STARTTLS)),
    ],
)  # fmt: skip
def test_only_a_server_on_this_machine_is_trusted_without_encryption(url: str, expected: Server) -> None:
    assert server(url) == expected


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://[::1"])
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"server|IPv6"):
        server(url)


async def test_a_password_that_is_refused_is_said_at_the_start() -> None:
    async with open_office(log_in=True) as office:
        told = email(Server(HOST, office.port, USER, "wrong", Lock.NONE))
        with pytest.raises(CannotConnect, match="user and password in SMTP_URL"):
            await told.connect()
        await email(Server(HOST, office.port, USER, PASSWORD, Lock.NONE)).connect()


async def test_a_server_without_the_encryption_that_was_asked_for_is_said_at_the_start() -> None:
    async with open_office() as office:
        with pytest.raises(CannotConnect, match="smtps://"):
            await email(Server(HOST, office.port, lock=Lock.STARTTLS)).connect()
        with pytest.raises(CannotConnect, match="smtps://"):
            await email(Server(HOST, office.port, lock=Lock.TLS)).connect()


async def test_a_server_that_is_away_keeps_nothing_from_starting(caplog: pytest.LogCaptureFixture) -> None:
    async with open_office() as office:
        pass
    with caplog.at_level(logging.WARNING):
        await email(Server(HOST, office.port, lock=Lock.NONE)).connect()
    assert "cannot be reached yet" in caplog.text


async def test_it_listens_to_nobody_until_it_is_told_to_stop() -> None:
    surface = email(Server(HOST, 1, lock=Lock.NONE))
    listening = asyncio.create_task(surface.listen())
    await asyncio.sleep(0)
    assert not listening.done() and surface.routes == ()
    listening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listening
    await surface.close()


# -- wiring ------------------------------------------------------------------------------------------------------------


class Nobody:
    """Somebody to talk to for surfaces that are only made."""

    def phrase(self, name: str, locale: str) -> str:
        return name


def made(settings: Settings, *parts: str) -> list[Surface]:
    return surfaces_of(settings, parts, desk=cast(Desk, Nobody()), clock=clock, ring=lambda: None)


def wired(settings: Settings, *parts: str) -> list[str]:
    return [surface.platform for surface in made(settings, *parts)]


def test_mails_are_sent_where_nudges_are_delivered_and_a_server_is_set() -> None:
    served: dict[str, Any] = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
    with_mail = Settings(**served, smtp_url="smtp://127.0.0.1:2525", mail_from="bot@example.org")
    assert wired(with_mail, "slack", "nudges") == ["slack", "email"]
    assert wired(with_mail, "nudges") == ["slack", "email"]
    assert wired(with_mail, "slack") == ["slack"]
    assert wired(Settings(**served), "slack", "nudges") == ["slack"]


async def test_a_mail_goes_from_the_settings_to_the_server() -> None:
    async with open_office(log_in=True) as office:
        await _send(office)
    [taken] = office.taken
    assert (taken.sender, taken.user) == ("halfhour@example.org", USER)
    assert b"From: Half Hour <halfhour@example.org>" in taken.content


async def _send(office: Office) -> None:
    url = f"smtp://{quote(USER)}:{quote(PASSWORD, safe='')}@127.0.0.1:{office.port}"
    settings = Settings(discord_token="x", smtp_url=url)
    [surface] = [one for one in made(settings, "nudges") if one.platform == "email"]
    await surface.connect()
    await surface.messenger.deliver(Person("email", "", "jo@example.com"), Card("Hello"), key="n1")
