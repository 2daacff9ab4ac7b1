"""What every adapter keeps to. A binding says how its platform draws and hears, and inherits the tests:

    class TestMessages(Contract):
        adapter = Slack("message")

Nothing here knows a platform. A third one needs a binding of its own and no change to this file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.boundary.cards import Board, Button, Card, Field, Form, Link, Option, Quote, Text, Who, plain
from bot.boundary.commands import COMMANDS, Command, PickSlot, RequestChat, SendDecline, SendRequest, SendSuggestion
from bot.boundary.menu import Entry
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import BadToken, clean, encode, write_time
from bot.speech.menu import entries
from tests.adapters import samples
from tests.adapters.samples import HOSTILE, WHEN, Say
from tests.adapters.tour import everything

Blank = str | bool | Person | Sequence[str]
Payload = Any
"""Whatever the platform gets: only the binding looks inside."""

ELSEWHERE = Person("elsewhere", "1", "2")
LANGUAGES = ("en", "es")
ENTRIES = entries()
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])


class Adapter(Protocol):
    """One platform, and one of the ways in which it shows things there."""

    @property
    def home(self) -> Place: ...

    @property
    def unshown(self) -> frozenset[str]:
        """Places of a string (see `samples.places`) that this platform has no room for, and leaves out."""
        ...

    @property
    def shortcuts(self) -> bool:
        """Whether a command can also be chosen from a menu of the platform's own."""
        ...

    def user(self, number: int) -> str:
        """An id as this platform makes them."""
        ...

    def render(self, say: Say, place: Place) -> Payload: ...
    def check(self, payload: Payload) -> Sequence[str]:
        """What the platform would refuse; empty when it takes it."""
        ...

    def visible(self, payload: Payload) -> str:
        """What a person reads, labels and notification included, without what the adapter added to keep it inert."""
        ...

    def summary(self, payload: Payload) -> str | None:
        """What a notification or a list says of it; None where there is none."""
        ...

    def pings(self, payload: Payload) -> Sequence[str]:
        """The ids of those it would mention, and whatever else in it would call, open or run something."""
        ...

    def times(self, payload: Payload) -> Sequence[datetime]:
        """The moments that the platform itself draws in each reader's clock."""
        ...

    def links(self, payload: Payload) -> Sequence[tuple[str, str]]:
        """(words, address) of the links whose words are not their address."""
        ...

    def presses(self, payload: Payload) -> Sequence[tuple[str, str]]:
        """(label, what comes back when it is pressed) of each button."""
        ...

    def press(self, raw: str) -> Command: ...
    def submit(self, payload: Payload, blanks: Mapping[str, Blank]) -> Command:
        """A form as the platform sends it back: words, an option's value, several, a person, or a tick."""
        ...

    def typed(self, name: str, mention: Person | None, words: str) -> Command: ...
    def shortcut(self, entry: Entry, on: Person) -> Command: ...
    def declared(self, entries: Sequence[Entry], language: str) -> Sequence[str]:
        """What the platform would refuse about the commands, and about their words in this language."""
        ...


