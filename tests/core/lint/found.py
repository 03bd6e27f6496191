"""What lint finds in made records: the fields where one rule fires."""

from typing import Any

from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.lint import Finding, question_findings, shape_findings
from quizapp.core.passage import Passage
from tests.make import PASSAGE, record

LONG = {
    "number": 4,
    "text": "The last paragraph, for quotes of many words.",
}
QUOTES = [
    {"p": 2, "text": "often late"},
    {"p": 1, "text": "a bridge to flex the town\u2019s muscles"},
    {"p": 4, "text": "one two three four five six seven eight nine ten eleven twelve"},
    {"p": 4, "text": "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"},
    {"p": 4, "text": "red orange yellow green blue indigo violet"},
    {"p": 0, "text": "bridge or ferry"},
]
HARBOUR = Passage.model_validate(
    PASSAGE | {"paragraphs": [*PASSAGE["paragraphs"], LONG], "quotes": QUOTES}
)


def findings(content: dict[str, Any], passage: Passage = HARBOUR) -> list[Finding]:
    """Return what lint finds in a record, whether or not it is a question."""
    try:
        return question_findings(question(content), passage)
    except ValidationError as error:
        return shape_findings(error)


def fired(rule: str, kind: str = "single", passage: Passage = HARBOUR, **changes: Any) -> list[str]:
    """Return the fields where a rule fires in a record of a kind with these changes."""
    return [f.field for f in findings(record(kind, **changes), passage) if f.rule == rule]


def without(kind: str, *names: str) -> dict[str, Any]:
    """Return a record of a kind that lacks these fields."""
    return {name: value for name, value in record(kind).items() if name not in names}


def severities(rule: str, kind: str = "single", **changes: Any) -> list[str]:
    """Return how grave each finding of a rule is in a record of a kind with these changes."""
    found = findings(record(kind, **changes))
    return [finding.severity for finding in found if finding.rule == rule]


def choices(*texts: str, keys: int = 1) -> list[dict[str, Any]]:
    """Return options with these texts; the first ones are keys."""
    return [
        {"text": text, "key": i < keys, "feedback": f"She says that of choice number {i} (P1)."}
        for i, text in enumerate(texts)
    ]
