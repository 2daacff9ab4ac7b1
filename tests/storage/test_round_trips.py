"""Everything kept comes back as it was, on both databases."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table
from sqlalchemy.exc import StatementError

from bot.domain.chats import Chat, Consent, Introduction, Status
from bot.domain.hours import Away, Override, Trip
from bot.domain.mentors import Mentor, Window
from bot.domain.nudges import Nudge
from bot.domain.people import House, Member, Person
from bot.domain.promises import Promise
from storage import Storage, tables
from tests.storage.samples import DAY, HERE, JO, NOW, SAM, THERE, ask, booked, member, nudge, told_of

# -- what hypothesis makes ---------------------------------------------------------------------------------------------

NUMBERS = count()
"""So that nobody who is made is known already."""

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-8))])
moments = (
    st.integers(0, 4_000_000_000_000)
    .map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))
    .flatmap(lambda moment: zones.map(moment.astimezone))
)
people = st.builds(Person, st.sampled_from(["slack", "discord"]), ids, ids)
windows = st.builds(Window, st.integers(0, 6), st.integers(0, 1440), st.integers(0, 1440))
dates = st.dates(date(2000, 1, 1), date(2100, 1, 1))
names = st.sampled_from(["Asia/Tokyo", "America/Sao_Paulo", "UTC"])
minutes = st.integers(0, 1440)
overrides = st.builds(Override, dates, st.lists(st.tuples(minutes, minutes), max_size=2).map(tuple))
walls = st.datetimes()
promises = st.builds(Promise, st.just("2026.6"), names, walls, names, walls, st.sampled_from(["", "2026.7"]))

BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "id": ids,
    "chat": ids,
    "passed_from": ids,
    "reason": ids,
    "minutes": st.sampled_from([15, 20, 25, 30]),
    "sequence": st.integers(0, 99),
    "chats_a_month": st.integers(0, 50),
    "reply_hours": st.integers(1, 400),
    "stopped": st.frozensets(ids, max_size=3),
    "banned": st.frozensets(ids, max_size=3),
    "windows": st.lists(windows, max_size=3).map(tuple),
    "paused_until": st.none() | dates,
    "trips": st.lists(st.builds(Trip, dates, dates, names), max_size=2).map(tuple),
    "overrides": st.lists(overrides, max_size=2).map(tuple),
    "away": st.lists(st.builds(Away, dates, st.none() | dates), max_size=2).map(tuple),
    "closed": st.lists(st.tuples(moments, moments), max_size=2).map(tuple),
    "buffer_before": st.sampled_from([0, 5, 15]),
    "buffer_after": st.sampled_from([0, 5, 15]),
    "week_start": st.integers(0, 6),
    "rounds": st.integers(0, 2),
    "promise": st.none() | promises,
    "status": st.sampled_from(Status),
    "consent": st.sampled_from(Consent),
}
BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str": words,
    "str | None": st.none() | words,
    "bool": st.booleans(),
    "bool | None": st.none() | st.booleans(),
    "int | None": st.none() | st.integers(0, 23),
    "Person": people,
    "Person | None": st.none() | people,
    "tuple[bot.domain.people.Person, ...]": st.lists(people, max_size=3).map(tuple),
    "datetime": moments,
    "datetime | None": st.none() | moments,
    "tuple[datetime.datetime, ...]": st.lists(moments, max_size=3).map(tuple),
}


def any_of(kind: type, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    chosen = BY_NAME | fixed

    def strategy(name: str, hint: Any) -> st.SearchStrategy[Any]:
        written = hint.__name__ if isinstance(hint, type) else str(hint)
        shortened = written.replace("bot.domain.people.Person |", "Person |").replace(
            "datetime.datetime |", "datetime |"
        )
        return chosen[name] if name in chosen else BY_TYPE[shortened]

    return st.builds(kind, **{field.name: strategy(field.name, field.type) for field in fields(kind)})


few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# -- round trips -------------------------------------------------------------------------------------------------------


@few
@given(chat=any_of(Chat))
async def test_any_chat_comes_back_as_it_was(storage: Storage, chat: Chat) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(replace(chat, id="before"))  # so that the second one is an update
        before = await books.chat("before")
        await books.keep_chat(replace(ask(), id="before"))
    assert before == replace(chat, id="before")


@few
@given(kept=any_of(Member))
async def test_any_member_comes_back_as_they_were(storage: Storage, kept: Member) -> None:
    kept = replace(kept, person=replace(kept.person, user=f"{kept.person.user}{next(NUMBERS)}"))
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(kept)
        await books.add_member(replace(kept, name="another name"))
        assert await books.member(kept.person) == kept
        assert await books.members([kept.person, SAM]) == {kept.person: kept}


@few
@given(kept=any_of(Mentor, stopped=st.booleans()))
async def test_any_mentor_comes_back_as_they_were(storage: Storage, kept: Mentor) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_mentor(replace(kept, topics="earlier topics"))
        await books.keep_mentor(kept)
        assert await books.mentor(kept.person) == kept


@few
@given(kept=any_of(Introduction))
async def test_any_introduction_comes_back_as_it_was(storage: Storage, kept: Introduction) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_introduction(replace(kept, why="an earlier reason"))
        await books.keep_introduction(kept)
        assert await books.introduction(kept.id) == kept
        assert kept in await books.introductions_of(kept.third)


@few
@given(typed=st.lists(words, max_size=5))
async def test_any_draft_comes_back_to_its_writer(storage: Storage, typed: list[str]) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_draft("d", JO, typed, now=NOW)
        assert await books.draft("d", JO) == tuple(typed)


async def test_house_rules_are_kept_and_a_rule_that_is_not_stored_has_its_default(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        assert books.house == House()
        await books.keep_house(House(open_requests=5, guests=False))
        assert books.house.open_requests == 5
    async with storage.books(HERE, now=NOW) as books:
        assert books.house == House(open_requests=5, guests=False)
    async with storage.engine.begin() as conn:
        await conn.execute(tables.communities.update().values(rules='{"keep_days": 30, "a_rule_of_old": 1}'))
    async with storage.books(HERE, now=NOW) as books:
        assert books.house == House(keep_days=30)


async def test_a_community_can_be_reopened_by_its_id(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO))
        community = books.community
    async with storage.reopen(community, now=NOW) as books:
        assert await books.member(JO) == member(JO)
    with pytest.raises(LookupError):
        async with storage.reopen("nowhere", now=NOW):
            pass


async def test_linked_places_share_their_books(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO))
        community = books.community
    async with storage.engine.begin() as conn:
        await conn.execute(tables.places.insert().values(platform=THERE.platform, id=THERE.id, community=community))
    async with storage.books(THERE, now=NOW) as books:
        assert await books.member(JO) == member(JO)


async def test_an_exception_leaves_nothing_behind(storage: Storage) -> None:
    async def broken() -> None:
        async with storage.books(HERE, now=NOW) as books:
            await books.keep_chat(booked(), [nudge("n")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await broken()
    async with storage.books(HERE, now=NOW) as books:
        assert await books.chat("c1") is None
    assert await told_of(storage, "c1") == set()


# -- columns -----------------------------------------------------------------------------------------------------------


COLUMN = {"by": "platform"}
"""Fields that are kept under another name."""


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (tables.members, Member),
        (tables.mentors, Mentor),
        (tables.chats, Chat),
        (tables.introductions, Introduction),
        (tables.nudges, Nudge),
    ],
)
def test_every_field_has_a_column(table: Table, kind: type) -> None:
    assert {COLUMN.get(field.name, field.name) for field in fields(kind)} <= set(table.c.keys())


NAIVE = datetime(2026, 3, 4, 9, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    "naive",
    [
        lambda books: books.keep_chat(ask(asked_at=NAIVE)),
        lambda books: books.keep_chat(ask(slots=(NAIVE,))),
        lambda books: books.nudge(nudge("n", due=NAIVE)),
        lambda books: books.add_member(member(JO, seen_at=NAIVE)),
    ],
)
async def test_a_moment_without_a_zone_is_refused(storage: Storage, naive: Callable[[Any], Any]) -> None:
    async with storage.books(HERE, now=NOW) as books:
        with pytest.raises(StatementError, match="without a zone"):
            await naive(books)


async def test_moments_come_back_in_utc_whatever_zone_they_came_in(storage: Storage) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask(asked_at=NOW.astimezone(india), slots=((NOW + DAY).astimezone(india),)))
        chat = await books.chat("c1")
    assert chat is not None
    assert (chat.asked_at, chat.asked_at.tzinfo) == (NOW, UTC)
    assert (chat.slots, chat.slots[0].tzinfo) == ((NOW + DAY,), UTC)
