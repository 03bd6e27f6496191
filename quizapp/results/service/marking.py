"""Marks given by hand: to one answer, or to several in the same words, never over one unseen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.core.refusal import Refused
from quizapp.models import HandMark, Response
from quizapp.results.queries.ids import these_ids
from quizapp.results.queue import Written
from quizapp.results.service.totals import add_up, hold


class MarkedMeanwhile(Refused):
    """Someone else marked this answer while you did. Look at both marks, then decide."""

    message = __doc__


def give_mark(
    work: Session,
    one: Written,
    alike: Sequence[Written],
    mark: int,
    comment: str,
    revision: int,
    marker_id: int,
    now: datetime,
) -> int:
    """Give an answer, and those alike that still wait, a mark in parts; return how many got it.

    `revision` says which mark the marker had seen. Raises MarkedMeanwhile when there is another
    by now; the same mark again changes nothing.
    """
    hold(work, _attempts((one, *alike)))
    answers = these_ids(written.id for written in (one, *alike))
    given = {
        hand.response_id: hand
        for hand in work.scalars(select(HandMark).where(HandMark.response_id.in_(answers)))
    }
    mine = given.get(one.id)
    same = mine is not None and (mine.mark, mine.comment) == (mark, comment)
    if not same and revision != (mine.revision if mine else 0):
        raise MarkedMeanwhile
    waiting = [written for written in alike if written.id not in given]
    marked = waiting if same else [one, *waiting]
    _give(work, marked, given, mark, comment, marker_id, now)
    add_up(work, _attempts(marked))
    return 1 + len(waiting)


def _attempts(answers: Iterable[Written]) -> Select[int]:
    return these_ids(written.attempt_id for written in answers)


def _give(
    work: Session,
    answers: Sequence[Written],
    given: Mapping[int, HandMark],
    mark: int,
    comment: str,
    marker_id: int,
    now: datetime,
) -> None:
    """Give answers a mark, and keep an account of what each had before."""
    theirs = Response.attempt_question_id.in_(these_ids(written.id for written in answers))
    there = select(Response.attempt_question_id, Response.mark).where(theirs)
    for answer, before in work.execute(there).all():
        hand = given.get(answer) or HandMark(response_id=answer, revision=0, comment="")
        audit.record(
            work,
            marker_id,
            "mark by hand",
            f"response {answer}",
            now,
            before={"mark": before, "comment": hand.comment},
            after={"mark": mark, "comment": comment},
        )
        hand.mark, hand.comment = mark, comment
        hand.marked_by, hand.marked_at = marker_id, now
        hand.revision += 1
        work.add(hand)
    marked = update(Response).where(theirs).values(mark=mark)
    work.execute(marked.execution_options(synchronize_session=False))
    work.flush()
