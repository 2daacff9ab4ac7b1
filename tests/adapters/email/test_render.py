"""Cards as mails: what Gmail, Outlook and Apple look for is there, and words are words."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from adapters.email.render import Sender, html, message, text
from bot.boundary.cards import Board, Button, Card, Fact, File, Link, Quote, Who
from bot.boundary.commands import MyChats
from bot.boundary.ports import Person

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SENDER = Sender("Half Hour", "halfhour@example.org")
JO = "jo+calendar@xn--strae-oqa.example"
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
]  # fmt: skip


def ics(method: str) -> File:
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    content += "DTSTAMP:20261201T150000Z\r\nDTSTART:20261201T150000Z\r\nSUMMARY:Año\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    return File("half-hour.ics", "text/calendar", content.encode())


def write(card: Card | Board, *, to: str = JO, sender: Sender = SENDER, key: str = "n1") -> EmailMessage:
    """As it is read on the other side."""
    made = message(card, to=to, sender=sender, key=key, sent_at=NOW)
    read = message_from_bytes(bytes(made), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert not [part.defects for part in read.walk() if part.defects]
    return read


def shape(mail: EmailMessage) -> object:
    if not mail.is_multipart():
        return mail.get_content_type()
    return {mail.get_content_type(): [shape(part) for part in mail.iter_parts()]}  # type: ignore[arg-type]


def page(drawn: str) -> str:
    """What a person reads of HTML; the tags must be those that we draw, with no attribute of anybody else's."""

    class Reader(HTMLParser):
        words: str = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            allowed = {"html", "head", "meta", "title", "body", "h1", "h2", "p", "b", "br", "a", "blockquote"}
            assert tag in allowed
            for name, value in attrs:
                assert (name, value) in {
                    ("dir", "auto"), ("charset", "utf-8"), ("style", "font-family: sans-serif; line-height: 1.5"),
                } or (tag == "a" and name == "href" and str(value).startswith("https://"))  # fmt: skip

        def handle_data(self, data: str) -> None:
            self.words += data

    reader = Reader()
    reader.feed(drawn)
    reader.close()
    return reader.words


# -- the invitation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_an_invitation_is_where_every_mail_program_looks_for_it(method: str) -> None:
    file = ics(method)
    mail = write(Card("Maya said yes", files=(file,)))
    assert shape(mail) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html", "text/calendar"]},
            "application/ics",
        ]
    }
    inside, beside = (part for part in mail.walk() if part.get_content_type() in ("text/calendar", "application/ics"))
    assert inside["Content-Type"].params == {"method": method, "charset": "UTF-8"}
    assert inside["Content-Disposition"] is None
    assert (beside.get_content_disposition(), beside.get_filename()) == ("attachment", "half-hour.ics")
    assert inside.get_payload(decode=True) == beside.get_payload(decode=True) == file.content
    assert Calendar.from_ical(file.content)["METHOD"] == method


def test_a_card_without_an_invitation_is_a_plain_mail() -> None:
    assert shape(write(Card("Hello"))) == {"multipart/alternative": ["text/plain", "text/html"]}


def test_other_files_are_attached_as_they_are() -> None:
    mail = write(Card("Yours", files=(File("half-hour.json", "application/json", b'{"a": 1}\n'),)))
    [file] = mail.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("application/json", "half-hour.json")
    assert file.get_payload(decode=True) == b'{"a": 1}\n'


def test_the_headers_are_these_and_no_others() -> None:
    mail = write(Card("Maya said yes"))
    assert mail.keys() == HEADERS
    assert (mail["From"], mail["To"], mail["Subject"]) == ("Half Hour <halfhour@example.org>", JO, "Maya said yes")
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert mail["Auto-Submitted"] == "auto-generated"


def test_one_message_has_one_id_for_each_reader() -> None:
    ids = [
        write(Card("One"))["Message-ID"], write(Card("Two"))["Message-ID"],
        write(Card("One"), key="n2")["Message-ID"], write(Card("One"), to="maya@example.org")["Message-ID"],
    ]  # fmt: skip
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"<[0-9a-f]{32}@example\.org>", id) for id in ids)


def test_one_card_makes_one_mail_to_the_last_octet() -> None:
    card = Card("Maya said yes", files=(ics("REQUEST"),))
    first, second = (bytes(message(card, to=JO, sender=SENDER, key="n1", sent_at=NOW)) for _ in range(2))
    assert first == second


