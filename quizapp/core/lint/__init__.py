"""Item-writing rules, one small function each, in families; here are the doors to all of them."""

from collections.abc import Collection, Sequence

from pydantic import ValidationError

from quizapp.core.kinds import Question
from quizapp.core.lint import feedback, record, source
from quizapp.core.lint.rule import Finding, Rule
from quizapp.core.lint.shape import faults
from quizapp.core.passage import Passage

RULES: tuple[Rule, ...] = (*record.RULES, *source.RULES, *feedback.RULES)

NEVER_WAIVED = frozenset({"SCH-01", "SCH-02", "SCH-03", "SRC-01", "SRC-02", "SRC-03", "NEU-01"}) | {
    "FBK-01"
}
"""What a record is, what may be copied and what must be grounded is not open to argument."""


def shape_findings(error: ValidationError) -> list[Finding]:
    """Return why a record is no question, as findings of the rules it breaks."""
    return [
        rule.finding(".".join(fault.path), message)
        for fault in faults(error)
        for rule in RULES
        if rule.shape is not None and (message := rule.shape(fault)) is not None
    ]


def question_findings(question: Question, passage: Passage) -> list[Finding]:
    """Return what the rules find in one question, without what its waivers argue against."""
    return [
        rule.finding(*note)
        for rule in RULES
        if rule.check is not None and not _waived(rule, question)
        for note in rule.check(question, passage)
    ]


def bank_findings(
    questions: Sequence[Question], passage: Passage, known: Collection[str] | None = None
) -> list[tuple[int, Finding]]:
    """Return what the rules find among several questions, each with its question's position.

    `known` holds every id of the passage; without it, ids from elsewhere are not judged.
    """
    return [
        (place, rule.finding(field, message))
        for rule in RULES
        if rule.among is not None
        for place, field, message in rule.among(questions, passage, known)
        if not _waived(rule, questions[place])
    ]


def _waived(rule: Rule, question: Question) -> bool:
    if rule.id in NEVER_WAIVED:
        return False
    return any(waiver.rule == rule.id for waiver in question.waive)
