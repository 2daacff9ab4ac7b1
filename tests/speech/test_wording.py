"""How the sentences sound, that they fit where they stand, and that the examples in them can be typed."""

import re
from datetime import UTC, date, datetime

import pytest

from bot.boundary import cards
from bot.domain import hours
from bot.domain.mentors import Window
from bot.service.answering import PAUSES
from bot.speech import catalogue

EVERY = [
    (language, key, words) for language in catalogue.languages() for key, words in catalogue.keys(language).items()
]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

LIMITS = (
    (r"button\..*", cards.MAX_LABEL),
    (r"\w+_form\.(title|submit)", cards.MAX_FORM_TITLE),
    (r"field\.\w+\.label", cards.MAX_FIELD_LABEL),
    (r"field\.\w+\.(hint|example)", cards.MAX_HINT),
    (r"field\.\w+\.option|option\..*", cards.MAX_OPTION),
    (r"command\.\w+\.shortcut", 24),
    (r"command\..*", 100),
    (r".*\.title(\.one|\.other)?", 100),
    (r"invitation\.(google|outlook)", cards.MAX_LABEL),
    (r".*", 700),
)
TYPICAL = {"name": "Maya Fernández-Ruiz", "mentor": "Maya Fernández-Ruiz", "mentee": "Oluwaseun Adeyemi", "n": "12"}
"""Names of the usual length; a longer one is cut."""

UNKIND = {
    "en": r"\berrors?\b|\binvalid\b|\bfail(ed|ure)?\b|\bmust\b|\billegal\b|\bforbidden\b|\boops\b|\bplease note\b",
    "es": r"\berror(es)?\b|\binválid[oa]s?\b|\bfalló\b|\bfallid[oa]s?\b|\bdebes?\b|\bilegal\b|\bprohibid[oa]s?\b",
}
UNKIND_BUT_MEANT: set[tuple[str, str]] = set()


def test_every_sentence_fits_where_it_stands() -> None:
    long = []
    for language, key, words in EVERY:
        filled = re.sub(r"\{(\w+)\}", lambda name: TYPICAL.get(name[1], "30"), words)
        limit = next(most for pattern, most in LIMITS if re.fullmatch(pattern, key))
        if not 1 <= len(filled) <= limit:
            long.append((language, key, len(filled), limit))
    assert long == []


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_a_host_does_not_scold(language: str) -> None:
    said = {
        key
        for key, words in catalogue.keys(language).items()
        if re.search(UNKIND[language], words, re.IGNORECASE) and (language, key) not in UNKIND_BUT_MEANT
    }
    assert said == set()


def test_nobody_is_shouted_at_and_no_space_is_left_over() -> None:
    for language, key, words in EVERY:
        assert words == words.strip() and "  " not in words and "!!" not in words, (language, key)
        shouted = set(re.findall(r"\b[^\W\d_]{4,}\b", words)) - {"HTTPS"}
        assert not {word for word in shouted if word.isupper()}, (language, key)


FORMAL = r"\b(usted|ustedes|vosotr[oa]s|vuestr[oa]s?)\b|\w@s?\b(?!\w*\.)|\w+[ou]/as?\b|\w+o\(a\)"
"""Words for strangers, or for several; and both endings at once, but not the sign in an e-mail address."""


def test_spanish_addresses_one_friend_of_any_gender() -> None:
    for key, words in catalogue.keys("es").items():
        assert not re.search(FORMAL, words), key
        asks, exclaims = words.count("?"), words.count("!")
        assert (words.count("¿"), words.count("¡")) == (asks, exclaims), key


def test_commands_keep_their_names_in_every_language() -> None:
    for language, key, words in EVERY:
        named = re.findall(r"(?<![\w/:])/[a-z][a-z-]+", words)
        assert named == re.findall(r"(?<![\w/:])/[a-z][a-z-]+", catalogue.sentence(key, "en")), (language, key)
        assert set(named) <= {"/request-chat", "/find-mentor", "/mentor", "/my-chats", "/half-hour"}, (language, key)


# -- examples ----------------------------------------------------------------------------------------------------------


def _after(language: str, key: str, mark: str) -> str:
    """The example at the end of a sentence."""
    return catalogue.sentence(key, language).rpartition(mark)[2].strip()


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_the_hours_given_as_an_example_can_be_typed(language: str) -> None:
    mark = {"en": "uch as: ", "es": "ejemplo: "}[language]
    examples = {
        catalogue.sentence("field.hours.example", language),
        _after(language, "refusal.hours", mark),
        _after(language, "trouble.hours", mark),
    }
    for example in examples:
        assert hours.parse(example, language) == (Window(1, 720, 840), Window(3, 720, 840)), example


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_the_example_beside_each_reason_why_hours_were_not_read_can_be_typed(language: str) -> None:
    mark = {"en": "uch as: ", "es": "ejemplo: "}[language]
    for key in ("hours_times", "hours_days", "hours_day", "hours_except"):
        assert hours.parse(_after(language, f"refusal.{key}", mark), language), key
    for key in ("hours_vague", "hours_half"):
        day = {"en": "Tue", "es": "mar"}[language]
        for times in re.findall(
            r"[0-9]+(?::[0-9]{2})?-[0-9]+(?::[0-9]{2})?(?:pm)?", catalogue.sentence(f"refusal.{key}", language)
        ):
            assert hours.parse(f"{day} {times}", language), (key, times)
    weekly = catalogue.sentence("refusal.exceptions_weekly", language).rpartition(": ")[2]
    assert hours.parse(weekly, language) == tuple(Window(day, 540, 720) for day in (0, 1, 3, 4))


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_the_days_off_and_trips_given_as_examples_can_be_typed(language: str) -> None:
    def read(words: str) -> hours.Exceptions:
        return hours.parse_exceptions(words, zone="Europe/Berlin", now=NOW, language=language)

    every = read(catalogue.sentence("field.exceptions.example", language))
    assert [len(part) for part in (every.away, every.overrides, every.closed, every.trips)] == [1, 1, 1, 1]
    mark = {"en": "uch as: ", "es": "ejemplo: "}[language]
    keys = [key for key in catalogue.keys(language) if key.startswith("refusal.exceptions")]
    examples = [_after(language, key, mark) for key in keys if mark in catalogue.sentence(key, language)]
    assert len(examples) >= 9 and all(read(example) != hours.Exceptions() for example in examples)


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_the_time_given_as_an_example_can_be_typed(language: str) -> None:
    mark = {"en": "such as: ", "es": "ejemplo: "}[language]
    for example in (catalogue.sentence("field.typed.example", language), _after(language, "refusal.times", mark)):
        typed = hours.typed(example, zone="UTC", now=NOW, language=language)
        assert typed == [datetime(2026, 12, 3, 15, 30, tzinfo=UTC)], example


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_the_dates_given_as_an_example_can_be_typed(language: str) -> None:
    mark, either = {"en": ("Such as: ", ", or "), "es": ("ejemplo: ", " o ")}[language]
    for words in (catalogue.sentence("field.pause_until.example", language), _after(language, "refusal.date", mark)):
        a_date, how_long = words.split(either)
        assert hours.typed_date(a_date, today=NOW.date(), language=language) == date(2026, 12, 24)
        assert hours.typed_date(how_long, today=NOW.date(), language=language) == date(2026, 12, 7)


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_a_pause_that_is_chosen_is_understood_in_every_language(language: str) -> None:
    ends = [hours.typed_date(words, today=NOW.date(), language=language) for words in PAUSES[1:]]
    assert ends == [date(2026, 12, 7), date(2026, 12, 23), date(2027, 2, 23)]
