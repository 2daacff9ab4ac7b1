"""Mails handed to a real mail server on this machine, and what is told of them."""

import asyncio
import logging
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from adapters.email.messenger import HELD, SOON, Lock
from bot.boundary.cards import Board, Card, File
from bot.boundary.ports import OutcomeUnknown, Person, TryLater, Unreachable
from tests.adapters.email.office import DROP, MAILBOX, PASSWORD, USER, Office, certificate, open_office

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS from the first word
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
JO = Person("email", "", "jo.secret@example.com")
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-A:.\r\n.\r\n..\r\nX-B:\xf0\x9f\xa7\x91 \xc3\xb1\r\nEND:VCALENDAR\r\n"
)
CARD = Card(
    "Maya said yes", (("A private word, ñ",), (".",), ("..x\n.\n",)), files=(File("x.ics", "text/calendar", CALENDAR),)
)


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"), datetime.now(UTC))


@pytest.fixture(autouse=True)
def nothing_private_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield
    told = caplog.text.lower()
    assert not [word for word in ("secret", "example.com", "private word", "maya", PASSWORD) if word in told]


def read(office: Office) -> EmailMessage:
    [taken] = office.taken
    mail = message_from_bytes(taken.content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


async def test_a_mail_arrives_octet_for_octet() -> None:
    async with open_office() as office:
        receipt = await office.messenger(clock).deliver(JO, CARD, key="n1")
    [taken] = office.taken
    assert (taken.sender, taken.recipients) == (MAILBOX, [JO.user])
    mail = read(office)
    assert mail["Message-ID"] == receipt and len(receipt) <= 200
    calendars = [part for part in mail.walk() if part.get_content_type() in ("text/calendar", "application/ics")]
    assert [part.get_payload(decode=True) for part in calendars] == [CALENDAR, CALENDAR]
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Maya said yes", "", "A private word, ñ", "", ".", "", "..x", ".", ""]
    assert taken.content.isascii()


async def test_this_machine_is_not_named_to_the_server() -> None:
    async with open_office() as office:
        await office.messenger(clock).deliver(JO, CARD, key="n1")
    assert set(office.greeted) == {"example.org"}


async def test_a_second_try_is_the_same_mail() -> None:
    async with open_office() as office:
        messenger = office.messenger(clock)
        receipts = [await messenger.deliver(JO, CARD, key=key) for key in ("n1", "n1", "n2")]
    assert receipts[0] == receipts[1] != receipts[2]
    assert office.taken[0].content == office.taken[1].content


async def test_what_was_sent_stays_as_it_is() -> None:
    async with open_office() as office:
        await office.messenger(clock).revise("<1@example.org>", CARD)
    assert office.tried == []


async def test_a_board_is_sent_too() -> None:
    async with open_office() as office:
        await office.messenger(clock).deliver(JO, Board("Yours", (Card("One"), Card("Two"))), key="n1")
    assert read(office)["Subject"] == "Yours"


# -- encryption and logging in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", [Lock.STARTTLS, Lock.TLS])
async def test_it_logs_in_over_an_encrypted_connection(lock: Lock, tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    serving, trusting = tls
    async with open_office(tls=serving, from_the_first_word=lock is Lock.TLS, log_in=True) as office:
        messenger = office.messenger(clock, lock=lock, user=USER, password=PASSWORD, trust=trusting)
        await messenger.deliver(JO, CARD, key="n1")
    [taken] = office.taken
    assert (taken.encrypted, taken.user) == (True, USER)


@pytest.mark.parametrize("lock", [Lock.STARTTLS, Lock.TLS])
async def test_a_certificate_that_nobody_vouches_for_gets_no_mail_and_no_password(
    lock: Lock, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    async with open_office(tls=tls[0], from_the_first_word=lock is Lock.TLS, log_in=True) as office:
        with pytest.raises(TryLater) as told:
            await office.messenger(clock, lock=lock, user=USER, password=PASSWORD).deliver(JO, CARD, key="n1")
    assert (told.value.wait, told.value.everyone, office.tried) == (HELD, True, [])


async def test_without_the_starttls_that_was_asked_for_nothing_is_said() -> None:
    async with open_office() as office:
        with pytest.raises(TryLater) as told:
            await office.messenger(clock, lock=Lock.STARTTLS, user=USER, password=PASSWORD).deliver(JO, CARD, key="n1")
    assert (told.value.wait, told.value.everyone, office.tried) == (HELD, True, [])


async def test_a_wrong_password_is_for_the_organiser_and_mails_wait(
    tls: tuple[ssl.SSLContext, ssl.SSLContext], caplog: pytest.LogCaptureFixture
) -> None:
    async with open_office(tls=tls[0], log_in=True) as office:
        messenger = office.messenger(clock, lock=Lock.STARTTLS, user=USER, password="wrong", trust=tls[1])
        with pytest.raises(TryLater) as told:
            await messenger.deliver(JO, CARD, key="n1")
    assert (told.value.wait, told.value.everyone) == (HELD, True)
    assert "SMTP_URL" in caplog.text


# -- what a server may answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "answer", "wait", "everyone"),
    [
        ("RCPT", "450 4.2.1 Try again", SOON, False),
        ("RCPT", "421 4.3.2 Closing down", SOON, True),
        ("RCPT", "530 5.7.0 Log in first", HELD, True),
        ("DATA", "451 4.7.1 Greylisted", SOON, False),
        ("DATA", "421 4.3.2 Closing down", SOON, True),
        ("MAIL", "451 4.3.0 Busy", SOON, True),
        ("MAIL", "550 5.7.1 Not your mailbox", HELD, True),
        ("MAIL", DROP, SOON, True),
        ("RCPT", DROP, SOON, True),
    ],
)
async def test_what_may_pass_is_tried_again(step: str, answer: str, wait: timedelta, everyone: bool) -> None:
    async with open_office(answers={step: answer}) as office:
        with pytest.raises(TryLater) as told:
            await office.messenger(clock).deliver(JO, CARD, key="n1")
    assert (told.value.wait, told.value.everyone) == (wait, everyone)
    assert JO.user not in str(told.value)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("RCPT", "550 5.1.1 No such secret@example.com here"),
        ("RCPT", "553 5.1.3 Bad address"),
        ("DATA", "554 5.7.1 Refused"),
        ("DATA", "552 5.3.4 Too large"),
    ],
)
async def test_a_refusal_for_good_is_a_closed_door(step: str, answer: str) -> None:
    async with open_office(answers={step: answer}) as office:
        with pytest.raises(Unreachable) as told:
            await office.messenger(clock).deliver(JO, CARD, key="n1")
    assert "secret" not in str(told.value)
    assert told.value.__cause__ is None and told.value.__suppress_context__