class Contract:
    adapter: Adapter

    # -- sizes -----------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("what", samples.large(ELSEWHERE, ELSEWHERE))
    def test_the_largest_there_can_be_is_one_that_the_platform_takes(self, what: str) -> None:
        say = samples.large(self._somebody, ELSEWHERE)[what]
        payload = self._draw(say)
        assert list(self.adapter.check(payload)) == []
        self._says_what_it_is_about(say, payload)
        assert self._pressed(payload) == _buttons(say)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_everything_that_the_core_says_is_taken_and_comes_back(self, language: str) -> None:
        seen = list(everything(self.adapter.home, language, self.adapter.user))
        assert len(seen) > 200
        for say in seen:
            payload = self._draw(say)
            assert list(self.adapter.check(payload)) == [], say
            self._says_what_it_is_about(say, payload)
            if isinstance(say, Form) and say.trouble:
                # where forms close when they are sent, its errors stand on a card
                assert self._missing(say, payload) == [] or self._missing(say.trouble, payload) == [], say
                continue
            assert self._missing(say, payload) == [], say
            assert self._pressed(payload) == _buttons(say), say
            if isinstance(say, Form):
                assert type(self.adapter.submit(payload, {})) is type(say.completes)

    @quickly
    @given(st.data())
    def test_no_words_make_a_payload_that_the_platform_refuses(self, data: st.DataObject) -> None:
        words = st.text(max_size=40)
        people = st.sampled_from([Who(self._somebody, "Maya"), Who(ELSEWHERE, "Kofi *<@1>*")])
        span = words | people | st.just(WHEN) | st.builds(Link, words, words)
        texts: st.SearchStrategy[Text] = st.lists(span, max_size=4).map(tuple).filter(plain)
        body = data.draw(st.lists(texts, max_size=4).map(tuple))
        title = data.draw(st.text(min_size=1, max_size=150))
        label = data.draw(st.text(min_size=1, max_size=34))
        buttons = (Button(label, samples.longest("a")),)
        card = Card(title, body, quotes=(Quote(label, title),), buttons=buttons, small=data.draw(texts))
        for say in (card, Board(title, (card,), body)):
            payload = self._draw(say)
            assert list(self.adapter.check(payload)) == []
            self._says_what_it_is_about(say, payload)

    # -- escapes ---------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("place", samples.places(ELSEWHERE))
    def test_what_people_type_is_shown_as_typed_and_calls_nobody(self, place: str) -> None:
        most, made = samples.places(ELSEWHERE)[place]
        for kind, words in HOSTILE.items():
            typed = clean(words[:most])
            payload = self._draw(made(typed))
            assert list(self.adapter.check(payload)) == [], kind
            assert list(self.adapter.pings(payload)) == [] == list(self.adapter.times(payload)), kind
            assert {url for _, url in self.adapter.links(payload)} <= {"https://example.org/a"}, kind
            if place not in self.adapter.unshown:
                assert _plainly(typed) in _plainly(self.adapter.visible(payload)), kind

    @quickly
    @given(
        st.lists(
            st.sampled_from([*"<>@#!&|*_~`[]()\\/:.-+1 \n", "everyone", "http://x", "U1", "t:0:R", "é"]), min_size=1
        )
    )
    def test_no_mixture_of_signs_has_power(self, signs: list[str]) -> None:
        typed = clean("".join(signs)) or "-"
        payload = self._draw(Card("T", ((typed,),), quotes=(Quote("q", typed),), small=(typed,)))
        assert list(self.adapter.pings(payload)) == [] == list(self.adapter.links(payload))
        assert _plainly(self.adapter.visible(payload)).count(_plainly(typed)) >= 3

    def test_pieces_that_stand_side_by_side_do_not_become_a_mention(self) -> None:
        """A renderer that escapes each string by itself has to think of its neighbours."""
        for text in samples.NEIGHBOURS:
            payload = self._draw(Card("T", (text,), small=text))
            assert list(self.adapter.pings(payload)) == [] == list(self.adapter.links(payload))
            assert _plainly(self.adapter.visible(payload)).count(_plainly(plain(text))) >= 2

    # -- people, times, links --------------------------------------------------------------------------------------

    def test_somebody_of_this_place_is_a_mention_and_nothing_else(self) -> None:
        payload = self._draw(Card("T", (("With ", Who(self._somebody, "Maya")),)))
        assert list(self.adapter.pings(payload)) == [self._somebody.user]

    def test_somebody_from_elsewhere_is_a_plain_name(self) -> None:
        home, user = self.adapter.home, self._somebody.user
        strangers = [Person(home.platform, f"{home.id}1", user), Person("elsewhere", home.id, user)]
        strangers += [Person("former", "", user), Person(home.platform, home.id, "1> @everyone <@1")]
        for person in strangers:
            payload = self._draw(Card("T", (("With ", Who(person, "Maya *Star*")),)))
            assert list(self.adapter.pings(payload)) == []
            assert "With Maya *Star*" in _plainly(self.adapter.visible(payload)).replace("@Maya", "Maya")

    @pytest.mark.parametrize("moment", [WHEN, datetime.fromisoformat("2026-03-29T02:30:00+05:30")])
    def test_a_time_is_drawn_in_the_readers_own_clock_or_names_its_zone(self, moment: datetime) -> None:
        payload = self._draw(Card("T", (("At ", moment),)))
        assert list(self.adapter.times(payload)) == [moment] or "UTC" in self.adapter.visible(payload)

    def test_a_link_shows_its_words_and_leads_where_it_says(self) -> None:
        payload = self._draw(Card("T", ((Link("the *house* rules", "https://example.org/a?b=c&d=(e)"),),)))
        [(label, url)] = self.adapter.links(payload)
        assert "the *house* rules" in self.adapter.visible(payload) and label
        assert url.replace("%28", "(").replace("%29", ")") == "https://example.org/a?b=c&d=(e)"

    @pytest.mark.parametrize(
        "url",
        ["javascript:alert(1)", " https://x.test", "data:text/html,x", "//x.test", "http://x.test", "HTTPS:x", "", "x",
         "https://x.test/)](http://y.test", "https://x.test/>)[y](http://y.test)", "https://x.test/|y> <!channel"],
    )  # fmt: skip
    def test_only_a_web_address_becomes_a_link_and_its_words_are_never_lost(self, url: str) -> None:
        payload = self._draw(Card("T", (("See ", Link("read more", url)),)))
        assert list(self.adapter.check(payload)) == []
        assert "read more" in self.adapter.visible(payload)
        assert list(self.adapter.pings(payload)) == []
        assert all(address.startswith("https://x.test/") for _, address in self.adapter.links(payload))
        assert len(self.adapter.links(payload)) <= 1

    # -- buttons ---------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("kind", COMMANDS)
    def test_every_button_comes_back_as_the_command_it_left_as(self, kind: type) -> None:
        command = samples.short(kind, self._somebody)
        assert self._round(command) == command

    @pytest.mark.parametrize("kind", COMMANDS)
    def test_a_command_with_too_many_words_is_never_half_a_button(self, kind: type) -> None:
        command = samples.wordy(kind, self._somebody)
        if command is not None:
            with pytest.raises(BadToken):
                encode(command)
            with pytest.raises(BadToken):
                self._draw(Card("T", buttons=(Button("b", command),)))

    @settings(quickly, max_examples=200)
    @given(st.data())
    def test_whatever_is_in_a_command_comes_back_unless_it_is_too_long(self, data: st.DataObject) -> None:
        people = st.integers(1, 999).map(lambda number: Person(*_home(self.adapter), self.adapter.user(number)))
        command = data.draw(samples.any_command(people))
        try:
            encode(command)
        except BadToken:
            return
        assert self._round(command) == command

    @pytest.mark.parametrize("raw", ["", " ", "x", "hh1", "hh1.", "hh0.about", "hh1.nothing", "null", "{}", "x" * 4000])
    def test_what_is_not_ours_is_refused(self, raw: str) -> None:
        with pytest.raises(BadToken):
            self.adapter.press(raw)

    @quickly
    @given(st.data())
    def test_what_was_tampered_with_is_refused_or_is_another_command_but_never_breaks(
        self, data: st.DataObject
    ) -> None:
        [(_, raw)] = self.adapter.presses(self._draw(Card("T", buttons=(Button("b", PickSlot("c4f9", WHEN)),))))
        place = data.draw(st.integers(0, len(raw)))
        cut, put = (
            data.draw(st.integers(0, 4)),
            data.draw(st.text(max_size=4) | st.sampled_from(["%", "%ff", ".", "~"])),
        )
        for tampered in (raw[:place], raw[:place] + put + raw[place + cut :], data.draw(st.text())):
            try:
                assert type(self.adapter.press(tampered)) in COMMANDS
            except BadToken:
                continue

    # -- forms -----------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("kind", ["line", "text", "choice", "choices", "person", "tick"])
    def test_every_kind_of_blank_comes_back_as_it_was_filled_in(self, kind: str) -> None:
        somebody, later = self._somebody, WHEN.replace(hour=16)
        note = "First line\n\n  then «ñ» 你好 שלום 👩\u200d👧 <!channel> *b* & \\ %41 ~.\n\tlast"
        filled: dict[str, tuple[dict[str, Blank], Command]] = {
            "line": ({"topic": "UX & AI <3 ñ"}, SendRequest(somebody, topic="UX & AI <3 ñ")),
            "text": ({"note": note}, SendRequest(somebody, note=note)),
            "choice": ({"reason": "x.y~z/%é"}, SendDecline("c1", reason="x.y~z/%é")),
            "choices": (
                {"slots": [write_time(WHEN), write_time(later)]}, SendRequest(somebody, slots=(WHEN, later))
            ),
            "person": ({"other": somebody}, SendSuggestion("c1", other=somebody)),
            "tick": ({"pledge": True}, SendRequest(somebody, pledge=True)),
        }  # fmt: skip
        blanks, command = filled[kind]
        assert self.adapter.submit(self._draw(samples.one_field(kind, somebody)), blanks) == command

    @pytest.mark.parametrize("kind", ["line", "text", "choice", "choices", "person", "tick"])
    def test_a_blank_left_empty_is_empty(self, kind: str) -> None:
        form = samples.one_field(kind, self._somebody)
        empty: dict[str, Blank] = {"choices": {"slots": []}, "tick": {"pledge": False}}.get(kind, {})  # type: ignore[assignment]
        assert self.adapter.submit(self._draw(form), empty) == form.completes

    @quickly
    @given(st.text(max_size=200))
    def test_words_are_kept_exactly(self, typed: str) -> None:
        form = samples.one_field("text", self._somebody)
        expected = SendRequest(self._somebody, note=clean(typed))
        assert self.adapter.submit(self._draw(form), {"note": typed}) == expected

    def test_what_stands_in_a_form_already_comes_back_untouched(self) -> None:
        payload = self._draw(samples.form(self._somebody))
        command = self.adapter.submit(payload, {})
        assert isinstance(command, SendRequest)
        assert (command.topic, command.note, command.pledge) == ("x" * 100, "x" * 3000, True)
        assert command.questions.startswith("24")

    def test_a_person_picked_before_stands_in_the_form_or_is_asked_for_again(self) -> None:
        blank = Field("other", "Who", "person", value=str(self._somebody), required=False)
        payload = self._draw(Form("Form", (blank,), SendSuggestion("c1"), "Send"))
        assert self.adapter.submit(payload, {}) in (SendSuggestion("c1", self._somebody), SendSuggestion("c1"))
        assert list(self.adapter.check(payload)) == []

    def test_a_command_too_long_for_a_form_is_never_cut_in_half(self) -> None:
        completes = SendRequest(self._somebody, note=f"words{' words' * 40}")
        form = Form("F", (Field("topic", "T", "line"),), completes, "Send")
        try:
            payload = self._draw(form)
        except BadToken:
            return
        assert self.adapter.submit(payload, {"topic": "x"}) == replace(completes, topic="x")

    def test_a_choice_of_one_may_have_the_longest_value(self) -> None:
        options = (Option("v" * 75, "w" * 75), Option("b", "b"))
        blank = Field("reason", "Why", "choice", options=options)
        payload = self._draw(Form("F", (blank,), SendDecline("c1"), "Send"))
        assert self.adapter.submit(payload, {"reason": "v" * 75}) == SendDecline("c1", "v" * 75)

    # -- the menu --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
    def test_every_command_can_be_typed(self, entry: Entry) -> None:
        assert self.adapter.typed(entry.name, None, "") == entry.make(None, "", "")
        if entry.argument is None:
            return
        if entry.argument.kind == "person":
            assert self.adapter.typed(entry.name, self._somebody, "") == RequestChat(self._somebody)
        else:
            words = "UX & AI <3 *ñ* São Paulo"
            assert self.adapter.typed(entry.name, None, words) == entry.make(None, "", words)

    @pytest.mark.parametrize("entry", [one for one in ENTRIES if one.shortcut], ids=lambda entry: entry.name)
    def test_a_shortcut_gives_the_same_command(self, entry: Entry) -> None:
        if self.adapter.shortcuts:
            given = self.adapter.shortcut(entry, self._somebody)
            assert given in (entry.make(None, "", ""), entry.make(self._somebody, "", ""))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_menu_is_one_that_the_platform_takes(self, language: str) -> None:
        assert list(self.adapter.declared(ENTRIES, language)) == []

    # -- how -------------------------------------------------------------------------------------------------------

    @property
    def _somebody(self) -> Person:
        return Person(*_home(self.adapter), self.adapter.user(7))

    def _draw(self, say: Say) -> Payload:
        return self.adapter.render(say, self.adapter.home)

    def _round(self, command: Command) -> Command:
        [(_, raw)] = self.adapter.presses(self._draw(Card("T", buttons=(Button("b", command),))))
        return self.adapter.press(raw)

    def _pressed(self, payload: Payload) -> list[str]:
        return sorted(repr((label, self.adapter.press(raw))) for label, raw in self.adapter.presses(payload))

    def _says_what_it_is_about(self, say: Say, payload: Payload) -> None:
        summary = self.adapter.summary(payload)
        assert summary is None or summary.strip() or not say.title.strip()

    def _missing(self, say: Say, payload: Payload) -> list[str]:
        """Words of a card that nobody reads."""
        shown = _plainly(self.adapter.visible(payload))
        return [words for words in _words(say) if _plainly(words) not in shown]


