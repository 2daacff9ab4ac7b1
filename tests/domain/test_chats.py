"""The one table of arrows, and who may do what to a chat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chats import NEXT, Chat, Consent, Introduction, Status
from bot.domain.people import Person
from bot.domain.refusals import AlreadySettled, NotYours, Refusal, TooLate

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MAYA, JO, EVE = (Person("slack", "T1", f"U{name}") for name in ("MAYA", "JO", "EVE"))
SLOTS = tuple(NOW + timedelta(days=n) for n in (1, 2, 3))
LATER = NOW + timedelta(days=3)


def chat(**changes: object) -> Chat:
    made = Chat("c1", MAYA, JO, "topic", "note", "questions", SLOTS, 30, NOW, LATER)
    return replace(made, **changes)  # type: ignore[arg-type]


def booked(**changes: object) -> Chat:
    return replace(chat().book(SLOTS[0], by=MAYA, now=NOW), **changes)  # type: ignore[arg-type]


def test_booking_gives_the_next_chat_and_leaves_the_old_one() -> None:
    asked = chat()
    made = asked.book(SLOTS[0], by=MAYA, now=NOW)
    assert made.status is Status.BOOKED and made.ends_at == SLOTS[0] + timedelta(minutes=30)
    assert asked.status is Status.WAITING
    assert made.book(SLOTS[0], by=MAYA, now=NOW) is made, "pressing twice is not an error"


def test_only_whose_turn_it_is_may_pick() -> None:
    with pytest.raises(NotYours):
        chat().book(SLOTS[0], by=JO, now=NOW)
    offered = chat().offer([LATER], by=MAYA, now=NOW, answer_by=LATER)
    with pytest.raises(NotYours):
        offered.book(LATER, by=MAYA, now=NOW)
    assert offered.book(LATER, by=JO, now=NOW).starts_at == LATER


def test_a_time_that_was_not_offered_or_has_passed_cannot_be_picked() -> None:
    with pytest.raises(Refusal, match="unknown_slot"):
        chat().book(NOW + timedelta(hours=5), by=MAYA, now=NOW)
    with pytest.raises(TooLate):
        chat(answer_by=NOW + timedelta(days=9)).book(SLOTS[0], by=MAYA, now=SLOTS[0])


def test_a_request_has_lapsed_because_of_the_clock_alone() -> None:
    asked = chat()
    assert not asked.lapsed(LATER - timedelta(seconds=1)) and asked.lapsed(LATER)
    with pytest.raises(TooLate):
        asked.decline("time", "", by=MAYA, now=LATER)


def test_only_one_question_and_one_answer() -> None:
    asked = chat().ask_first("Which?", by=MAYA, now=NOW, answer_by=LATER)
    answered = asked.answer("That one", by=JO, now=NOW, answer_by=LATER)
    assert answered.status is Status.WAITING
    with pytest.raises(AlreadySettled):
        answered.ask_first("And?", by=MAYA, now=NOW, answer_by=LATER)
    with pytest.raises(AlreadySettled):
        answered.answer("Again", by=JO, now=NOW, answer_by=LATER)


def test_moving_raises_the_sequence_and_asks_both_anew() -> None:
    made = booked(confirmed=(JO,))
    moving = made.propose_move([SLOTS[1], SLOTS[2]], by=JO, now=NOW)
    assert moving.turn() == MAYA and moving.starts_at == SLOTS[0]
    moved = moving.agree_move(SLOTS[2], by=MAYA, now=NOW)
    assert (moved.starts_at, moved.sequence, moved.confirmed, moved.moving_by) == (SLOTS[2], 1, (), None)


def test_what_happened_is_told_only_after_the_start() -> None:
    with pytest.raises(Refusal, match="not_yet"):
        booked().tell_happened(True, by=JO, now=NOW)
    assert booked().tell_happened(True, by=JO, now=SLOTS[1]).status is Status.HAPPENED, "one yes is enough"
    differing = booked().tell_happened(False, by=MAYA, now=SLOTS[1]).tell_happened(True, by=JO, now=SLOTS[1])
    assert differing.differ and differing.status is Status.BOOKED, "but not against a no"
    assert differing.tell_happened(True, by=MAYA, now=SLOTS[1]).status is Status.HAPPENED


def test_thanks_are_sent_once() -> None:
    met = booked().tell_happened(True, by=JO, now=SLOTS[1])
    thanked = met.thank("Thank you", by=JO, now=SLOTS[1])
    with pytest.raises(AlreadySettled):
        thanked.thank("Thank you again", by=JO, now=SLOTS[1])
    with pytest.raises(NotYours):
        met.thank("me too", by=MAYA, now=SLOTS[1])


ACTS = {
    "book": lambda c, by, now: c.book(SLOTS[1], by=by, now=now),
    "offer": lambda c, by, now: c.offer([SLOTS[2]], by=by, now=now, answer_by=LATER),
    "ask_first": lambda c, by, now: c.ask_first("?", by=by, now=now, answer_by=LATER),
    "answer": lambda c, by, now: c.answer("!", by=by, now=now, answer_by=LATER),
    "decline": lambda c, by, now: c.decline("time", "", by=by, now=now),
    "withdraw": lambda c, by, now: c.withdraw(by=by, now=now),
    "confirm": lambda c, by, now: c.confirm(by=by, now=now),
    "propose_move": lambda c, by, now: c.propose_move([SLOTS[2]], by=by, now=now),
    "agree_move": lambda c, by, now: c.agree_move(SLOTS[2], by=by, now=now),
    "keep_time": lambda c, by, now: c.keep_time(by=by, now=now),
    "cancel": lambda c, by, now: c.cancel("", by=by, now=now),
    "yes": lambda c, by, now: c.tell_happened(True, by=by, now=now),
    "no": lambda c, by, now: c.tell_happened(False, by=by, now=now),
    "absent": lambda c, by, now: c.note_absent("me", by=by, now=now),
    "close": lambda c, by, now: c.close(by=by, now=now),
    "take_away": lambda c, by, now: c.take_away("it", by=by),
    "reflect": lambda c, by, now: c.reflect("most", by=by),
    "thank": lambda c, by, now: c.thank("thanks", by=by, now=now),
    "outcome": lambda c, by, now: c.tell_outcome("news", by=by, now=now),
}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([MAYA, JO, EVE]), st.integers(0, 100)), max_size=12
    )
)
def test_whatever_people_do_the_chat_follows_its_arrows_and_strangers_change_nothing(
    acts: list[tuple[str, Person, int]],
) -> None:
    now, current = NOW, chat()
    for name, by, hours in acts:
        now += timedelta(hours=hours)
        try:
            after = ACTS[name](current, by, now)
        except Refusal:
            continue
        assert by != EVE, f"a stranger did {name}"
        assert after.status == current.status or after.status in NEXT[current.status]
        assert after.sequence >= current.sequence
        if after.status is Status.BOOKED:
            assert after.starts_at is not None
        assert (after.mentor, after.mentee, after.note) == (MAYA, JO, "note")
        current = after


def test_an_introduction_asks_the_third_person_first_and_then_the_mentee() -> None:
    made = Introduction("i1", "c1", MAYA, JO, EVE, "why", NOW)
    with pytest.raises(NotYours):
        made.answer(True, by=JO)
    with pytest.raises(NotYours):
        made.answer(True, by=MAYA)
    willing = made.answer(True, by=EVE)
    assert willing.consent is Consent.WILLING
    assert willing.answer(True, by=JO).consent is Consent.MADE
    assert willing.answer(False, by=JO).consent is Consent.CLOSED
    assert made.answer(False, by=EVE).consent is Consent.CLOSED
    assert willing.answer(True, by=EVE) is willing, "pressing twice is not an error"
    with pytest.raises(AlreadySettled):
        willing.answer(False, by=EVE)


def test_each_side_notes_who_was_absent_for_itself() -> None:
    late = SLOTS[0] + timedelta(hours=1)
    noted = booked().note_absent("them", by=JO, now=late).note_absent("me", by=MAYA, now=late)
    assert (noted.absent_by(JO), noted.absent_by(MAYA)) == ("them", "me")
    assert noted.note_absent("both", by=JO, now=late).absent_by(JO) == "both"
    with pytest.raises(Refusal, match="not_yet"):
        booked().note_absent("me", by=JO, now=NOW)
    with pytest.raises(AlreadySettled):
        booked().note_absent("they are awful", by=JO, now=late)
    with pytest.raises(AlreadySettled):
        chat().note_absent("me", by=JO, now=late)


def test_a_request_that_has_lapsed_cannot_be_taken_back() -> None:
    with pytest.raises(TooLate):
        chat().withdraw(by=JO, now=LATER)


def test_a_closed_chat_may_turn_out_to_have_happened_but_is_not_moved() -> None:
    closed = booked(mentor_says=False).close(by=MAYA, now=SLOTS[1])
    with pytest.raises(AlreadySettled):
        closed.propose_move([SLOTS[2]], by=JO, now=SLOTS[1])
    agreed = closed.tell_happened(True, by=JO, now=SLOTS[1]).tell_happened(True, by=MAYA, now=SLOTS[1])
    assert agreed.status is Status.HAPPENED


SOON_AFTER = NOW + timedelta(hours=5)


@pytest.mark.parametrize("act", ["book", "offer", "ask_first", "decline"])
def test_the_mentors_first_answer_of_any_kind_is_remembered(act: str) -> None:
    assert ACTS[act](chat(), MAYA, SOON_AFTER).replied_at == SOON_AFTER


def test_only_the_first_answer_counts_and_only_the_mentors() -> None:
    asked = chat().ask_first("Which?", by=MAYA, now=NOW, answer_by=LATER)
    answered = asked.answer("That one", by=JO, now=SOON_AFTER, answer_by=LATER)
    assert answered.book(SLOTS[0], by=MAYA, now=SOON_AFTER).replied_at == NOW
    assert chat().withdraw(by=JO, now=SOON_AFTER).replied_at is None


def test_how_much_they_talked_is_for_the_mentee_to_say_after_the_talk() -> None:
    met = booked().tell_happened(True, by=MAYA, now=SLOTS[1])
    assert met.reflect("half", by=JO).listened == "half"
    with pytest.raises(NotYours):
        met.reflect("most", by=MAYA)
    with pytest.raises(AlreadySettled):
        met.reflect("they were awful", by=JO)
    with pytest.raises(AlreadySettled):
        booked().reflect("most", by=JO)


def test_what_came_of_it_is_told_once_and_anew_after_three_months() -> None:
    met = booked().tell_happened(True, by=JO, now=SLOTS[1])
    told = met.tell_outcome("Two talks", by=JO, now=SLOTS[1])
    with pytest.raises(AlreadySettled):
        told.tell_outcome("Three talks", by=JO, now=SLOTS[1] + timedelta(days=89))
    again = told.tell_outcome("A new team", by=JO, now=SLOTS[1] + timedelta(days=90))
    assert (again.outcome, again.outcome_at) == ("A new team", SLOTS[1] + timedelta(days=90))
