"""Every migration goes up and down with rows in every table, and loses none that it could keep."""

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, MetaData, func, inspect, select
from sqlalchemy.orm import Session

from quizapp import db, schema
from quizapp.models import (
    Accommodation,
    Attempt,
    AttemptQuestion,
    AuditEntry,
    RecoveryCode,
    Response,
    ResponseChange,
    Throttle,
)
from quizapp.results.service.totals import add_up
from tests import make
from tests.whole_school import build

REVISIONS = [
    script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()
][::-1]


@pytest.fixture
def engine(app: Flask) -> Engine:
    """Return the engine of a school with something in every table."""
    school = build(app)
    with db.writing(school.engine) as work:
        place = work.scalar(select(Response.attempt_question_id).limit(1))
        work.add(
            Accommodation(
                enrolment_id=school.ids["seat of S1"], extra_time_percent=25, no_timer=False
            )
        )
        work.add(RecoveryCode(user_id=school.ids["T1"], code_hash="0" * 64, created_at=make.AT))
        work.add(Throttle(key="one", started_at=make.AT, count=1))
        work.add(
            ResponseChange(attempt_question_id=place, sequence=1, answer=[0, 1], saved_at=make.AT)
        )
        work.add(AuditEntry(at=make.AT, action="rename class", subject="classroom 1"))
    return school.engine


def rows(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has that is there now."""
    found = MetaData()
    with engine.connect() as connection:
        found.reflect(connection)
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in found.sorted_tables
            if table.name != "alembic_version"
        }


@pytest.mark.both_databases
def test_every_migration_goes_down_and_up_again_with_data(engine: Engine) -> None:
    before = rows(engine)
    assert [name for name, count in before.items() if count == 0] == []
    kept = dict(before)
    for revision in REVISIONS[-2::-1]:
        schema.downgrade(engine, revision)
        now = rows(engine)
        kept = {name: count for name, count in kept.items() if name in now}
        assert {name: now[name] for name in kept} == kept
    for revision in REVISIONS[1:]:
        schema.upgrade(engine, revision)
        now = rows(engine)
        assert {name: now[name] for name in kept} == kept
    assert schema.differences(engine) == []
    schema.downgrade(engine, "base")
    assert inspect(engine).get_table_names() in ([], ["alembic_version"])


@pytest.mark.both_databases
def test_going_down_before_regrading_counts_dropped_questions_again(engine: Engine) -> None:
    with db.writing(engine) as work:
        one = select(Attempt.id).where(Attempt.score > 0).limit(1).scalar_subquery()
        place = work.scalars(
            select(AttemptQuestion)
            .join(Response, Response.attempt_question_id == AttemptQuestion.id)
            .where(AttemptQuestion.attempt_id == one, Response.mark > 0)
        ).first()
        assert place is not None
        add_up(work, [place.attempt_id])
        before = totals(work)
        place.dropped = True
        work.flush()
        add_up(work, [place.attempt_id])
        assert totals(work) != before
    schema.downgrade(engine, "0005")
    with Session(engine) as work:
        assert totals(work) == before
    schema.upgrade(engine)
    with Session(engine) as work:
        assert not work.scalars(select(AttemptQuestion.id).where(AttemptQuestion.dropped)).all()


def totals(work: Session) -> list[tuple[int, int | None, int]]:
    """Return what every attempt has scored, and the most it could."""
    rows = select(Attempt.id, Attempt.score, Attempt.out_of).order_by(Attempt.id)
    return [(one, score, most) for one, score, most in work.execute(rows)]
