"""The floor: the least that the same work can cost with Flask, SQLAlchemy Core and Jinja.

No session to look up, no schedule, no history, no release rule: a signed cookie, a token compared,
the fewest statements. What the app costs beyond this is the price of what it promises.
"""

import os
from hmac import compare_digest
from typing import Any

from flask import Flask, abort, render_template, request, session
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug import Response

from quizapp import db

metadata = MetaData()
attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", String(100), nullable=False),
)
question = Table(
    "question",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("stem", String, nullable=False),
    *(Column(letter, String, nullable=False) for letter in "abcd"),
)
answer = Table(
    "answer",
    metadata,
    Column("attempt_id", ForeignKey(attempt.c.id), primary_key=True),
    Column("position", ForeignKey(question.c.position), primary_key=True),
    Column("choice", Integer, nullable=False),
    Column("mark", Integer),
)
OWN = select(attempt.c.id).where(attempt.c.id == bindparam("whose"))
TEN = (
    select(question, answer.c.choice)
    .outerjoin(
        answer,
        (answer.c.position == question.c.position) & (answer.c.attempt_id == bindparam("whose")),
    )
    .order_by(question.c.position)
)
STUDENTS = (
    select(attempt.c.student, func.count(answer.c.choice), func.sum(answer.c.mark))
    .join(answer, answer.c.attempt_id == attempt.c.id)
    .where(attempt.c.id <= bindparam("students"))
    .group_by(attempt.c.id, attempt.c.student)
    .order_by(attempt.c.student)
)
QUESTIONS = (
    select(answer.c.position, func.count(), func.avg(answer.c.mark))
    .where(answer.c.attempt_id <= bindparam("students"))
    .group_by(answer.c.position)
    .order_by(answer.c.position)
)
STUDENTS_OF_CLASS = 30


def make_engine(url: str) -> Engine:
    """Return an engine as durable as the app's, without the app's queue of writers."""
    if url.startswith("postgresql"):
        return create_engine(url, pool_size=10, max_overflow=0)
    engine = create_engine(url, module=db.sqlite_driver(), connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI's own type
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def upsert(engine: Engine) -> Any:  # noqa: ANN401 - either database's own type
    """Return the statement that saves an answer."""
    sent = (sqlite if engine.dialect.name == "sqlite" else postgresql).insert(answer)
    return sent.on_conflict_do_update(
        index_elements=[answer.c.attempt_id, answer.c.position],
        set_={"choice": sent.excluded.choice},
    )


def cookie(attempt_id: int, token: str, secret: str) -> str:
    """Return the cookie of whoever sits an attempt."""
    app = Flask(__name__)
    app.secret_key = secret
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"attempt": attempt_id, "token": token}))


def create_app(url: str, secret: str) -> Flask:
    """Return the floor as an application."""
    app = Flask(__name__)
    app.secret_key = secret
    engine = make_engine(url)
    save_statement = upsert(engine)
    begins = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else None

    def own(connection: Connection) -> int:
        whose: int | None = session.get("attempt")
        found: int | None = connection.execute(OWN, {"whose": whose}).scalar_one_or_none()
        if found is None:
            abort(404)
        return found

    @app.get("/attempt")
    def page() -> str:
        with engine.connect() as connection:
            questions = connection.execute(TEN, {"whose": session["attempt"]}).all()
        return render_template("page.html", questions=questions, token=session["token"])

    @app.post("/answers/<int:position>")
    def save(position: int) -> dict[str, Any]:
        if not compare_digest(session["token"], request.form["token"]):
            abort(400)
        values = {"position": position, "choice": int(request.form["choice"])}
        with engine.begin() as connection:
            if begins:
                connection.exec_driver_sql(begins)
            connection.execute(save_statement, {"attempt_id": own(connection), **values})
        return {"saved": True}

    @app.get("/summary")
    def summary() -> str:
        with engine.connect() as connection:
            of_class = {"students": STUDENTS_OF_CLASS}
            students = connection.execute(STUDENTS, of_class).all()
            questions = connection.execute(QUESTIONS, of_class).all()
        return render_template("summary.html", students=students, questions=questions)

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok")

    return app


if "FLOOR_DATABASE_URL" in os.environ:
    app = create_app(os.environ["FLOOR_DATABASE_URL"], os.environ["FLOOR_SECRET_KEY"])
