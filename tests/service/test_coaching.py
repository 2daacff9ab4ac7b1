"""The second look at a note before anybody else sees it."""

from typing import Any

import pytest

from bot.boundary.cards import Board, Card, plain
from bot.boundary.commands import (
    DidHappen,
    Mend,
    PutIn,
    SendDraft,
    SendOutcome,
    SendThanks,
    SuggestQuestions,
    ThisIsFine,
)
from bot.domain.etiquette.house import LEAST_SHOWN, Firings
from bot.domain.mentors import Mentor
from bot.domain.people import House
from tests.town import GOOD, Citizen, Town, chats, labels, request, words

JOB = "I like your product. Could you refer me to your hiring manager? Thank you!"


async def writes(jo: Citizen, maya: Citizen, **blanks: Any) -> Board:
    """Jo sends a request that gets a second look."""
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, **blanks}, slots=jo.options("slots")[:1], pledge=True)
    assert isinstance(jo.seen, Board), words(jo.seen)
    return jo.seen


def values(jo: Citizen) -> dict[str, object]:
    return {one.key: one.value for one in jo.form.fields}


def titles(board: object) -> list[str]:
    assert isinstance(board, Board), board
    return [card.title for card in board.cards]


async def test_a_finding_quotes_the_words_says_how_they_land_and_offers_better_ones(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, note=JOB)
    [card] = page.cards
    assert card.title == "“Could you refer me to your hiring manager” reads as asking for a job"
    assert "You could ask instead" in plain(card.body[0])
    assert maya.inbox == [] and await chats(jo) == []


