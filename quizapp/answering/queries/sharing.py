"""What a review reads of the whole class where its figures are shared: scores, and no names."""

from collections import defaultdict
from fractions import Fraction

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.core.scoring import Grading, Score, graded
from quizapp.core.sharing import ClassFigures, class_figures
from quizapp.models import Attempt

# Of everyone, whoever has left the class included: else leaving would tell a score.
SCORES = (
    select(Attempt.user_id, Attempt.score, Attempt.out_of)
    .where(Attempt.assignment_id == bindparam("which"))
    .order_by(Attempt.user_id, Attempt.number)
)


def figures_beside(
    work: Session, assignment_id: int, grading: Grading, user_id: int
) -> ClassFigures | None:
    """Return the class's figures for one student, or None where they are held back."""
    rows = work.connection().execute(SCORES, {"which": assignment_id}).all()
    tries: dict[int, list[Score]] = defaultdict(list)
    for row in rows:
        if row.score is not None:
            tries[row.user_id].append(Score(Fraction(row.score), row.out_of))
    counted = {who: graded(scores, grading) for who, scores in tries.items()}
    return class_figures(
        {who: score for who, score in counted.items() if score is not None},
        user_id,
        going_on=any(row.score is None for row in rows),
    )
