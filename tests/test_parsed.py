"""Questions and passages are read from the database once per process."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from quizapp import parsed
from quizapp.models import QuestionVersion
from tests import make


@contextmanager
def statements(work: Session) -> Iterator[list[str]]:
    """Give what is sent to the database until the block ends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(work.connection(), "before_cursor_execute", note)
    yield sent


@pytest.mark.both_databases
def test_a_version_is_read_once(work: Session) -> None:
    passage = make.make_passage(work)
    make.make_question(work, passage, "single")
    make.make_question(work, passage, "multi")
    rows = work.execute(select(QuestionVersion.id, QuestionVersion.content_hash)).all()
    versions = {row.id: row.content_hash for row in rows}
    with statements(work) as sent:
        first = parsed.questions(work, versions)
        again = parsed.questions(work, versions)
        title = parsed.passage(work, passage.id, passage.content_hash).title
        parsed.passage(work, passage.id, passage.content_hash)
    assert {question.type for question in first.values()} == {"single", "multi"}
    assert first == again
    assert title == passage.title
    assert len(sent) <= 2


def test_the_value_unused_longest_is_let_go_of() -> None:
    kept: parsed.Kept[str] = parsed.Kept(2)
    kept.keep("a", "A")
    kept.keep("b", "B")
    assert kept.get("a") == "A"
    kept.keep("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")
