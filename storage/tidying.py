"""What is forgotten because it is old: a community says for how many days words and messages are kept."""

import json
from datetime import datetime, timedelta

from sqlalchemy import Delete, Update, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.people import House
from storage.tables import (
    account_codes,
    addresses,
    appeals,
    chats,
    communities,
    deliveries,
    drafts,
    holds,
    introductions,
    nudges,
    reports,
)
from storage.words import DAY

WORDS = ("note", "questions", "asked_first", "answered", "words", "absent", "takeaway", "thanks", "outcome")
"""The columns of a chat that fall silent; that it took place, and about which topic, is remembered."""

MOMENTS = ("asked_at", "answer_by", "starts_at", "ended_at", "thanked_at", "outcome_at")
"""A chat is as old as the latest of these."""


async def forget_old(engine: AsyncEngine, *, now: datetime) -> int:
    """A transaction for each community, so that none waits for all the others."""
    async with engine.begin() as conn:
        changed = await _changed(conn, delete(holds).where(holds.c.until <= now))
        every = (await conn.execute(select(communities.c.id, communities.c.rules).order_by(communities.c.id))).all()
    for community, rules in every:
        kept = timedelta(days=json.loads(rules).get("keep_days", House.keep_days))
        async with engine.begin() as conn:
            changed += await _forget_in(conn, community, since=now - kept, now=now)
    return changed


async def _forget_in(conn: AsyncConnection, community: str, *, since: datetime, now: datetime) -> int:
    """A nudge that nobody serves any more (its platform was taken away) grows old like a settled one."""
    old_nudge = or_(nudges.c.settled_at < since, and_(nudges.c.state == "waiting", nudges.c.due_at < since))
    old_chat = and_(*(or_(chats.c[name].is_(None), chats.c[name] < since) for name in MOMENTS))
    spoken = or_(*(chats.c[name] != "" for name in WORDS))
    return sum(
        [
            await _changed(conn, delete(nudges).where(nudges.c.community == community, old_nudge)),
            await _changed(conn, delete(drafts).where(drafts.c.community == community, drafts.c.kept_at <= now - DAY)),
            await _changed(
                conn,
                delete(deliveries).where(deliveries.c.community == community, deliveries.c.noted_at <= now - DAY),
            ),
            await _changed(
                conn,
                delete(addresses)
                .where(addresses.c.community == community, addresses.c.confirmed_at.is_(None))
                .where(addresses.c.asked_at <= now - DAY, addresses.c.since <= now - DAY),
            ),
            await _changed(
                conn,
                delete(account_codes).where(
                    account_codes.c.community == community, account_codes.c.made_at <= now - DAY
                ),
            ),
            await _changed(conn, delete(appeals).where(appeals.c.community == community, appeals.c.made_at < since)),
            await _changed(conn, delete(reports).where(reports.c.community == community, reports.c.made_at < since)),
            await _changed(
                conn,
                update(chats).where(chats.c.community == community, old_chat, spoken).values(dict.fromkeys(WORDS, "")),
            ),
            await _changed(
                conn,
                update(introductions)
                .where(introductions.c.community == community, introductions.c.made_at < since)
                .where(introductions.c.why != "")
                .values(why=""),
            ),
        ]
    )


async def _changed(conn: AsyncConnection, statement: Delete | Update) -> int:
    return (await conn.execute(statement)).rowcount
