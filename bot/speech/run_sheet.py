"""How to spend the time, as the mentee reads it: one line a step, by the reader's clock."""

from datetime import datetime, timedelta

from bot.domain.chats import Chat
from bot.domain.etiquette.run_sheet import plan
from bot.speech import times
from bot.speech.voice import Voice


def run_sheet(chat: Chat, voice: Voice) -> str:
    steps = plan(chat.minutes)
    stop = _at(chat, steps[-1].start, voice)
    lines = [f"{_at(chat, step.start, voice)} · {voice(f'run_sheet.{step.part}', stop=stop)}" for step in steps]
    return "\n".join(lines)


def kept_free(chat: Chat, voice: Voice) -> str:
    """ "16:00–16:20" in the reader's clock."""
    start: datetime = chat.starts_at or chat.asked_at
    ends = times.clock(start + timedelta(minutes=chat.minutes), voice.zone, voice.language)
    named = "" if voice.zone else f" ({times.zone_name(None, voice.language)})"
    return f"{times.clock(start, voice.zone, voice.language)}–{ends}{named}"


def _at(chat: Chat, minute: int, voice: Voice) -> str:
    """The time of day, or the minute for a reader whose clock is not known."""
    if voice.zone is None or chat.starts_at is None:
        return voice("run_sheet.minute", n=minute)
    return times.clock(chat.starts_at + timedelta(minutes=minute), voice.zone, voice.language)
