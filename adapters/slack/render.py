"""Cards, boards and forms as Slack's blocks, messages and views. Pure: a card in, a dict out."""

from collections.abc import Iterable, Sequence
from zlib import crc32

from adapters.slack import rich
from adapters.slack.parse import AT_HOME, USER
from adapters.slack.rich import Json
from bot.boundary.cards import Board, Button, Card, Field, Form, Text
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import encode

MAX_VIEW_TITLE = 24
MAX_HEADER = 150
MAX_NOTICE = 700
"""Characters of a message's `text` before escaping, which makes one of them five at most: Slack advises under 4000."""
MAX_ERROR = 300
MAX_INPUT = 3000
PARAGRAPHS = 15
"""Drawn as blocks of their own; a message has room for fifty blocks, so any further ones share the last."""
STYLES = {"main": "primary", "danger": "danger"}
BLANK = "\N{MIDDLE DOT}"
"""Where Slack insists on a character and there is none."""


def message(say: Card | Board, home: Place) -> Json:
    """`text` and `blocks` of a message. The text is what notifications show and screen readers read."""
    point = say.point if isinstance(say, Card) else ""
    return {"text": escape(clip(" ".join((point or say.title).split()), MAX_NOTICE)), "blocks": blocks(say, home)}


def app_home(say: Card | Board, home: Place) -> Json:
    return {"type": "home", "blocks": blocks(say, home)}


def view(say: Card | Board | Form, home: Place, *, done: str, cancel: str, at_home: bool = False) -> Json:
    """A modal. A form's has a submit button and carries the command it completes; a card's only closes."""
    where = f" {AT_HOME}" if at_home else ""
    if isinstance(say, Form):
        return {
            "type": "modal",
            "callback_id": "form",
            "title": text(say.title, MAX_VIEW_TITLE),
            "submit": text(say.submit, MAX_VIEW_TITLE),
            "close": text(cancel, MAX_VIEW_TITLE),
            "private_metadata": encode(say.completes) + where,
            "blocks": [*_intro(say, home), *(_input(field, index) for index, field in enumerate(say.fields))],
        }
    drawn = blocks(say, home)
    return {
        "type": "modal",
        "callback_id": "card",
        "title": text(say.title, MAX_VIEW_TITLE),
        "close": text(done, MAX_VIEW_TITLE),
        "private_metadata": where,
        "blocks": drawn[1:] if len(say.title) <= MAX_VIEW_TITLE and len(drawn) > 1 else drawn,
    }


def moment(words: str, *, done: str) -> Json:
    """A view that holds the place of an answer which is on its way."""
    return {
        "type": "modal",
        "callback_id": "moment",
        "title": text(words, MAX_VIEW_TITLE),
        "close": text(done, MAX_VIEW_TITLE),
        "blocks": [{"type": "section", "text": text(words, MAX_INPUT)}],
    }


def errors(form: Form) -> dict[str, str]:
    """For `response_action: errors`: block id (the field's key) -> what is wrong."""
    return {key: clip(words, MAX_ERROR) or BLANK for key, words in form.errors.items()}


# -- cards and boards --------------------------------------------------------------------------------------------------


def blocks(say: Card | Board, home: Place) -> list[Json]:
    """The title's block comes first, and there always is one."""
    header: Json = {"type": "header", "text": text(say.title, MAX_HEADER)}
    if isinstance(say, Card):
        parts = [*_paragraphs(say.body, home), *_details(say, home), *_presses(say.picks, "pick")]
        return [header, *parts, *_presses(say.buttons, "press")]
    parts = [*_paragraphs(say.body, home), *_presses(say.buttons, "press")]
    for index, card in enumerate(say.cards):
        parts += [{"type": "divider"}, *_entry(card, home), *_presses(card.buttons, f"card{index}")]
    return [header, *parts]


def _paragraphs(body: Sequence[Text], home: Place) -> list[Json]:
    alone, rest = body[:PARAGRAPHS], body[PARAGRAPHS:]
    return _shown([*(rich.block(rich.section(part, home=home)) for part in alone), _together(rest, home)])


def _together(body: Sequence[Text], home: Place) -> Json | None:
    return rich.block(rich.section(*body, home=home))


def _details(card: Card, home: Place) -> list[Json]:
    return _shown(
        [
            rich.block(rich.facts(card.facts, home=home)),
            rich.block(*rich.quotes(card.quotes)),
            rich.block(rich.section(card.small, home=home, italic=True)),
        ]
    )


