"""Small helpers for what handlers say, and for what people type."""

import re
from datetime import date
from urllib.parse import urlsplit

from bot.domain.etiquette import limits
from bot.domain.refusals import FormTrouble
from bot.speech import times
from bot.speech.voice import Voice


def within(voice: Voice, day: date) -> str:
    return times.day(day, voice.language)


def required(key: str, words: str, most: int = limits.WORDS, *, wording: str = "trouble.empty") -> str:
    """The words, if there are any and they fit; FormTrouble at field `key` otherwise."""
    if not words.strip():
        raise FormTrouble(**{key: wording})
    return fitting(key, words, most)


def fitting(key: str, words: str, most: int = limits.WORDS) -> str:
    if len(words) > most:
        raise FormTrouble(**{key: ("trouble.long", {"most": most, "has": len(words)})})
    return words


def https(words: str) -> bool:
    """A link that may be shown as one."""
    try:
        address = urlsplit(words)
    except ValueError:
        return False
    return address.scheme == "https" and bool(address.hostname) and not re.search(r"[\s<>\"'\\{}\[\]]", words)
