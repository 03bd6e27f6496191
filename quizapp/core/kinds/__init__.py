"""The kinds of question, one file each; `Question` is any of them and `question` reads a record."""

from typing import Annotated, Any, TypeAlias

from pydantic import Field, TypeAdapter

from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.classify import Classify
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.short import Short
from quizapp.core.kinds.statement import Statement

Question: TypeAlias = Single | Multi | Statement | Match | Order | Classify | Cloze | Short

KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multi": Multi,
    "tfns": Statement,
    "match": Match,
    "order": Order,
    "classify": Classify,
    "cloze": Cloze,
    "short": Short,
}

KIND_NAMES: dict[str, str] = {
    "single": "Single choice",
    "multi": "Multiple response",
    "tfns": "True, false or not stated",
    "match": "Matching",
    "order": "Ordering",
    "classify": "Classifying",
    "cloze": "Cloze",
    "short": "Short answer",
}

_ANY: TypeAdapter[Question] = TypeAdapter(Annotated[Question, Field(discriminator="type")])


def question(record: dict[str, Any]) -> Question:
    """Return the question that a record describes.

    Raises pydantic.ValidationError; its errors have type 'SCH-03' where the key does not fit.
    """
    return _ANY.validate_python(record)
