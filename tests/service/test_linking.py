"""Several workspaces and servers as one community."""

from dataclasses import replace

from bot.boundary.cards import Card
from bot.boundary.commands import EnterCode, LinkPlaces, SaveHours, SaveProfile, SendCode
from bot.boundary.tokens import write_time
from bot.service.delivery import Delivery
from tests.town import Citizen, Post, Town, chats, request, words


async def linked(town: Town, here: Citizen, there: Citizen) -> None:
    await here.does(LinkPlaces())
    assert isinstance(here.seen, Card)
    code = here.seen.quotes[0].words
    await there.does(EnterCode())
    await there.fills(code=code.upper())
    assert isinstance(there.seen, Card) and there.seen.title == "Linked", words(there.seen)


def elsewhere(citizen: Citizen, platform: str) -> Citizen:
    return replace(citizen, person=replace(citizen.person, platform=platform))


async def test_a_mentor_on_discord_is_asked_from_slack(town: Town) -> None:
    maya = elsewhere(town.citizen("Maya", "America/New_York", place="77"), "discord")
    olga, dora = (
        town.citizen("Olga", organiser=True),
        elsewhere(town.citizen("Dora", place="77", organiser=True), "discord"),
    )
    await maya.does(SaveProfile("Product manager", "product"))
    await maya.does(SaveHours("Mon-Fri 9:00-12:00"))
    jo = town.citizen("Jo")
    await jo.types("find-mentor", words="product")
    assert "Maya" not in words(jo.seen)
    await linked(town, olga, dora)

    discord = Post()
    town.delivery = Delivery(
        storage=town.storage, clock=town.clock, messengers={"slack": town.post, "discord": discord}, worker="both"
    )
    await jo.types("find-mentor", words="product")
    await jo.presses("Request a chat")
    await jo.fills(topic="Product", note="I read your talk. Thank you!", questions="What did you have to unlearn?",
                   slots=jo.options("slots")[:1], pledge=True)  # fmt: skip
    [*_, asked] = [message.say for message in discord.messages.values() if message.to == maya.person]
    assert isinstance(asked, Card) and asked.title.startswith("Jo asks for")
    await maya.does(asked.picks[0].press)
    assert jo.inbox[-1].title == "Maya said yes"


async def test_linking_keeps_everything_that_was_there(town: Town) -> None:
    maya = await town.mentor("Maya", place="T2")
    jo = town.citizen("Jo", place="T2")
    await request(jo, maya)
    await maya.does(maya.inbox[0].picks[0].press)
    olga, dora = town.citizen("Olga", organiser=True), town.citizen("Dora", place="T2", organiser=True)
    await linked(town, olga, dora)
    [chat] = await chats(jo)
    assert chat.starts_at
    sam = town.citizen("Sam")
    await sam.types("find-mentor", words="product")
    await sam.presses("Request a chat")
    assert len(sam.options("slots")) > 3
    assert write_time(chat.starts_at) not in sam.options("slots"), "the booked half-hour is still booked"


async def test_a_code_is_good_once_and_for_an_hour_and_only_for_organisers(town: Town) -> None:
    olga, dora = town.citizen("Olga", organiser=True), town.citizen("Dora", place="T2", organiser=True)
    jo = town.citizen("Jo", place="T2")
    await olga.does(LinkPlaces())
    assert isinstance(olga.seen, Card)
    code = olga.seen.quotes[0].words
    await jo.does(SendCode(code))
    assert "Only organisers" in words(jo.seen)
    await dora.does(SendCode("wrong-code1"))
    assert "not good any more" in dora.form.errors["code"]
    await olga.does(SendCode(code))
    assert "not good any more" in olga.form.errors["code"], "a place cannot join itself"
    await olga.does(LinkPlaces())
    assert isinstance(olga.seen, Card)
    code = olga.seen.quotes[0].words
    await town.turn(hours=2)
    await dora.does(SendCode(code))
    assert "not good any more" in dora.form.errors["code"]