async def test_at_most_three_things_are_said_and_the_worst_comes_first(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    note = (
        "Could you refer me? Let's talk for two hours. What is your salary? My WhatsApp is +44 7700 900318."
        " You have to answer me by tomorrow."
    )
    page = await writes(jo, maya, note=note)
    assert len(page.cards) == 3 and "asking for a job" in page.cards[0].title


async def test_what_is_fine_is_gone_and_stays_gone(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, note=f"{JOB} Could we talk for an hour?")
    assert len(page.cards) == 2
    await jo.does(next(b.press for card in page.cards[:1] for b in card.buttons if isinstance(b.press, ThisIsFine)))
    assert [title for title in titles(jo.seen) if "job" in title] == []
    await jo.presses("Improve it", jo.seen)
    await jo.fills(note=JOB)  # the hour is gone, and the words that are fine are still there
    assert isinstance(jo.seen, Card) and len(maya.inbox) == 1


async def test_when_all_is_fine_it_can_be_sent(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, note=JOB)
    await jo.presses("This is fine", page)
    assert isinstance(jo.seen, Card) and jo.seen.title == "Good. Shall I send it?"
    await jo.presses("Send it")
    assert len(maya.inbox) == 1 and JOB in words(maya.inbox[-1])


async def test_one_click_makes_it_twenty_minutes(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await writes(
        jo, maya, note="Could we talk for an hour about your first year? I have a 45-minute commute. Thank you!"
    )
    await jo.presses("Make it 20 minutes")
    assert values(jo)["note"] == (
        "Could we talk for 20 minutes about your first year? I have a 45-minute commute. Thank you!"
    )
    assert values(jo)["questions"] == GOOD["questions"]


async def test_one_click_adds_a_word_of_thanks(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await writes(jo, maya, note="I read your talk about your first year as a product manager.")
    await jo.presses("Add a thank-you")
    assert str(values(jo)["note"]).endswith("Thank you for considering it.")
    await jo.fills()
    assert len(maya.inbox) == 1


async def test_a_question_of_the_bank_goes_into_the_form_with_everything_typed(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    note = "Could I pick your brain? Thank you!"
    page = await writes(jo, maya, topic="Chat", note=note, questions="Let me know.")
    await jo.presses("Suggest questions", page)
    suggested = titles(jo.seen)
    assert isinstance(jo.seen, Board) and jo.seen.title == "Questions that Maya might enjoy"
    assert len(set(suggested)) == 3 and all(title.endswith("?") for title in suggested)
    await jo.presses("Put it in")
    assert values(jo)["note"] == note and values(jo)["questions"] == f"Let me know.\n{suggested[0]}"
    await jo.fills()
    assert len(maya.inbox) == 1, "with a real question there is nothing more to say"


async def test_the_mentors_own_questions_come_first_and_banned_ones_never(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, topic="Chat", note="Could I pick your brain? Thanks!", questions="Let me know.")
    await jo.presses("Suggest questions", page)
    before = jo.seen
    [first, *_] = [b.press for card in before.cards for b in card.buttons] if isinstance(before, Board) else []
    assert isinstance(first, PutIn)
    async with town.storage.books(maya.person.home, now=town.now) as books:
        profile = await books.mentor(maya.person)
        assert isinstance(profile, Mentor)
        await books.keep_mentor(
            Mentor(**{**vars(profile), "pinned": "What is on your desk?", "banned": frozenset((first.question,))})
        )
    await jo.presses("Suggest questions", page)
    assert titles(jo.seen)[0] == "What is on your desk?"
    assert titles(before)[0] not in titles(jo.seen)
    await jo.presses("Put it in", jo.seen)
    assert str(values(jo)["questions"]).endswith("What is on your desk?")


async def test_nearly_the_same_note_to_another_mentor_is_pointed_out(town: Town) -> None:
    maya, kofi, jo = await town.mentor("Maya"), await town.mentor("Kofi"), town.citizen("Jo")
    await request(jo, maya)
    page = await writes(jo, kofi)
    assert titles(page) == ["You wrote nearly the same to somebody else"]
    await jo.presses("Send as it is", page)
    assert len(kofi.inbox) == 1


async def test_a_mentor_who_welcomes_referral_questions_is_asked_for_one_in_peace(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    async with town.storage.books(maya.person.home, now=town.now) as books:
        profile = await books.mentor(maya.person)
        assert isinstance(profile, Mentor)
        await books.keep_mentor(Mentor(**{**vars(profile), "referrals": True}))
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": JOB}, slots=jo.options("slots")[:1], pledge=True)
    assert isinstance(jo.seen, Card) and len(maya.inbox) == 1


@pytest.mark.parametrize(("strength", "coached"), [("off", False), ("tip", True), ("hold", True)])
async def test_the_house_decides_how_strongly_a_rule_speaks(town: Town, strength: str, coached: bool) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    async with town.storage.books(maya.person.home, now=town.now) as books:
        await books.keep_house(House(strengths={"job-ask": strength}))
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": JOB}, slots=jo.options("slots")[:1], pledge=True)
    assert isinstance(jo.seen, Board) == coached


async def test_only_counts_are_kept_of_what_was_found(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, note=JOB)
    await jo.presses("This is fine", page)
    async with town.storage.books(maya.person.home, now=town.now) as books:
        assert await books.firings() == {"job-ask": Firings(shown=1, dismissed=1)}


async def test_pressing_fine_again_on_a_new_page_counts_each_time_it_was_shown(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, note=JOB)
    for _ in range(2):
        await jo.presses("This is fine", page)
    async with town.storage.books(maya.person.home, now=town.now) as books:
        assert (await books.firings())["job-ask"].shown == 1


async def test_a_rule_that_is_waved_away_too_often_becomes_a_tip_by_itself(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    async with town.storage.books(maya.person.home, now=town.now) as books:
        for _ in range(LEAST_SHOWN):
            await books.count_firings(["job-ask"], dismissed=["job-ask"])
    page = await writes(jo, maya, note="Could you refer me? What is your salary?")
    assert "asking for a job" in page.cards[1].title, "a tip comes after a warning"


async def test_what_sells_does_not_reach_the_mentor_whatever_is_pressed(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    note = "Our platform helps companies like yours save money. Can I show you a short demo of our product? Thank you!"
    page = await writes(jo, maya, note=note)
    assert page.title == "I cannot bring this to Maya as it is" and "Send as it is" not in labels(page)
    assert "This is fine" not in labels(page)
    opens = page.buttons[0].press
    await jo.does(SendDraft(opens.draft))  # type: ignore[union-attr]
    await jo.does(ThisIsFine(opens.draft, "promo-spam"))  # type: ignore[union-attr]
    assert maya.inbox == [] and await chats(jo) == []


async def test_nobody_presses_on_somebody_elses_draft(town: Town) -> None:
    maya, jo, eve = await town.mentor("Maya"), town.citizen("Jo"), town.citizen("Eve")
    page = await writes(jo, maya, note=JOB)
    draft = page.buttons[0].press.draft  # type: ignore[union-attr]
    for press in (ThisIsFine(draft, "job-ask"), Mend(draft, "over-30"), SuggestQuestions(draft), PutIn(draft, "x")):
        await eve.does(press)
        assert "draft is gone" in words(eve.seen) and JOB not in words(eve.seen)


async def test_a_made_up_rule_or_question_changes_nothing(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    page = await writes(jo, maya, note=JOB)
    draft = page.buttons[0].press.draft  # type: ignore[union-attr]
    await jo.does(ThisIsFine(draft, "no-such-rule"))
    assert len(titles(jo.seen)) == 1
    for made_up in ("nothing", "own0", "own99", "ownx"):
        await jo.does(PutIn(draft, made_up))
        assert not isinstance(jo.seen, Board) and "wrong" not in words(jo.seen)


# -- the note afterwards -----------------------------------------------------------------------------------------------


async def met(town: Town) -> tuple[Citizen, Citizen, str]:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    id = await request(jo, maya)
    await maya.picks()
    [chat] = await chats(jo)
    assert chat.ends_at
    await town.turn(to=chat.ends_at)
    for person in (jo, maya):
        await person.does(DidHappen(id, True))
    maya.reads()
    return jo, maya, id


async def test_a_thank_you_that_asks_for_more_is_read_back(town: Town) -> None:
    jo, maya, id = await met(town)
    note = (
        "Thank you! Your advice to start with three studies stays with me. Could you refer me to your hiring manager?"
    )
    await jo.does(SendThanks(id, note))
    assert len(titles(jo.seen)) == 1 and "turns the thanks into a request" in titles(jo.seen)[0]
    assert maya.inbox == []
    await jo.presses("Improve it")
    assert values(jo)["note"] == note
    await jo.fills(note="Thank you! Your advice to start with three studies stays with me.")
    assert any("Your advice to start" in words(card) for card in maya.inbox)


async def test_a_thank_you_for_anybody_can_still_be_sent_as_it_is(town: Town) -> None:
    jo, maya, id = await met(town)
    await jo.does(SendThanks(id, "Thank you so much for your time, it was great."))
    assert titles(jo.seen) == ["This could be for anybody"]
    await jo.presses("Send as it is")
    assert any("it was great" in words(card) for card in maya.inbox)


async def test_good_news_a_month_later_is_no_request(town: Town) -> None:
    jo, maya, id = await met(town)
    await jo.does(SendThanks(id, "Thank you! I have started the three studies that you named."))
    maya.reads()
    await jo.does(SendOutcome(id, "A job!"))
    assert any("A job!" in words(card) for card in maya.inbox)


async def test_an_update_that_asks_for_more_is_read_back(town: Town) -> None:
    jo, _, id = await met(town)
    await jo.does(SendOutcome(id, "I finished the course. Could you refer me to your hiring manager now?"))
    assert len(titles(jo.seen)) == 1 and "turns the thanks into a request" in titles(jo.seen)[0]
