"""Fetching what a stranger's link leads to. Nothing is believed: every hop is https and leads to a public address, the
connection goes to exactly the address that was looked at, and bytes, time and hops are counted.

The link is a secret. No error of this module has any part of it in its words or its causes."""

import asyncio
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.boundary.ports import Trouble, Unread

MOST_BYTES = 5 * 1024 * 1024
MOST_HOPS = 5
SECONDS = 10.0
"""For everything together: names, hops and bytes. A slow drip ends with it too."""
MOST_VALIDATOR = 300
"""Characters of an etag; a longer one is not worth keeping."""
AGENT = "HalfHour (calendar reader; busy times only)"

Check = Callable[[str], str]
"""The address to fetch instead of the one that was given (https for webcal). Raises ValueError for one that may not
be."""
Public = Callable[[str], bool]
"""Whether an IP address is one of the public internet."""
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True)
class Fetched:
    """`body` is decoded; None: not changed."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


async def resolved(host: str, port: int) -> Sequence[str]:
    """Every address of a name, by the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True)
class Fetcher:
    """`check` and `public` are the rules; they are arguments so that a test can allow its own server, and nothing else
    can: no setting and no environment variable reaches them."""

    check: Check
    public: Public
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    resolve: Resolve = resolved
    seconds: float = SECONDS

    async def fetch(self, link: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Raises Unread, and nothing else."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        why = Trouble.AWAY
        try:
            async with asyncio.timeout(self.seconds):
                return await self._follow(link, {name: value for name, value in asked.items() if value})
        except Unread:
            raise
        except TimeoutError:
            why = Trouble.SLOW
        except (aiohttp.ClientError, OSError, ssl.SSLError, ValueError):  # their words quote the address
            pass
        raise Unread(why) from None

    async def _follow(self, link: str, asked: Mapping[str, str]) -> Fetched:
        for _ in range(MOST_HOPS + 1):
            url = self._checked(link)
            onward = await self._hop(url, asked)
            if isinstance(onward, Fetched):
                return onward
            link = urljoin(url, onward)
        raise Unread(Trouble.AWAY)

    def _checked(self, link: str) -> str:
        try:
            url = self.check(link)
            if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
                raise ValueError
        except ValueError:
            raise Unread(Trouble.ADDRESS) from None
        return url

    async def _hop(self, url: str, asked: Mapping[str, str]) -> Fetched | str:
        """What one address answers, or where it points to."""
        target = URL(url, encoded=url.isascii())  # %40 in a secret stays %40
        pinned = await self._pinned(target.host or "", target.port or 443)
        connector = aiohttp.TCPConnector(resolver=pinned, use_dns_cache=False, ssl=self.tls, force_close=True)
        async with (
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=self.seconds),
            ) as session,
            session.get(target, headers=_headers(asked), allow_redirects=False) as response,
        ):  # fmt: skip
            if response.status in (301, 302, 303, 307, 308):
                return response.headers.get("Location", "")
            return await _answer(response, asked)

    async def _pinned(self, host: str, port: int) -> "_Pinned":
        """The name is asked about once. One address that is not public spoils them all."""
        addresses = await self.resolve(host, port)
        if not addresses:
            raise Unread(Trouble.AWAY)
        if not all(self.public(address) for address in addresses):
            raise Unread(Trouble.ADDRESS)
        return _Pinned(addresses)


class _Pinned(AbstractResolver):
    """Answers with addresses that were looked at, whatever the name says by now."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host=address, port=port, proto=0, flags=socket.AI_NUMERICHOST,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
            )
            for address in self._addresses
        ]  # fmt: skip

    async def close(self) -> None:
        pass


def _headers(asked: Mapping[str, str]) -> dict[str, str]:
    return {"User-Agent": AGENT, "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", **asked}


async def _answer(response: aiohttp.ClientResponse, asked: Mapping[str, str]) -> Fetched:
    match response.status:
        case 200:
            pass
        case 304 if asked:
            return Fetched(None)
        case 304:
            raise Unread(Trouble.UNREADABLE)
        case 401 | 403 | 407:
            raise Unread(Trouble.REFUSED)
        case 404 | 410:
            raise Unread(Trouble.GONE)
        case _:
            raise Unread(Trouble.AWAY)
    body = await _body(response)
    start = body[:500].removeprefix(b"\xef\xbb\xbf").lstrip()
    if response.content_type in ("text/html", "application/xhtml+xml") or start[:1] == b"<":
        raise Unread(Trouble.PAGE)
    return Fetched(body, _validator(response, "ETag"), _validator(response, "Last-Modified"))


async def _body(response: aiohttp.ClientResponse) -> bytes:
    if (response.content_length or 0) > MOST_BYTES:
        raise Unread(Trouble.LARGE)
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Unread(Trouble.UNREADABLE)
    unzip = _Gzip() if "gzip" in coding else None
    parts: list[bytes] = []
    size = raw = 0
    async for sent in response.content.iter_any():
        raw += len(sent)
        part = unzip.more(sent, MOST_BYTES - size + 1) if unzip else sent
        size += len(part)
        if size > MOST_BYTES or raw > MOST_BYTES:
            raise Unread(Trouble.LARGE)
        parts.append(part)
    if unzip and not unzip.whole:
        raise Unread(Trouble.UNREADABLE)
    return b"".join(parts)


class _Gzip:
    """Unpacks no more than is asked for, so that a small bomb stays small."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)

    @property
    def whole(self) -> bool:
        return self._stream.eof

    def more(self, packed: bytes, most: int) -> bytes:
        """At most `most` bytes. Raises Unread for what is not gzip."""
        if self._stream.eof:
            return b""
        try:
            return self._stream.decompress(packed, most)
        except zlib.error:
            raise Unread(Trouble.UNREADABLE) from None


def _validator(response: aiohttp.ClientResponse, name: str) -> str:
    value = response.headers.get(name, "")
    return value if len(value) <= MOST_VALIDATOR and value.isprintable() else ""
