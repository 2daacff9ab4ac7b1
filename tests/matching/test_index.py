"""Finding mentors: what a search promises whatever is asked, and that a change is found at once."""

import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import matching
from bot.domain.matching import Index, Profile
from bot.domain.matching.holders import LEAST
from tests.matching.__main__ import HERE, rows

COMMUNITY = [Profile(headline, tuple(topics.split(", "))) for headline, topics in rows(HERE / "community.tsv")]
REQUESTS = [request for _, request, _ in rows(HERE / "requests.tsv")]
SOME = st.sampled_from(COMMUNITY)
TOPICS = st.sampled_from(sorted({topic for profile in COMMUNITY for topic in profile.topics} | set(REQUESTS)))
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def indexed(profiles: dict[str, Profile]) -> Index:
    index = Index(matching.vocabulary())
    for key, profile in profiles.items():
        index.put(key, profile)
    return index


@cache
def community() -> Index:
    return indexed({f"m{at}": profile for at, profile in enumerate(COMMUNITY)})


def place(index: Index, request: str, key: str) -> int:
    keys = [found.key for found in index.search(request, len(index))]
    return keys.index(key) if key in keys else len(index)


@ANY
@given(st.lists(SOME, min_size=2, max_size=8), st.sampled_from(REQUESTS), TOPICS, st.integers(0, 7))
def test_another_topic_never_lowers_anybodys_score_nor_their_rank_when_it_matches(
    profiles: list[Profile], request: str, topic: str, who: int
) -> None:
    key = f"m{who % len(profiles)}"
    index = indexed({f"m{at}": profile for at, profile in enumerate(profiles)})
    before, score = place(index, request, key), scores(index, request).get(key, 0.0)
    others = {k: v for k, v in scores(index, request).items() if k != key}
    mine = profiles[who % len(profiles)]
    index.put(key, replace(mine, topics=(*mine.topics, topic)))
    after = scores(index, request)
    assert after.get(key, 0.0) >= score - 1e-9
    assert {k: v for k, v in after.items() if k != key} == pytest.approx(others), "and nobody else's score moves"
    if after.get(key, 0.0) > score + 1e-6:
        assert place(index, request, key) <= before


@ANY
@given(st.lists(SOME, min_size=2, max_size=12, unique=True), st.sampled_from(REQUESTS), st.randoms())
def test_the_order_depends_on_no_name_no_id_and_not_on_who_came_first(
    profiles: list[Profile], request: str, chance: random.Random
) -> None:
    index = indexed({f"m{at}": profile for at, profile in enumerate(profiles)})
    found = [(profiles[int(str(f.key)[1:])], round(f.score, 6)) for f in index.search(request, 12)]
    shuffled = chance.sample(profiles, len(profiles))
    names = {f"{chance.random()} {at}": profile for at, profile in enumerate(shuffled)}
    again = indexed(names)
    assert [(names[str(f.key)], round(f.score, 6)) for f in again.search(request, 12)] == found


@ANY
@given(st.text(max_size=200))
def test_whatever_is_typed_scores_lie_between_0_and_1_and_quotations_are_true(request: str) -> None:
    for found in community().search(request, 5):
        assert 0 < found.score <= 1
        assert sum(part.points for part in matching.parts(found)) == pytest.approx(found.score)
        reason = matching.reason(found, request, community())
        assert reason.asked and all(words in request for words in reason.asked)
        own = COMMUNITY[int(str(found.key)[1:])]
        assert reason.quote in (own.headline, *own.topics)


@pytest.mark.parametrize("request_", REQUESTS)
def test_each_of_the_first_five_has_a_reason_whose_words_are_quoted(request_: str) -> None:
    found = community().search(request_, 5)
    assert found
    for one in found:
        reason = matching.reason(one, request_, community())
        assert reason.asked and all(words in request_ for words in reason.asked)
        assert any(reason.quote in (p.headline, *p.topics) for p in COMMUNITY)


@pytest.mark.parametrize(
    "nothing", ["", "   ", "🙂", "de la the", "how do I become?", "''; --", "* AND (", "\x00", "...", "NEAR/3"]
)
def test_who_asks_nothing_is_told_of_nobody_who_fits(nothing: str) -> None:
    assert [found for found in community().search(nothing, 5) if found.score >= matching.FITS] == []


@pytest.mark.parametrize(
    "asked",
    [
        "x" * 3000,
        "software engineer " * 160,
        "' OR 1=1; DROP TABLE mentors; -- nurse",
        '"nurse" NEAR(x) AND *',
        "护士",
        "медсестра",
        "ممرضة",
    ],
)
def test_long_strange_and_hostile_requests_are_answered_like_any_other(asked: str) -> None:
    assert all(0 < found.score <= 1 for found in community().search(asked, 5))


def test_operators_are_no_operators() -> None:
    assert community().search('"nurse" NOT nurse*', 1)[0].item.startswith("Registered Nurse")


def test_capitals_change_nothing() -> None:
    for request in ("software developer", "graphic designer", "how do nurses spend their days?"):
        small, large = (community().search(words, 3) for words in (request, request.upper()))
        assert [found.key for found in small] == [found.key for found in large]


def test_a_change_is_found_at_once_and_who_left_is_not() -> None:
    index = indexed({"maya": COMMUNITY[0], "jo": COMMUNITY[1]})
    assert place(index, "beekeeper", "maya") == 2
    index.put("maya", Profile("Beekeeper"))
    assert index.search("beekeeper", 1)[0].key == "maya" and len(index) == 2
    assert place(index, "product manager", "maya") == 2
    index.drop("maya")
    index.drop("nobody")
    assert index.search("beekeeper", 5) == [] and len(index) == 1


def test_a_search_can_be_kept_to_those_who_can_be_asked_now() -> None:
    found = community().search("permits", 5, among=lambda key: key != "m4")
    assert found[0].key == "m27"


def test_pm_is_read_both_ways() -> None:
    first, second = community().search("PM", 2)
    assert {first.item.split()[0], second.item.split()[0]} == {"Product", "Project"}


def test_initials_find_what_no_list_has_and_the_other_way_round() -> None:
    index = indexed({"a": Profile("Wind Turbine Rigger"), "b": Profile("Chief WTR"), "c": Profile("Baker")})
    assert index.search("WTR", 1)[0].key in ("a", "b")
    assert {found.key for found in index.search("wind turbine rigger", 5) if found.score > LEAST} >= {"a", "b"}


def test_it_is_a_word_and_information_technology_in_capitals() -> None:
    index = indexed({"it": Profile("Information technology consultant"), "other": Profile("Baker")})
    assert index.search("is it hard?", 5) == []
    assert index.search("how do I get into IT?", 5)[0].key == "it"


def test_a_long_profile_is_no_disadvantage() -> None:
    short, long = COMMUNITY[2], replace(COMMUNITY[2], about=tuple(f"I once wrote about number {n}" for n in range(40)))
    found = {f.key: f.score for f in indexed({"short": short, "long": long}).search("software developer", 2)}
    assert found["long"] >= found["short"]


def test_an_empty_profile_is_found_by_nothing() -> None:
    index = indexed({"new": Profile("", (), ("🙂",))})
    assert index.search("software developer", 5) == []


def scores(index: Index, request: str) -> dict[str, float]:
    return {str(found.key): found.score for found in index.search(request, len(index))}
