"""What a frame finds among the words of a sentence, and what it costs."""

import pytest

from bot.domain.etiquette import prose
from bot.domain.etiquette.frames import BadFrame, Frames, Phrases, Words


def found(frame: str, typed: str, **phrases: tuple[str, ...]) -> list[str]:
    words = Words(prose.read(typed, "en").sentences[0])
    places = Frames([frame], Phrases(phrases)).find(words)
    return [" ".join(words.norms[start:end]) for start, end in places]


@pytest.mark.parametrize(
    ("frame", "typed", "words"),
    [
        ("could you [please] refer me", "Hi, could you please refer me today?", ["could you please refer me"]),
        ("could you [please] refer me", "Hi, could you refer me today?", ["could you refer me"]),
        ("(refer|put in a word for) me", "put in a word for me", ["put in a word for me"]),
        ("ask ... boss", "ask your very own new boss", ["ask your very own new boss"]),
        ("ask ... boss", "ask, your boss", []),
        ("ask .. boss", "ask your very own new boss", []),
        ("hir* me", "please hire me", ["hire me"]),
        ("^ refer me", "they refer me", []),
        ("^ refer me", "so, refer me", ["refer me"]),
        ("refer me $", "refer me to a book", []),
        ("for {long}", "talk for an hour", ["for an hour"]),
        ("for {long}", "talk for 20 minutes", []),
        ("for {short}", "talk for 20 minutes", ["for 20 minutes"]),
    ],
)
def test_a_frame_finds_its_words(frame: str, typed: str, words: list[str]) -> None:
    assert found(frame, typed) == words


def test_a_list_of_phrases_is_used_by_name() -> None:
    lists = {"asks": ("could you", "would you [mind]")}
    assert found("{asks} help", "would you mind help", **lists) == ["would you mind help"]


@pytest.mark.parametrize("frame", ["(a|b", "a]", "{unknown}", "{open"])
def test_a_frame_that_cannot_be_read_says_why(frame: str) -> None:
    with pytest.raises(BadFrame):
        found(frame, "a")


def test_gaps_upon_gaps_stay_cheap() -> None:
    """A backtracking matcher would walk 6 to the power of 8 ways here."""
    steps = 0
    words = Words(prose.read("a " * 600, "en").sentences[0])
    for _ in Frames(["a ... a ... a ... a ... a ... a ... a ... a ... z a"], Phrases({})).find(words):
        steps += 1
    assert steps == 0


def test_a_word_that_a_row_knows_is_never_taken_for_any_other_word() -> None:
    """After "a" the row goes on with any word, but with "b" it may go on in one more way."""
    frames = Frames(["a [b] {word} y"], Phrases({}))
    for typed, places in (("a b d y", {(0, 4)}), ("a c d y", set()), ("a c y", {(0, 3)})):
        assert set(frames.find(Words(prose.read(typed, "en").sentences[0]))) == places
