"""Starting, saving and submitting: what is accepted, what is refused, and that nothing is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.answering.queries import assignments, attempts
from quizapp.answering.queries.attempts import Slot
from quizapp.answering.service import ending, saving, starting
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.question import InvalidAnswer
from quizapp.core.schedule import GRACE
from quizapp.models import (
    Accommodation,
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    Question,
    QuestionVersion,
    Response,
    ResponseChange,
    User,
)
from tests import make
from tests.make import AT

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


class Room:
    """A class with Ben in it, in one open transaction."""

    def __init__(self, work: Session) -> None:
        self.work = work
        self.classroom = make.make_class(work)
        self.ben = make.make_user(work)
        self.seat = make.enrol(work, self.classroom, self.ben)
        self.passage = make.make_passage(work)

    def give(self, *kinds: str, **changes: Any) -> Assignment:
        asked = [make.make_question(self.work, self.passage, kind) for kind in kinds or ("single",)]
        quiz = make.make_quiz(self.work, self.passage, asked)
        return make.make_assignment(self.work, self.classroom, quiz, **changes)

    def start(self, assignment: Assignment, now: datetime = AT, who: User | None = None) -> Attempt:
        user = who or self.ben
        given = assignments.given(self.work, user.id, assignment.id)
        assert given is not None
        attempt_id = starting.start(self.work, given, user.id, now)
        return self.attempt(attempt_id)

    def attempt(self, attempt_id: int) -> Attempt:
        self.work.expire_all()
        return self.work.get_one(Attempt, attempt_id)

    def slot(self, attempt: Attempt, position: int = 1) -> Slot:
        found = attempts.slot(self.work, attempt.user_id, attempt.id, position)
        assert found is not None
        return found

    def save(
        self,
        attempt: Attempt,
        answer: Any,
        sequence: int = 1,
        now: datetime = AT,
        position: int = 1,
    ) -> None:
        saving.save_response(self.work, self.slot(attempt, position), answer, sequence, now)

    def response(self, attempt: Attempt) -> Response | None:
        self.work.expire_all()
        return self.work.scalar(
            select(Response)
            .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
            .where(AttemptQuestion.attempt_id == attempt.id)
        )

    def history(self) -> list[Any]:
        return list(self.work.scalars(select(ResponseChange.answer).order_by(ResponseChange.id)))


@pytest.fixture
def room(work: Session) -> Room:
    return Room(work)


both = pytest.mark.both_databases


@both
def test_an_attempt_pins_the_newest_ready_versions(room: Room) -> None:
    assignment = room.give("single", "multi", "tfns")
    draft, renewed, _ = room.work.scalars(select(Question).order_by(Question.id))
    draft.state = "draft"
    old = room.work.scalars(
        select(QuestionVersion).where(QuestionVersion.question_id == renewed.id)
    ).one()
    newest = QuestionVersion(
        question_id=renewed.id,
        number=2,
        kind="multi",
        skill=old.skill,
        difficulty="E",
        content=old.content | {"note": "second"},
        content_hash="second",
        created_at=AT,
    )
    room.work.add(newest)
    renewed.latest = 2
    room.work.flush()
    attempt = room.start(assignment)
    pinned = list(
        room.work.execute(
            select(AttemptQuestion.position, AttemptQuestion.version_id, AttemptQuestion.points)
            .where(AttemptQuestion.attempt_id == attempt.id)
            .order_by(AttemptQuestion.position)
        )
    )
    assert [row.position for row in pinned] == [1, 2]
    assert pinned[0].version_id == newest.id
    assert attempt.out_of == 2 * PARTS_PER_POINT


@both
def test_starting_again_goes_on_with_the_open_attempt(room: Room) -> None:
    assignment = room.give(attempts_allowed=3)
    first = room.start(assignment)
    assert room.start(assignment, AT + MINUTE).id == first.id


def test_questions_are_shuffled_only_when_asked(room: Room) -> None:
    kinds = ("single", "multi", "tfns", "match", "order", "classify", "cloze", "short")

    def order(**changes: Any) -> list[str]:
        attempt = room.start(room.give(*kinds, **changes))
        return list(
            room.work.scalars(
                select(QuestionVersion.kind)
                .join(AttemptQuestion, AttemptQuestion.version_id == QuestionVersion.id)
                .where(AttemptQuestion.attempt_id == attempt.id)
                .order_by(AttemptQuestion.position)
            )
        )

    assert order(shuffle_questions=False) == list(kinds)
    # One of four draws is in another order, but for a chance of one in 10**18.
    drawn = [order(shuffle_questions=True) for _ in range(4)]
    assert any(found != list(kinds) for found in drawn)
    assert all(sorted(found) == sorted(kinds) for found in drawn)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"opens_at": AT + MINUTE}, starting.NotOpenYet),
        ({"opens_at": AT - 2 * MINUTE, "closes_at": AT}, starting.AssignmentClosed),
    ],
)
def test_an_assignment_is_started_only_while_it_is_open(
    room: Room, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        room.start(room.give(**changes))


@both
def test_no_more_attempts_than_allowed_can_be_started(room: Room) -> None:
    assignment = room.give(attempts_allowed=2)
    for _ in range(2):
        ending.submit(room.work, room.start(assignment).id, None, AT)
    with pytest.raises(starting.NoTriesLeft):
        room.start(assignment)


def test_an_assignment_without_ready_questions_cannot_be_started(room: Room) -> None:
    assignment = room.give()
    room.work.scalars(select(Question)).one().state = "draft"
    room.work.flush()
    with pytest.raises(starting.NothingToAnswer):
        room.start(assignment)


def test_extra_time_moves_the_deadline_of_that_student_only(room: Room) -> None:
    assignment = room.give(time_limit_s=600)
    room.work.add(Accommodation(enrolment_id=room.seat.id, extra_time_percent=50, no_timer=False))
    other = make.make_user(room.work, "Dan")
    make.enrol(room.work, room.classroom, other)
    assert room.start(assignment).deadline_at == AT + 15 * MINUTE
    assert room.start(assignment, who=other).deadline_at == AT + 10 * MINUTE


def test_a_student_of_another_class_is_given_nothing(room: Room) -> None:
    assignment = room.give()
    stranger = make.make_user(room.work, "Cleo")
    assert assignments.given(room.work, stranger.id, assignment.id) is None
    assert assignments.all_given(room.work, stranger.id) == []


def test_a_student_who_left_the_class_is_given_nothing(room: Room) -> None:
    assignment = room.give()
    room.work.get_one(Enrolment, room.seat.id).removed_at = AT
    room.work.flush()
    assert assignments.given(room.work, room.ben.id, assignment.id) is None


@both
def test_every_change_is_kept_and_the_newest_counts(room: Room) -> None:
    attempt = room.start(room.give())
    for sequence, answer in enumerate([1, 2, None, 0], start=1):
        room.save(attempt, answer, sequence)
    response = room.response(attempt)
    assert response is not None
    assert (response.answer, response.sequence) == (0, 4)
    assert room.history() == [1, 2, None, 0]


@both
def test_the_same_change_again_changes_nothing(room: Room) -> None:
    attempt = room.start(room.give())
    room.save(attempt, 1, 1)
    room.save(attempt, 1, 1, AT + MINUTE)
    response = room.response(attempt)
    assert response is not None
    assert response.saved_at == AT
    assert room.history() == [1]


def test_sending_a_page_without_a_change_writes_nothing(room: Room) -> None:
    attempt = room.start(room.give())
    room.save(attempt, None, 1)
    assert room.response(attempt) is None
    room.save(attempt, 1, 1)
    room.save(attempt, 1, 2)
    assert room.history() == [1]


@both
@pytest.mark.parametrize(("answer", "sequence"), [(0, 4), (2, 5)])
def test_an_older_change_is_told_and_harmless(room: Room, answer: int, sequence: int) -> None:
    attempt = room.start(room.give())
    room.save(attempt, 1, 5)
    with pytest.raises(saving.AnsweredElsewhere):
        room.save(attempt, answer, sequence)
    response = room.response(attempt)
    assert response is not None
    assert response.answer == 1
    assert room.history() == [1]


@pytest.mark.both_databases
def test_a_change_that_came_through_unseen_is_not_from_elsewhere(room: Room) -> None:
    """As when a killed server's commit is carried out while the page asks again."""
    attempt = room.start(room.give())
    before = room.slot(attempt)
    room.save(attempt, 1, 5)
    saving.save_response(room.work, before, 1, 5, AT)
    assert room.history() == [1]
    with pytest.raises(saving.AnsweredElsewhere):
        saving.save_response(room.work, before, 0, 5, AT)


