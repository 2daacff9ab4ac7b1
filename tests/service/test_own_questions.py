"""What a mentor likes to be asked: referrals, their own questions, and those that are never suggested."""

from typing import Any

import pytest

from bot.boundary.cards import Board, Form
from bot.boundary.commands import ChooseBanned, EditQuestions, OwnQuestions, PutIn, SaveBanned, SaveQuestions
from bot.domain.etiquette.questions import Topic, bank
from bot.domain.mentors import Mentor
from bot.service.own_questions import THEMES
from tests.town import GOOD, Citizen, Town, buttons, labels, words

REFER = "I read your talk about your first year. Could you refer me to your company?"


async def write(jo: Citizen, maya: Citizen, **changes: Any) -> None:
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "slots": jo.options("slots")[:2], "pledge": True, **changes})


async def kept(maya: Citizen) -> Mentor:
    async with maya.town.storage.books(maya.person.home, now=maya.town.now) as books:
        mentor = await books.mentor(maya.person)
    assert mentor is not None
    return mentor


async def save(maya: Citizen, **blanks: Any) -> None:
    await maya.types("mentor")
    await maya.presses("Requests to me")
    await maya.presses("Change")
    await maya.fills(**blanks)


def test_every_topic_has_its_button_and_room_for_its_questions() -> None:
    assert sorted(topic for topics in THEMES.values() for topic in topics) == sorted(Topic)
    assert max(sum(one.topic is topic for one in bank().values()) for topic in Topic) <= 25


async def test_where_referrals_are_welcome_members_see_it_and_are_not_held_back(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya, note=REFER)
    assert "asking for a job" in words(jo.seen)
    await jo.types("find-mentor")
    assert "Referrals" not in words(jo.seen)

    await save(maya, referrals="yes")
    assert "Referrals: questions about them are welcome" in words(maya.seen)
    await jo.types("find-mentor")
    assert "Referrals: questions about them are welcome" in words(jo.seen)
    await write(jo, maya, note=REFER)
    assert "asking for a job" not in words(jo.seen)

    await save(maya, referrals="no")
    await jo.types("find-mentor")
    assert "Referrals" not in words(jo.seen)


async def test_a_mentors_own_questions_are_offered_first(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await save(maya, pinned="  What did you get wrong?  \n\nWho helped you most?\n")
    assert (await kept(maya)).pinned == "What did you get wrong?\nWho helped you most?"
    assert "Who helped you most?" in words(maya.seen)
    await write(jo, maya, note=REFER)
    await jo.presses("Suggest questions")
    assert isinstance(jo.seen, Board)
    assert [card.title for card in jo.seen.cards[:2]] == ["What did you get wrong?", "Who helped you most?"]
    await jo.presses("Put it in", jo.seen.cards[1])
    assert "Who helped you most?" in words(jo.seen) and GOOD["questions"] in words(jo.seen)


@pytest.mark.parametrize("pinned", ["a?\nb?\nc?\nd?", "x" * 141])
async def test_too_many_or_too_long_questions_come_back_with_everything_typed(town: Town, pinned: str) -> None:
    maya = await town.mentor("Maya")
    await save(maya, pinned=pinned, referrals="yes")
    assert isinstance(maya.seen, Form) and set(maya.form.errors) == {"pinned"}
    assert [field.value for field in maya.form.fields] == ["yes", pinned]
    assert (await kept(maya)).pinned == "" and not (await kept(maya)).referrals


async def test_the_longest_own_questions_fit_wherever_they_are_shown(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await save(maya, pinned="\n".join(letter * 140 for letter in "abc"))
    assert "a" * 140 in words(maya.seen)
    await write(jo, maya, note=REFER)
    await jo.presses("Suggest questions")
    assert "c" * 140 in words(jo.seen)


async def test_a_banned_question_is_never_suggested_and_can_come_back(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await write(jo, maya, note=REFER)
    coached = jo.seen
    assert isinstance(coached, Board)
    await jo.presses("Suggest questions")
    drawn = [button.press for button in buttons(jo.seen) if isinstance(button.press, PutIn)]
    ban = drawn[0].question
    topic = bank()[ban].topic

    await maya.does(ChooseBanned(topic))
    assert [field.value for field in maya.form.fields] == [()]
    await maya.fills(banned=[ban])
    assert "1 of these is never suggested" in words(maya.seen)
    await maya.does(ChooseBanned(topic))
    assert [field.value for field in maya.form.fields] == [(ban,)]
    await jo.presses("Suggest questions", coached)
    offered = [button.press.question for button in buttons(jo.seen) if isinstance(button.press, PutIn)]
    assert offered and ban not in offered

    await maya.fills(banned=[])
    assert "never suggested" not in words(maya.seen) and (await kept(maya)).banned == frozenset()


async def test_one_topic_leaves_the_others_as_they_are_and_takes_only_its_own(town: Town) -> None:
    maya = await town.mentor("Maya")
    weeks = [one.id for one in bank().values() if one.topic is Topic.WEEK]
    likes = [one.id for one in bank().values() if one.topic is Topic.LIKE]
    await maya.does(SaveBanned(Topic.WEEK, tuple(weeks)))
    await maya.does(SaveBanned(Topic.LIKE, (likes[0], weeks[0], "no-such-question")))
    assert (await kept(maya)).banned == frozenset([*weeks, likes[0]])
    await maya.types("mentor")
    await maya.presses("Requests to me")
    assert f"{len(weeks) + 1} of these are never suggested" in words(maya.seen)
    await maya.presses("A normal week")
    assert len(maya.options("banned")) == len(weeks)
    await maya.does(ChooseBanned("no-such-topic"))
    assert "not there any more" in words(maya.seen)


async def test_they_are_a_mentors_own_and_nobody_elses(town: Town) -> None:
    maya, bea, jo = await town.mentor("Maya"), await town.mentor("Bea"), town.citizen("Jo")
    for command in (OwnQuestions(), EditQuestions(), SaveQuestions("yes"), ChooseBanned("week"), SaveBanned("week")):
        await jo.does(command)
        assert "You are not a mentor here yet" in words(jo.seen)
    await save(maya, referrals="yes", pinned="Why?")
    assert not (await kept(bea)).referrals and (await kept(bea)).pinned == ""


async def test_the_clock_is_still_one_press_away_from_the_settings(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.types("mentor")
    assert "Requests to me" in labels(maya.seen) and len(labels(maya.seen)) == 5
    await maya.types("my-chats")
    await maya.presses("Settings")
    await maya.presses("My time zone")
    assert isinstance(maya.seen, Form)
