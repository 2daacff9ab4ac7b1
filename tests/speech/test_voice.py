"""The pieces that cards are made of: clipped, in paragraphs, with people as people."""

from datetime import UTC, datetime

from bot.boundary.cards import Fact, Option, Quote, Who, plain
from bot.boundary.commands import MyChats
from bot.domain.people import FORMER, Member, Person
from bot.speech.voice import Voice, clip

MAYA = Person("slack", "T1", "U1")
GONE = Person(FORMER, "T1", "abc")
WHEN = datetime(2026, 12, 1, 14, tzinfo=UTC)
ENGLISH = Voice("en", "Europe/Berlin", {MAYA: "Maya"})
SPANISH = Voice("es", "Europe/Madrid", {MAYA: "Maya"})


def test_what_is_too_long_is_clipped_with_an_ellipsis() -> None:
    assert clip("twelve chars", 12) == "twelve chars"
    assert clip("twelve chars", 11) == "twelve cha…"
    assert clip("twelve chars", 8) == "twelve…"


def test_a_button_is_clipped_to_what_both_platforms_show() -> None:
    label = SPANISH.button("ask_name", MyChats(), name="M" * 80).label
    assert len(label) == 34 and label.startswith("Pedírselo a MMM") and label.endswith("…")


def test_a_line_is_a_paragraph_and_people_stay_people_in_it() -> None:
    maya = Who(MAYA, "Maya")
    said = ENGLISH.paragraphs("nudge.declined.body", reason=("Ask ", maya, " later.\nOr not."))
    assert said[0] == ("Ask ", maya, " later.")
    assert said[1] == ("Or not.",)
    assert plain(said[2]).startswith("Asking was the hard part")
    assert len(said) == 3


def test_an_empty_line_is_no_paragraph() -> None:
    said = ENGLISH.paragraphs("nudge.declined.body", reason="")
    assert [plain(line).partition(",")[0] for line in said] == ["Asking was the hard part"]


def test_words_that_are_not_there_are_no_paragraph() -> None:
    assert ENGLISH.paragraphs("nudge.soon.mentor.body") == ()


def test_a_person_is_a_mention_while_they_are_here() -> None:
    assert ENGLISH.who(MAYA) == Who(MAYA, "Maya")


def test_somebody_who_left_or_is_unknown_is_named_in_words() -> None:
    assert ENGLISH.who(GONE) == "a former member"
    assert SPANISH.who(Person("slack", "T1", "U9")) == "alguien que ya no está"
    assert Voice("en", names={GONE: "Jo"}).who(GONE) == "Jo"


def test_a_voice_learns_names_and_keeps_those_it_knew() -> None:
    jo = Person("slack", "T1", "U2")
    voice = ENGLISH.knowing({jo: Member(jo, "Jo")})
    assert (voice.name(MAYA), voice.name(jo)) == ("Maya", "Jo")
    assert (voice.language, voice.zone) == ("en", "Europe/Berlin")
    assert ENGLISH.name(jo) == "a former member"


def test_a_title_tells_a_time_in_the_readers_own_clock() -> None:
    said = ENGLISH("nudge.booked.mentee.point", mentor="Maya", minutes=30, when=WHEN)
    assert said == "Maya said yes: 30 minutes at Tue 1 Dec, 15:00 (Berlin time)."


def test_a_card_without_body_or_point_has_none() -> None:
    card = ENGLISH.card("nudge.soon.mentor", mentee=Who(MAYA, "Maya"), quotes=[Quote("Empty", ""), Quote("Full", "x")])
    assert (card.title, card.body, card.point) == ("In ten minutes: Maya", (), "")
    assert card.quotes == (Quote("Full", "x"),)


def test_times_of_a_fact_stay_moments() -> None:
    later = WHEN.replace(hour=15)
    assert ENGLISH.times("times", [WHEN, later]) == Fact("Times", (WHEN, " · ", later))


def test_choices_have_words_of_their_own_or_are_counted() -> None:
    assert SPANISH.options("guests", ("yes", "no")) == (Option("yes", "Sí"), Option("no", "No"))
    assert ENGLISH.options("a_month", (1, 2)) == (Option("1", "One a month"), Option("2", "2 a month"))
    assert ENGLISH.options("reply", (24, 30)) == (Option("24", "Within a day"), Option("30", "Within 30 hours"))


def test_a_field_brings_the_hint_and_the_example_that_there_are() -> None:
    typed = SPANISH.field("typed", "typed")
    assert (typed.kind, typed.hint[:14], typed.example) == ("text", "Según tu reloj", "3 dic 15:30")
    assert (ENGLISH.field("who", "who", "person").hint, ENGLISH.field("who", "who", "person").example) == ("", "")
