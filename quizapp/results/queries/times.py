"""How long each question took, worked out from the history of saved answers.

Time is not recorded question by question. The time from one saved change of an attempt (or from
its start) to the next is counted for the question that the next one answers, so reading ahead
counts for what is answered then, and a question without an answer has no time.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, AttemptQuestion, ResponseChange
from quizapp.results.queries.ids import named_ids
from quizapp.results.queries.listed import listed

DAY_S = 86_400
# A row for each attempt, unsorted, with moments as the database writes them: to sort all changes of
# a large class takes it long, and so does all work with moments.
CHANGES = (
    select(
        cast(Attempt.started_at, String),
        listed(ResponseChange.saved_at),
        listed(ResponseChange.id),
        listed(AttemptQuestion.version_id),
    )
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(ResponseChange, ResponseChange.attempt_question_id == AttemptQuestion.id)
    .where(Attempt.id.in_(named_ids("attempts")))
    .group_by(Attempt.id)
)


def seconds_by_version(work: Session, attempts: Sequence[int]) -> dict[int, list[int]]:
    """Return, by question version, the seconds that led up to its saved answers in each attempt."""
    found: dict[int, list[int]] = defaultdict(list)
    for began, moments, changes, versions in work.connection().execute(
        CHANGES, {"attempts": attempts}
    ):
        saved = sorted(zip(map(datetime.fromisoformat, moments), changes, versions, strict=True))
        for version_id, spent in _spent(datetime.fromisoformat(began), saved).items():
            # Below zero where the clock was set back after the attempt had begun.
            found[version_id].append(0 if spent.days < 0 else DAY_S * spent.days + spent.seconds)
    return found


def _spent(began: datetime, saved: Sequence[tuple[datetime, int, int]]) -> Mapping[int, timedelta]:
    """Return the time of one attempt by version, from its changes: when, their id, of what."""
    spent: dict[int, timedelta] = {}
    for at, _, version_id in saved:
        more = at - began
        spent[version_id] = spent[version_id] + more if version_id in spent else more
        began = at
    return spent
