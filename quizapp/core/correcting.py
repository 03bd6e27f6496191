"""Corrected questions: the same with another key or explanation, and how answers are reviewed."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from quizapp.core.kinds import Question
from quizapp.core.kinds import question as read_question
from quizapp.core.kinds.statement import VERDICTS
from quizapp.core.question import Answer, Shuffle
from quizapp.core.regrade import Ruling, carried
from quizapp.core.review import Reviewed, ReviewedChoice, ReviewedRow, reviewed
from quizapp.core.schedule import Shown

PICKABLE = frozenset({"single", "multi", "tfns"})
"""The kinds whose key can be picked from a list; the others are corrected in the editor."""


class KeyNotPossible(ValueError):
    """These choices cannot be the key of this question."""


def with_key(question: Question, keys: Collection[int]) -> Question:
    """Return a question whose key is the choices at these authored positions.

    What was said about a choice as right or wrong is left out where that is no longer so. Raises
    KeyNotPossible when the kind does not allow such a key.
    """
    record = question.content()
    if question.type == "tfns":
        if len(keys) != 1:
            raise KeyNotPossible
        record = _another_verdict(record, VERDICTS[next(iter(keys))])
    else:
        record["options"] = [
            _option(option, key=i in keys) for i, option in enumerate(record["options"])
        ]
    try:
        return read_question(record)
    except ValidationError:
        raise KeyNotPossible from None


def _option(option: dict[str, Any], *, key: bool) -> dict[str, Any]:
    return option if option.get("key", False) == key else {"text": option["text"], "key": key}


def _another_verdict(record: dict[str, Any], answer: str) -> dict[str, Any]:
    changed = {record["answer"], answer} if record["answer"] != answer else set()
    kept = {
        name: {word: text for word, text in record.get(name, {}).items() if word not in changed}
        for name in ("feedback", "misreadings")
    }
    return record | kept | {"answer": answer}


def with_explanation(question: Question, explanation: str) -> Question:
    """Return a question that explains its key in other words."""
    return read_question(question.content() | {"explanation": explanation})


def judged(
    ruling: Ruling | None,
    printed: Question,
    shuffle: Shuffle,
    answer: Answer | None,
    mark: int | None,
    points: int,
    shown: Shown,
    misreadings: Mapping[str, str],
) -> Reviewed:
    """Return what may be shown of an answer, with the key and explanation that now hold."""
    if ruling is None or ruling.corrected is None:
        return reviewed(printed, shuffle, answer, mark, points, shown, misreadings)
    meant = carried(printed, ruling.corrected, answer)
    found = reviewed(ruling.corrected, shuffle, meant, mark, points, shown, misreadings)
    if ruling.policy != "both":
        return found
    return _both(found, reviewed(printed, shuffle, answer, mark, points, shown, misreadings))


def _both(corrected: Reviewed, printed: Reviewed) -> Reviewed:
    """Return a review in which the keys of both are right."""
    choices = {choice.text: choice for choice in printed.choices}
    rows = {row.label: row for row in printed.rows}
    return replace(
        corrected,
        choices=tuple(_either_choice(one, choices[one.text]) for one in corrected.choices),
        rows=tuple(_either_row(one, rows[one.label]) for one in corrected.rows),
    )


def _either_choice(one: ReviewedChoice, other: ReviewedChoice) -> ReviewedChoice:
    return replace(one, key=one.key or other.key)


def _either_row(one: ReviewedRow, other: ReviewedRow) -> ReviewedRow:
    keys = dict.fromkeys(key for key in (one.key, other.key) if key)
    right = one.right or other.right
    return replace(
        one, key=" / ".join(keys), right=right, misreading="" if right else one.misreading
    )
