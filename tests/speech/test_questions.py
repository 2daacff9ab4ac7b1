"""The words of the question bank: complete in every language, short, and nothing that the house would stop at."""

import re
from collections import Counter

import pytest

from bot.domain.etiquette.questions import Topic, bank, closing, suggest
from bot.domain.etiquette.reading import read_request
from bot.speech import catalogue, questions

LANGUAGES = sorted(catalogue.languages())
IDS = sorted(bank())
SAID = [
    (id, language, said)
    for language in LANGUAGES
    for page in questions.by_topic(language).values()
    for id, words in page.items()
    for said in words
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_question_under_its_topic_and_no_other(language: str) -> None:
    topics: dict[str, set[str]] = {}
    for question in bank().values():
        topics.setdefault(question.topic, set()).add(question.id)
    assert {topic: set(page) for topic, page in questions.by_topic(language).items()} == topics


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_twelve(language: str) -> None:
    assert min(len(page) for page in questions.by_topic(language).values()) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_has_a_follow_up_in_every_language_or_in_none(language: str) -> None:
    assert {id for id in IDS if questions.follow_up(id, language)} == {
        id for id in IDS if questions.follow_up(id, "en")
    }
    assert all(len(words) in (1, 2) for page in questions.by_topic(language).values() for words in page.values())


def test_no_sentence_stands_there_twice() -> None:
    times = Counter(said.casefold() for _, _, said in SAID)
    assert [said for said, count in times.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_short_and_one_sentence_that_asks(language: str) -> None:
    for id, said in ((id, said) for id, spoken, said in SAID if spoken == language):
        assert len(said) <= 140, id
        assert said.count("?") == 1, id
        assert said.endswith("?"), id
        assert said == said.strip(), id
        assert "  " not in said, id
        assert said.count("¿") == (language == "es"), id
        assert said.lstrip("¿")[0].isupper(), id


def test_nobody_is_asked_about_pay_or_private_life() -> None:
    taboo = set(
        re.findall(r"\w+", "salary earn paid sueldo cobras married children hijos hijas religion age edad visa")
    )
    assert [said for _, _, said in SAID if taboo & set(re.findall(r"\w+", said.casefold()))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_bank_is_what_the_house_stops_at(language: str) -> None:
    found = {
        (id, said): [
            (finding.rule, finding.words) for finding in read_request(said, known) if finding.rule != "no-thanks"
        ]
        for id, spoken, said in SAID
        if spoken == language
        for known in ("", language)
    }
    assert {said: findings for said, findings in found.items() if findings} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_that_was_put_in_is_not_suggested_again(language: str) -> None:
    for id, question in bank().items():
        asked, rivals, stage = (
            f"Hello! {questions.question(id, language)}",
            set(IDS) - {id},
            min(question.stages, default=None),
        )
        if question.topic is Topic.CLOSING:
            assert closing(stage=stage, banned=rivals, seed=1), id
            assert closing(asked=asked, stage=stage, banned=rivals, seed=1) is None, id
        else:
            assert suggest(goal="", profile="", stage=stage, banned=rivals, seed=1), id
            assert suggest(goal="", profile="", asked=asked, stage=stage, banned=rivals, seed=1) == (), id


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_one_was_put_in_there_are_three_more(language: str) -> None:
    for id in IDS:
        assert len(suggest(goal="", profile="", asked=questions.question(id, language), seed=1)) == 3, id


def test_english_fills_what_a_language_lacks() -> None:
    assert questions.question("luck", "xx") == questions.question("luck", "en")
    assert questions.follow_up("detour", "xx") == questions.follow_up("detour", "en")
    assert questions.follow_up("luck", "es") is None


def test_a_question_that_nobody_wrote_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        questions.question("no_such_question", "en")
