"""The question bank as a list: what was searched for, and one page of what was found."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.kinds.cloze import BLANK
from quizapp.models import Passage, Question, QuestionVersion, Quiz, QuizQuestion

PAGE_SIZE = 50
MOST_WORDS = 8
"""More words than this narrow no search that a person types."""


@dataclass(frozen=True)
class Search:
    """What to look for in the bank; an empty field does not narrow."""

    text: str = ""
    passage: str = ""
    skill: str = ""
    kind: str = ""
    difficulty: str = ""
    paragraph: int | None = None
    state: str = ""
    page: int = 1

    def at(self, page: int) -> dict[str, Any]:
        """Return the same search on another page, as parameters of an address."""
        wanted = asdict(replace(self, page=page))
        return {name: value for name, value in wanted.items() if value and (name, value) != FIRST}

    @property
    def narrows(self) -> bool:
        """Tell whether anything was asked for."""
        return replace(self, page=1) != Search()


FIRST = ("page", 1)


@dataclass(frozen=True)
class BankRow:
    """One question as the bank lists it."""

    id: int
    key: str
    passage: str
    state: str
    from_file: bool
    kind: str
    skill: str
    difficulty: str
    stem: str
    paras: tuple[int, ...]
    topic: str
    quizzes: int

    @property
    def text(self) -> str:
        """Return the question as a list shows it: blanks as lines."""
        return BLANK.sub("____", self.stem)


@dataclass(frozen=True)
class BankPage:
    """One page of what was found, and how much there is."""

    rows: list[BankRow]
    count: int
    page: int
    pages: int


def newest(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join a statement on questions to the newest version of each."""
    return statement.join(
        QuestionVersion,
        and_(
            QuestionVersion.question_id == Question.id,
            QuestionVersion.number == Question.latest,
        ),
    )


def bank_page(work: Session, search: Search, size: int = PAGE_SIZE) -> BankPage:
    """Return one page of the bank; a page beyond the last is the last."""
    wanted = _conditions(search)
    count = work.scalar(
        newest(select(func.count()).select_from(Question)).join(Question.passage).where(*wanted)
    )
    pages = max(1, -(-(count or 0) // size))
    page = min(max(search.page, 1), pages)
    quizzes = (
        select(func.count())
        .select_from(QuizQuestion)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .where(QuizQuestion.question_id == Question.id, Quiz.archived_at.is_(None))
        .scalar_subquery()
    )
    rows = work.execute(
        newest(
            select(
                Question.id,
                Question.key,
                Passage.key.label("passage"),
                Question.state,
                Question.source_file.is_not(None).label("from_file"),
                QuestionVersion.kind,
                QuestionVersion.skill,
                QuestionVersion.difficulty,
                _text("stem").label("stem"),
                _text("paras").label("paras"),
                _text("topic").label("topic"),
                quizzes.label("quizzes"),
            )
        )
        .join(Question.passage)
        .where(*wanted)
        .order_by(Question.key)
        .limit(size)
        .offset((page - 1) * size)
    )
    return BankPage([_row(row) for row in rows], count or 0, page, pages)


def _row(row: Row[Any]) -> BankRow:
    return BankRow(**row._asdict() | {"paras": tuple(json.loads(row.paras))})


def _text(name: str) -> ColumnElement[str]:
    return QuestionVersion.content[name].as_string()  # type: ignore[no-any-return]


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    exact = (
        (Passage.key, search.passage),
        (QuestionVersion.skill, search.skill),
        (QuestionVersion.kind, search.kind),
        (QuestionVersion.difficulty, search.difficulty),
        (Question.state, search.state),
    )
    wanted = [column == value for column, value in exact if value]
    wanted += [
        _text("stem").icontains(word, autoescape=True)
        | Question.key.icontains(word, autoescape=True)
        for word in search.text.split()[:MOST_WORDS]
    ]
    if search.paragraph is not None:
        wanted.append(_numbers().contains(f",{search.paragraph},"))
    return wanted


def _numbers() -> ColumnElement[str]:
    """Return the paragraphs as ',10,8,' on either database, whose JSON is spaced differently."""
    text = func.replace(_text("paras"), " ", "")
    return func.replace(func.replace(text, "[", ","), "]", ",")
