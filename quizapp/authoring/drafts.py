"""A draft: a filled-in form, the question it makes, and what is still in the way of using it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from quizapp.authoring.problems import CHOOSE, field_name, problems, spoken
from quizapp.authoring.records import record
from quizapp.authoring.records import sheet as sheet_of
from quizapp.authoring.sheets import ROW_LISTS, WAIVABLE, WAIVERS, Sheet
from quizapp.core import lint
from quizapp.core.kinds import Question
from quizapp.core.kinds import question as read_question
from quizapp.core.passage import Passage

NEVER = "This rule is never waived: what may be quoted, copied or left unsaid is not up for debate."


@dataclass(frozen=True)
class Told:
    """What a rule of item writing has found, at the form's own name of the field."""

    field: str
    blocks: bool
    rule: str
    message: str

    @property
    def waivable(self) -> bool:
        """Tell whether the author may argue against the rule."""
        return self.rule in WAIVABLE


@dataclass(frozen=True)
class Draft:
    """What an author is writing, and what is said about it."""

    sheet: Sheet
    question: Question | None = None
    problems: dict[str, list[str]] = field(default_factory=dict)
    findings: tuple[Told, ...] = ()

    @cached_property
    def missing(self) -> tuple[Told, ...]:
        """Return what keeps the question from being ready."""
        return tuple(told for told in self.findings if told.blocks)

    def told(self, name: str) -> list[Told]:
        """Return what the rules say about one field."""
        return [told for told in self.findings if told.field == name]

    @property
    def homeless(self) -> list[str]:
        """Return the problems that stand at no field of the form."""
        return self.problems.get("", [])


def judged(
    sheet: Sheet,
    slug: str,
    passage: Passage,
    codes: Collection[str],
    kept: dict[str, Any] | None = None,
) -> Draft:
    """Return a draft with the question it makes, or with why it makes none yet."""
    made = record(sheet, slug, kept)
    strange = _strange_codes(sheet, codes) | _never_waived(sheet)
    try:
        question = read_question(made)
    except ValidationError as error:
        return Draft(sheet, None, {**problems(error, sheet), **strange})
    if strange:
        return Draft(sheet, None, strange)
    return Draft(sheet, question, {}, findings(question, passage, sheet))


def findings(question: Question, passage: Passage, sheet: Sheet | None = None) -> tuple[Told, ...]:
    """Return what the rules of item writing find in a question."""
    form = sheet or sheet_of(question.content())
    return tuple(
        Told(
            field_name(found.field.split("."), form),
            found.severity == "error",
            found.rule,
            spoken(found.message),
        )
        for found in lint.question_findings(question, passage)
    )


def _never_waived(sheet: Sheet) -> dict[str, list[str]]:
    """Return a problem for each waiver of a rule that is not open to argument."""
    rules = {place: sheet.rows[WAIVERS.name][place]["rule"] for place in sheet.kept(WAIVERS)}
    return {f"waive-{n}-rule": [NEVER] for n, rule in rules.items() if rule in lint.NEVER_WAIVED}


def _strange_codes(sheet: Sheet, codes: Collection[str]) -> dict[str, list[str]]:
    """Return a problem for each misreading that is none of those known."""
    named = {name: value for name, value in sheet.fields.items() if name.startswith("misreading-")}
    for rows in ROW_LISTS[sheet.kind]:
        for place in sheet.kept(rows):
            code = sheet.rows[rows.name][place].get("misreading", "")
            named[f"{rows.name}-{place}-misreading"] = code
    return {name: [CHOOSE] for name, code in named.items() if code and code not in codes}
