"""Which addresses a calendar may be fetched from: https on the public internet, at every hop and for every address.

Whoever fetches asks `check_url` before each request and `public` of the very address it then connects to; a name that
was public a second ago proves nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

LONGEST = 2048
"""Characters of an address; those of Google, Outlook and Apple have less than 300."""
MOST_REDIRECTS = 5
PORT = 443

_SCHEMES = frozenset({"https", "webcal", "webcals"})
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# IANA's special-purpose registries, and what Python 3.11 takes for global though it is not. Of IPv6 only 2000::/3 is
# given out at all, so that mapped, translated (64:ff9b::/96), local and multicast addresses are out before the list.
_GIVEN_OUT = ip_network("2000::/3")
_SPECIAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23",  # Teredo, ORCHID, benchmarking and other protocols
            "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        ),
    )
)  # fmt: skip


class NotAllowed(ValueError):
    """A calendar is not fetched from there. The words are for the log and never hold the address, which is a secret."""


@dataclass(frozen=True)
class Hop:
    """One request: `url` in ASCII, https, without port and fragment; `host` in small letters, without a last dot.
    `literal` is the address itself if the URL has one in place of a name; then there is nothing to resolve."""

    url: str
    host: str
    literal: IPv4Address | IPv6Address | None = None


def public(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to one machine on the public internet. False for anything that is not an address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (ip not in _GIVEN_OUT or ip.scope_id):
        return False
    return not any(ip in special for special in _SPECIAL if special.version == ip.version)


def check_url(url: str) -> Hop:
    """The request that a link means. NotAllowed for what is not https (or webcal, read as https) on port 443 of a host
    that is plainly written and may be public. Where its name leads is not known here."""
    if len(url) > LONGEST or _UNSAFE.search(url):
        raise NotAllowed("it is too long, or has characters that no link has")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowed("it cannot be read") from None
    if parts.scheme not in _SCHEMES:
        raise NotAllowed("it is not https")
    if "@" in parts.netloc:
        raise NotAllowed("it has a name or password before the host")
    if port not in (None, PORT):
        raise NotAllowed("it names a port")
    host, literal = _host(parts.netloc)
    path, query = (quote(part, safe="/%:@!$&'()*+,;=~?[]|^{}`") for part in (parts.path or "/", parts.query))
    shown = f"[{host}]" if ":" in host else host
    return Hop(f"https://{shown}{path}{f'?{query}' if query else ''}", host, literal)


def _host(netloc: str) -> tuple[str, IPv4Address | IPv6Address | None]:
    if bracketed := re.fullmatch(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]*)?", netloc):
        return _literal(bracketed[1])
    name = netloc.partition(":")[0]
    try:
        # full-width digits and other letters that stand for ASCII ones become those, before anything is compared
        host = name.encode("idna").decode("ascii").lower() if not name.isascii() else name.lower()
    except UnicodeError:
        raise NotAllowed("its host cannot be read") from None
    host = host.removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # resolvers read 127.1, 0x7f.1 and 2130706433 as addresses
        return _literal(host)
    if len(host) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise NotAllowed("its host is not a full name")
    return host, None


def _literal(text: str) -> tuple[str, IPv4Address | IPv6Address]:
    """An address in the one notation that cannot be misread."""
    try:
        ip = ip_address(text)
    except ValueError:
        raise NotAllowed("its address is written in an odd way") from None
    if not public(ip):
        raise NotAllowed("its address is not a public one")
    return str(ip), ip


def join(hop: Hop, location: str) -> str:
    """Where a redirect leads, which may be relative. NotAllowed if it holds what no link has."""
    if len(location) > LONGEST or _UNSAFE.search(location):
        raise NotAllowed("a redirect is too long, or has characters that no link has")
    try:
        return urljoin(hop.url, location)
    except ValueError:
        raise NotAllowed("a redirect cannot be read") from None


def allowed(url: str, *, resolve: Callable[[str], Sequence[str]], redirect: Callable[[str], str | None]) -> bool:
    """Whether a link may be fetched, all the way: at most five redirects, each to an allowed URL, and every address of
    every host public. `resolve` gives the addresses of a `Hop.host`, `redirect` where a URL leads on to, or None."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            hop = check_url(url)
            addresses = [str(hop.literal)] if hop.literal else resolve(hop.host)
            if not addresses or not all(map(public, addresses)):
                return False
            location = redirect(url) or redirect(hop.url)
            if location is None:
                return True
            url = join(hop, location)
    except NotAllowed:
        return False
    return False
