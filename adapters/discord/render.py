"""Cards, boards and forms as Discord draws them: Components V2 layouts and modals. Pure."""

import io
from collections import Counter
from collections.abc import Sequence

import discord
from discord import ui

from adapters.discord.markup import ROOM, Part, Pen, fit, line, quoted, share, size
from adapters.discord.parse import TYPED, form_id, press_id
from bot.boundary.cards import Board, Button, Card, Field, Form, Text
from bot.boundary.ports import Place

STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "main": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}
MAX_FILES = 10
MAX_INTRO = 2000
Say = Card | Board
Box = ui.Container[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]


def message(say: Say, place: Place, *, place_name: str = "", direct: bool = False) -> ui.LayoutView:
    """At most 40 components and 4000 characters. `place_name` is shown in small print, for people who share several
    servers with the bot; `direct` where this is read in a direct message."""
    pen = Pen(place, direct)
    buttons = _Buttons(place)
    name: list[Part] = [_small((place_name,), pen)] if place_name else []
    view = ui.LayoutView(timeout=None)
    if isinstance(say, Card):
        groups = [*_groups(say, pen, "##"), name]
        box = Box(*(ui.TextDisplay(words) for words in _shared(groups) if words))
        for row in (say.picks, say.buttons):
            if row:
                box.add_item(buttons.row(row))
        for file in say.files[:MAX_FILES]:
            box.add_item(ui.File(f"attachment://{file.name}"))
        return view.add_item(box)
    head = [_title(say.title, "##"), *(_body(text, pen) for text in say.body), *name]
    cards = [[part for group in _groups(card, pen, "###") for part in group] for card in say.cards]
    first, *rest = _shared([head, *cards])
    view.add_item(ui.TextDisplay(first))
    for card, words in zip(say.cards, rest, strict=True):
        box = Box(ui.TextDisplay(words))
        if card.buttons:
            box.add_item(buttons.row(card.buttons))
        view.add_item(box)
    if say.buttons:
        view.add_item(buttons.row(say.buttons))
    return view


def files(say: Say) -> list[discord.File]:
    """The uploads that `message` shows; made afresh for each try, since sending reads them to their end."""
    if isinstance(say, Board):
        return []
    return [discord.File(io.BytesIO(file.content), file.name) for file in say.files[:MAX_FILES]]


def form(form: Form, place: Place, *, direct: bool = False) -> ui.Modal:
    """`direct`: in a direct message there is no list of members to pick from, so a name is typed."""
    modal = ui.Modal(title=form.title, custom_id=form_id(place, form.completes), timeout=900)
    if form.intro and len(form.fields) < 5 and (intro := Pen(place, direct).write(form.intro, MAX_INTRO)):
        modal.add_item(ui.TextDisplay(intro))
    for one in form.fields:
        modal.add_item(ui.Label(text=one.label, description=one.hint or None, component=_input(one, direct)))
    return modal


# -- parts of a card ---------------------------------------------------------------------------------------------------


def _groups(card: Card, pen: Pen, heading: str) -> list[list[Part]]:
    head = [_title(card.title, heading), *(_body(text, pen) for text in card.body)]
    facts = [_labelled(f"**{line(fact.label)}**: ", _span(fact.value, pen)) for fact in card.facts]
    quotes = [
        _labelled(f"**{line(quote.label)}**\n" if quote.label else "", _said(quote.words)) for quote in card.quotes
    ]
    return [head, facts, quotes, [_small(card.small, pen)] if card.small else []]


def _shared(groups: Sequence[Sequence[Part]]) -> list[str]:
    drawn = iter(share([part for group in groups for part in group], ROOM))
    return ["\n".join(words for _ in group if (words := next(drawn))) for group in groups]


def _title(words: str, heading: str) -> Part:
    return _labelled(f"{heading} ", lambda room: fit(" ".join(words.split()), room))


def _body(text: Text, pen: Pen) -> Part:
    return lambda room: pen.write(text, room)


def _span(text: Text, pen: Pen) -> Part:
    return lambda room: pen.write(text, room)


def _said(words: str) -> Part:
    return lambda room: fit(words, room, quoted) if words.strip() else ""


def _small(text: Text, pen: Pen) -> Part:
    def draw(room: int) -> str:
        one = tuple(" ".join(span.split("\n")) if isinstance(span, str) else span for span in text)
        return f"-# {words}" if (words := pen.write(one, room - 3)) else ""

    return draw


def _labelled(label: str, part: Part) -> Part:
    """Nothing at all where there is nothing to label."""
    return lambda room: f"{label}{words}" if (words := part(room - size(label))) else ""


class _Buttons:
    """Gives every button of one message an id of its own."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.seen: Counter[str] = Counter()

    def row(self, buttons: Sequence[Button]) -> Row:
        return Row(*map(self._one, buttons))

    def _one(self, button: Button) -> ui.Button[ui.LayoutView]:
        key = press_id(self.place, button.press)
        turn = self.seen[key]
        self.seen[key] += 1
        return ui.Button(
            label=button.label, style=STYLES[button.style], custom_id=press_id(self.place, button.press, turn)
        )


# -- parts of a form ---------------------------------------------------------------------------------------------------


def _input(field: Field, direct: bool) -> ui.Item[ui.Modal]:
    match field.kind:
        case "line" | "text":
            return _words(field, field.key, discord.TextStyle.short if field.kind == "line" else None)
        case "person" if direct:
            return _words(field, field.key + TYPED, discord.TextStyle.short, most=100)
        case "person":
            return ui.UserSelect(
                custom_id=field.key,
                placeholder=field.example or None,
                required=field.required,
                min_values=int(field.required),
                max_values=1,
                default_values=[discord.Object(int(one)) for one in _chosen(field) if one.isdigit()],
            )
        case "tick":
            return ui.CheckboxGroup(
                custom_id=field.key,
                required=field.required,
                min_values=int(field.required),
                max_values=1,
                options=[
                    discord.CheckboxGroupOption(label=one.label, value=one.value, default=bool(field.value))
                    for one in field.options[:1]
                ],
            )
        case _:
            return ui.Select(
                custom_id=field.key,
                placeholder=field.example or None,
                required=field.required,
                min_values=int(field.required),
                max_values=1 if field.kind == "choice" else max(1, min(field.most, len(field.options))),
                options=[
                    discord.SelectOption(label=one.label, value=one.value, default=one.value in _chosen(field))
                    for one in field.options
                ],
            )


def _words(
    field: Field, key: str, style: discord.TextStyle | None, *, most: int | None = None
) -> ui.TextInput[ui.Modal]:
    value = field.value if isinstance(field.value, str) else ""
    if field.kind == "person":
        value = "".join(f"<@{one}>" for one in _chosen(field) if one.isdigit())  # typed again, it is that person
    most = most or field.most
    return ui.TextInput(
        custom_id=key,
        style=style or discord.TextStyle.paragraph,
        placeholder=field.example or None,
        default=value[:most] or None,
        required=field.required,
        max_length=most,
    )


def _chosen(field: Field) -> tuple[str, ...]:
    chosen = (field.value,) if isinstance(field.value, str) else field.value
    return tuple(one.rpartition(":")[2] for one in chosen) if field.kind == "person" else chosen