def test_what_was_submitted_while_a_save_waited_its_turn_stays_as_it_was(room: Room) -> None:
    """On SQLite a save reads before its turn comes; PostgreSQL keeps the attempt locked."""
    attempt = room.start(room.give())
    room.save(attempt, 1, 1)
    before = room.slot(attempt)
    ending.submit(room.work, attempt.id, None, AT)
    with pytest.raises(saving.AlreadySubmitted):
        saving.save_response(room.work, before, 0, 2, AT)
    assert room.history() == [1]


def test_what_was_submitted_blank_while_a_save_waited_its_turn_stays_blank(room: Room) -> None:
    attempt = room.start(room.give())
    before = room.slot(attempt)
    ending.submit(room.work, attempt.id, None, AT)
    with pytest.raises(saving.AlreadySubmitted):
        saving.save_response(room.work, before, 0, 1, AT)
    assert room.response(attempt) is None


def test_a_save_that_waited_writes_into_no_other_attempt_under_the_same_number(room: Room) -> None:
    attempt = room.start(room.give())
    before = room.slot(attempt)
    attempt.seed = "of somebody else"
    room.work.flush()
    with pytest.raises(saving.AnsweredElsewhere):
        saving.save_response(room.work, before, 1, 1, AT)
    assert room.response(attempt) is None


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        (-SECOND, True),
        (SECOND, True),
        (GRACE - SECOND, True),
        (GRACE, False),
        (GRACE + SECOND, False),
    ],
)
def test_answers_on_their_way_at_the_deadline_are_taken(
    room: Room, after: timedelta, taken: bool
) -> None:
    attempt = room.start(room.give(time_limit_s=600))
    room.save(attempt, 1, 1)
    late = AT + 10 * MINUTE + after
    if taken:
        room.save(attempt, 2, 2, late)
    else:
        with pytest.raises(saving.TimeIsUp):
            room.save(attempt, 2, 2, late)
    response = room.response(attempt)
    assert response is not None
    assert response.answer == (2 if taken else 1)


