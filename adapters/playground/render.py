"""Card, Board and Form -> the JSON that the page draws. Pure. Every string is shown as it is: the page sets text,
never markup."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from adapters.playground.words import language
from adapters.playground.world import PLACE, Drawn, Item, Sample
from bot.boundary.cards import Board, Button, Card, Field, File, Form, Link, Text, Who, plain
from bot.boundary.menu import Entry
from bot.boundary.ports import Coming
from bot.boundary.tokens import encode, flatten


def say(what: Card | Board) -> Drawn:
    return card(what) if isinstance(what, Card) else board(what)


def card(what: Card) -> Drawn:
    return {
        "kind": "card",
        "title": what.title,
        "point": what.point or what.title,
        "body": [text(part) for part in what.body],
        "facts": [{"label": fact.label, "value": text(fact.value)} for fact in what.facts],
        "quotes": [{"label": quoted.label, "words": quoted.words} for quoted in what.quotes],
        "picks": [button(each) for each in what.picks],
        "buttons": [button(each) for each in what.buttons],
        "files": [file(each) for each in what.files],
        "small": text(what.small),
    }


def board(what: Board) -> Drawn:
    return {
        "kind": "board",
        "title": what.title,
        "point": what.title,
        "body": [text(part) for part in what.body],
        "cards": [card(each) for each in what.cards],
        "buttons": [button(each) for each in what.buttons],
    }


def line(words: str) -> Drawn:
    """A command as somebody typed it."""
    return {"kind": "line", "words": words}


def form(what: Form, people: Iterable[Sample]) -> Drawn:
    return {
        "kind": "form",
        "title": what.title,
        "intro": text(what.intro),
        "fields": [_field(each, people) for each in what.fields],
        "completes": flatten(what.completes),
        "submit": what.submit,
        "errors": dict(what.errors),
    }


def _field(what: Field, people: Iterable[Sample]) -> Drawn:
    options = [{"value": option.value, "label": option.label} for option in what.options]
    if what.kind == "person":
        options = [{"value": str(sample.person), "label": sample.name} for sample in people]
    return {
        "key": what.key,
        "label": what.label,
        "kind": what.kind,
        "hint": what.hint,
        "example": what.example,
        "required": what.required,
        "most": what.most,
        "options": options,
        "value": list(what.value) if isinstance(what.value, tuple) else what.value,
    }


def button(what: Button) -> Drawn:
    return {"label": what.label, "press": encode(what.press), "style": what.style}


def file(what: File) -> Drawn:
    kind = quote(what.media_type, safe="/;=+.-")
    return {"name": what.name, "href": f"data:{kind};base64,{b64encode(what.content).decode()}"}


def text(what: Text) -> list[Any]:
    """A string stays a string; a person, a moment and a link become one-key objects."""
    return [_span(span) for span in what]


def _span(span: object) -> Any:
    match span:
        case Who(person, name):
            return {"who": name, "user": person.user if person.home == PLACE else ""}
        case datetime():
            return {"at": span.isoformat()}
        case Link(label, url):
            # anything else would be a script's way onto the page
            return {"link": label, "url": url} if url.startswith("https://") else plain((span,))
        case _:
            return str(span)


# -- what stands around the cards --------------------------------------------------------------------------------------


def item(what: Item) -> Drawn:
    """Something on a screen; `rev` tells the page whether it has drawn it already."""
    return {
        "number": what.number,
        "user": what.user,
        "how": what.how,
        "at": what.at.isoformat(),
        "rev": what.rev,
        "say": what.say,
    }


def coming(what: Coming) -> Drawn:
    return {"kind": str(what.kind), "user": what.to.user, "at": what.due_at.isoformat()}


def entry(what: Entry) -> Drawn:
    argument = what.argument.kind if what.argument else ""
    return {"name": what.name, "argument": argument, "described": dict(what.described)}


def sample(what: Sample) -> Drawn:
    return {
        "user": what.user,
        "name": what.name,
        "locale": what.locale,
        "language": language(what.locale),
        "zone": what.zone,
        "city": what.city,
        "role": "mentor" if what.profile else "organiser" if what.organiser else "member",
        "headline": what.profile.get("headline", ""),
    }
