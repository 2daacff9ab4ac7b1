"""What a hostile or broken server gets out of the fetcher: nothing but a word."""

import asyncio
import gzip
import logging
import ssl
import traceback
import zlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from adapters.calendars.fetch import AGENT, MOST_BYTES, Fetched, Fetcher
from bot.boundary.ports import Trouble, Unread
from tests.adapters.calendars.authority import Authority
from tests.adapters.calendars.server import CALENDAR, Server

HERE = "127.0.0.1"
PRIVATE = "10.0.0.7"


def https_only(url: str) -> str:
    if urlsplit(url).scheme != "https":
        raise ValueError(url)
    return url


class Names:
    """A name service: what it answers to the first question, the second, and so on."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(them) for name, them in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        them = self._answers.get(host, [[host]])
        return them.pop(0) if len(them) > 1 else them[0]


def fetcher(trusting: ssl.SSLContext, names: Names | None = None, seconds: float = 10.0) -> Fetcher:
    """Allows this machine, as if it were public, and whatever the name service says."""
    found = names or Names(calendar_test=[[HERE]], elsewhere_test=[[HERE]], other_test=[[HERE]])
    return Fetcher(https_only, lambda address: address == HERE, trusting, found, seconds)


async def refused(fetching: Fetcher, url: str, **asked: str) -> Trouble:
    """Why it was refused; nothing about it names the address."""
    with pytest.raises(Unread) as caught:
        await fetching.fetch(url, **asked)
    said = "".join(traceback.format_exception(caught.value))
    assert not [words for words in ("secret", ".test", ".ics", PRIVATE) if words in said]
    assert caught.value.__cause__ is None
    return caught.value.why


async def test_a_calendar_is_fetched_with_what_a_server_needs_to_say_not_changed(
    server: Server, trusting: ssl.SSLContext
) -> None:
    server.says(ETag='"one"', Last_Modified="Mon, 23 Nov 2026 00:00:00 GMT")
    found = await fetcher(trusting).fetch(server.url())
    assert found == Fetched(CALENDAR, '"one"', "Mon, 23 Nov 2026 00:00:00 GMT")
    sent = server.asked[0].headers
    assert sent["User-Agent"] == AGENT
    assert "If-None-Match" not in sent
    assert "Cookie" not in sent


async def test_what_has_not_changed_is_not_sent_again(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(b"", status=304)
    found = await fetcher(trusting).fetch(server.url(), etag='"one"', modified="yesterday")
    assert found == Fetched(None)
    assert server.asked[0].headers["If-None-Match"] == '"one"'
    assert server.asked[0].headers["If-Modified-Since"] == "yesterday"


async def test_not_changed_since_never_is_no_calendar(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(b"", status=304)
    assert await refused(fetcher(trusting), server.url()) is Trouble.UNREADABLE


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (404, Trouble.GONE), (410, Trouble.GONE), (401, Trouble.REFUSED), (403, Trouble.REFUSED), (429, Trouble.AWAY),
        (500, Trouble.AWAY), (503, Trouble.AWAY), (204, Trouble.AWAY), (300, Trouble.AWAY),
    ],
)  # fmt: skip
async def test_an_answer_that_is_no_calendar_says_why(
    server: Server, trusting: ssl.SSLContext, status: int, why: Trouble
) -> None:
    server.says(b"", status=status)
    assert await refused(fetcher(trusting), server.url()) is why


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://calendar.test/secret", "ftp://calendar.test/secret", ""])
async def test_only_https_is_fetched(trusting: ssl.SSLContext, url: str) -> None:
    names = Names()
    assert await refused(fetcher(trusting, names), url) is Trouble.ADDRESS
    assert names.asked == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"<!doctype html><p>Sign in", "text/html"), (b"\xef\xbb\xbf\n <html>", "text/calendar")],
)
async def test_a_web_page_is_told_apart_from_a_broken_calendar(
    server: Server, trusting: ssl.SSLContext, body: bytes, kind: str
) -> None:
    server.says(body, kind=kind)
    assert await refused(fetcher(trusting), server.url()) is Trouble.PAGE


# -- bytes and time ----------------------------------------------------------------------------------------------------


async def test_200_megabytes_are_not_taken_in(server: Server, trusting: ssl.SSLContext) -> None:
    server.pours(200 * 1024 * 1024)
    assert await refused(fetcher(trusting), server.url()) is Trouble.LARGE


async def test_what_says_that_it_is_too_large_is_not_read_at_all(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(b"X" * (MOST_BYTES + 1))
    assert await refused(fetcher(trusting), server.url()) is Trouble.LARGE
    server.says(b"X" * MOST_BYTES)
    assert len((await fetcher(trusting).fetch(server.url())).body or b"") == MOST_BYTES


async def test_a_slow_drip_ends(server: Server, trusting: ssl.SSLContext) -> None:
    server.drips()
    assert await refused(fetcher(trusting, seconds=0.5), server.url()) is Trouble.SLOW


async def test_a_name_service_that_never_answers_ends_too(trusting: ssl.SSLContext) -> None:
    async def never(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(3600)
        return []

    slow = Fetcher(https_only, lambda address: True, trusting, never, 0.2)
    assert await refused(slow, "https://calendar.test/secret") is Trouble.SLOW


async def test_packed_bytes_are_unpacked(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(gzip.compress(CALENDAR), Content_Encoding="gzip")
    assert (await fetcher(trusting).fetch(server.url())).body == CALENDAR
    assert server.asked[0].headers["Accept-Encoding"] == "gzip"


async def test_a_small_bomb_stays_small(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(gzip.compress(b"\0" * 300_000_000), Content_Encoding="gzip")
    assert await refused(fetcher(trusting), server.url()) is Trouble.LARGE


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(CALENDAR)[:-9], "gzip"),
        (CALENDAR, "gzip"),
        (zlib.compress(CALENDAR), "deflate"),
        (gzip.compress(gzip.compress(CALENDAR)), "gzip, gzip"),
    ],
)
async def test_broken_packing_is_no_calendar(
    server: Server, trusting: ssl.SSLContext, body: bytes, coding: str
) -> None:
    server.says(body, Content_Encoding=coding)
    assert await refused(fetcher(trusting), server.url()) is Trouble.UNREADABLE


# -- hops --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(server: Server, trusting: ssl.SSLContext, status: int) -> None:
    server.points("/new?a=%40b", status=status)
    server.says(path="/new", ETag='"new"')
    assert (await fetcher(trusting).fetch(server.url())).etag == '"new"'
    assert server.asked[1].raw_path == "/new?a=%40b"


async def test_the_letters_of_a_secret_are_sent_as_they_are(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(path="/ical/jo@example.org/private-1/basic.ics")
    await fetcher(trusting).fetch(server.url("/ical/jo%40example.org/private-1/basic.ics"))
    assert server.asked[0].raw_path == "/ical/jo%40example.org/private-1/basic.ics"


async def test_five_redirects_are_followed_and_not_six(server: Server, trusting: ssl.SSLContext) -> None:
    for hop in range(5):
        server.points(f"/{hop + 1}", path=f"/{hop}")
    server.says(path="/5")
    assert (await fetcher(trusting).fetch(server.url("/0"))).body == CALENDAR
    server.points("/secret.ics")
    assert await refused(fetcher(trusting), server.url()) is Trouble.AWAY
    assert len(server.asked) == 12


@pytest.mark.parametrize(
    "to", ["http://calendar.test/secret", "file:///etc/passwd", "https://10.0.0.7/secret", "https://inside.test/secret"]
)
async def test_every_hop_is_checked(server: Server, trusting: ssl.SSLContext, to: str) -> None:
    server.points(to)
    names = Names(calendar_test=[[HERE]], inside_test=[[PRIVATE]])
    assert await refused(fetcher(trusting, names), server.url()) is Trouble.ADDRESS


async def test_one_bad_address_spoils_a_name(server: Server, trusting: ssl.SSLContext) -> None:
    server.says()
    names = Names(calendar_test=[[HERE, PRIVATE]])
    assert await refused(fetcher(trusting, names), server.url()) is Trouble.ADDRESS
    assert server.asked == []


async def test_a_name_is_asked_about_once_and_connected_to_where_it_was_then(
    server: Server, trusting: ssl.SSLContext
) -> None:
    """The second answer would lead to an address inside; nobody hears it."""
    server.says()
    names = Names(calendar_test=[[HERE], [PRIVATE]])
    assert (await fetcher(trusting, names).fetch(server.url())).body == CALENDAR
    assert names.asked == ["calendar.test"]


async def test_a_name_that_leads_inside_the_second_time_is_refused_the_second_time(
    server: Server, trusting: ssl.SSLContext
) -> None:
    """By a redirect to itself: each hop is a question of its own."""
    server.points("/again")
    server.says(path="/again")
    names = Names(calendar_test=[[HERE], [PRIVATE]])
    assert await refused(fetcher(trusting, names), server.url()) is Trouble.ADDRESS
    assert [request.path for request in server.asked] == ["/secret.ics"]


# -- who is at the other end -------------------------------------------------------------------------------------------


async def test_a_certificate_of_another_name_is_not_believed(server: Server, trusting: ssl.SSLContext) -> None:
    server.says()
    names = Names(other_test=[[HERE]])
    assert await refused(fetcher(trusting, names), server.url(host="other.test")) is Trouble.AWAY
    assert server.asked == []


async def test_a_certificate_of_nobody_is_not_believed(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = Authority(tmp_path_factory.mktemp("stranger"))
    trusting = ssl.create_default_context(cafile=str(stranger.file))
    assert await refused(fetcher(trusting), server.url()) is Trouble.AWAY


async def test_no_proxy_of_the_environment_is_asked(
    server: Server, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.says()
    assert (await fetcher(trusting).fetch(server.url())).body == CALENDAR


async def test_cookies_are_not_kept_from_one_hop_to_the_next(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(b"", status=302, Location="/new", Set_Cookie="who=jo; Path=/")
    server.says(path="/new")
    await fetcher(trusting).fetch(server.url())
    assert "Cookie" not in server.asked[1].headers


async def test_nothing_of_a_link_is_logged(
    server: Server, trusting: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = fetcher(trusting)
    server.points("https://user:secret@calendar.test:1/secret")
    await refused(client, server.url())
    await refused(client, "https://calendar.test:99999/secret")
    await refused(client, "https://[secret/")
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access")]
    assert not [words for words in own if "secret" in words]
