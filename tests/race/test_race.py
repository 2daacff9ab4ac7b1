"""Nobody is booked twice however many processes go for the same half-hours, and though some are killed on the way."""

from tests.race import course

ROUNDS, TRIES, PROCESSES = 24, 3, 4


async def test_nobody_is_booked_twice_and_no_limit_is_passed_whoever_is_killed(database_url: str) -> None:
    await course.prepare(database_url)
    race = await course.run(database_url, arm="real", processes=PROCESSES, rounds=ROUNDS, tries=TRIES, kills=2)
    truth = await course.truth(database_url, rounds=ROUNDS)
    assert race.tries + race.lost == ROUNDS * TRIES * PROCESSES and race.kills == 2, "everybody else was answered"
    assert (truth.doubles, truth.restless, truth.over, truth.stray) == (0, 0, 0, 0)
    assert truth.live and race.told["taken"] and race.told["limit"], "there was something to race for"

    await course.run(database_url, arm="naive", processes=PROCESSES, rounds=ROUNDS // 2, tries=TRIES)
    assert await course.naive_doubles(database_url) > 0, "the same race is lost by who looks first and then writes"
