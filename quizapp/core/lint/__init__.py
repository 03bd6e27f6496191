"""Item-writing rules, one small function each, in families; here are the doors to all of them."""

from collections.abc import Collection, Iterable, Sequence

from pydantic import ValidationError

from quizapp.core.kinds import Question
from quizapp.core.lint import (
    bank,
    blueprint,
    clues,
    copying,
    feedback,
    neutrality,
    options,
    record,
    source,
    stem,
)
from quizapp.core.lint.article import Article
from quizapp.core.lint.rule import Finding, Rule, Whole
from quizapp.core.lint.shape import faults
from quizapp.core.lint.text import passage_texts, texts
from quizapp.core.passage import Passage

_FAMILIES = (record, stem, options, clues, source, copying, neutrality, feedback, bank, blueprint)

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.id)
)

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


def question_findings(
    question: Question, passage: Passage, article: Article | None = None
) -> list[Finding]:
    """Return what the rules find in one question, without what its waivers argue against.

    Without the article, nothing is compared with it.
    """
    rules = [rule for rule in RULES if not waived(rule.id, question)]
    found = [
        rule.finding(*note)
        for rule in rules
        if rule.check is not None
        for note in rule.check(question, passage)
    ]
    return found + _copied(rules, texts(question), article)


def passage_findings(passage: Passage, article: Article | None = None) -> list[Finding]:
    """Return what the rules find in the passage itself."""
    found = [
        rule.finding(*note)
        for rule in RULES
        if rule.reading is not None
        for note in rule.reading(passage)
    ]
    return found + _copied(RULES, passage_texts(passage), article)


def _copied(
    rules: Iterable[Rule], fields: Iterable[tuple[str, str]], article: Article | None
) -> list[Finding]:
    if article is None:
        return []
    kept = list(fields)
    return [
        rule.finding(*note)
        for rule in rules
        if rule.copied is not None
        for note in rule.copied(kept, article)
    ]


def bank_findings(
    questions: Sequence[Question], passage: Passage, known: Collection[str] | None = None
) -> list[tuple[int, Finding]]:
    """Return what the rules find among several questions, each with its question's position.

    `known` holds every id of the passage; without it, ids from elsewhere are not judged.
    """
    return [
        (place, rule.finding(*note))
        for rule in RULES
        if rule.among is not None
        for place, note in rule.among(questions, passage, known)
        if not waived(rule.id, questions[place])
    ]


def whole_findings(whole: Whole) -> list[tuple[int | None, Finding]]:
    """Return what the rules that count find in all questions of a passage.

    Each comes with its question's position; None stands for the passage itself.
    """
    return [
        (place, rule.finding(*note))
        for rule in RULES
        if rule.whole is not None
        for place, note in rule.whole(whole)
        if place is None or not waived(rule.id, whole.questions[place])
    ]


def waived(rule: str, question: Question) -> bool:
    """Tell whether a question argues against a rule that is open to argument."""
    return rule not in NEVER_WAIVED and any(waiver.rule == rule for waiver in question.waive)
