"""Summaries of ever larger classes, beside a bare `count(*)` over the same rows."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from benchmarks import beside
from benchmarks.crowd import chosen, give
from benchmarks.figures import Figure, Report
from benchmarks.pages import forget, statements
from benchmarks.servers import Pair, settle
from quizapp import db
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.question import Shuffle
from quizapp.core.scoring import grade
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    Response,
    ResponseChange,
    User,
)
from quizapp.models.base import Json
from quizapp.people.service import classes

QUESTIONS = 50
TRIES = 3
VARIETY = 8
"""How many different answers each question gets."""
SIZES = (7, 67, 1_000)
FULL_SIZES = (*SIZES, 6_667)
"""Students; with 50 questions and 3 tries each, the largest makes a million responses."""
LARGE = 100_000
"""So many responses are held to a ratio: of fewer, writing the page is most of the work."""
TIMES = 3
CLOCKS = {"sqlite": time.process_time, "postgresql": time.perf_counter}
"""SQLite works in this process, whose own time a busy machine does not add to."""
MOST = {"sqlite": 20, "postgresql": 12}
STATEMENTS = 12

# What each question may be answered with, and the mark for it, so that SQL alone fills the rows.
POOL = Table(
    "bench_pool",
    MetaData(),
    Column("version_id", Integer, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("answer", Json),
    Column("mark", Attempt.score.type, nullable=False),
)


@dataclass(frozen=True)
class Point:
    """How long the summary of so many responses took, and how long counting them."""

    assignment_id: int
    responses: int
    summary_s: float
    # Made anew.
    again_s: float
    # Shown again, as nothing has changed.
    count_s: float
    statements: int


def measure(
    pair: Pair, report: Report, *, sizes: Sequence[int], rounds: int, quiet_s: float
) -> None:
    """Grow a class step by step, and tell how the cost of its summary grows.

    Then let the server make the largest beside saves, a few rounds of it.
    """
    points = list(_points(pair, sizes))
    for one in points:
        report.curves.append({"database": pair.database, **vars(one)})
        what = f"{pair.database}: summary of {one.responses:,} responses"
        ratio = one.summary_s / one.count_s
        reach = MOST[pair.database] if one.responses > LARGE else None
        report.figures += [
            Figure(what, one.summary_s, "s"),
            Figure(f"{what}, beside count(*)", ratio, "x", reach),
            Figure(f"{what}, shown again", one.again_s, "s"),
            Figure(f"{what}, statements", one.statements, "", STATEMENTS),
        ]
    small, large = points[-2:]
    exponent = log(large.summary_s / small.summary_s) / log(large.responses / small.responses)
    what = f"{pair.database}: growth exponent up to {large.responses:,} responses"
    report.figures.append(Figure(what, exponent, "", 1.0))
    beside.measure(
        pair, report, large.assignment_id, large.responses, rounds=rounds, quiet_s=quiet_s
    )


def _points(pair: Pair, sizes: Sequence[int]) -> Iterator[Point]:
    client = pair.app.test_client(use_cookies=False)
    headers = {"Cookie": f"session={pair.crowd.teacher.cookie}"}
    clock = CLOCKS[pair.database]
    with db.writing(pair.engine) as work:
        quiz_form = _large_quiz(work)
    for size in sizes:
        with db.writing(pair.engine) as work:
            db.be_patient(work.connection())
            assignment_id = _large_class(work, pair.crowd.teacher.user_id, quiz_form, size)
        settle(pair.engine)
        # As the server's processes do: what was there before is not looked through again and again.
        gc.freeze()

        def again(address: str = f"/assignments/{assignment_id}/summary") -> None:
            reply = client.get(address, headers=headers)
            if reply.status_code != 200:
                raise RuntimeError(f"{address}: {reply.status}")

        def anew(show: Callable[[], None] = again) -> None:
            forget(pair.app)
            show()

        def count(whose: int = assignment_id) -> None:
            with pair.engine.connect() as connection:
                connection.execute(_counted(whose)).scalar_one()

        again()
        yield Point(
            assignment_id,
            size * QUESTIONS * TRIES,
            _quickest(anew, clock),
            _quickest(again, clock),
            _quickest(count, clock),
            statements(pair.engine, anew),
        )


def _quickest(work: Callable[[], None], clock: Callable[[], float]) -> float:
    """Return the seconds of the quickest of a few runs: what else the machine does only adds."""
    times = []
    for _ in range(TIMES):
        began = clock()
        work()
        times.append(clock() - began)
    return min(times)


def _counted(assignment_id: int) -> Select[int]:
    return (
        select(func.count())
        .select_from(Attempt)
        .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
        .join(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(Attempt.assignment_id == assignment_id)
    )


def _large_quiz(work: Session) -> str:
    """Make a quiz of 50 questions of the bank, and the pool of answers to them."""
    rows = work.execute(
        select(QuestionVersion, Question)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.state == "ready", QuestionVersion.number == Question.latest)
        .order_by(Question.key)
        .limit(QUESTIONS)
    ).all()
    quiz = Quiz(
        key="alwaght-large", title="Large", passage_id=rows[0][1].passage_id, created_at=db.now()
    )
    work.add(quiz)
    work.flush()
    POOL.create(work.connection())
    for position, (version, question) in enumerate(rows, start=1):
        work.add(
            QuizQuestion(quiz_id=quiz.id, question_id=question.id, position=position, points=100)
        )
        work.execute(insert(POOL), list(_pool(version.id, position, version.to_core())))
    return "large"


def _pool(version_id: int, position: int, question: CoreQuestion) -> Iterator[dict[str, object]]:
    shuffle = Shuffle("pool", choices=False)
    for nth in range(VARIETY):
        answer = question.read(chosen(question.present(shuffle), nth), shuffle)
        mark = grade(question, answer, 100)
        yield {
            "version_id": version_id,
            "nth": nth,
            "position": position,
            "answer": answer,
            "mark": mark,
        }


def _large_class(work: Session, teacher: int, form: str, size: int) -> int:
    """Make a class in which everybody has sat the large quiz three times."""
    classroom = classes.make_class(work, f"Class of {size}", "UTC", teacher, db.now())
    assignment_id = give(work, classroom.id, form, teacher)
    work.execute(
        update(Assignment).where(Assignment.id == assignment_id).values(attempts_allowed=TRIES)
    )
    connection = work.connection()
    now = db.now()
    people = [
        {"name": f"{size} {i}", "login": f"{size}-{i}", "role": "student", "created_at": now}
        for i in range(size)
    ]
    connection.execute(insert(User), people)
    ids = select(User.id).where(User.login.like(f"{size}-%"))
    enrolled = ids.add_columns(literal(classroom.id), literal("student"), literal(now))
    connection.execute(
        insert(Enrolment).from_select(["user_id", "classroom_id", "role", "created_at"], enrolled)
    )
    students = list(connection.execute(ids).scalars())
    attempts = [
        {
            "assignment_id": assignment_id,
            "user_id": student,
            "number": number,
            "seed": "large",
            "shuffle_choices": False,
            "started_at": now,
            "submitted_at": now,
            "submitted_by_clock": False,
            "out_of": QUESTIONS * PARTS_PER_POINT,
        }
        for student in students
        for number in range(1, TRIES + 1)
    ]
    connection.execute(insert(Attempt), attempts)
    _answer_all(connection, assignment_id)
    return assignment_id


def _answer_all(connection: Connection, assignment_id: int) -> None:
    """Give every attempt of an assignment its questions, answers, their history and its score."""
    of_it = Attempt.assignment_id == assignment_id
    places = (
        select(Attempt.id, POOL.c.position, POOL.c.version_id, literal(100))
        .select_from(Attempt)
        .join(POOL, POOL.c.nth == 0)
        .where(of_it)
        # One attempt after the other, as students begin them: so rows that are read together lie
        # together. Left to itself, SQLite fills them one way or the other.
        .order_by(Attempt.id, POOL.c.position)
    )
    names = ["attempt_id", "position", "version_id", "points"]
    connection.execute(insert(AttemptQuestion).from_select(names, places))
    # Which of the pool's answers somebody gave: mixed, and the same in every run.
    nth = (AttemptQuestion.id * 7 + AttemptQuestion.attempt_id * 13) % VARIETY
    answers = (
        select(AttemptQuestion.id, POOL.c.answer, literal(1), literal(db.now()), POOL.c.mark)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(POOL, (POOL.c.version_id == AttemptQuestion.version_id) & (POOL.c.nth == nth))
        .where(of_it)
    )
    names = ["attempt_question_id", "answer", "sequence", "saved_at", "mark"]
    connection.execute(insert(Response).from_select(names, answers))
    # Each was saved once: the times of questions are worked out from the history.
    names = names[:-1]
    given = (
        select(*(Response.__table__.c[name] for name in names))
        .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(of_it)
    )
    connection.execute(insert(ResponseChange).from_select(names, given))
    total = (
        select(func.sum(Response.mark))
        .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
        .where(AttemptQuestion.attempt_id == Attempt.id)
    )
    score = cast(total.scalar_subquery(), Attempt.score.type)
    connection.execute(update(Attempt).where(of_it).values(score=score))
