"""How long each question took, worked out from the history of saved answers.

Time is not recorded question by question. The time from one saved change of an attempt (or from
its start) to the next is counted for the question that the next one answers, so reading ahead
counts for what is answered then, and a question without an answer has no time.
"""

import json
from collections.abc import Sequence

from sqlalchemy import String, bindparam, cast, extract, func, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, AttemptQuestion, QuestionVersion, ResponseChange

SINCE = func.coalesce(
    func.lag(ResponseChange.saved_at).over(
        partition_by=AttemptQuestion.attempt_id,
        order_by=(ResponseChange.saved_at, ResponseChange.id),
    ),
    Attempt.started_at,
)
STEPS = (
    select(
        AttemptQuestion.id,
        AttemptQuestion.version_id,
        (extract("epoch", ResponseChange.saved_at) - extract("epoch", SINCE)).label("seconds"),
    )
    .join(AttemptQuestion, AttemptQuestion.id == ResponseChange.attempt_question_id)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .where(AttemptQuestion.attempt_id.in_(bindparam("attempts", expanding=True)))
    .subquery()
)
SUMS = (
    select(STEPS.c.version_id, func.sum(STEPS.c.seconds).label("seconds"))
    .group_by(STEPS.c.id, STEPS.c.version_id)
    .subquery()
)
# A row for each question, with the seconds of all attempts as one text.
SPENT = (
    select(
        QuestionVersion.question_id,
        func.aggregate_strings(cast(SUMS.c.seconds, String), ","),
    )
    .join(SUMS, SUMS.c.version_id == QuestionVersion.id)
    .group_by(QuestionVersion.question_id)
)


def seconds_by_question(work: Session, attempts: Sequence[int]) -> dict[int, list[int]]:
    """Return, by question, the seconds that led up to its saved answers in each attempt."""
    # Below zero where the clock was set back after the attempt had begun.
    return {
        question_id: [max(int(spent), 0) for spent in json.loads(f"[{seconds}]")]
        for question_id, seconds in work.connection().execute(SPENT, {"attempts": attempts})
    }
