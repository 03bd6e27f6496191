"""Turns the records of a file into questions, a passage or misreadings, and says what is wrong."""

from dataclasses import dataclass

from pydantic import ValidationError

from quizapp.bank.problem import FILE, Problem, file_problem
from quizapp.bank.sources import Source
from quizapp.core.kinds import Question, question
from quizapp.core.lint import shape_findings
from quizapp.core.lint.rule import Finding
from quizapp.core.lint.shape import faults
from quizapp.core.misreading import Misreading
from quizapp.core.passage import Passage, Record


@dataclass(frozen=True)
class Placed:
    """A question and where it stands."""

    question: Question
    source: Source
    place: int

    def problem(self, finding: Finding) -> Problem:
        """Return a finding about this question as a problem with file and line."""
        return _problem(self.source, self.place, self.question.id, finding)


@dataclass(frozen=True)
class Records:
    """What one file's list of questions holds: questions, every id given, and problems."""

    questions: tuple[Placed, ...]
    ids: frozenset[str]
    problems: tuple[Problem, ...]


class _MisreadingFile(Record):
    misreadings: tuple[Misreading, ...]


def read_questions(source: Source) -> Records:
    """Return the questions of a file."""
    problems = [
        file_problem(
            source.file,
            source.document.line([name]),
            f"there is no field '{name}' in a file of questions: it has 'passage' and 'questions'",
            "warning",
        )
        for name in source.fields
        if name not in {"passage", "questions"}
    ]
    records = source.fields["questions"]
    if not isinstance(records, list):
        problems.append(source.problem("questions", "questions: must be a list of questions"))
        records = []
    placed: list[Placed] = []
    ids: set[str] = set()
    for place, record in enumerate(records):
        if not isinstance(record, dict):
            nothing = Finding("SCH-01", "error", "", "a question must be a group of fields")
            problems.append(_problem(source, place, "", nothing))
            continue
        name = record.get("id")
        item = name if isinstance(name, str) else ""
        ids.add(item)
        try:
            placed.append(Placed(question(record), source, place))
        except ValidationError as error:
            problems += [_problem(source, place, item, found) for found in shape_findings(error)]
    return Records(tuple(placed), frozenset(ids), tuple(problems))


def _problem(source: Source, place: int, item: str, finding: Finding) -> Problem:
    line = source.document.line(["questions", str(place), *finding.field.split(".")])
    return Problem(
        source.file, line, item, finding.rule, finding.severity, finding.field, finding.message
    )


def read_passage(source: Source) -> Passage | list[Problem]:
    """Return the passage of a file, or what is wrong with it."""
    try:
        return Passage.model_validate(source.fields)
    except ValidationError as error:
        return _faults(source, error, "passage")


def passage_problem(source: Source, finding: Finding) -> Problem:
    """Return a finding about a passage as a problem with file and line."""
    line = source.document.line(finding.field.split("."))
    return Problem(
        source.file, line, "", finding.rule, finding.severity, finding.field, finding.message
    )


def read_misreadings(source: Source) -> tuple[Misreading, ...] | list[Problem]:
    """Return the misreadings of a file, or what is wrong with them."""
    try:
        misreadings = _MisreadingFile.model_validate(source.fields).misreadings
    except ValidationError as error:
        return _faults(source, error, "misreading")
    codes = [misreading.code for misreading in misreadings]
    twice = [
        source.problem(f"misreadings.{place}.code", f"the code '{code}' is there twice")
        for place, code in enumerate(codes)
        if code in codes[:place]
    ]
    return twice or misreadings


def _faults(source: Source, error: ValidationError, record: str) -> list[Problem]:
    return [
        Problem(
            source.file,
            source.document.line(fault.path),
            "",
            FILE,
            "error",
            ".".join(fault.path),
            fault.message,
        )
        for fault in faults(error, record)
    ]
