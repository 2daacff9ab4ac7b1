"""Text as Slack's rich text, which has no markup: what people typed is shown as typed and pings nobody."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from adapters.slack.parse import USER
from bot.boundary.cards import Fact, Link, Quote, Text, Who
from bot.boundary.ports import Place

Json = dict[str, Any]

DATE = "{date_long_pretty}, {time}"
MAX_URL = 3000


def block(*elements: Json | None) -> Json | None:
    """A rich_text block of those elements that have something to show; None when none has."""
    shown = [element for element in elements if element and element["elements"]]
    return {"type": "rich_text", "elements": shown} if shown else None


def section(*texts: Text, home: Place, **style: bool) -> Json:
    """The texts, a blank line between them."""
    return {"type": "rich_text_section", "elements": _joined(texts, "\n\n", home, style)}


def facts(rows: Iterable[Fact], *, home: Place) -> Json:
    parts: list[Json] = []
    for row in rows:
        parts += words(f"{chr(10) if parts else ''}{row.label}: ", bold=True) + spans(row.value, home=home)
    return {"type": "rich_text_section", "elements": parts}


def quotes(rows: Iterable[Quote]) -> list[Json]:
    """Each as its label and the words below it, marked as somebody's own."""
    parts: list[Json] = []
    for row in rows:
        parts.append({"type": "rich_text_section", "elements": words(row.label, bold=True)})
        parts.append({"type": "rich_text_quote", "elements": words(row.words)})
    return parts


def spans(text: Text, *, home: Place, **style: bool) -> list[Json]:
    return _joined((text,), "", home, style)


def words(text: str, **style: bool) -> list[Json]:
    """Slack refuses an empty text, so that one is no element at all."""
    return [_styled({"type": "text", "text": text}, style)] if text else []


def _joined(texts: Iterable[Text], gap: str, home: Place, style: dict[str, bool]) -> list[Json]:
    parts: list[Json] = []
    for text in texts:
        shown = [element for span in text for element in _span(span, home, style)]
        parts += [*(words(gap) if parts and shown else []), *shown]
    return parts


def _span(span: str | Who | datetime | Link, home: Place, style: dict[str, bool]) -> list[Json]:
    match span:
        case str():
            return words(span, **style)
        case Who():
            if span.person.home == home and USER.fullmatch(span.person.user):
                return [_styled({"type": "user", "user_id": span.person.user}, style)]
            return words(span.name, **style)
        case datetime():
            fallback = f"{span.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            moment = {"type": "date", "timestamp": int(span.timestamp()), "format": DATE, "fallback": fallback}
            return [_styled(moment, style)]
        case Link():
            if span.url.startswith("https://") and len(span.url) <= MAX_URL and span.label:
                return [_styled({"type": "link", "url": span.url, "text": span.label}, style)]
            return words(span.label, **style)


def _styled(element: Json, style: dict[str, bool]) -> Json:
    return {**element, "style": style} if style else element
