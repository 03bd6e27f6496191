"""How long each question took, worked out from the history of saved answers.

Time is not recorded question by question. The time from one saved change of an attempt (or from
its start) to the next is counted for the question that the next one answers, so reading ahead
counts for what is answered then, and a question without an answer has no time.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import String, bindparam, cast, extract, func, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, AttemptQuestion, QuestionVersion, ResponseChange

CHANGE = (
    cast(extract("epoch", ResponseChange.saved_at), String)
    + ","
    + cast(ResponseChange.id, String)
    + ","
    + cast(QuestionVersion.question_id, String)
)
# A row for each attempt, unsorted: to sort all changes of a large class takes the database long.
CHANGES = (
    select(extract("epoch", Attempt.started_at), func.aggregate_strings(CHANGE, ","))
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
    .join(ResponseChange, ResponseChange.attempt_question_id == AttemptQuestion.id)
    .where(Attempt.id.in_(bindparam("attempts", expanding=True)))
    .group_by(Attempt.id)
)


def seconds_by_question(work: Session, attempts: Sequence[int]) -> dict[int, list[int]]:
    """Return, by question, the seconds that led up to its saved answers in each attempt."""
    found: dict[int, list[int]] = defaultdict(list)
    for began, changes in work.connection().execute(CHANGES, {"attempts": attempts}):
        cells = json.loads(f"[{changes}]", parse_float=Decimal)
        for question_id, seconds in _spent(began, cells).items():
            # Below zero where the clock was set back after the attempt had begun.
            found[question_id].append(max(int(seconds), 0))
    return found


def _spent(began: Any, cells: Sequence[Any]) -> Mapping[int, Any]:  # noqa: ANN401 - int or Decimal
    """Return the seconds of one attempt by question; a change is a moment, its id, a question."""
    spent: dict[int, Any] = defaultdict(int)
    for at, _, question_id in sorted(zip(cells[::3], cells[1::3], cells[2::3], strict=True)):
        spent[question_id] += at - began
        began = at
    return spent
