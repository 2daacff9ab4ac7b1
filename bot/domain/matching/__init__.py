"""Who could answer this, and why: a simple, honest scorer behind a small interface."""

from bot.domain.matching.scorer import Match, rank

__all__ = ["Match", "rank"]
