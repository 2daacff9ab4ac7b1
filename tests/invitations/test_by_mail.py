"""The life of a chat as it arrives in a mailbox: over SMTP, taken out of the mail, and shown to the five readers."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from bot.boundary.cards import Card, File
from bot.boundary.ports import Person
from tests.adapters.email.office import MAILBOX, open_office
from tests.invitations.readers import READERS, complaints
from tests.invitations.test_invitations import JO, ODD, by_mail, life, named

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
ADDRESS = "jo+half-hour@xn--strae-oqa.example"


def clock() -> datetime:
    return NOW


async def arrived(files: list[bytes]) -> list[EmailMessage]:
    async with open_office() as office:
        messenger = office.messenger(clock)
        for number, file in enumerate(files):
            card = Card("Half Hour", files=(File("half-hour.ics", "text/calendar", file),))
            await messenger.deliver(Person("email", "", ADDRESS), card, key=f"n{number}")
    mails = [message_from_bytes(taken.content, policy=default) for taken in office.taken]
    assert all(isinstance(mail, EmailMessage) for mail in mails)
    return mails


@pytest.mark.parametrize("reader", READERS)
async def test_booked_moved_moved_cancelled_and_sent_again_arrive_as_they_were_written(reader: str) -> None:
    for words in ODD.values():
        states = life(words)
        written = [by_mail(chat, JO, words) for chat in (*states, states[-1])]
        mails = await arrived(written)
        inside, beside = (
            [part.get_payload(decode=True) for mail in mails for part in mail.walk() if part.get_content_type() == kind]
            for kind in ("text/calendar", "application/ics")
        )
        assert inside == written == beside
        assert complaints(reader, written) == [[]] * 5


async def test_mail_and_file_agree_on_the_method_the_organiser_and_the_guest() -> None:
    states = life("Data")
    written = [by_mail(chat, JO, "Data") for chat in states]
    for mail, file in zip(await arrived(written), written, strict=True):
        [calendar] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert calendar["Content-Type"].params["method"] == named(file, "METHOD")
        [sender] = mail["From"].addresses
        assert named(file, "ORGANIZER").endswith(f":mailto:{sender.addr_spec}") and sender.addr_spec == MAILBOX
        [recipient] = mail["To"].addresses
        assert named(file, "ATTENDEE").endswith(f":mailto:{recipient.addr_spec}")
