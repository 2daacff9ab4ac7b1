"""Somebody who is here on two platforms is one person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.boundary.cards import Card, Form
from bot.boundary.commands import (
    Block,
    EnterAccountCode,
    ForgetMe,
    LinkAccount,
    MyChats,
    PartAccount,
    PickSlot,
    SaveBlock,
    SaveHours,
    SaveProfile,
    SendAccountCode,
    Settings,
)
from bot.domain.chats import Status
from tests.service.test_linking import elsewhere, linked
from tests.town import Citizen, Post, Town, chats, labels, request, words


@pytest.fixture
async def here_and_there(town: Town) -> Town:
    """A workspace and a server that are one community."""
    town.delivery.messengers = {"slack": town.post, "discord": Post()}
    olga, dora = (
        town.citizen("Olga", organiser=True),
        elsewhere(town.citizen("Dora", place="77", organiser=True), "discord"),
    )
    await linked(town, olga, dora)
    return town


def on_discord(town: Town, name: str) -> Citizen:
    return elsewhere(town.citizen(name, place="77"), "discord")


async def joined(one: Citizen, other: Citizen) -> None:
    """`one` shows the code, `other` types it in."""
    await one.does(LinkAccount())
    assert isinstance(one.seen, Card)
    code = one.seen.quotes[0].words
    await other.does(EnterAccountCode())
    await other.fills(code=code.upper())
    await other.presses("Yes, that is me", other.seen)


async def test_both_accounts_see_and_answer_the_same_chats(here_and_there: Town) -> None:
    town = here_and_there
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    there = on_discord(town, "Maya too")
    await joined(maya, there)
    assert "one person" in words(there.seen)
    id = await request(jo, maya)
    [chat] = await chats(jo)
    await there.does(MyChats())
    assert "Jo" in words(there.seen)
    await there.does(PickSlot(id, chat.slots[0]))
    [chat] = await chats(jo)
    assert chat.status is Status.BOOKED and chat.mentor == maya.person
    assert maya.inbox[-1].title == "Booked: 30 minutes with Jo"


async def test_who_is_asked_on_the_other_platform_is_the_same_mentor(here_and_there: Town) -> None:
    town = here_and_there
    maya, there = await town.mentor("Maya"), on_discord(town, "maya#1")
    await joined(maya, there)
    kim = on_discord(town, "Kim")
    await kim.types("request-chat", there)
    assert not isinstance(kim.seen, Form) or "Maya" in words(kim.seen)
    assert "maya#1" not in words(kim.seen)


async def test_what_the_second_account_had_comes_along(here_and_there: Town) -> None:
    town = here_and_there
    maya = await town.mentor("Maya")
    jo_there, jo = on_discord(town, "Jo"), town.citizen("Jo")
    id = await request(jo_there, maya)
    await jo.does(MyChats())
    await joined(jo, jo_there)
    [chat] = await chats(jo)
    assert chat.id == id and chat.mentee == jo.person
    await maya.does(PickSlot(id, chat.slots[0]))
    assert "yes" in jo.inbox[-1].title, "the news comes to the person, where the code was shown"


async def test_nobody_is_booked_twice_through_the_other_account(here_and_there: Town) -> None:
    town = here_and_there
    maya, kim = await town.mentor("Maya"), await town.mentor("Kim")
    jo, there = town.citizen("Jo"), on_discord(town, "Jo")
    first, second = await request(jo, maya), await request(there, kim)
    await joined(jo, there)
    slot = (await chats(maya))[0].slots[0]
    await maya.does(PickSlot(first, slot))
    [asked] = await chats(kim)
    assert slot in asked.slots
    await kim.does(PickSlot(second, slot))
    [asked] = await chats(kim)
    assert asked.status is Status.WAITING, words(kim.seen)


async def test_two_who_are_booked_at_one_time_cancel_one_first(here_and_there: Town) -> None:
    town = here_and_there
    maya, kim = await town.mentor("Maya"), await town.mentor("Kim")
    jo, there = town.citizen("Jo"), on_discord(town, "Jo")
    first, second = await request(jo, maya), await request(there, kim)
    await maya.does(PickSlot(first, (await chats(maya))[0].slots[0]))
    await kim.does(PickSlot(second, (await chats(kim))[0].slots[0]))
    await joined(jo, there)
    assert "both accounts at the same time" in words(there.seen)
    assert len(await chats(there)) == 1, "nothing was joined"


async def test_two_who_asked_each_other_are_two_people(here_and_there: Town) -> None:
    town = here_and_there
    maya, jo = await town.mentor("Maya"), on_discord(town, "Jo")
    await request(jo, maya)
    await joined(maya, jo)
    assert "two people" in words(jo.seen)


async def test_whoever_types_a_code_sees_first_whose_it_is(here_and_there: Town) -> None:
    town = here_and_there
    sam, jo = town.citizen("Sam"), on_discord(town, "Jo")
    await sam.does(LinkAccount())
    assert isinstance(sam.seen, Card)
    await jo.does(SendAccountCode(sam.seen.quotes[0].words))
    assert "Is Sam on Slack you?" in words(jo.seen)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.person_of([jo.person]) == {}, "nothing is linked yet"


async def test_a_code_is_good_for_an_hour_and_once(here_and_there: Town) -> None:
    town = here_and_there
    jo, there, stranger = town.citizen("Jo"), on_discord(town, "Jo"), on_discord(town, "Sam")
    await jo.does(LinkAccount())
    assert isinstance(jo.seen, Card)
    code = jo.seen.quotes[0].words
    await jo.does(SendAccountCode(code))
    assert "other account" in words(jo.seen)
    await there.does(SendAccountCode("nonsense"))
    assert "not good" in words(there.seen)
    town.now += timedelta(hours=2)
    await there.does(SendAccountCode(code))
    assert "not good" in words(there.seen)
    await joined(jo, there)
    await stranger.does(SendAccountCode(code))
    assert "not good" in words(stranger.seen)


async def test_a_block_holds_for_both_accounts_and_after_parting(here_and_there: Town) -> None:
    town = here_and_there
    maya, sam = await town.mentor("Maya"), town.citizen("Sam")
    there = on_discord(town, "Sam")
    await sam.does(Settings())
    await maya.does(Block())
    await maya.does(SaveBlock(sam.person))
    await joined(sam, there)
    await there.types("request-chat", maya)
    assert not isinstance(there.seen, Form)
    await sam.does(PartAccount(str(there.person)))
    await sam.does(PartAccount(str(there.person), sure=True))
    await there.types("request-chat", maya)
    assert not isinstance(there.seen, Form), "parting is no way around it"


async def test_a_draft_to_somebody_who_has_linked_since_goes_to_the_person(here_and_there: Town) -> None:
    town = here_and_there
    there = on_discord(town, "maya#1")
    await there.does(SaveProfile("Product manager", "product"))
    await there.does(SaveHours("Mon-Fri 9:00-12:00"))
    maya, jo = town.citizen("Maya"), town.citizen("Jo")
    await jo.types("request-chat", there)
    await jo.fills(topic="", note="I read your talk.", questions="What did you have to unlearn?")
    await joined(maya, there)
    await jo.presses("Edit", jo.form.trouble)
    assert "Maya" in words(jo.form) and "maya#1" not in words(jo.form)


async def test_a_stranger_parts_nobody(here_and_there: Town) -> None:
    town = here_and_there
    jo, there, sam = town.citizen("Jo"), on_discord(town, "Jo"), town.citizen("Sam")
    await joined(jo, there)
    await sam.does(PartAccount(str(there.person), sure=True))
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.accounts_of(jo.person) == [there.person]


async def test_forget_me_forgets_both(here_and_there: Town) -> None:
    town = here_and_there
    maya, jo, there = await town.mentor("Maya"), town.citizen("Jo"), on_discord(town, "Jo")
    await request(jo, maya)
    await joined(jo, there)
    await there.does(ForgetMe(sure=True))
    assert await chats(jo) == []
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.person_of([there.person]) == {}


async def test_it_is_offered_where_there_are_two_places(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.does(Settings())
    assert "I am here twice" not in labels(jo.seen)
    olga, dora = town.citizen("Olga", organiser=True), replace(town.citizen("Dora", place="T2", organiser=True))
    await linked(town, olga, dora)
    await jo.does(Settings())
    assert "I am here twice" in labels(jo.seen)


async def test_reminders_of_a_chat_that_was_booked_before_the_link_still_come(here_and_there: Town) -> None:
    town = here_and_there
    maya = await town.mentor("Maya")
    jo_there, jo = on_discord(town, "Jo"), town.citizen("Jo")
    id = await request(jo_there, maya)
    await maya.does(PickSlot(id, (await chats(maya))[0].slots[0]))
    await jo.does(MyChats())
    await joined(jo, jo_there)
    [chat] = await chats(jo)
    assert chat.starts_at
    jo.reads()
    await town.turn(to=chat.starts_at + timedelta(hours=1))
    assert len(jo.inbox) > 2 and jo.inbox[-1].title == "Did your chat with Maya happen?"
