"""Card -> e-mail, pure. Words are words: in plain text as they are, in HTML escaped, in a header on one line.

Buttons are left out, for a mail cannot press them; a card's links are shown. A moment that comes as a value is told in
UTC: whoever sends a card by mail puts times into the reader's words first."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from bot.boundary.cards import Board, Card, File, Link, Text, Who, printable

POLICY = SMTP.clone(cte_type="7bit", refold_source="none")  # every server on the way takes seven bits
CALENDAR = "text/calendar"
INVITATION = "half-hour.ics"
WIDTH, FOLD = 76, "\r\n"
_PLAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 ]{0,58}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"[A-Za-z0-9_$&'*+/=~.-]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Sender:
    """The mailbox that mails come from: the ORGANIZER of every invitation in them."""

    name: str
    address: str


def message(card: Card | Board, *, to: str, sender: Sender, key: str, sent_at: datetime) -> EmailMessage:
    """`to` is an address and nothing else. The same `key` to the same person makes the same Message-ID, so that a mail
    that is sent again is one in the mailbox. ValueError for what is no address.

    With an invitation: mixed [ alternative [ plain, HTML, calendar ], the same file as attachment ]; Gmail, Outlook and
    Apple look for it in one of the two places, and want the MIME method to be the METHOD of the file."""
    if not _ADDRESS.fullmatch(to):
        raise ValueError("not an address")
    made = EmailMessage(POLICY)
    made.set_raw("From", _mailbox(sender))
    made.set_raw("To", to)
    made.set_raw("Subject", _words("Subject", card.title))
    made["Date"] = format_datetime(sent_at.astimezone(UTC))
    made["Message-ID"] = _message_id(key, to, sender)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text(card))
    made.add_alternative(html(card), subtype="html")
    files = card.files if isinstance(card, Card) else ()
    for file in files:
        if file.media_type == CALENDAR:
            _invite(made, file)
    for file in files:
        _attach(made, file)
    _bound(made)
    return made


def _words(name: str, words: str) -> str:
    """A header's words on lines that are short enough. Anything but a few plain letters is encoded (RFC 2047) here, for
    the library that folds headers puts spaces into long words, and takes what looks encoded for encoded."""
    line = _line(words)
    if not line or _PLAIN.fullmatch(line):
        return line
    return Header(line, "utf-8", maxlinelen=WIDTH, header_name=name).encode(linesep=FOLD)


def _mailbox(sender: Sender) -> str:
    if not (name := _words("From", sender.name)):
        return sender.address
    fits = len(f"From: {name} <{sender.address}>") <= WIDTH
    return f"{name}{'' if fits else FOLD} <{sender.address}>"


def _message_id(key: str, to: str, sender: Sender) -> str:
    digest = hashlib.sha256(f"{key} {to} {sender.address}".encode()).hexdigest()[:32]
    return f"<{digest}@{sender.address.rpartition('@')[2]}>"


def _invite(made: EmailMessage, file: File) -> None:
    """Base64, so that the file arrives octet for octet."""
    found = re.search(rb"^METHOD:([A-Z]+)\r?$", file.content, re.MULTILINE)
    method = {"method": found[1].decode()} if found else {}
    made.add_alternative(
        file.content, maintype="text", subtype="calendar", cte="base64", params={**method, "charset": "UTF-8"}
    )
    del made.get_payload()[-1]["Content-Disposition"]  # type: ignore[index, union-attr]


def _attach(made: EmailMessage, file: File) -> None:
    invited = file.media_type == CALENDAR
    maintype, _, subtype = ("application/ics" if invited else file.media_type).partition("/")
    made.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=INVITATION if invited else file.name)


def _bound(made: EmailMessage) -> None:
    """What stands between the parts follows from what is in them, so that one card makes one mail, and nobody can write
    it into a part beforehand."""
    leaves = (part.get_payload(decode=True) or b"" for part in made.walk() if not part.is_multipart())
    digest = hashlib.sha256(b"".join(leaf for leaf in leaves if isinstance(leaf, bytes))).hexdigest()[:32]
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")


# -- plain text --------------------------------------------------------------------------------------------------------


def text(card: Card | Board) -> str:
    """One thought a paragraph, no signs that a screen reader would spell out."""
    return "\n\n".join(part for part in _paragraphs(card) if part.strip()) + "\n"


def _paragraphs(card: Card | Board) -> Iterator[str]:
    yield printable(card.title)
    yield from (_plain(part) for part in card.body)
    if isinstance(card, Board):
        for each in card.cards:
            yield from _paragraphs(each)
        return
    yield "\n".join(f"{printable(fact.label)}: {_plain(fact.value)}" for fact in card.facts)
    yield from (f"{printable(quote.label)}:\n{printable(quote.words)}" for quote in card.quotes)
    yield _plain(card.small)


def _plain(text: Text) -> str:
    return "".join(_said(span) for span in text)


def _said(span: str | Who | datetime | Link) -> str:
    match span:
        case Who():
            return printable(span.name)
        case datetime():
            return _moment(span)
        case Link(label, url):
            return printable(label if label == url else f"{label}: {url}")
        case _:
            return printable(span)


# -- HTML --------------------------------------------------------------------------------------------------------------


def html(card: Card | Board) -> str:
    """A page of headings and paragraphs that every mail program and screen reader knows; `dir` lets each line run the
    way its words do."""
    title = escape(_line(card.title))
    return (
        f'<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body style="font-family: sans-serif; line-height: 1.5">\n{"".join(_blocks(card, "h1"))}</body>\n</html>\n'
    )


def _blocks(card: Card | Board, heading: str) -> Iterator[str]:
    yield _block(heading, escape(printable(card.title)))
    yield from _each("p", (_marked(part) for part in card.body))
    if isinstance(card, Board):
        for each in card.cards:
            yield from _blocks(each, "h2")
        return
    yield from _each("p", (f"<b>{_marked((fact.label,))}:</b> {_marked(fact.value)}" for fact in card.facts))
    for told in card.quotes:
        yield _block("p", f"<b>{_marked((told.label,))}:</b>")
        yield _block("blockquote", _marked((told.words,)))
    yield from _each("p", [_marked(card.small)])


def _each(tag: str, insides: Iterable[str]) -> Iterator[str]:
    return (_block(tag, inside) for inside in insides if inside.strip())


def _block(tag: str, inside: str) -> str:
    return f'<{tag} dir="auto">{inside}</{tag}>\n'


def _marked(text: Text) -> str:
    return "".join(_drawn(span) for span in text)


def _drawn(span: str | Who | datetime | Link) -> str:
    match span:
        case Link(label, url) if url.startswith("https://"):
            address = quote(printable(url), safe=":/?#[]@!$&'()*+,;=%~")
            return f'<a href="{escape(address)}">{_broken(label)}</a>'
        case _:
            return _broken(_said(span))


def _broken(words: str) -> str:
    return escape(printable(words)).replace("\n", "<br>\n")


# -- both --------------------------------------------------------------------------------------------------------------


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _line(words: str) -> str:
    return " ".join(printable(words).split())