def test_no_server_on_the_way_has_to_take_more_than_seven_bits() -> None:
    mail = bytes(message(Card("Año " * 30, (("é" * 2900,),)), to=JO, sender=SENDER, key="n1", sent_at=NOW))
    assert mail.isascii()
    assert max(map(len, mail.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("to", ["", "jo", "a@b, c@d", "jo@example.org\r\nBcc: eve@example.org", "Jo <jo@example.org>"])
def test_only_an_address_is_written_to(to: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        message(Card("Hi"), to=to, sender=SENDER, key="n1", sent_at=NOW)


# -- words -------------------------------------------------------------------------------------------------------------

PIECES = ["Maya", "ñandú", "🧑🏽‍🚀", "=?utf-8?q?x?=", "0" * 70, "é" * 40, ",", '"', "(x)", "<a@b>", "_", "=20", "  "]
SIGNS = '\r\n\t :;,"<>@=?_&.Bcutf-8éñ🙂\u202e'
ANYTHING = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(lambda pieces: " ".join(pieces)[:150])
    | st.text(min_size=1, max_size=150)
    | st.text(alphabet=SIGNS, min_size=1, max_size=120)
)


def one_line(words: str) -> str:
    lines = re.sub("[\r\n\x0b\x0c\x85\u2028\u2029\t]", " ", words)
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", lines).split())


def unfolded(raw: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", raw)


@given(ANYTHING, ANYTHING)
def test_no_title_and_no_name_writes_a_header(title: str, name: str) -> None:
    mail = write(Card(title), sender=Sender(name, "halfhour@example.org"))
    assert mail.keys() == HEADERS
    assert mail["Subject"] == one_line(title)
    raw = message_from_bytes(mail.as_bytes())
    assert str(make_header(decode_header(unfolded(raw["Subject"])))) == one_line(title)
    shown, address = parseaddr(unfolded(raw["From"]))
    assert address == "halfhour@example.org"
    assert str(make_header(decode_header(shown))) == one_line(name)
    assert max(map(len, raw.as_bytes().split(b"\n"))) <= 78
    assert [one.addr_spec for one in mail["To"].addresses] == [JO]


@pytest.mark.parametrize(
    "title",
    [
        "Hi\r\nBcc: eve@example.org",
        "Hi\n\nBEGIN",
        "=?utf-8?q?a=0ABcc:_eve=40example.org?=",
        "\u2028Bcc: e@x.y",
        "a\x00b",
    ],
)
def test_a_title_that_would_be_a_header_is_a_title(title: str) -> None:
    mail = write(Card(title))
    assert mail["Bcc"] is None and mail.keys() == HEADERS


@given(ANYTHING)
def test_whatever_people_write_is_text_in_html(words: str) -> None:
    card = Card(
        words[:100], ((words, Who(Person("slack", "T1", "U1"), words)),), (Fact(words, (words,)),),
        (Quote(words, words),), small=(Link(words, "https://x.test/?q=<>&\"'"),),
    )  # fmt: skip
    read = one_line(page(html(card)))
    assert one_line(words) in read


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://x.test", "data:text/html,x", 'https://x.test/"><script>alert(1)</script>']
)
def test_only_a_web_address_is_a_link_and_its_words_stay(url: str) -> None:
    drawn = html(Card("T", ((Link("read more", url),),)))
    assert "read more" in page(drawn)
    assert ("<a " in drawn) == url.startswith("https://")
    assert "<script" not in drawn


def test_it_reads_aloud_as_it_is_meant() -> None:
    card = Card(
        "You are meeting Maya",
        (("Hello ", Who(Person("slack", "T1", "UJO"), "Jo"), ", see you at ", NOW, "."),),
        (Fact("Topic", ("Data",)), Fact("Place", (Link("Maya's room", "https://meet.example.org/maya"),))),
        (Quote("Your questions", "1. How?\n2. Why?"),),
        (Button("15:00", MyChats()),),
        (Button("My chats", MyChats(), "main"),),
        small=(Link("Add to Google", "https://g.example"), " · ", Link("Add to Outlook", "https://o.example")),
    )
    assert text(card) == (
        "You are meeting Maya\n\n"
        "Hello Jo, see you at 2026-11-24 09:30 UTC.\n\n"
        "Topic: Data\nPlace: Maya's room: https://meet.example.org/maya\n\n"
        "Your questions:\n1. How?\n2. Why?\n\n"
        "Add to Google: https://g.example · Add to Outlook: https://o.example\n"
    )
    read = page(html(card))
    assert "My chats" not in read and "15:00" not in read, "nothing in a mail can be pressed"
    assert "Your questions:" in read and '<a href="https://g.example">Add to Google</a>' in html(card)


def test_a_board_has_its_cards_one_after_the_other() -> None:
    board = Board("Your chats", (Card("One", (("first",),)), Card("Two")), (("There are two.",),))
    assert text(board) == "Your chats\n\nThere are two.\n\nOne\n\nfirst\n\nTwo\n"
    assert html(board).count("<h2") == 2
