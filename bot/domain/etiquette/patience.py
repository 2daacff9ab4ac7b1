"""What somebody who has asked may expect: how long answers usually take in a community."""

import math
from collections.abc import Sequence
from datetime import timedelta
from statistics import median

LEAST = 20
"""Fewer answers than these say nothing about the next one."""
_HOUR = timedelta(hours=1)


def usual_hours(answers: Sequence[timedelta]) -> int | None:
    """The median in hours, rounded up so that nobody worries early: below a day to the hour, above it to the day, with
    a quarter of a day's grace. None where there is too little to go by."""
    if len(answers) < LEAST:
        return None
    hours = max(1, math.ceil(median(answer / _HOUR for answer in answers)))
    return hours if hours <= 20 else 24 * max(1, math.ceil(hours / 24 - 0.25))
