"""A card for where nothing draws times in the reader's own clock, such as an e-mail: every moment becomes words."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.boundary.cards import Card, Fact, Text
from bot.domain import zones
from bot.speech import times
from bot.speech.voice import Voice


def spoken(card: Card, voice: Voice) -> Card:
    """The card with its times in the reader's language and clock."""
    return replace(
        card,
        body=tuple(_said(part, voice) for part in card.body),
        facts=tuple(Fact(fact.label, _said(fact.value, voice)) for fact in card.facts),
        small=_said(card.small, voice),
    )


def moment(when: datetime, voice: Voice) -> str:
    """ "Tue, 1 Dec 2026, 15:00 (Berlin time, UTC+1)": a mail is read anywhere, and long afterwards."""
    known = voice.zone is not None and zones.known(voice.zone)
    name = times.zone_name(voice.zone, voice.language)
    local = when.astimezone(zones.rules(voice.zone if known and voice.zone else "UTC"))
    offset = _offset(local.utcoffset() or timedelta())
    where = name if name == offset else f"{name}, {offset}"
    return f"{times.day(local.date(), voice.language)}, {times.clock(when, voice.zone, voice.language)} ({where})"


def _said(text: Text, voice: Voice) -> Text:
    return tuple(moment(span, voice) if isinstance(span, datetime) else span for span in text)


def _offset(offset: timedelta) -> str:
    """ "UTC", "UTC+5:30", "UTC-3"."""
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
