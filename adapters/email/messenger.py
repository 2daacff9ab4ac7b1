"""Hands mails to the organiser's mail server, one connection a mail, and says honestly what became of them.

Addresses and words never reach the log or the words of an exception: of what a server answers, only its number does."""

import asyncio
import contextlib
import logging
import ssl
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from adapters.email import render
from adapters.email.render import Sender
from bot.boundary.cards import Board, Card
from bot.boundary.ports import Clock, OutcomeUnknown, Person, TryLater, Unreachable

log = logging.getLogger(__name__)

PLATFORM = "email"
PATIENCE = 15
"""Seconds for one mail: what is left of a worker's lease, at least, and not so long that other nudges wait."""
SOON = timedelta(minutes=2)
HELD = timedelta(minutes=10)
"""After which somebody may have put the settings right."""
FAREWELL = 2
"""Seconds to say goodbye in."""
LOG_IN_FIRST = 530


class Lock(Enum):
    """How a connection is encrypted: from its first word on, after STARTTLS (which is insisted on), or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class Server:
    """`trust` is for a server whose certificate no public authority has signed."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    lock: Lock = Lock.TLS
    trust: ssl.SSLContext | None = None


class Messenger:
    def __init__(self, server: Server, sender: Sender, clock: Clock, *, patience: float = PATIENCE) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._patience = patience

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        """The receipt is the Message-ID. `to.user` is the address."""
        try:
            mail = render.message(card, to=to.user, sender=self._sender, key=key, sent_at=self._clock())
        except ValueError:
            raise Unreachable("no address") from None
        handed = _Handing(self._server, self._sender)
        try:
            async with asyncio.timeout(self._patience):
                await handed.over(to.user, bytes(mail))
        except (SMTPException, OSError) as trouble:  # a TimeoutError is an OSError
            raise _meaning(trouble, on_its_way=handed.on_its_way) from None
        finally:
            await handed.close()
        return str(mail["Message-ID"])

    async def revise(self, receipt: str, card: Card | Board) -> None:
        """A mail that was sent stays as it is; what has changed comes as another."""

    async def check(self) -> None:
        """Connects and logs in, as for a mail. Raises SMTPException or OSError."""
        handed = _Handing(self._server, self._sender)
        try:
            async with asyncio.timeout(self._patience):
                await handed.connect()
        finally:
            await handed.close()


class _Handing:
    """One mail on its way out. From `on_its_way` on, a lost connection may mean either."""

    def __init__(self, server: Server, sender: Sender) -> None:
        self.on_its_way = False
        self._sender = sender
        self._client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=sender.address.rpartition("@")[2],  # this machine's own name is nobody's business
            use_tls=server.lock is Lock.TLS,
            start_tls=server.lock is Lock.STARTTLS,
            tls_context=server.trust,
            timeout=None,  # there is one for the whole
        )

    async def connect(self) -> None:
        await self._client.connect()

    async def over(self, to: str, mail: bytes) -> None:
        await self.connect()
        await self._client.mail(self._sender.address)
        await self._client.rcpt(to)
        self.on_its_way = True
        await self._client.data(mail)

    async def close(self) -> None:
        """Politely, where the other side still listens; the mail is handed over or not by now."""
        with contextlib.suppress(SMTPException, OSError):
            async with asyncio.timeout(FAREWELL):
                await self._client.quit()
        self._client.close()


def settings_at_fault(trouble: SMTPException | OSError) -> bool:
    """Something that only the organiser can put right: the password, the certificate, an extension that is missing."""
    encryption = isinstance(trouble, ssl.SSLError) or isinstance(trouble.__cause__, ssl.SSLError)
    unable = not isinstance(trouble, (OSError, SMTPResponseException))
    return encryption or unable or isinstance(trouble, SMTPAuthenticationError)


def _meaning(trouble: SMTPException | OSError, *, on_its_way: bool) -> TryLater | Unreachable | OutcomeUnknown:
    """A 4xx passes, a 5xx does not. One about the recipient or the mail is theirs alone; any other is about our
    mailbox, so nobody's mail would go, and the organiser has to look."""
    if not isinstance(trouble, SMTPResponseException):
        if on_its_way:
            return OutcomeUnknown(type(trouble).__name__)
        if settings_at_fault(trouble):
            log.error("the mail server does not let us send (%s): see SMTP_URL", type(trouble).__name__)
            return TryLater(HELD, everyone=True)
        log.warning("the mail server cannot be reached: %s", type(trouble).__name__)
        return TryLater(SOON, everyone=True)
    if trouble.code == 421:  # it is closing down, whatever it was asked
        return TryLater(SOON, everyone=True)
    theirs = (on_its_way or isinstance(trouble, SMTPRecipientRefused)) and trouble.code != LOG_IN_FIRST
    if 500 <= trouble.code <= 599 and theirs:
        log.warning("the mail server refused a mail (%d)", trouble.code)
        return Unreachable(str(trouble.code))
    if theirs:
        return TryLater(SOON)
    if settings_at_fault(trouble) or trouble.code >= 500:
        log.error("the mail server does not let us send (%d): see SMTP_URL and MAIL_FROM", trouble.code)
        return TryLater(HELD, everyone=True)
    return TryLater(SOON, everyone=True)