@both
def test_submitting_grades_once_and_ends_it(room: Room) -> None:
    attempt = room.start(room.give("single", "multi"))
    room.save(attempt, 0, position=1)
    room.save(attempt, [0], position=2)
    assert ending.submit(room.work, attempt.id, None, AT + MINUTE)
    assert not ending.submit(room.work, attempt.id, None, AT + 2 * MINUTE)
    done = room.attempt(attempt.id)
    assert (done.score, done.submitted_at) == (PARTS_PER_POINT * 3 // 2, AT + MINUTE)
    assert not done.submitted_by_clock
    with pytest.raises(saving.AlreadySubmitted):
        room.save(attempt, 1, 2)
    marks = list(room.work.scalars(select(Response.mark).order_by(Response.attempt_question_id)))
    assert marks == [PARTS_PER_POINT, PARTS_PER_POINT // 2]


def test_a_blank_attempt_scores_nothing(room: Room) -> None:
    attempt = room.start(room.give())
    ending.submit(room.work, attempt.id, None, AT)
    assert room.attempt(attempt.id).score == 0


def test_submitting_within_the_grace_counts_as_the_clock(room: Room) -> None:
    attempt = room.start(room.give(time_limit_s=600))
    ending.submit(room.work, attempt.id, attempt.deadline_at, AT + 10 * MINUTE + 5 * SECOND)
    done = room.attempt(attempt.id)
    assert (done.submitted_at, done.submitted_by_clock) == (AT + 10 * MINUTE, True)


@both
def test_what_students_walked_away_from_is_submitted_as_of_its_deadline(room: Room) -> None:
    left = room.start(room.give(time_limit_s=600))
    going_on = room.start(room.give(time_limit_s=900))
    endless = room.start(room.give())
    room.save(left, 0)
    now = AT + 10 * MINUTE + GRACE
    assert not ending.anything_due(room.work, now - SECOND)
    assert ending.anything_due(room.work, now)
    assert ending.finalise_due(room.work, now) == 1
    assert ending.finalise_due(room.work, now) == 0
    done = room.attempt(left.id)
    assert (done.submitted_at, done.submitted_by_clock) == (AT + 10 * MINUTE, True)
    assert done.score == PARTS_PER_POINT
    assert room.attempt(going_on.id).submitted_at is None
    assert room.attempt(endless.id).submitted_at is None


def test_an_overdue_attempt_makes_room_for_the_next_try(room: Room) -> None:
    assignment = room.give(time_limit_s=600, attempts_allowed=2)
    first = room.start(assignment)
    second = room.start(assignment, AT + 20 * MINUTE)
    assert second.number == 2
    assert room.attempt(first.id).submitted_by_clock


def test_checking_marks_an_answer_of_practice_and_keeps_it(room: Room) -> None:
    attempt = room.start(room.give(practice=True, show_key="during"))
    room.save(attempt, 1)
    saving.check_response(room.work, room.slot(attempt), 1, AT)
    response = room.response(attempt)
    assert response is not None
    assert response.mark == 0
    with pytest.raises(saving.AlreadyChecked):
        room.save(attempt, 0, 2)


def test_there_is_nothing_to_check_before_an_answer(room: Room) -> None:
    attempt = room.start(room.give(practice=True, show_key="during"))
    with pytest.raises(InvalidAnswer, match="Answer the question first"):
        saving.check_response(room.work, room.slot(attempt), None, AT)


@pytest.mark.parametrize("changes", [{"practice": False, "show_key": "during"}, {"practice": True}])
def test_answers_are_checked_only_where_practice_shows_something(
    room: Room, changes: dict[str, Any]
) -> None:
    attempt = room.start(room.give(**changes))
    room.save(attempt, 1)
    with pytest.raises(saving.NoChecks):
        saving.check_response(room.work, room.slot(attempt), 1, AT)


def test_a_question_can_be_flagged_until_the_end(room: Room) -> None:
    attempt = room.start(room.give())
    saving.flag(room.work, room.slot(attempt), AT, flagged=True)
    assert room.work.scalar(select(func.count()).where(AttemptQuestion.flagged)) == 1
    ending.submit(room.work, attempt.id, None, AT)
    with pytest.raises(saving.AlreadySubmitted):
        saving.flag(room.work, room.slot(attempt), AT, flagged=False)


def test_one_cannot_hold_a_question_of_someone_else(room: Room) -> None:
    attempt = room.start(room.give())
    stranger = make.make_user(room.work, "Cleo")
    assert attempts.slot(room.work, stranger.id, attempt.id, 1) is None
    assert attempts.slot(room.work, room.ben.id, attempt.id, 2) is None
    assert attempts.sitting(room.work, stranger.id, attempt.id) is None
