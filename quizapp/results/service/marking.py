"""Marks given by hand: to one answer, or to several in the same words, never over one unseen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.core.refusal import Refused
from quizapp.models import HandMark, Response
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
    hold(work, [written.attempt_id for written in (one, *alike)])
    ids = [written.id for written in (one, *alike)]
    given = {
        hand.response_id: hand
        for hand in work.scalars(select(HandMark).where(HandMark.response_id.in_(ids)))
    }
    mine = given.get(one.id)
    same = mine is not None and (mine.mark, mine.comment) == (mark, comment)
    if not same and revision != (mine.revision if mine else 0):
        raise MarkedMeanwhile
    waiting = [written for written in alike if written.id not in given]
    for written in waiting if same else [one, *waiting]:
        _set(work, written, given.get(written.id), mark, comment, marker_id, now)
    add_up(work, [written.attempt_id for written in (one, *waiting)])
    return 1 + len(waiting)


def _set(
    work: Session,
    written: Written,
    hand: HandMark | None,
    mark: int,
    comment: str,
    marker_id: int,
    now: datetime,
) -> None:
    response = update(Response).where(Response.attempt_question_id == written.id)
    before = work.scalar(select(Response.mark).where(Response.attempt_question_id == written.id))
    audit.record(
        work,
        marker_id,
        "mark by hand",
        f"response {written.id}",
        now,
        before={"mark": before, "comment": hand.comment if hand else ""},
        after={"mark": mark, "comment": comment},
    )
    if hand is None:
        hand = HandMark(response_id=written.id, revision=0)
        work.add(hand)
    hand.mark, hand.comment = mark, comment
    hand.marked_by, hand.marked_at = marker_id, now
    hand.revision += 1
    work.execute(response.values(mark=mark))
    work.flush()
