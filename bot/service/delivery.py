"""Delivery: claim what is due, compose it from the truth of the moment, send it, settle it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.boundary.ports import Claimed, Clock, Messenger, OutcomeUnknown, Storage, TryLater, Unreachable
from bot.domain import nudges
from bot.domain.nudges import Kind
from bot.domain.people import Person
from bot.service.lookups import standing_card
from bot.service.reach import NOWHERE, Reach
from bot.service.telling import Done, Say, Wait, as_member, compose, quiet_record
from bot.speech.standing import state

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 10
MOST_FAULTS = 12
MOST_TRIES = 60
"""Of a platform that is busy or away: about two and a half days, with the waits growing to an hour."""
FIRST_WAIT = timedelta(seconds=5)


@dataclass
class Delivery:
    """`worker` is fresh at each start: a claim is settled only under the name that made it."""

    storage: Storage
    clock: Clock
    messengers: Mapping[str, Messenger]
    worker: str
    reach: Reach = NOWHERE

    async def deliver_due(self) -> int:
        """Sends until nothing is due. Returns how many nudges were settled."""
        settled = 0
        while True:
            claims = await self.storage.outbox.claim(
                worker=self.worker, now=self.clock(), lease=LEASE, limit=BATCH, platforms=tuple(self.messengers)
            )
            if not claims:
                return settled
            for claim in claims:
                if claim.claimed_until - self.clock() < LEASE / 3:
                    break  # too little of the lease is left; it will be claimed again
                settled += await self._deliver(claim)

    async def forget_old(self) -> None:
        """The daily job: what is older than its community keeps it goes."""
        rows = await self.storage.outbox.forget_old(now=self.clock())
        log.info("forgot %d old rows", rows)

    async def _deliver(self, claim: Claimed) -> bool:
        try:
            return await self._tell(claim)
        except Exception:  # one bad nudge must not hold up the others
            log.exception("nudge %d (%s) failed", claim.id, claim.nudge.kind)
            return await self._again(claim, FIRST_WAIT * 2 ** min(claim.attempts, 10), tried=True)

    async def _tell(self, claim: Claimed) -> bool:
        now = self.clock()
        if claim.nudge.kind is Kind.TIDY:
            return await self._tidy(claim, now)
        async with self.storage.reopen(claim.community, now=now) as books:
            verdict = await compose(books, claim.nudge, now, self.reach)
            if isinstance(verdict, Say) and claim.nudge.kind in nudges.REPEATS:
                await books.nudge(nudges.after_repeat(claim.nudge, now=now))
        match verdict:
            case Done(state):
                return await self._settle(claim, state)
            case Wait(until):
                return await self.storage.outbox.postpone(claim.id, worker=self.worker, due_at=until, tried=False)
            case Say():
                return await self._send(claim, verdict)

    async def _send(self, claim: Claimed, say: Say) -> bool:
        to = say.to or claim.nudge.to
        try:
            receipt = await self.messengers[to.platform].deliver(to, say.card, key=_key(claim))
        except TryLater as later:
            return await self._later(claim, later)
        except Unreachable:
            return await self._unreachable(claim, to)
        except OutcomeUnknown:
            log.warning("nudge %d (%s): nobody knows whether it arrived; not sent again", claim.id, claim.nudge.kind)
            return await self._settle(claim, "unknown")
        if say.reached is not None:
            await self._note_reachable(claim.community, say.reached, unreachable=False)
        # a mail is not revised
        return await self._settle(claim, "sent", "" if claim.nudge.by else receipt)

    async def _mail_back(self, claim: Claimed, to: Person, now: datetime) -> bool:
        """An address that takes no mail is written to no more, and its owner hears of it where they are. Another one
        that they have given meanwhile stays."""
        async with self.storage.reopen(claim.community, now=now) as books:
            kept = await books.mailbox(claim.nudge.to)
            if kept and kept.address == to.user:
                await books.keep_mailbox(kept.dropped())
                await books.nudge(nudges.nudge(Kind.MAIL_BACK, about="mail-back", to=claim.nudge.to, due=now))
        return await self._settle(claim, "unreachable")

    async def _note_reachable(self, community: str, person: Person, *, unreachable: bool) -> None:
        async with self.storage.reopen(community, now=self.clock()) as books:
            await books.change_member(person, unreachable=unreachable)

    # -- settling --------------------------------------------------------------------------------------------------

    async def _settle(self, claim: Claimed, state: str, receipt: str = "") -> bool:
        log.info("nudge %d (%s) about %s: %s", claim.id, claim.nudge.kind, claim.nudge.subject, state)
        return await self.storage.outbox.settle(
            claim.id, worker=self.worker, state=state, receipt=receipt, now=self.clock()
        )

    async def _later(self, claim: Claimed, later: TryLater) -> bool:
        if later.everyone:
            await self.storage.outbox.hold_back(claim.nudge.road, until=self.clock() + later.wait)
        wait = max(later.wait, FIRST_WAIT * 2 ** min(claim.attempts, 10))
        return await self._again(
            claim, later.wait if later.everyone else wait, tried=not later.everyone, most=MOST_TRIES
        )

    async def _again(self, claim: Claimed, wait: timedelta, *, tried: bool, most: int = MOST_FAULTS) -> bool:
        if tried and claim.attempts + 1 >= most:
            return await self._settle(claim, "dead")
        wait = min(wait, timedelta(hours=1))
        return await self.storage.outbox.postpone(claim.id, worker=self.worker, due_at=self.clock() + wait, tried=tried)

    async def _unreachable(self, claim: Claimed, to: Person) -> bool:
        """Remembers it of the person, tells the other side once, and ends the nudge: in this order, so that a crash
        in between only repeats it."""
        nudge, now = claim.nudge, self.clock()
        if nudge.by:
            return await self._mail_back(claim, to, now)
        await self._note_reachable(claim.community, nudge.to, unreachable=True)
        async with self.storage.reopen(claim.community, now=now) as books:
            chat = await books.chat(nudge.subject)
            # a reminder of ours that did not arrive is nobody else's news
            between = nudge.kind is not Kind.UNREACHED and nudges.group(nudge.kind) is None
            if chat is not None and between and nudges.still_true(nudge, chat, now):
                other = chat.other(nudge.to)
                told = nudges.nudge(Kind.UNREACHED, about=chat.id, to=other, due=now)
                await books.nudge(replace(told, key=f"{chat.id}/{Kind.UNREACHED}/{other}"))
        return await self._settle(claim, "unreachable")

    # -- earlier cards ---------------------------------------------------------------------------------------------

    async def _tidy(self, claim: Claimed, now: datetime) -> bool:
        """Cards that somebody already has lose their buttons. The newest one keeps telling how things stand, with what
        there is to do: it may be the one that was pressed, and no newer one may come for a while."""
        nudge = claim.nudge
        async with self.storage.reopen(claim.community, now=now) as books:
            chat, member = await books.chat(nudge.subject), await books.member(nudge.to)
            call = as_member(books, member, now) if member else None
            record = await quiet_record(call, chat) if chat and call else None
            current = await standing_card(call, chat) if chat and call else None
        if chat is None or record is None or current is None:
            return await self._settle(claim, "moot")
        sent = sorted(await self.storage.outbox.live(claim.community, nudge.subject, nudge.to), key=lambda one: one.id)
        # whether it happened is about to be asked by a message of its own
        newest = sent[-1].id if sent and state(chat, nudge.to, now) != "over" else None
        quietened: list[int] = []
        for one in sent:
            if one.id == sent[-1].id and nudges.holds(one.kind, one.to, chat, now):
                continue
            try:
                await self.messengers[one.to.platform].revise(one.receipt, current if one.id == newest else record)
            except TryLater as later:
                await self.storage.outbox.quieten(quietened)
                return await self._later(claim, later)
            except (Unreachable, OutcomeUnknown):
                log.info("message of nudge %d could not be revised", one.id)
            if one.id != newest:
                quietened.append(one.id)
        await self.storage.outbox.quieten(quietened)
        return await self._settle(claim, "sent")


def _key(claim: Claimed) -> str:
    """The same for every try of one message."""
    return f"n{claim.id}"