async def test_a_connection_lost_with_the_mail_on_its_way_leaves_its_outcome_open() -> None:
    async with open_office(answers={"DATA": DROP}) as office:
        with pytest.raises(OutcomeUnknown):
            await office.messenger(clock).deliver(JO, CARD, key="n1")
    assert len(office.taken) == 1, "it had it all"


async def test_a_server_that_is_away_is_tried_later() -> None:
    async with open_office() as office:
        pass
    with pytest.raises(TryLater) as told:
        await office.messenger(clock).deliver(JO, CARD, key="n1")
    assert (told.value.wait, told.value.everyone) == (SOON, True)


async def test_a_server_that_says_nothing_does_not_hold_up_the_others() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    office = Office(port=server.sockets[0].getsockname()[1])
    async with server:
        with pytest.raises(TryLater) as told:
            await office.messenger(clock, patience=0.2).deliver(JO, CARD, key="n1")
    assert told.value.everyone


async def test_a_server_that_falls_silent_with_the_mail_on_its_way_leaves_its_outcome_open() -> None:
    async with open_office() as office:
        forever = asyncio.Event()

        async def never(server: object, session: object, envelope: object) -> str:
            await forever.wait()
            return "250 OK"

        office.handle_DATA = never  # type: ignore[method-assign]
        with pytest.raises(OutcomeUnknown):
            await office.messenger(clock, patience=1).deliver(JO, CARD, key="n1")
        forever.set()


@pytest.mark.parametrize(
    "user", ["", "jo", "@", "jo@", "jo@a b", "jo@example.org\r\nRCPT TO:<eve@example.org>", "ñ@x.y"]
)
async def test_what_is_no_address_is_a_closed_door_and_never_reaches_the_server(user: str) -> None:
    async with open_office() as office:
        with pytest.raises(Unreachable):
            await office.messenger(clock).deliver(Person("email", "", user), CARD, key="n1")
    assert office.tried == [] == office.greeted