def _entry(card: Card, home: Place) -> list[Json]:
    """A card on a board: one block, whatever it holds, so that a full board fits a message."""
    small = [rich.section(card.small, home=home, italic=True)] if card.small else []
    parts: list[Json] = [
        rich.section((card.title,), home=home, bold=True),
        rich.section(*card.body, home=home),
        rich.facts(card.facts, home=home),
        *rich.quotes(card.quotes),
        *small,
    ]
    return _shown([rich.block(*_on_lines(parts))])


def _on_lines(parts: Iterable[Json]) -> list[Json]:
    """Neighbouring sections of one block run on, so each but the first begins on a new line."""
    lines: list[Json] = []
    for part in parts:
        if part["elements"] and lines and part["type"] == lines[-1]["type"] == "rich_text_section":
            part = {**part, "elements": [*rich.words("\n"), *part["elements"]]}
        if part["elements"]:
            lines.append(part)
    return lines


def _presses(buttons: Sequence[Button], name: str) -> list[Json]:
    if not buttons:
        return []
    return [{"type": "actions", "elements": [_button(button, f"{name}.{i}") for i, button in enumerate(buttons)]}]


def _button(button: Button, id: str) -> Json:
    drawn: Json = {
        "type": "button",
        "action_id": id,
        "text": text(button.label, 75),
        "value": encode(button.press),
    }
    if button.style in STYLES:
        drawn["style"] = STYLES[button.style]
    return drawn


# -- forms -------------------------------------------------------------------------------------------------------------


def _intro(form: Form, home: Place) -> list[Json]:
    labels = {field.key: field.label for field in form.fields}
    wrong = [(f"{labels.get(key, '')}: {words}".removeprefix(": "),) for key, words in form.errors.items()]
    return _shown(
        [
            rich.block(rich.section(form.intro, home=home)),
            rich.block(rich.section(*wrong, home=home, bold=True)),
        ]
    )


def _input(field: Field, index: int) -> Json:
    element = _element(field)
    if index == 0:
        element["focus_on_load"] = True
    drawn: Json = {
        "type": "input",
        "block_id": field.key,
        "label": text(field.label, 2000),
        "optional": not field.required,
        "element": element,
    }
    if field.hint:
        drawn["hint"] = text(field.hint, 2000)
    return drawn


def _element(field: Field) -> Json:
    # Slack keeps what was typed where the ids of a new view are the old ones. The id changes with the value that the
    # desk gives, so that the desk's word is shown.
    given = crc32(repr((field.value, field.options)).encode())
    drawn: Json = {"action_id": f"{field.kind}.{given:08x}"}
    chosen = (field.value,) if isinstance(field.value, str) else field.value
    options = [{"text": text(option.label, 75), "value": option.value} for option in field.options]
    initial = [option for option in options if option["value"] in chosen]
    match field.kind:
        case "line" | "text":
            most = max(1, min(field.most, MAX_INPUT))
            value = clip(chosen[0], most) if chosen else ""
            drawn |= {"type": "plain_text_input", "multiline": field.kind == "text", "max_length": most}
            drawn |= {"initial_value": value} if value else {}
        case "choice":
            drawn |= {"type": "static_select", "options": options}
            drawn |= {"initial_option": initial[0]} if initial else {}
        case "choices" if len(options) <= min(field.most, 10):
            drawn |= {"type": "checkboxes", "options": options}
            drawn |= {"initial_options": initial} if initial else {}
        case "choices":
            most = max(1, min(field.most, len(options)))
            drawn |= {"type": "multi_static_select", "options": options, "max_selected_items": most}
            drawn |= {"initial_options": initial[:most]} if initial else {}
        case "person":
            drawn |= {"type": "users_select"}
            drawn |= {"initial_user": user} if (user := _user(chosen)) else {}
        case "tick":
            drawn |= {"type": "checkboxes", "options": options[:1]}
            ticked = field.value not in ("", ())
            drawn |= {"initial_options": options[:1]} if ticked else {}
    if field.example and drawn["type"] != "checkboxes":
        drawn["placeholder"] = text(field.example, 150)
    return drawn


def _user(chosen: Sequence[str]) -> str:
    try:
        who = Person.parse(chosen[0]) if chosen else None
    except ValueError:
        return ""
    return who.user if who and who.platform == "slack" and USER.fullmatch(who.user) else ""


# -- words -------------------------------------------------------------------------------------------------------------


def text(words: str, limit: int) -> Json:
    """Plain text, never empty; `:smile:` stays as typed."""
    return {"type": "plain_text", "text": clip(words, limit) if words.strip() else BLANK, "emoji": False}


def clip(words: str, limit: int) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def escape(words: str) -> str:
    """Slack's three characters, in its order. Cut first and escape then, or a cut may leave `&am`."""
    return (words.strip() or BLANK).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown(parts: Iterable[Json | None]) -> list[Json]:
    return [part for part in parts if part]
