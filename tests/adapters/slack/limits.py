"""What Slack refuses: its Block Kit limits as a list of complaints, beside slack_sdk's own validators."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = Mapping[str, Any]

MESSAGE, MODAL, HOME = 50, 100, 100
LENGTHS = {
    "header": 150, "button": 75, "option": 75, "label": 2000, "hint": 2000, "placeholder": 150, "view": 24,
}  # fmt: skip
RICH = {"text", "user", "date", "link"}


def message_complaints(message: Json) -> list[str]:
    """Of a chat.postMessage, a chat.update or a reply through a response_url."""
    text = message.get("text")
    told = [] if isinstance(text, str) and text.strip() else ["a message without text"]
    told += ["text of 4000 characters or more"] if isinstance(text, str) and len(text) >= 4000 else []
    told += ["unescaped text"] if isinstance(text, str) and ("<" in text or ">" in text) else []
    return told + block_complaints(message.get("blocks") or [], most=MESSAGE)


def view_complaints(view: Json) -> list[str]:
    told: list[str] = []
    kind = view.get("type")
    blocks = view.get("blocks") or []
    if kind not in ("modal", "home"):
        told.append(f"a view of type {kind!r}")
    for part in ("title", "submit", "close"):
        if part in view:
            told += _plain(view[part], LENGTHS["view"], part)
            told += [f"a Home with {part}"] if kind == "home" else []
    if kind == "modal" and "title" not in view:
        told.append("a modal without a title")
    if kind == "modal" and "submit" not in view and any(block.get("type") == "input" for block in blocks):
        told.append("inputs without a submit button")
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        told.append("metadata or callback_id too long")
    if sum(bool((block.get("element") or {}).get("focus_on_load")) for block in blocks) > 1:
        told.append("two focuses")
    told += block_complaints(blocks, most=MODAL)
    try:
        View(**dict(view)).to_dict()
    except SlackObjectFormationError as trouble:
        told.append(f"slack_sdk: {trouble}")
    return told


def block_complaints(blocks: Sequence[Json], *, most: int) -> list[str]:
    told = [] if 1 <= len(blocks) <= most else [f"{len(blocks)} blocks"]
    for block in blocks:
        told += _block(block)
        try:
            parsed = Block.parse(dict(block))
            if parsed is None:
                told.append(f"slack_sdk does not know {block.get('type')!r}")
            else:
                parsed.to_dict()
                parsed.validate_json()
        except SlackObjectFormationError as trouble:
            told.append(f"slack_sdk: {trouble}")
    told += _twice("block_id", (block["block_id"] for block in blocks if "block_id" in block))
    actions = [element["action_id"] for block in blocks if block["type"] == "actions" for element in block["elements"]]
    told += _twice("action_id", actions)
    styled = [e for block in blocks if block["type"] == "actions" for e in block["elements"]]
    return told + (["two primary buttons"] if sum(e.get("style") == "primary" for e in styled) > 1 else [])


def _block(block: Json) -> list[str]:
    match block.get("type"):
        case "header":
            return _plain(block.get("text"), LENGTHS["header"], "header")
        case "divider":
            return []
        case "section":
            return _plain(block.get("text"), 3000, "section")
        case "rich_text":
            return _rich(block.get("elements") or [])
        case "actions":
            elements = block.get("elements") or []
            told = [] if 1 <= len(elements) <= 25 else [f"{len(elements)} elements in actions"]
            return told + [complaint for element in elements for complaint in _button(element)]
        case "input":
            return _input(block)
        case other:
            return [f"a block of type {other!r}"]


def _rich(elements: Sequence[Json]) -> list[str]:
    told = [] if elements else ["an empty rich_text"]
    for part in elements:
        if part.get("type") not in ("rich_text_section", "rich_text_quote"):
            told.append(f"rich text of type {part.get('type')!r}")
        if not part.get("elements"):
            told.append("an empty rich text section")
        for element in part.get("elements") or []:
            if element.get("type") not in RICH:
                told.append(f"rich text element {element.get('type')!r}")
            if element.get("type") in ("text", "link") and not element.get("text"):
                told.append("an empty rich text")
            if element.get("type") == "date" and not (
                isinstance(element.get("timestamp"), int) and "UTC" in element.get("fallback", "")
            ):
                told.append("a date without seconds or fallback")
            if element.get("type") == "link" and len(element.get("url", "")) > 3000:
                told.append("a long address")
    return told


def _button(button: Json) -> list[str]:
    told = _plain(button.get("text"), LENGTHS["button"], "button")
    told += [] if button.get("type") == "button" else [f"an action of type {button.get('type')!r}"]
    told += [] if 1 <= len(button.get("action_id", "")) <= 255 else ["an action_id that does not fit"]
    told += ["a button's value is too long"] if len(button.get("value", "")) > 2000 else []
    told += ["a button's style"] if button.get("style", "primary") not in ("primary", "danger") else []
    return told


def _input(block: Json) -> list[str]:
    element = block.get("element") or {}
    told = _plain(block.get("label"), LENGTHS["label"], "label")
    told += _plain(block["hint"], LENGTHS["hint"], "hint") if "hint" in block else []
    told += _plain(element["placeholder"], LENGTHS["placeholder"], "placeholder") if "placeholder" in element else []
    told += [] if 1 <= len(block.get("block_id", "")) <= 255 else ["a block_id that does not fit"]
    options = element.get("options")
    if options is not None:
        most = 10 if element.get("type") == "checkboxes" else 100
        told += [] if 1 <= len(options) <= most else [f"{len(options)} options in {element.get('type')}"]
        for option in options:
            told += _plain(option.get("text"), LENGTHS["option"], "option")
            told += [] if 1 <= len(option.get("value", "")) <= 75 else ["an option's value"]
        initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
        told += ["an initial option that is not one of the options"] if any(o not in options for o in initial) else []
        told += ["empty initial_options"] if element.get("initial_options") == [] else []
        if "max_selected_items" in element and not 1 <= element["max_selected_items"] <= len(options):
            told.append("max_selected_items")
    if element.get("type") == "plain_text_input":
        most = element.get("max_length", 3000)
        told += [] if 1 <= most <= 3000 else ["max_length"]
        told += ["initial_value"] if not 1 <= len(element.get("initial_value", "x")) <= most else []
    return told


def _plain(text: Any, most: int, what: str) -> list[str]:
    if not isinstance(text, Mapping) or text.get("type") != "plain_text":
        return [f"{what} is not plain text"]
    words = text.get("text", "")
    return [] if words.strip() and len(words) <= most else [f"{what} of {len(words)} characters: {words[:40]!r}"]


def _twice(what: str, ids: Iterable[str]) -> list[str]:
    seen = list(ids)
    return [f"the same {what} twice: {id}" for id in sorted(set(seen)) if seen.count(id) > 1]
