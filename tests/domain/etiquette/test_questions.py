"""Three questions for a request: what is always true of them, and that plain words about oneself are understood."""

import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.etiquette.questions import Question, Stage, Topic, bank, closing, ids, stage_of, suggest, topic_of

ROOT = Path(__file__).parents[3]
IDS = sorted(ids())
SUGGESTED = [topic for topic in Topic if topic is not Topic.CLOSING]
GOALS = {
    Topic.HOW_IN: ("How you got into game audio", "Cómo llegaste a ser jueza"),
    Topic.EMPLOYERS: ("My portfolio, and interviews", "Preparar entrevistas"),
    Topic.OPPORTUNITIES: ("Freelancing and the job market", "Dónde hay oportunidades"),
    Topic.CHALLENGES: ("The hardest problems of the trade", "Los retos de dirigir"),
    Topic.TRAINING: ("Is a master's degree worth it", "Qué cursos hacer"),
    Topic.LIKE: ("What makes it rewarding and fun", "Qué te gusta"),
    Topic.WEEK: ("The daily routine of a nurse", "El día a día de una enfermera"),
    Topic.DECISION: ("A choice between two offers", "Elegir entre dos ofertas"),
    Topic.BELONGING: ("First woman in the team, impostor feelings", "Encajar en otro país"),
    Topic.WORK_LIFE: ("Remote work with kids", "Conciliar con hijos"),
    Topic.CHANGE: ("Moving from nursing to data", "Pasar de enfermería a datos"),
}
SEEDS = st.integers(0, 10**9)
STAGES = st.none() | st.sampled_from(Stage)
WORDS = st.text(max_size=80) | st.sampled_from([goal for goals in GOALS.values() for goal in goals])
BANS = st.sets(st.sampled_from(IDS), max_size=40)


def three(
    goal: str = "",
    profile: str = "",
    *,
    asked: str = "",
    stage: Stage | None = None,
    banned: Collection[str] = (),
    seed: int = 1,
) -> list[Question]:
    return list(suggest(goal=goal, profile=profile, asked=asked, stage=stage, banned=banned, seed=seed))


# -- what is promised of the three -------------------------------------------------------------------------------------


@given(goal=WORDS, profile=WORDS, stage=STAGES, banned=BANS, seed=SEEDS)
def test_there_are_three_of_three_topics_one_of_them_about_the_path(
    goal: str, profile: str, stage: Stage | None, banned: set[str], seed: int
) -> None:
    found = three(goal, profile, stage=stage, banned=banned, seed=seed)
    assert len(found) == len({question.topic for question in found}) == 3
    assert found[0].path
    assert not {question.id for question in found} & banned
    assert Topic.CLOSING not in {question.topic for question in found}
    assert all(not question.stages or stage in question.stages for question in found)


@pytest.mark.parametrize(("topic", "goal"), [(topic, goal) for topic, goals in GOALS.items() for goal in goals])
def test_the_second_is_from_the_topic_of_the_goal(topic: Topic, goal: str) -> None:
    assert topic_of(goal) is topic
    assert {three(goal, seed=seed)[1].topic for seed in range(20)} == {topic}


def test_the_path_is_how_they_got_in_unless_that_is_the_topic_or_asked_already() -> None:
    assert {three("Portfolio", seed=seed)[0].topic for seed in range(30)} == {Topic.HOW_IN}
    for found in (
        [three(GOALS[Topic.HOW_IN][0], seed=seed)[0] for seed in range(30)],
        [three("Portfolio", asked="How did you get into it?", seed=seed)[0] for seed in range(30)],
    ):
        assert all(question.path and question.topic is not Topic.HOW_IN for question in found)
        assert len({question.id for question in found}) >= 4


def test_the_first_line_of_the_goal_weighs_more_than_the_rest() -> None:
    note = "I saw that you moved from nursing to data, and I am changing careers myself."
    assert three(f"Portfolio\n{note}")[1].topic is Topic.EMPLOYERS
    assert three(f"Data\n{note}")[1].topic is Topic.CHANGE


