"""A request that was held back: its writer asks the organisers to look, and one of them decides."""

from typing import Any

from bot.boundary.cards import Board, Form
from bot.boundary.commands import AskOrganisers, DecideAppeal, SendAppeal, SendDraft
from bot.boundary.ports import Place
from tests.town import GOOD, Citizen, Town, buttons, chats, labels, request, words

SELLING = "We build a recruiting tool, and I would love to show you a demo. We offer a discount to early customers."


async def write(jo: Citizen, maya: Citizen, note: str = SELLING) -> None:
    await jo.types("request-chat", maya)
    blanks: dict[str, Any] = {**GOOD, "note": note, "slots": jo.options("slots")[:2], "pledge": True}
    await jo.fills(**blanks)


async def appeal(jo: Citizen, maya: Citizen, why: str = "It is my own thesis.") -> None:
    await write(jo, maya)
    assert isinstance(jo.seen, Board) and "I cannot bring this to Maya" in words(jo.seen), words(jo.seen)
    await jo.presses("Ask the organisers to look")
    await jo.fills(why=why)


async def settle(town: Town, *names: str) -> list[Citizen]:
    """Organisers whom the bot knows."""
    people = [town.citizen(name, organiser=True) for name in names]
    for one in people:
        await one.types("half-hour")
    return people


async def test_an_organiser_lets_a_request_through_and_it_goes_out_as_it_was(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya)
    assert "Send as it is" not in labels(jo.seen)
    await jo.presses("Ask the organisers to look")
    assert "nobody but you has read it" in words(jo.seen) and olga.inbox == []
    await jo.fills(why="It is my own thesis, and free.")
    assert "The organisers have it" in words(jo.seen)

    [card] = olga.inbox
    told = words(card)
    for part in (SELLING, GOOD["questions"], GOOD["topic"], "It is my own thesis, and free.", "Jo", "Maya"):
        assert part in told
    assert "What I found: Selling or recruiting: “" in told
    assert maya.inbox == [] and await chats(jo) == []

    await olga.presses("Let it through")
    assert "Let through" in words(olga.seen) and labels(olga.seen) == []
    assert "Your request to Maya can go out" in words(jo.inbox[-1]) and maya.inbox == []
    await jo.presses("Send it now", jo.inbox[-1])
    assert "Your request is on its way" in words(jo.seen)
    assert SELLING in words(maya.inbox[-1])


