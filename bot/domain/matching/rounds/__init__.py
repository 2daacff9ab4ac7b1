"""Everybody matched at once: who meets whom in a round, exactly, and fairly among equals."""

from bot.domain.matching.rounds.people import GIVE, WIDTH, Host, Mentee, Pair, Plan, Round, Scores, Why, lately
from bot.domain.matching.rounds.planning import plan

__all__ = ["GIVE", "WIDTH", "Host", "Mentee", "Pair", "Plan", "Round", "Scores", "Why", "lately", "plan"]
