"""E-mail as `main` sees it: a messenger, and nobody to listen to."""

import asyncio
import logging
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTPAuthenticationError, SMTPException

from adapters.email.messenger import PLATFORM, Lock, Messenger, Server, settings_at_fault
from adapters.email.render import Sender
from bot.boundary.ports import CannotConnect, Clock

log = logging.getLogger(__name__)

NAME = "Half Hour"
NEAR = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {Lock.TLS: 465, Lock.STARTTLS: 587, Lock.NONE: 25}


def server(url: str) -> Server:
    """`smtps://user:password@host:465` speaks TLS from the first word, `smtp://user:password@host:587` after STARTTLS;
    a server on this machine is trusted without. ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("not the address of a mail server")
    near = parts.hostname in NEAR
    lock = Lock.TLS if parts.scheme == "smtps" else Lock.NONE if near else Lock.STARTTLS
    return Server(
        host=parts.hostname,
        port=parts.port or PORTS[lock],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        lock=lock,
    )


class Email:
    """`sender` is a name, or an empty string, and an address."""

    platform = PLATFORM
    routes: Sequence[object] = ()

    def __init__(self, *, server: Server, sender: tuple[str, str], clock: Clock) -> None:
        name, address = sender
        self._host = server.host
        self.messenger = Messenger(server, Sender(name or NAME, address), clock)

    async def connect(self) -> None:
        """A server that is away is only noted: mails wait in the database, and the rest of the bot has work to do."""
        try:
            await self.messenger.check()
        except SMTPAuthenticationError:
            raise CannotConnect("The mail server refuses the user and password in SMTP_URL.") from None
        except (SMTPException, OSError) as trouble:
            if settings_at_fault(trouble):
                raise CannotConnect(
                    f"The mail server {self._host} does not do what SMTP_URL asks for ({trouble}). With TLS from the "
                    "first word it is smtps://, mostly on port 465; with STARTTLS it is smtp://, mostly on 587."
                ) from None
            log.warning("the mail server cannot be reached yet: %s", type(trouble).__name__)

    async def listen(self) -> None:
        """Nobody is heard here, until cancelled."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing stays open between two mails."""