def _home(adapter: Adapter) -> tuple[str, str]:
    return adapter.home.platform, adapter.home.id


def _plainly(words: str) -> str:
    """Without regard to how lines are broken, which each platform does in its own way."""
    return " ".join(words.split())


def _buttons(say: Say) -> list[str]:
    """Every button with its command; a platform may show a board's own buttons above or below its cards."""
    match say:
        case Card():
            return sorted(repr((button.label, button.press)) for button in (*say.picks, *say.buttons))
        case Board():
            own = [repr((button.label, button.press)) for button in say.buttons]
            return sorted([*own, *(button for card in say.cards for button in _buttons(card))])
        case Form():
            return []


def _words(say: Say) -> list[str]:
    match say:
        case Card():
            texts = [*say.body, *(fact.value for fact in say.facts), say.small]
            strings = [span for text in texts for span in text if isinstance(span, str)]
            quotes = [words for quote in say.quotes for words in (quote.label, quote.words)]
            labels = [button.label for button in (*say.picks, *say.buttons)]
            return [say.title, *strings, *quotes, *labels, *(fact.label for fact in say.facts)]
        case Board():
            labels = [button.label for button in say.buttons]
            strings = [span for text in say.body for span in text if isinstance(span, str)]
            return [say.title, *strings, *labels, *(words for card in say.cards for words in _words(card))]
        case Form():
            return [say.title, *(blank.label for blank in say.fields)]
