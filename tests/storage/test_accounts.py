"""What two accounts had, as one person's."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain import mailing
from bot.domain.chats import Status
from bot.domain.mentors import Mentor
from storage import Storage
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, SAM, ask, booked, member, nudge
from tests.storage.test_leaving import FORMER, dump


async def test_a_hold_that_ran_out_does_not_keep_two_accounts_apart(storage: Storage) -> None:
    at, later = NOW + 5 * DAY, NOW + 2 * DAY
    offered = ask("c1", mentee=KIM, status=Status.OFFERED, offered=(at,), held_until=NOW + DAY)
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(offered)
    async with storage.books(HERE, now=later) as books:
        await books.keep_chat(booked("c2", mentor=SAM, at=at))
        await books.join_account(KIM, JO, now=later)
        assert (await books.person_of([KIM])) == {KIM: JO}


async def test_linking_while_a_request_is_answered_waits_and_does_not_fail(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask("c1", mentee=KIM))

    async def joining() -> None:
        async with storage.books(HERE, now=NOW) as books:
            await books.join_account(KIM, JO, now=NOW)

    async with storage.books(HERE, now=NOW) as books:
        await books.chat("c1")
        link = asyncio.create_task(joining())
        await asyncio.sleep(0.3)  # it waits for the chat by now
        await books.lock(MAYA, KIM)
        await books.keep_chat(booked("c1", mentee=KIM))
    await link
    async with storage.books(HERE, now=NOW) as books:
        assert [chat.id for chat in await books.chats_of(JO)] == ["c1"]


async def test_two_who_both_blocked_somebody_who_left_can_be_linked(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for person in (JO, KIM, SAM):
            await books.add_member(member(person))
        for one in (JO, KIM):
            await books.block(one, SAM)
        await books.forget(SAM, FORMER)
        await books.join_account(KIM, JO, now=NOW)
        await books.add_member(member(SAM))
        assert await books.blocks_of(JO) == [SAM]


async def test_what_is_of_use_stands_whichever_account_has_it(storage: Storage) -> None:
    mine, theirs = Mentor(JO, "mine", "maps"), Mentor(KIM, "theirs", "maps")
    first, second = mailing.first(JO, "jo@example.org", now=NOW), mailing.first(KIM, "kim@example.org", now=NOW)
    for stopped, stands in ((True, "theirs"), (False, "mine")):
        async with storage.books(HERE, now=NOW) as books:
            for person in (JO, KIM):
                await books.add_member(member(person))
            await books.keep_mentor(replace(mine, stopped=stopped))
            await books.keep_mentor(theirs)
            await books.keep_mailbox(first)
            await books.keep_mailbox(replace(second, confirmed_at=NOW))
            await books.join_account(KIM, JO, now=NOW)
            kept = await books.mentor(JO)
            assert kept and kept.headline == stands
            assert await books.mentor(KIM) is None
            assert await books.mailboxes([JO, KIM]) == {JO: "kim@example.org"}
            await books.forget(JO, FORMER)


async def test_who_is_forgotten_is_so_under_both_names(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for person in (JO, KIM):
            await books.add_member(member(person))
        await books.keep_chat(ask("c1", mentee=KIM), [nudge("a", to=KIM), nudge("b", to=MAYA)])
    [told, _] = await storage.outbox.claim(
        worker="w", now=NOW, lease=timedelta(minutes=1), limit=9, platforms=("discord", "slack")
    )
    assert told.nudge.to == KIM
    await storage.outbox.settle(told.id, worker="w", state="sent", receipt="r", now=NOW)
    async with storage.books(HERE, now=NOW) as books:
        await books.join_account(KIM, JO, now=NOW)
        await books.forget(JO, replace(FORMER, user="x8"))
    assert str(KIM) not in await dump(storage)
