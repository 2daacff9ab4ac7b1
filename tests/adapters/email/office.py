"""A post office on this machine: a real mail server (aiosmtpd) that takes mails, or does what a test asks of it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.email.messenger import Lock, Messenger, Server
from adapters.email.render import Sender

HOST = "127.0.0.1"
MAILBOX = "halfhour@example.org"
USER, PASSWORD = "halfhour@example.org", "p@ss:w/rd ñ"
DROP = "drop"
"""Instead of an answer: the connection breaks."""


@dataclass
class Taken:
    sender: str
    recipients: list[str]
    content: bytes
    encrypted: bool
    user: str


@dataclass
class Office:
    """`answers` maps MAIL, RCPT or DATA to what is said instead of 250; DROP breaks the connection."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)
    port: int = 0
    tried: list[str] = field(default_factory=list)

    def messenger(self, clock: Callable[[], datetime], *, patience: float = 10, **server: Any) -> Messenger:
        facts: dict[str, Any] = {"lock": Lock.NONE, **server}
        return Messenger(
            Server(HOST, self.port, **facts), Sender("Half Hour", MAILBOX), clock, patience=patience
        )  # fmt: skip

    # -- what aiosmtpd asks --------------------------------------------------------------------------------------------

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, responses: list[str]) -> list[str]:
        session.host_name = name
        self.greeted.append(name)
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self._answer("RCPT", server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        user = session.auth_data.login.decode() if session.auth_data else ""
        encrypted = session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None
        self.taken.append(Taken(envelope.mail_from, envelope.rcpt_tos, envelope.content, encrypted, user))
        return self._answer("DATA", server)

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=known, handled=False, auth_data=data)

    def _answer(self, step: str, server: Any) -> str:
        self.tried.append(step)
        answer = self.answers.get(step, "250 OK")
        if answer == DROP:
            server.transport.abort()
        return answer if answer != DROP else "451 nobody hears this"


@asynccontextmanager
async def open_office(
    *,
    tls: ssl.SSLContext | None = None,
    from_the_first_word: bool = False,
    log_in: bool = False,
    answers: Mapping[str, str] | None = None,
) -> AsyncIterator[Office]:
    """`tls` offers STARTTLS, and insists on it; or speaks TLS at once."""
    office, loop = Office(dict(answers or {})), asyncio.get_running_loop()

    def receptionist() -> SMTP:
        return SMTP(
            office,
            hostname="mail.test",
            loop=loop,
            tls_context=None if from_the_first_word else tls,
            require_starttls=tls is not None and not from_the_first_word,
            auth_required=log_in,
            auth_require_tls=not from_the_first_word and tls is not None,
            authenticator=office.authenticate if log_in else None,
        )

    server = await loop.create_server(receptionist, HOST, 0, ssl=tls if from_the_first_word else None)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()


def certificate(folder: Path, now: datetime) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A throw-away certificate for this machine: the server's side, and that of a client who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = signed.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = folder / "mail.pem"
    chain.write_bytes(public + private)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(chain)
    return serving, ssl.create_default_context(cadata=public.decode())
