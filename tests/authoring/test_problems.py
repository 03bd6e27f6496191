"""What the core refuses is said at the field, in words that tell what to do."""

import pytest
from pydantic import ValidationError

from quizapp.authoring.problems import field_name, problems, spoken
from quizapp.authoring.records import record, sheet
from quizapp.authoring.sheets import Sheet
from quizapp.core.kinds import KINDS, question
from tests import make


def found(filled: Sheet) -> dict[str, list[str]]:
    """Return the problems of a filled-in form."""
    with pytest.raises(ValidationError) as refused:
        question(record(filled, "X1"))
    return problems(refused.value, filled)


def changed(kind: str, **fields: str) -> Sheet:
    """Return a good form with some fields filled in otherwise."""
    good = sheet(make.record(kind))
    return Sheet(kind, {**good.fields, **fields}, good.rows)


def with_rows(kind: str, name: str, rows: list[dict[str, str]]) -> Sheet:
    """Return a good form with other rows in one list."""
    good = sheet(make.record(kind))
    return Sheet(kind, good.fields, {**good.rows, name: rows})


def row(kind: str, name: str, place: int, **cells: str) -> Sheet:
    """Return a good form with other cells in one row."""
    rows = [dict(cells) for cells in sheet(make.record(kind)).rows[name]]
    rows[place] |= cells
    return with_rows(kind, name, rows)


FILL = "Please fill this in."
CHOOSE = "Choose one of the list."


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("stem", "", FILL),
        ("stem", "x" * 20_001, "Use at most 20,000 characters."),
        ("skill", "", CHOOSE),
        ("skill", "x" * 41, CHOOSE),
        ("difficulty", "", CHOOSE),
        ("difficulty", "X", CHOOSE),
        ("topic", "", CHOOSE),
        ("verdict", "great", CHOOSE),
        ("explanation", "", FILL),
        ("explanation", "x" * 5_001, "Use at most 5,000 characters."),
        ("ask", "x" * 301, "Use at most 300 characters."),
        ("note", "x" * 5_001, "Use at most 5,000 characters."),
        ("paras", "", "Give at least one paragraph, the main one first."),
        ("paras", "two", "Use paragraph numbers with commas between, such as 3, 4."),
        ("paras", "1, ²", "Use paragraph numbers with commas between, such as 3, 4."),
        ("paras", ",".join("1" * 21), "Give at most 20 paragraphs."),
        (
            "quotes",
            "strategic ally",
            "Write each quote on a line of its own, such as P3: the words.",
        ),
        ("quotes", "P3: " + "x" * 501, "Use at most 500 characters."),
        ("quotes", "P100: words", "Use a number up to 99."),
    ],
)
def test_a_shared_field_says_what_to_do(kind: str, field: str, value: str, message: str) -> None:
    if kind == "cloze" and field == "stem":
        value = value and "{{1}} {{2}} " + value
    assert message in found(changed(kind, **{field: value}))[field]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("rule", "reason", "field", "message"),
    [
        ("", "Two are enough here.", "waive-0-rule", CHOOSE),
        (
            "SCH-04",
            "",
            "waive-0-reason",
            "Give each waived rule a reason, in ten characters or more.",
        ),
        ("SCH-04", "x" * 501, "waive-0-reason", "Use at most 500 characters."),
    ],
)
def test_a_waiver_has_a_rule_and_a_reason(
    kind: str, rule: str, reason: str, field: str, message: str
) -> None:
    filled = with_rows(kind, "waive", [{"rule": rule, "reason": reason}])
    assert message in found(filled)[field]


LONG = "x" * 2_001
MOST = "Use at most 2,000 characters."
CATEGORIES = (
    "Name each category once, give each at least one card, and put each card into one of them."
)
BLANKS = (
    "Mark each blank in the text: {{1}} for the first, {{2}} for the next, once each and in order."
)


