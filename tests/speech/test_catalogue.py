"""The language files agree with each other, and what people typed is never read as a sentence of ours."""

from datetime import UTC, datetime

import pytest

from bot.boundary.cards import Link, Who
from bot.domain.people import Person
from bot.speech import catalogue

OTHERS = sorted(set(catalogue.languages()) - {"en"})
MAYA = Person("slack", "T1", "U1")


def test_there_is_more_than_one_language_and_each_says_its_own_name() -> None:
    assert dict(catalogue.languages()) == {"en": "English", "es": "Español"}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_sentence_of_english_and_no_other(language: str) -> None:
    english, theirs = set(catalogue.keys("en")), set(catalogue.keys(language))
    assert (sorted(english - theirs), sorted(theirs - english)) == ([], [])


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_same_names_in_every_language(language: str) -> None:
    theirs = catalogue.keys(language)
    different = {
        key: (sorted(catalogue.placeholders(words)), sorted(catalogue.placeholders(theirs[key])))
        for key, words in catalogue.keys("en").items()
        if catalogue.placeholders(words) != catalogue.placeholders(theirs[key])
    }
    assert different == {}


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_braces_are_names_and_nothing_else(language: str) -> None:
    left = {
        key
        for key, words in catalogue.keys(language).items()
        if words.count("{") + words.count("}")
        != 2 * sum(words.count(f"{{{n}}}") for n in catalogue.placeholders(words))
    }
    assert left == set()


def test_what_is_one_is_also_many() -> None:
    keys = set(catalogue.keys("en"))
    stems = {key.removesuffix(".one") for key in keys if key.endswith(".one")}
    assert {stem for stem in stems if f"{stem}.other" not in keys} == set()


# -- filling in --------------------------------------------------------------------------------------------------------


def test_people_moments_and_links_stay_spans() -> None:
    when, maya = datetime(2026, 12, 1, 14, tzinfo=UTC), Who(MAYA, "Maya")
    said = catalogue.text("notice.booked", "en", {"other": maya, "when": when})
    assert said == ("Yes! You and ", maya, " meet: ", when, ". The invitation is on its way to you both.")
    link = Link("here", "https://example.org")
    assert catalogue.text("button.plain", "en", {"words": link}) == (link,)


def test_a_whole_text_is_laid_into_the_sentence() -> None:
    maya = Who(MAYA, "Maya")
    assert catalogue.text("button.plain", "en", {"words": ("by ", maya)}) == ("by ", maya)


def test_numbers_become_words_and_empty_words_leave_no_span() -> None:
    assert "".join(map(str, catalogue.text("home.page", "en", {"page": 2, "pages": 3}))) == "Page 2 of 3"
    assert catalogue.text("button.plain", "en", {"words": ""}) == ()


def test_one_is_said_differently_from_many() -> None:
    said = {n: catalogue.text("home.needs", "es", {"n": n}) for n in (0, 1, 2)}
    assert said[1] == ("Una cosa te espera.",)
    assert said[2] == ("2", " cosas te esperan.")
    assert said[0][0] == "0"


@pytest.mark.parametrize("typed", ["{name}", "{minutes}", "{0}", "{{name}}", "%s", "{name.__class__}", "}{"])
def test_braces_that_people_type_are_words(typed: str) -> None:
    said = catalogue.text("request_form.intro", "en", {"name": typed, "minutes": 30})
    assert said[1] == typed
    assert said[3] == "30"


def test_a_name_that_nobody_gave_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        catalogue.text("home.page", "en", {"page": 1})
    with pytest.raises(KeyError):
        catalogue.text("no.such_sentence", "en", {})


def test_english_fills_what_a_language_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    books = {"en": {"yes_no.yes": "Yes", "yes_no.no": "No"}, "es": {"yes_no.yes": "Sí"}}
    monkeypatch.setattr(catalogue, "_book", books.__getitem__)
    assert catalogue.sentence("yes_no.yes", "es") == "Sí"
    assert catalogue.sentence("yes_no.no", "es") == "No"


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("es-MX",), "es"),
        (("es_419",), "es"),
        (("ES",), "es"),
        (("pt_BR",), "en"),
        (("pt_BR", "es-ES"), "es"),
        ((None, "", "es"), "es"),
        (("en-US", "es"), "en"),
        (("../es", "e", "-"), "en"),
        ((), "en"),
    ],
)
def test_the_first_wish_that_there_is_a_file_for(wishes: tuple[str | None, ...], language: str) -> None:
    assert catalogue.best(*wishes) == language
