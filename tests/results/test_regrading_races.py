"""Regrades while others submit, start, mark and regrade: no mark is lost, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.models import Attempt, AttemptQuestion, Regrade, Response, User
from tests import make
from tests.answering.test_races import at_once
from tests.conftest import School
from tests.results.conftest import Sat
from tests.results.sat import make_attempt
from tests.results.test_marking_page import address
from tests.results.test_regrading import engine, seen, version
from tests.statements import counted

pytestmark = pytest.mark.both_databases
POINT = make.in_parts(1)


def crowd(sat: Sat, count: int) -> list[tuple[User, int]]:
    """Return students who are about to submit; each took the tunnel and nothing else."""
    found = []
    with db.writing(engine(sat)) as work:
        for number in range(count):
            user = make.make_user(work, f"Pupil{number}")
            make.enrol(work, sat.school.classroom, user)
            answers = (1, None, None, "the ferry")
            attempt = make_attempt(work, sat.assignment, user, answers, took=None)
            found.append((user, attempt.id))
    return found


def submitting(school: School, user: User, attempt_id: int) -> Callable[[], Any]:
    client = school.as_(user)
    return lambda: client.post(f"/attempts/{attempt_id}/submit")


def regrading(sat: Sat, **fields: Any) -> Callable[[], Any]:
    client, where = sat.school.as_(sat.school.ada), sat.address(f"regrade/{version(sat)}")
    data = {"policy": "replace", "key": "1", "go": "preview", "reason": "So it is.", **fields}

    def until_done() -> Any:
        shown = client.post(where, data=data)
        while True:
            confirmed = data | {"go": "confirm", "seen": seen(shown.text)}
            shown = client.post(where, data=confirmed)
            # Somebody has submitted between the look and the click.
            if shown.status_code != 409:
                return shown

    return until_done


def consistent(sat: Sat) -> None:
    """Check that every submitted score is the sum of what counts, and the most likewise."""
    counted = AttemptQuestion.dropped.is_(False)
    with Session(engine(sat)) as work:
        for attempt in work.scalars(select(Attempt).where(Attempt.submitted_at.is_not(None))):
            of_it = (AttemptQuestion.attempt_id == attempt.id) & counted
            marks = (
                select(func.sum(Response.mark))
                .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
                .where(of_it)
            )
            points = work.scalar(select(func.sum(AttemptQuestion.points)).where(of_it)) or 0
            assert attempt.score == int(work.scalar(marks) or 0)
            assert attempt.out_of == points * PARTS_PER_HUNDREDTH


def first_marks(sat: Sat, attempts: list[int]) -> set[int | None]:
    """Return the different marks that attempts have for the first question."""
    with Session(engine(sat)) as work:
        return set(
            work.scalars(
                select(Response.mark)
                .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
                .where(AttemptQuestion.attempt_id.in_(attempts), AttemptQuestion.position == 1)
            )
        )


def test_whoever_submits_while_a_key_is_replaced_is_marked_by_the_new_one(sat: Sat) -> None:
    pupils = crowd(sat, 12)
    acts = [submitting(sat.school, *pupil) for pupil in pupils]
    replies = at_once([*acts[:6], regrading(sat), *acts[6:]])
    assert {reply.status_code for reply in replies} == {303}
    assert first_marks(sat, [attempt for _, attempt in pupils]) == {POINT}
    consistent(sat)


def test_whoever_submits_while_a_question_is_dropped_has_it_dropped(sat: Sat) -> None:
    pupils = crowd(sat, 10)
    acts = [submitting(sat.school, *pupil) for pupil in pupils]
    replies = at_once([*acts[:5], regrading(sat, policy="drop"), *acts[5:]])
    assert {reply.status_code for reply in replies} == {303}
    consistent(sat)
    with Session(engine(sat)) as work:
        assert set(work.scalars(select(Attempt.out_of))) == {3 * POINT}


def test_two_teachers_who_make_the_same_regrade_make_one(sat: Sat) -> None:
    replies = at_once([regrading(sat) for _ in range(4)])
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.location for reply in replies}) == 1
    with Session(engine(sat)) as work:
        assert work.scalar(select(func.count()).select_from(Regrade)) == 1
    consistent(sat)


def test_of_two_different_regrades_the_later_holds_for_everyone(sat: Sat) -> None:
    pupils = crowd(sat, 6)
    acts = [submitting(sat.school, *pupil) for pupil in pupils]
    rivals = [regrading(sat), regrading(sat, key="2")]
    replies = at_once([*acts[:3], *rivals, *acts[3:]])
    assert {reply.status_code for reply in replies} == {303}
    with Session(engine(sat)) as work:
        newest = work.scalars(select(Regrade).order_by(Regrade.id.desc())).first()
        right = [bool(o.get("key")) for o in newest.corrected["options"]].index(True)
    expected = POINT if right == 1 else 0
    assert first_marks(sat, [attempt for _, attempt in pupils]) == {expected}
    consistent(sat)


def test_marks_by_hand_and_a_regrade_at_once_are_both_in_the_score(sat: Sat) -> None:
    markers = [sat.school.as_(sat.school.ada), sat.school.as_(sat.helper)]
    where = address(sat, "Dora"), address(sat, "Ben")
    data = {"mark": "0.25", "revision": "0"}
    acts: list[Callable[[], Any]] = [
        lambda: markers[0].post(where[1], data=data),
        lambda: markers[1].post(where[0], data=data),
        regrading(sat, policy="full"),
    ]
    assert {reply.status_code for reply in at_once(acts)} == {303}
    consistent(sat)
    with Session(engine(sat)) as work:
        dora = work.get_one(Attempt, sat.attempts["Dora"].id)
    assert dora.score == POINT + 2 * POINT // 3 + POINT // 4


def test_assignment_and_attempts_are_held_before_any_mark_is_read(sat: Sat) -> None:
    # At once is chance: that nobody comes between is what this order says.
    ada, where = sat.school.as_(sat.school.ada), sat.address(f"regrade/{version(sat)}")
    data = {"policy": "full", "reason": "So.", "go": "preview"}
    data |= {"seen": seen(ada.post(where, data=data).text), "go": "confirm"}
    for asked, fields in ((where, data), (sat.address("regrades/1/undo"), {})):
        with counted(sat.school.app) as sent:
            assert ada.post(asked, data=fields).status_code == 303
        said = [" ".join(one.split()) for one in sent]
        first, then = (
            next(
                place for place, one in enumerate(said) if one.startswith(f"SELECT {held}.id FROM")
            )
            for held in ("assignment", "attempt")
        )
        assert first < then < next(i for i, one in enumerate(said) if "attempt.number" in one)
        if engine(sat).dialect.name == "postgresql":
            assert said[first].endswith("FOR UPDATE")
            assert said[then].endswith("FOR NO KEY UPDATE")
