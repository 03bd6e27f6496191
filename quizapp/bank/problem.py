"""What is wrong in a question file, where, and what to do about it."""

from dataclasses import dataclass
from typing import Final

from quizapp.core.lint.rule import Severity

FILE: Final = "FILE"
"""The rule of problems that are about the file and not about one question."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: file and line, the question's id where it has one, rule, field and words."""

    file: str
    line: int
    item: str
    rule: str
    severity: Severity
    field: str
    message: str

    def __str__(self) -> str:
        about = " ".join(part for part in (self.rule, self.item, self.field) if part)
        return f"{self.file}:{self.line}: {self.severity}: {about}: {self.message}"


def file_problem(file: str, line: int, message: str, severity: Severity = "error") -> Problem:
    """Return a problem of the file itself."""
    return Problem(file, line, "", FILE, severity, "", message)
