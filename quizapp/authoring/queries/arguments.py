"""Which questions touch the claims and the tensions of a passage."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.authoring.queries.bank import newest
from quizapp.models import Question, QuestionVersion


@dataclass(frozen=True)
class Touch:
    """A question as the page on the argument links it."""

    id: int
    slug: str
    topic: str
    claims: frozenset[str]


@dataclass(frozen=True)
class Touches:
    """All questions about a passage that are not retired."""

    questions: tuple[Touch, ...]

    def claim(self, claim_id: str) -> list[Touch]:
        """Return the questions about a claim."""
        return [each for each in self.questions if claim_id in each.claims]

    def topics(self, topics: tuple[str, ...]) -> list[Touch]:
        """Return the questions on one of these topics."""
        return [each for each in self.questions if each.topic in topics]


def touches(work: Session, passage_id: int) -> Touches:
    """Return the questions about a passage, with what each touches."""
    rows = work.execute(
        newest(select(Question.id, QuestionVersion.content).select_from(Question))
        .where(Question.passage_id == passage_id, Question.state != "retired")
        .order_by(Question.key)
    )
    return Touches(
        tuple(
            Touch(
                question_id,
                content["id"],
                content["topic"],
                frozenset(content.get("claims", ())),
            )
            for question_id, content in rows
        )
    )
