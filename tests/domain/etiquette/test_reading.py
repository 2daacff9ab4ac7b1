"""The reading of a request: what must never be flagged, and whatever else people may type."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.etiquette import rulebook
from bot.domain.etiquette.findings import REQUEST_RULES
from bot.domain.etiquette.gratitude import read_thanks
from bot.domain.etiquette.reading import read_request

NEVER = [
    line.split("\t") for line in (Path(__file__).parents[2] / "judge" / "never.tsv").read_text("utf-8").splitlines()
]
ONE_SENTENCE = {"no-thanks", "no-question", "self-long"}
"""What a single sentence lacks."""


def rules(note: str, language: str = "") -> list[str]:
    return list(dict.fromkeys(finding.rule for finding in read_request(note, language)))


@pytest.mark.parametrize(("language", "sentence"), NEVER)
def test_what_is_fine_is_never_flagged(language: str, sentence: str) -> None:
    assert set(rules(sentence)) <= ONE_SENTENCE
    assert set(rules(sentence, language)) <= ONE_SENTENCE


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("Could you refer me to your team? Thank you!", {"job-ask": "Could you refer me"}),
        ("I'm not asking for a job, but could you pass my CV on? Thanks!", {"job-ask": "could you pass my CV on"}),
        ("Could we talk for an hour about your first year? Thanks!", {"over-30": "an hour"}),
        ("Can I pick your brain? Thanks!", {"vague-ask": "pick your brain"}),
        ("What is your salary, and how did you choose this work? Thanks!", {"confidential": "salary"}),
        ("¿Me podrías recomendar para un puesto? ¡Gracias!", {"job-ask": "recomendar"}),
        ("Você pode me indicar para a vaga? Obrigado!", {"job-ask": "indicar"}),
        ("Pourriez-vous transmettre mon CV à votre service RH ? Merci !", {"job-ask": "transmettre mon CV"}),
        ("Haben Sie eine freie Stelle für mich? Danke!", {"job-ask": "Stelle"}),
    ],
)
def test_the_exact_words_are_quoted(note: str, found: dict[str, str]) -> None:
    findings = {finding.rule: finding for finding in read_request(note)}
    assert set(findings) == set(found)
    for rule, words in found.items():
        finding = findings[rule]
        assert words in finding.words and note[finding.start : finding.end] == finding.words


@pytest.mark.parametrize(
    "note",
    [
        "Can I pick your brain about how you moved from nursing into data? Thanks!",
        "Could I have 20 minutes, 30 at most, to hear how you chose your field? Thanks!",
        "I have a 45-minute commute. How do you like the work? Thank you!",
        "> Could you refer me?\nThat is what my friend wrote. How did you decide to leave teaching? Thanks!",
        "How do teams like yours decide whom to invite? I'd really value your view.",
        "If you are not the right person, could you point me to someone who is? How did you start? Thanks!",
    ],
)
def test_a_good_note_is_left_alone(note: str) -> None:
    assert rules(note) == []


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("", ["no-question", "no-thanks"]),
        ("🙂", ["no-question", "no-thanks"]),
        ("🙏", ["no-question"]),
        ("https://example.org/a/page", ["no-question", "no-thanks"]),
        ("```\nprint('could you refer me')\n```", ["no-question", "no-thanks"]),
        ("Hi!\n\n\n", ["no-question", "no-thanks"]),
    ],
)
def test_nearly_nothing_is_asked_for_a_question_and_thanks(note: str, found: list[str]) -> None:
    assert rules(note) == found


def test_hidden_characters_hide_nothing() -> None:
    assert "job-ask" in rules("Could you re\u200bfer \u202eme\u202c? Thanks!")
    assert "job-ask" in rules("COULD YOU ＲＥＦＥＲ ME? Thanks!")


def test_in_a_language_without_rules_only_shapes_and_thanks_are_seen() -> None:
    assert rules("こんにちは。お時間をいただけますか。ありがとうございます。") == []
    assert rules("Zdravo, da li imate posao za mene? Hvala!", "sr") == []


def test_a_long_note_is_read_to_its_end_and_a_huge_one_as_far_as_a_field_goes() -> None:
    padding = "I liked your talk about soil. " * 90
    assert "job-ask" in rules(f"{padding[:2600]} Could you refer me? Thanks!")
    assert read_request("x " * 100_000)


@pytest.mark.parametrize(
    "hostile",
    [
        "no " * 1000, "a" * 3000, "1-" * 1500, "not job" * 400, "!" * 3000, "could you " * 300, "(" * 3000, "i " * 1500,
        "could you please maybe kindly " * 100, "'" * 3000, "a'" * 1500, "1:1." * 700, "@" * 3000, "`" * 3000,
        "> " * 1500,
    ],
)  # fmt: skip
def test_hostile_notes_are_read_like_others(hostile: str) -> None:
    for read in (read_request, read_thanks):
        assert all(finding.end is None or finding.end <= len(hostile) for finding in read(hostile))


WORDS = (
    "could you please refer me to your boss an hour 45 minutes not asking for a job , . ? ! > ``` “ ” ’ u ur plz pick"
    " your brain salary my number is +44 7700 900318 me@mail.example thank gracias puedes recomendarme 🙏"
)
words = st.sampled_from([*WORDS.split(), "\n", "\u200b"])


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=60).map(" ".join) | st.text(max_size=400))
def test_whatever_is_typed_findings_quote_what_stands_there(note: str) -> None:
    for finding in (*read_request(note), *read_thanks(note)):
        if finding.start is None or finding.end is None:
            assert finding.words == ""
        else:
            assert 0 <= finding.start < finding.end <= len(note)
            assert note[finding.start : finding.end] == finding.words


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr", "de"])
def test_every_rule_that_quotes_words_is_written_in_every_language(language: str) -> None:
    written = {rule.rule for rule in rulebook.rules(language)} | {rule.rule for rule in rulebook.rules("any")}
    assert set(REQUEST_RULES) - ONE_SENTENCE <= written
