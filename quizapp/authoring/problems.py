"""Why a form makes no question yet: what the core refuses, at the field and in friendly words."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizapp.authoring.sheets import ROW_LISTS, SHARED, Sheet
from quizapp.core.kinds import KINDS
from quizapp.forms import REQUIRED

WHOLE = ""
"""The name under which a problem of the whole question stands."""

CHOOSE = "Choose one of the list."
FROM_LIST = {
    "skill",
    "difficulty",
    "topic",
    "verdict",
    "answer",
    "category",
    "misreading",
    "misreadings",
}
WORDS = {
    "missing": REQUIRED,
    "string_too_short": REQUIRED,
    "string_too_long": "Use at most {max_length:,} characters.",
    "greater_than_equal": "Use a number from {ge}.",
    "less_than_equal": "Use a number up to {le}.",
    "int_parsing": "Use a whole number.",
    "int_from_float": "Use a whole number.",
    "float_parsing": "Use a number.",
    "finite_number": "Use a number.",
    "string_pattern_mismatch": "This has a form that is not used here.",
}
AT_FIELD = {
    ("paras", "int_parsing"): "Use paragraph numbers with commas between, such as 3, 4.",
    ("paras", "too_short"): "Give at least one paragraph, the main one first.",
    ("paras", "too_long"): "Give at most {max_length} paragraphs.",
    ("quotes", "int_parsing"): "Write each quote on a line of its own, such as P3: the words.",
    ("waive", "string_pattern_mismatch"): CHOOSE,
    ("waive", "string_too_short"): "Give each waived rule a reason, in ten characters or more.",
    ("options", "too_short"): "Give at least {min_length} choices.",
    ("options", "too_long"): "Give at most {max_length} choices.",
    ("pairs", "too_short"): "Give at least {min_length} pairs.",
    ("pairs", "too_long"): "Give at most {max_length} pairs.",
    ("extra_right", "too_long"): "Give at most {max_length} extra right sides.",
    ("sequence", "too_short"): "Give at least {min_length} steps.",
    ("sequence", "too_long"): "Give at most {max_length} steps.",
    ("categories", "too_short"): "Name at least {min_length} categories.",
    ("categories", "too_long"): "Name at most {max_length} categories.",
    ("cards", "too_short"): "Give at least {min_length} cards.",
    ("cards", "too_long"): "Give at most {max_length} cards.",
    ("blanks", "too_short"): "Give at least one blank.",
    ("blanks", "too_long"): "Give at most {max_length} blanks.",
    ("rubric", "too_short"): "Say in at least one line what earns points.",
    ("rubric", "too_long"): "Give at most {max_length} lines.",
    ("accept", "too_short"): "Give at least one idea, on a line of its own.",
    ("accept", "too_long"): "Give at most {max_length} ideas.",
}
CELLS = {
    ("blanks", "options", "too_short"): "Give at least {min_length} choices, each on its own line.",
    ("blanks", "options", "too_long"): "Give at most {max_length} choices.",
    ("blanks", "key", "int_parsing"): "Say which line is the right one.",
    ("blanks", "key", "greater_than_equal"): "Say which line is the right one.",
}
KEYS = {
    "single": "Mark exactly one choice as the key.",
    "multi": "Mark at least two choices as keys, and leave at least two that are not.",
    "tfns": CHOOSE,
    "match": "Left sides must differ, and an extra right side must belong to no left side.",
    "order": "No two steps may have the same text.",
    "short": "Every idea needs at least one phrase with letters in it.",
}
CLASSIFY = {
    "categories": "Name each category once, give each at least one card, "
    "and put each card into one of them.",
    "cards": "No two cards may have the same text.",
}
CLOZE = {
    "stem": "Mark each blank in the text: {{1}} for the first, {{2}} for the next, "
    "once each and in order.",
    "a key": "The right line of a blank is one of its own lines.",
    "two": "Two choices of one blank are equal.",
}


def problems(error: ValidationError, sheet: Sheet) -> dict[str, list[str]]:
    """Return what is wrong, by the form's own names of its fields."""
    found: dict[str, list[str]] = {}
    for details in error.errors(include_url=False):
        name, message = _problem(details, sheet)
        if message not in found.setdefault(name, []):
            found[name].append(message)
    return found


def _problem(details: ErrorDetails, sheet: Sheet) -> tuple[str, str]:
    path = tuple(step for step in details["loc"] if step not in KINDS)
    if details["type"] == "SCH-03":
        return _key_problem(details["msg"], path, sheet)
    return field_name(path, sheet), _message(details, path)


def _key_problem(message: str, path: Sequence[Any], sheet: Sheet) -> tuple[str, str]:
    """Return why the key does not fit; such a message begins with the field it is about."""
    subject, _, told = message.partition(": ")
    if sheet.kind == "classify":
        return subject, CLASSIFY[subject]
    if sheet.kind == "cloze":
        return subject, next(
            words for start, words in CLOZE.items() if start == subject or told.startswith(start)
        )
    return (str(path[0]) if path else subject), KEYS[sheet.kind]


def _message(details: ErrorDetails, path: Sequence[Any]) -> str:
    kind, context = details["type"], details.get("ctx", {})
    first, last = str(path[0]), str(path[-1])
    words = CELLS.get((first, last, kind)) or AT_FIELD.get((first, kind))
    if words is None and (kind == "literal_error" or {first, last} & FROM_LIST):
        words = CHOOSE
    return (words or WORDS.get(kind, "This is not possible here.")).format(**context)


def field_name(path: Sequence[Any], sheet: Sheet) -> str:
    """Return the form's name for a place in a record, such as 'options-2-text'.

    Rows that were left empty are not in the record, so its places are counted without them.
    """
    first, *rest = [str(step) for step in path] or [WHOLE]
    rows = next((rows for rows in ROW_LISTS[sheet.kind] if rows.name == first), None)
    if rows is not None and rest and rest[0].isdigit():
        kept = sheet.kept(rows)
        place = kept[int(rest[0])] if int(rest[0]) < len(kept) else 0
        column = rest[1] if rest[1:] and rest[1] in rows.columns else rows.columns[0]
        return f"{first}-{place}-{column}"
    if sheet.kind == "tfns" and first in {"feedback", "misreadings"} and rest:
        return f"{first.removesuffix('s')}-{rest[0]}"
    return first if first in KNOWN or rows is not None else WHOLE


KNOWN = frozenset((*SHARED, "answer", "model_answer", "accept"))


def spoken(message: str) -> str:
    """Return a message of a rule as a sentence."""
    text = message.replace("`paras`", "the paragraphs given")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


def labels(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what a person calls each row field of a sheet, for the list of problems."""
    for rows in ROW_LISTS[sheet.kind]:
        for place in range(len(sheet.rows.get(rows.name, ()))):
            for column in rows.columns:
                word = "" if column == rows.columns[0] else f", {column}"
                yield f"{rows.name}-{place}-{column}", f"{rows.one.capitalize()} {place + 1}{word}"
