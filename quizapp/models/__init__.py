"""All tables. Everyone imports tables from here."""

from quizapp.models.activity import (
    Accommodation,
    Assignment,
    Attempt,
    AttemptQuestion,
    Response,
    ResponseChange,
)
from quizapp.models.audit import AuditEntry
from quizapp.models.base import Base
from quizapp.models.content import (
    Misreading,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from quizapp.models.marking import Challenge, HandMark, Regrade, Regraded
from quizapp.models.people import (
    Classroom,
    Enrolment,
    Invitation,
    LoginSession,
    RecoveryCode,
    Throttle,
    User,
)

__all__ = [
    "Accommodation",
    "Assignment",
    "Attempt",
    "AttemptQuestion",
    "AuditEntry",
    "Base",
    "Challenge",
    "Classroom",
    "Enrolment",
    "HandMark",
    "Invitation",
    "LoginSession",
    "Misreading",
    "Passage",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "RecoveryCode",
    "Regrade",
    "Regraded",
    "Response",
    "ResponseChange",
    "Throttle",
    "User",
]
