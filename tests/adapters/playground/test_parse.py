import pytest

from adapters.playground import parse
from adapters.playground.world import read_people
from bot.boundary.commands import BeMentor, FindMentor, MyChats, PickSlot, RequestChat, SendRequest, SendTimes
from bot.boundary.menu import ENTRIES
from bot.boundary.tokens import BadToken, encode, flatten, write_time
from tests.adapters.playground.scripted import OPENING, person

PEOPLE = read_people()


def typed(line: str) -> object:
    return parse.typed(line, ENTRIES, PEOPLE.values())


@pytest.mark.parametrize(
    "line", ["/request-chat @maya", "  /request-chat   @Maya ", "/REQUEST-CHAT maya", "/request-chat @maya,"]
)
def test_a_name_finds_the_person(line: str) -> None:
    assert typed(line) == RequestChat(person("maya"))


@pytest.mark.parametrize("name", ["@ines", "@Inés", "@INÉS"])
def test_accents_and_capitals_do_not_matter(name: str) -> None:
    assert typed(f"/request-chat {name}") == RequestChat(person("ines"))


def test_a_name_that_nobody_has_is_handed_on_as_typed() -> None:
    assert typed("/request-chat @ghost") == RequestChat(None, named="ghost")


@pytest.mark.parametrize("line", ["/request-chat", "/request-chat @", "/request-chat  "])
def test_no_name_asks_to_pick_one(line: str) -> None:
    assert typed(line) == RequestChat()


def test_words_beside_the_name_are_the_topic() -> None:
    assert typed("/request-chat @kofi about SQL") == RequestChat(person("kofi"), "about SQL")


def test_other_commands_take_words_or_none() -> None:
    assert typed("/find-mentor UX @home") == FindMentor("UX @home")
    assert typed("/my-chats Berlin") == MyChats(city="Berlin")
    assert typed("/mentor") == BeMentor()


def test_plain_words_are_not_a_command() -> None:
    with pytest.raises(parse.NotACommand):
        typed("hello there")


@pytest.mark.parametrize("line", ["/", "/nonsense", "/request-chats @maya", "/ request-chat"])
def test_an_unknown_command_says_so(line: str) -> None:
    with pytest.raises(parse.UnknownCommand):
        typed(line)


def test_a_button_comes_back_as_the_command_it_left_as() -> None:
    command = PickSlot("c1", OPENING)
    assert parse.pressed(encode(command)) == command


def test_a_form_fills_the_blanks_of_its_command() -> None:
    values = {"note": "I read <!channel> & @everyone", "slots": [write_time(OPENING)], "pledge": True}
    filled = parse.filled(flatten(SendRequest(person("maya"))), values)
    assert filled == SendRequest(person("maya"), note="I read <!channel> & @everyone", slots=(OPENING,), pledge=True)


def test_a_time_that_is_none_is_left_out() -> None:
    assert parse.filled(["send-times", "c1"], {"slots": ["??", ""]}) == SendTimes("c1")


@pytest.mark.parametrize(
    ("completes", "values"),
    [
        (None, {}),
        ([], {}),
        ("send-request", {}),
        ([1], {}),
        (["no-such-verb"], {}),
        (["send-request"], {}),
        (["send-request", "not-a-person"], {}),
        (["my-chats"], {"chat": "c1"}),
        (["my-chats"], {"city": {"a": 1}}),
        (["my-chats"], {"city": None}),
        (["my-chats"], {"city": [1]}),
        (["my-chats"], ["city"]),
        (["my-chats", "1", "2", "3"], {}),
    ],
)
def test_a_form_that_is_not_ours_is_a_bad_token(completes: object, values: object) -> None:
    with pytest.raises(BadToken):
        parse.filled(completes, values)


def test_the_desk_is_told_what_we_know_of_the_people_in_a_command() -> None:
    (met,) = parse.mentioned(RequestChat(person("ananya")), PEOPLE)
    assert (met.name, met.zone) == ("Ananya", "Asia/Kolkata")


def test_somebody_from_elsewhere_is_nobody_we_know() -> None:
    stranger = type(person("maya"))("slack", "T1", "maya")
    assert parse.mentioned(RequestChat(stranger), PEOPLE) == ()