def test_a_goal_that_points_nowhere_takes_the_topic_of_the_stage() -> None:
    assert topic_of("UX") is None
    assert three("UX")[1].topic is Topic.CHALLENGES
    assert three("UX", stage=Stage.CHANGER)[1].topic is Topic.CHANGE
    assert {three("UX", stage=stage)[1].topic for stage in Stage} <= set(SUGGESTED)


@given(goal=WORDS, asked=WORDS, stage=STAGES, seed=SEEDS)
def test_a_card_that_is_drawn_again_shows_the_same(goal: str, asked: str, stage: Stage | None, seed: int) -> None:
    first = three(goal, asked=asked, stage=stage, seed=seed)
    assert three(goal, asked=asked, stage=stage, seed=seed) == first


def test_the_order_is_the_same_in_every_process() -> None:
    code = "from tests.domain.etiquette.test_questions import three; print([q.id for q in three('UX', seed=7)])"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": salt},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for salt in ("1", "2")
    }
    assert said == {str([question.id for question in three("UX", seed=7)])}


def test_every_question_has_its_turn() -> None:
    stages = [None, *Stage]
    seen = {
        question.id
        for goal, _ in GOALS.values()
        for seed in range(300)
        for question in three(goal, stage=stages[seed % len(stages)], seed=seed)
    }
    assert {id for id, question in bank().items() if question.topic is not Topic.CLOSING} - seen == set()


def test_a_stage_is_often_given_its_own() -> None:
    own = [
        any(Stage.STUDENT in question.stages for question in three(goals[0], stage=Stage.STUDENT, seed=seed))
        for goals in GOALS.values()
        for seed in range(20)
    ]
    assert sum(own) > len(own) / 3


def test_what_is_banned_leaves_the_rest() -> None:
    only = {"luck", "yesterday", "boundary"}
    found = three(banned=set(IDS) - only)
    assert {question.id for question in found} == only
    assert [question.id for question in three(banned=set(IDS) - {"luck"})] == ["luck"]
    assert three(banned=IDS) == []


def test_without_a_path_there_are_still_three() -> None:
    paths = {id for id, question in bank().items() if question.path}
    found = three(GOALS[Topic.WEEK][0], banned=paths)
    assert len(found) == 3
    assert Topic.WEEK in {question.topic for question in found}


# -- what is known already ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "profile"),
    [
        ("before", "Former nurse, now data engineer"),
        ("before", "Antes enfermera, hoy ingeniera de datos"),
        ("before", "I moved from teaching to UX"),
        ("self_taught", "Self-taught developer"),
        ("self_taught", "Programadora autodidacta"),
        ("where_you_work", "Working fully remote since 2019"),
        ("where_you_work", "Trabajo en remoto"),
        ("book", "Ask me for my reading list"),
        ("learning_now", "Currently learning Rust"),
    ],
)
def test_what_the_profile_answers_is_not_suggested(id: str, profile: str) -> None:
    others = set(IDS) - {id}
    assert three(banned=others) == [bank()[id]]
    assert three(profile=profile, banned=others) == []


@pytest.mark.parametrize(
    ("id", "asked"),
    [
        ("where_i_stand", "What would you do in my shoes?"),
        ("where_i_stand", "¿Qué harías en mi lugar?"),
        ("first_month", "What were your first weeks like?"),
        ("bad_day", "What does your worst day look like?"),
        ("certificate", "Which certifications mattered?"),
        ("certificate", "¿Importan los certificados?"),
        ("found_out", "Did you have impostor syndrome?"),
        ("nearly_quit", "Did you ever think of giving up?"),
        ("knew_nobody", "No conozco a nadie en el sector, ¿por dónde empiezo?"),
    ],
)
def test_what_is_asked_already_is_not_suggested(id: str, asked: str) -> None:
    others = set(IDS) - {id}
    assert three(banned=others) == [bank()[id]]
    assert three(asked=asked, banned=others) == []


def test_the_wild_card_looks_away_from_what_is_asked_about() -> None:
    asked = "What is your daily routine? What are the hardest problems? How do you combine it with kids?"
    topics = Counter(three("Portfolio", asked=asked, seed=seed)[2].topic for seed in range(60))
    assert not topics.keys() & {Topic.WEEK, Topic.CHALLENGES, Topic.WORK_LIFE}
    assert len(topics) >= 4