@pytest.mark.parametrize(
    ("filled", "field", "message"),
    [
        (row("single", "options", 1, text=""), "options-1-text", FILL),
        (row("single", "options", 1, text=LONG), "options-1-text", MOST),
        (row("single", "options", 1, feedback=LONG), "options-1-feedback", MOST),
        (row("single", "options", 1, misreading="NO"), "options-1-misreading", CHOOSE),
        (row("single", "options", 0, key=""), "options", "Mark exactly one choice as the key."),
        (row("single", "options", 1, key="on"), "options", "Mark exactly one choice as the key."),
        (with_rows("single", "options", []), "options", "Give at least 2 choices."),
        (
            with_rows("single", "options", [{"text": str(i), "key": ""} for i in range(13)]),
            "options",
            "Give at most 12 choices.",
        ),
        (
            row("multi", "options", 0, key=""),
            "options",
            "Mark at least two choices as keys, and leave at least two that are not.",
        ),
        (changed("tfns", answer=""), "answer", CHOOSE),
        (changed("tfns", **{"feedback-true": LONG}), "feedback-true", MOST),
        (changed("tfns", **{"misreading-true": "NO"}), "misreading-true", CHOOSE),
        (row("match", "pairs", 2, left=""), "pairs-2-left", FILL),
        (row("match", "pairs", 2, right=""), "pairs-2-right", FILL),
        (
            row("match", "extra_right", 0, text="late"),
            "pairs",
            "Left sides must differ, and an extra right side must belong to no left side.",
        ),
        (row("match", "extra_right", 0, text=LONG), "extra_right-0-text", MOST),
        (with_rows("match", "pairs", []), "pairs", "Give at least 2 pairs."),
        (
            row("order", "sequence", 1, text="The bridge"),
            "sequence",
            "No two steps may have the same text.",
        ),
        (with_rows("order", "sequence", []), "sequence", "Give at least 3 steps."),
        (row("classify", "cards", 0, category=""), "cards-0-category", CHOOSE),
        (
            row("classify", "cards", 0, category="Feared"),
            "categories",
            CATEGORIES,
        ),
        (
            row("classify", "cards", 1, text="A bridge is planned"),
            "cards",
            "No two cards may have the same text.",
        ),
        (with_rows("classify", "categories", []), "categories", "Name at least 2 categories."),
        (with_rows("classify", "cards", []), "cards", "Give at least 2 cards."),
        (
            changed("cloze", stem="No blank here."),
            "stem",
            BLANKS,
        ),
        (row("cloze", "blanks", 0, key=""), "blanks-0-key", "Say which line is the right one."),
        (row("cloze", "blanks", 0, key="0"), "blanks-0-key", "Say which line is the right one."),
        (
            row("cloze", "blanks", 0, key="7"),
            "blanks",
            "The right line of a blank is one of its own lines.",
        ),
        (
            row("cloze", "blanks", 0, options="one\none"),
            "blanks",
            "Two choices of one blank are equal.",
        ),
        (
            row("cloze", "blanks", 1, options="one"),
            "blanks-1-options",
            "Give at least 2 choices, each on its own line.",
        ),
        (changed("short", model_answer=""), "model_answer", FILL),
        (changed("short", accept=""), "accept", "Give at least one idea, on a line of its own."),
        (
            changed("short", accept="... | !"),
            "accept",
            "Every idea needs at least one phrase with letters in it.",
        ),
        (row("short", "rubric", 0, points="many"), "rubric-0-points", "Use a number."),
        (row("short", "rubric", 0, points="nan"), "rubric-0-points", "Use a number from 0."),
        (row("short", "rubric", 0, points="101"), "rubric-0-points", "Use a number up to 100."),
        (row("short", "rubric", 0, text=LONG), "rubric-0-text", MOST),
        (with_rows("short", "rubric", []), "rubric", "Say in at least one line what earns points."),
    ],
)
def test_a_field_of_a_kind_says_what_to_do(filled: Sheet, field: str, message: str) -> None:
    assert message in found(filled)[field]


def test_a_row_after_an_empty_one_keeps_its_own_place() -> None:
    good = sheet(make.record("single"))
    first, second, third = good.rows["options"]
    empty = dict.fromkeys(first, "")
    filled = with_rows("single", "options", [first, empty, second | {"text": LONG}, third])
    assert list(found(filled)) == ["options-2-text"]


@pytest.mark.parametrize(
    ("kind", "path", "name"),
    [
        ("single", "options.1.feedback", "options-1-feedback"),
        ("single", "options.9.feedback", "options-0-feedback"),
        ("single", "quotes.0", "quotes"),
        ("single", "id", ""),
        ("tfns", "feedback.not-stated", "feedback-not-stated"),
        ("tfns", "misreadings.true", "misreading-true"),
        ("match", "extra_right.0", "extra_right-0-text"),
        ("cloze", "blanks.1.options.0", "blanks-1-options"),
        ("short", "accept.0.1", "accept"),
    ],
)
def test_a_place_in_a_record_is_a_field_of_the_form(kind: str, path: str, name: str) -> None:
    assert field_name(path.split("."), sheet(make.record(kind))) == name


def test_a_rule_speaks_in_sentences() -> None:
    assert spoken("cite the paragraph") == "Cite the paragraph."
    assert spoken("Who says so?") == "Who says so?"
