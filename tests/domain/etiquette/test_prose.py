"""A text as plain words that know where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.etiquette import prose


def plain(typed: str, language: str = "en") -> str:
    return prose.read(typed, language).plain.strip()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("I'm Jo, and I don't mind.", "i am jo , and i do not mind ."),
        ("plsss fwd my résumé 2 ur boss", "please forward my cv 2 your boss"),
        ("Re\u200bfer me", "refer me"),
        ("“Hello” — she said…", '" hello " - she said ...'),
        ("FULLWIDTH ＡＢＣ", "fullwidth abc"),
        ("see folio.example/kim, jo@mail.example or @jo_x", "see folio.example/kim , jo@mail.example or @jo_x"),
        ("my GPA is 3.7", "my gpa is 3.7"),
    ],
)
def test_words_are_plain(typed: str, words: str) -> None:
    assert plain(typed) == words


def test_accents_may_be_typed_or_left_out() -> None:
    assert plain("¿Podrías recomendarme?", "es") == plain("¿podrias recomendarme?", "es")


def test_sentences_end_at_marks_and_lines_but_not_at_titles_or_numbers() -> None:
    read = prose.read("Hi Mr. Okafor, I have 3.5 years. Could we talk?! Thanks\nJo", "en")
    assert [sentence.plain.strip() for sentence in read.sentences] == [
        "hi mr . okafor , i have 3.5 years .", "could we talk ?!", "thanks", "jo",
    ]  # fmt: skip


def test_a_question_is_known_by_its_mark() -> None:
    read = prose.read("Could we talk? I would like that.", "en")
    assert [sentence.asks for sentence in read.sentences] == [True, False]


def test_code_and_quoted_lines_are_not_the_writers_words() -> None:
    assert plain("> refer me to your boss\nmy own words ```print('hire me')``` here") == "my own words here"


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Hola, gracias por leerme, quiero saber cómo empezaste", "es"),
        ("Oi, obrigada, você pode me dizer como começou?", "pt"),
        ("Bonjour, je vous remercie de votre temps", "fr"),
        ("Guten Tag, ich bin Koch und denke über einen Wechsel nach", "de"),
        ("Namaste ji, mujhe aapse kuch puchna hai", "hi"),
        ("yo saw ur in game audio thats sick", "en"),
        ("ok", "en"),
        ("こんにちは、お時間をいただけますか", ""),
    ],
)
def test_the_language_is_told_by_its_commonest_words(typed: str, language: str) -> None:
    assert prose.read(typed).language == language


def test_words_are_counted_as_a_person_would() -> None:
    assert prose.read("I'm Jo, and I don't mind.", "en").words == 6


@given(st.text(max_size=300), st.data())
def test_every_word_stands_where_it_says(typed: str, data: st.DataObject) -> None:
    read = prose.read(typed)
    for sentence in read.sentences:
        for token in sentence.tokens:
            assert 0 <= token.start < token.end <= len(typed)
        start = data.draw(st.integers(0, len(sentence.tokens) - 1))
        words = f" {sentence.tokens[start].norm} "
        place = sentence.plain.index(words)
        begin, end = sentence.span(place, place + len(words))
        assert typed[begin:end] != ""