async def test_what_was_let_through_is_not_held_back_again_but_other_words_and_other_mentors_are(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, bea, jo = await town.mentor("Maya"), await town.mentor("Bea"), town.citizen("Jo")
    kim = town.citizen("Kim")
    await appeal(jo, maya)
    await olga.presses("Let it through")
    for writer, mentor, note in ((jo, bea, SELLING), (jo, maya, f"{SELLING} And another demo!"), (kim, maya, SELLING)):
        await write(writer, mentor, note)
        assert "I cannot bring this to" in words(writer.seen)
    await write(jo, maya)
    assert "I cannot bring this" not in words(jo.seen)


async def test_times_that_have_passed_open_the_form_with_everything_kept(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await appeal(jo, maya)
    await olga.presses("Let it through")
    told = jo.inbox[-1]
    await town.turn(days=9)  # longer than a draft is kept
    await jo.presses("Send it now", told)
    assert isinstance(jo.seen, Form) and set(jo.form.errors) == {"slots"}
    assert SELLING in words(jo.seen) and GOOD["questions"] in words(jo.seen)
    await jo.fills(slots=jo.options("slots")[:1])
    if isinstance(jo.seen, Board):  # a tip is still a tip
        await jo.presses("Send as it is")
    assert "Your request is on its way" in words(jo.seen)


async def test_what_is_kept_back_comes_with_what_to_change(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await appeal(jo, maya, why="")
    assert "Why it is fine" not in words(olga.inbox[-1])
    await olga.presses("Keep it back")
    card = jo.inbox[-1]
    assert "Ask about the work" in words(card) and labels(card) == ["Improve it"]
    assert "Olga" not in words(card)
    await jo.presses("Improve it", card)
    assert SELLING in words(jo.seen)
    await jo.fills()
    assert "I cannot bring this to Maya" in words(jo.seen)
    await jo.presses("Ask the organisers to look")
    assert "Ask about the work" in words(jo.seen) and len(olga.inbox) == 1
    [press] = [button.press for button in buttons(card)]
    await jo.does(SendDraft(getattr(press, "draft", "")))
    assert "I cannot bring this to Maya" in words(jo.seen) and await chats(jo) == []


async def test_asking_twice_is_asking_once(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya)
    await jo.presses("Ask the organisers to look")
    form = jo.form
    await jo.fills(why="Once")
    jo.seen = form
    await jo.fills(why="Twice")
    assert "The organisers have this one already" in words(jo.seen)
    await appeal_again(jo, maya)
    assert len(olga.inbox) == 1 and "Once" in words(olga.inbox[0])


async def appeal_again(jo: Citizen, maya: Citizen) -> None:
    """The same words, in a form of their own and for other times."""
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": SELLING, "slots": jo.options("slots")[-1:], "pledge": True})
    await jo.presses("Ask the organisers to look")
    assert "The organisers have this one already" in words(jo.seen)


async def test_the_first_organiser_decides(town: Town) -> None:
    olga, ivan = await settle(town, "Olga", "Ivan")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await appeal(jo, maya)
    assert len(olga.inbox) == len(ivan.inbox) == 1
    await olga.presses("Keep it back")
    await ivan.presses("Let it through")
    assert "kept back already" in words(ivan.seen) and labels(ivan.seen) == []
    await olga.presses("Let it through", olga.inbox[-1])
    assert "kept back already" in words(olga.seen)
    assert len(jo.inbox) == 1 and "stays here" in words(jo.inbox[0])


async def test_nobody_else_can_decide(town: Town) -> None:
    """A stranger, an organiser of before, the writer, the mentor, an organiser of another community."""
    [olga, maya_too] = await settle(town, "Olga", "Maya")
    maya = await town.mentor("Maya", organiser=True)
    jo = town.citizen("Jo", organiser=True)
    await appeal(jo, maya)
    assert maya.inbox == [] and jo.inbox == []  # whom it is from and about are not asked
    [press] = {button.press for button in buttons(olga.inbox[0]) if button.label == "Let it through"}
    assert isinstance(press, DecideAppeal)
    far = town.citizen("Faye", place="T2", organiser=True)
    for person, refusal in (
        (town.citizen("Kim"), "Only organisers"), (jo, "not yours"), (maya, "not yours"), (far, "not there any more"),
    ):  # fmt: skip
        await person.does(press)
        assert refusal in words(person.seen), person.name
    olga.organiser = False
    await olga.does(press)
    assert "Only organisers" in words(olga.seen) and jo.inbox == []
    await maya_too.presses("Let it through")
    assert len(jo.inbox) == 1


async def test_somebody_elses_draft_cannot_be_brought_before_the_organisers(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo, kim = await town.mentor("Maya"), town.citizen("Jo"), town.citizen("Kim")
    await write(jo, maya)
    [press] = [button.press for button in buttons(jo.seen) if isinstance(button.press, AskOrganisers)]
    for command in (press, SendAppeal(press.draft, "Look!")):
        await kim.does(command)
        assert "That draft is gone" in words(kim.seen)
    await jo.does(SendAppeal(press.draft, "x" * 501))
    assert isinstance(jo.seen, Form) and set(jo.form.errors) == {"why"}
    assert olga.inbox == []


async def test_without_an_organiser_the_draft_is_kept(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo", organiser=True)
    await write(jo, maya)
    await jo.presses("Ask the organisers to look")
    assert "There is nobody to ask just now" in words(jo.seen)
    await jo.presses("Improve it")
    assert SELLING in words(jo.seen)


async def test_what_may_go_out_by_now_needs_nobody(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya)
    held = jo.seen
    await olga.types("half-hour")
    await olga.presses("House rules")
    await olga.presses("How notes are read")
    await olga.presses("Change a rule")
    await olga.fills(rule="promo-spam", strength="off")
    await jo.presses("Ask the organisers to look", held)
    await jo.presses("Send it")
    assert "Your request is on its way" in words(jo.seen) and olga.inbox == []


async def test_an_appeal_leaves_with_its_writer_and_with_its_mentor(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await appeal(jo, maya)
    card = olga.inbox[-1]
    await jo.types("my-chats")
    await jo.presses("Settings")
    await jo.presses("Forget me")
    await jo.presses("Yes, forget me")
    for label in ("Let it through", "Keep it back"):
        await olga.presses(label, card)
        assert "not there any more" in words(olga.seen)
    async with town.storage.books(Place("slack", "T1"), now=town.now) as books:
        [press] = [b.press for b in buttons(card) if b.label == "Keep it back" and isinstance(b.press, DecideAppeal)]
        assert await books.appeal(press.appeal) is None


async def test_an_appeal_that_was_decided_in_the_night_is_not_asked_about_in_the_morning(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    ivan = town.citizen("Ivan", "Asia/Kolkata", organiser=True)
    await ivan.types("half-hour")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await town.turn(hours=2)  # half past ten in the evening in Kolkata
    await appeal(jo, maya)
    assert ivan.inbox == []
    await olga.presses("Let it through")
    await town.turn(hours=14)
    assert ivan.inbox == []


async def test_a_request_that_was_passed_counts_like_any_other(town: Town) -> None:
    [olga] = await settle(town, "Olga")
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await appeal(jo, maya)
    await olga.presses("Let it through")
    told = jo.inbox[-1]
    await jo.presses("Send it now", told)
    await jo.presses("Send it now", told)
    assert "You have a request or a chat with Maya already" in words(jo.seen)
    assert len(await chats(jo)) == 1
    await request(jo, await town.mentor("Bea"))
