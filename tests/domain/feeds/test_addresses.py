"""Which links to calendars are followed."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds.addresses import LONGEST, Hop, NotAllowed, allowed, check_url, join, public

GOOD, PUBLIC = "https://cal.example/a.ics", "93.184.216.34"


def go(url: str, *hosts: str, redirects: dict[str, str] | None = None, addresses: tuple[str, ...] = (PUBLIC,)) -> bool:
    dns = dict.fromkeys(("cal.example", *hosts), addresses) | {"in.example": ("192.168.1.10",)}
    return allowed(url, resolve=lambda host: dns.get(host, ()), redirect=(redirects or {}).get)


@pytest.mark.parametrize(
    ("url", "request_url", "host"),
    [
        ("https://cal.example/a%40b/basic.ics?x=1&y", "https://cal.example/a%40b/basic.ics?x=1&y", "cal.example"),
        (
            "webcal://p62-caldav.icloud.com/published/2/abc",
            "https://p62-caldav.icloud.com/published/2/abc",
            "p62-caldav.icloud.com",
        ),
        ("WEBCALS://Cal.Example", "https://cal.example/", "cal.example"),
        ("https://cal.example:443/a#b", "https://cal.example/a", "cal.example"),
        ("https://cal.example./a", "https://cal.example/a", "cal.example"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4", "xn--bcher-kva.example"),
        ("https://cal。example/a@b", "https://cal.example/a@b", "cal.example"),
        ("https://192.168.0.1.nip.io/", "https://192.168.0.1.nip.io/", "192.168.0.1.nip.io"),
    ],
)
def test_a_link_is_one_request(url: str, request_url: str, host: str) -> None:
    assert check_url(url) == Hop(request_url, host)
    assert check_url(request_url) == Hop(request_url, host)


@pytest.mark.parametrize(
    ("url", "ip"), [("https://8.8.8.8/a", "8.8.8.8"), ("https://[2A00:1450::200e]:443/a", "2a00:1450::200e")]
)
def test_a_public_address_may_stand_for_a_name(url: str, ip: str) -> None:
    assert check_url(url).literal == ip_address(ip)
    assert go(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "cal.example/a", "//cal.example/a", "http://cal.example/a", "ftp://cal.example/a", "file:///etc/passwd",
        "data:text/calendar,x", "javascript:alert(1)", "https:cal.example", "https://", "https:///a", "https://./a",
        "https://cal.example:80/", "https://cal.example:8443/", "https://cal.example:65536/",
        "https://cal.example:a/", "https://jo@cal.example/", "https://jo:secret@cal.example/",
        "https://@cal.example/", "https://8.8.8.8@cal.example/", "https://localhost/", "https://intranet/",
        "https://cal..example/", "https://-cal.example/", "https://cal%2eexample/",
        "https://cal.example\\@in.example/", "https://cal.example/a\r\nHost: in.example", "https://cal.example/a b",
        " " + GOOD, "https://cal.\texample/", "https://cal.example/\u2028", "https://cal.example/\x00",
        "https://" + "a" * 64 + ".example/", "https://" + "a." * 130 + "example/", GOOD + "?" + "a" * LONGEST,
        "https://[::1", "https://[v1.x]/", "https://[2a00:1450::1]x/", "https://2a00:1450::1/",
        "https://\u00ad.example\ufffd/",
    ],
)  # fmt: skip
def test_links_that_are_not_followed(url: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_url(url)
    assert "cal" not in str(refused.value).replace("calendar", "")
    assert not go(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1",
        "0177.0.0.1", "017700000001", "127.0.0.01", "134744072", "0x08080808", "8.8.2056", "8.8.8.8.8", "127.0.0.1.",
        "１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1", "169.254.169.254", "10.0.0.1", "[::]", "[::1]",
        "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[::ffff:7f00:1]",
        "[fe80::1%25eth0]", "[fe80::1%eth0]", "[64:ff9b::7f00:1]", "[2a00:1450::1%25eth0]",
        "[fd00::1]", "[ff02::1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_addresses_are_refused_in_every_notation(host: str) -> None:
    with pytest.raises(NotAllowed):
        check_url(f"https://{host}/a")


@pytest.mark.parametrize(
    "ip",
    [
        "0.0.0.0", "0.1.2.3", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.255.255.255", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.31.196.1", "192.52.193.1",
        "192.88.99.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::8.8.8.8",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "100:0:0:1::1", "2001::1", "2001:2::1",
        "2001:10::1", "2001:20::1", "2001:1ff::1", "2001:db8::1", "2002:808:808::1", "2620:4f:8000::1", "3fff::1",
        "4000::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1",
        "2a00:1450::1%1", "", "cal.example", "8.8.8", "08.8.8.8", "8.8.8.8/32",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_public_internet(ip: str) -> None:
    assert not public(ip)
    assert not go(GOOD, addresses=(ip,)) and not go(GOOD, addresses=(PUBLIC, ip))


@pytest.mark.parametrize(
    "ip",
    [
        "1.1.1.1", "8.8.8.8", "17.248.1.1", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1",
        "192.0.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "2001:200::1", "2001:4860:4860::8888",
        "2003::1", "2a00:1450:400f::1", "3ffe::1",
    ],
)  # fmt: skip
def test_addresses_on_the_public_internet(ip: str) -> None:
    assert public(ip) and public(ip_address(ip))
    assert go(GOOD, addresses=(ip,))


@given(st.ip_addresses())
def test_python_finds_nothing_wrong_with_what_is_public(ip: IPv4Address | IPv6Address) -> None:
    if public(ip):
        assert ip.is_global
        assert not (ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


# -- redirects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "ends"),
    [
        ("https://in.example/x", False), ("http://cal.example/a", False), ("//in.example/x", False), ("/other", True),
        ("other.ics", True), ("?a=1", True), ("//cal.example/", True), ("webcal://cal.example/b", True),
        ("https://127.1/", False), ("https://nobody.example/", False), ("file:///etc/passwd", False),
        ("\\\\in.example", False), ("/a\nb", False), ("https://[::1", False), ("https://jo@cal.example/", False),
        ("/" + "a" * LONGEST, False),
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_a_link(location: str, ends: bool) -> None:
    assert go(GOOD, redirects={GOOD: location}) is ends


def test_a_redirect_of_a_link_in_other_words_is_followed() -> None:
    for url in ("webcal://cal.example/a.ics", "https://CAL.example:443/a.ics#x"):
        assert not go(url, redirects={GOOD: "https://in.example/x"})


def test_five_redirects_are_followed_and_no_more() -> None:
    steps = {f"https://cal.example/{n}": f"/{n + 1}" for n in range(5)}
    assert go("https://cal.example/0", redirects=steps)
    assert not go("https://cal.example/0", redirects=steps | {"https://cal.example/5": "/6"})
    assert not go(GOOD, redirects={GOOD: GOOD})


def test_a_host_without_an_address_is_not_allowed() -> None:
    assert go(GOOD)
    assert not go(GOOD, addresses=()) and not go("https://nobody.example/")


def test_relative_redirects_are_joined_to_the_request() -> None:
    assert join(check_url("webcal://cal.example/a/b?c"), "../d") == "https://cal.example/d"