# -- the end of a talk -------------------------------------------------------------------------------------------------


@given(seed=SEEDS, stage=STAGES)
def test_a_talk_that_goes_well_ends_with_a_closing_question(seed: int, stage: Stage | None) -> None:
    last = closing(seed=seed, stage=stage)
    assert last
    assert last.topic is Topic.CLOSING
    other = closing(seed=seed, stage=stage, banned=[last.id])
    assert other
    assert other.id != last.id


def test_without_closing_questions_there_is_none() -> None:
    assert closing(seed=1, banned=IDS) is None


# -- the bank ----------------------------------------------------------------------------------------------------------


def test_every_topic_has_twelve_and_enough_of_them_for_everybody() -> None:
    topics = Counter(question.topic for question in bank().values())
    for_all = Counter(question.topic for question in bank().values() if not question.stages)
    assert min(topics[topic] for topic in Topic) >= 12
    assert min(for_all[topic] for topic in Topic) >= 10


def test_every_stage_has_several_of_its_own_in_several_topics() -> None:
    for stage in Stage:
        own = [question for question in bank().values() if stage in question.stages]
        assert len(own) >= 8, stage
        assert len({question.topic for question in own}) >= 6, stage


def test_an_id_fits_into_a_button() -> None:
    assert max(map(len, IDS)) <= 24
    assert all(id.replace("_", "").isascii() and id == id.lower() for id in IDS)


# -- who asks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.STUDENT, "Hi! I'm a final-year nursing student at Leeds."),
        (Stage.STUDENT, "I'm currently studying law."),
        (Stage.STUDENT, "Soy estudiante de enfermería."),
        (Stage.STUDENT, "Estudio Derecho en Valencia."),
        (Stage.FIRST_JOB, "I just graduated from a bootcamp."),
        (Stage.FIRST_JOB, "I'm looking for my first job in UX."),
        (Stage.FIRST_JOB, "Acabo de graduarme y busco mi primer empleo."),
        (Stage.CHANGER, "I've been a cook for ten years and I want to switch to design."),
        (Stage.CHANGER, "I'm considering a career change."),
        (Stage.CHANGER, "Vengo de la enfermería y quiero pasarme a la informática."),
        (Stage.RETURNER, "I'm coming back to accounting after seven years at home."),
        (Stage.RETURNER, "Vuelvo al trabajo tras cinco años en casa."),
        (Stage.NEWCOMER, "I arrived in Calgary in March."),
        (Stage.NEWCOMER, "In my home country I was a pharmacist."),
        (Stage.NEWCOMER, "Acabo de llegar a España; en mi país era arquitecta."),
        (Stage.VETERAN, "I leave the Navy in August after 11 years."),
        (Stage.VETERAN, "Dejé el ejército hace un año."),
        (Stage.MID, "I have been a nurse for 8 years."),
        (Stage.MID, "Llevo ocho años trabajando de enfermera."),
        (Stage.SENIOR, "After 27 years in insurance claims I'm thinking of teaching."),
        (Stage.SENIOR, "Llevo veinte años en ventas."),
    ],
)
def test_who_says_where_they_stand_is_understood(stage: Stage, words: str) -> None:
    assert stage_of(words) is stage


@pytest.mark.parametrize(
    "words",
    [
        "",
        "🙂",
        "Hello, could we talk about your work?",
        "I'm not a student any more.",
        "No soy estudiante.",
        "My students ask me about this.",
        "I was a student of yours.",
        "I read that you served in the Navy for 11 years.",
        "With your 20 years in sales, what changed?",
        "I left the service industry.",
        "I'm thinking about moving to Berlin.",
        "I recently moved to marketing.",
        "I'm new to the team.",
        "My first job was at a bank, long ago.",
        "I have a 45-minute commute and a 3-year-old.",
        "Llegué a UX por casualidad.",
        "How was your career change?",
    ],
)
def test_what_does_not_tell_is_not_guessed(words: str) -> None:
    assert stage_of(words) is None


@given(st.text(max_size=300))
def test_any_text_can_be_read(words: str) -> None:
    assert stage_of(words) in (None, *Stage)
    assert topic_of(words) in (None, *SUGGESTED)
