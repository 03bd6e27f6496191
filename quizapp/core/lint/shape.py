"""What is wrong with a record that could not be read, in words that say what to do."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizapp.core.kinds import KINDS
from quizapp.core.lint.rule import Fault

# What one entry of a list is called.
_ENTRY = {
    "options": "option",
    "pairs": "pair",
    "sequence": "step",
    "cards": "card",
    "blanks": "blank",
    "quotes": "quote",
    "rubric": "rubric line",
    "accept": "accept group",
    "waive": "waiver",
    "paragraphs": "paragraph",
    "skills": "skill",
    "claims": "claim",
    "definitions": "definition",
    "misreadings": "misreading",
}
_MESSAGES = {
    "union_tag_not_found": "missing: every question needs its type",
    "union_tag_invalid": "must be one of {expected_tags}",
    "literal_error": "must be one of {expected}",
    "extra_forbidden": "there is no such field here; check its spelling and indentation",
    "invalid_key": "a field's name must be plain text",
    "string_too_short": "empty: write something here, or leave the field out where it may be",
    "string_too_long": "too long: use at most {max_length} characters",
    "too_short": "too few: at least {min_length} needed, here {actual_length}",
    "too_long": "too many: at most {max_length} allowed, here {actual_length}",
    "tuple_type": "must be a list: write '- ' before each entry, or [one, two]",
    "dict_type": "must be a group of fields: name: value",
    "model_type": "must be a group of fields: name: value",
    "model_attributes_type": "must be a group of fields: name: value",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}
_CODE = "use small letters, digits and '-' only, beginning with a letter"
_FORMS = {
    "id": "use letters, digits, '-' and '_' only, at most 40, beginning with a letter or digit",
    "rule": "name a rule as in 'SCH-04'",
    "language": "name a language as in 'en' or 'pt-BR'",
}


def faults(error: ValidationError, record: str = "question") -> list[Fault]:
    """Return why a record is no `record`, each with its place in it."""
    found = [_fault(details, record) for details in error.errors(include_url=False)]
    # A list is counted without its faulty entries, so it may only seem too short.
    faulty = {fault.path[:length] for fault in found for length in range(len(fault.path))}
    return [fault for fault in found if fault.type != "too_short" or fault.path not in faulty]


def _fault(details: ErrorDetails, record: str) -> Fault:
    path = tuple(str(step) for step in details["loc"] if step != "[key]")
    if path and path[0] in KINDS:
        path = path[1:]
    message = _message(details, path, record)
    if details["type"] in {"union_tag_not_found", "union_tag_invalid"}:
        path = ("type",)
    elif not path and ": " in message:
        # A check of the whole record names its field first.
        field, _, message = message.partition(": ")
        path = (field,)
    return Fault(path, details["type"], message, details.get("ctx", {}))


def _message(details: ErrorDetails, path: tuple[str, ...], record: str) -> str:
    if details["type"] == "missing":
        return _missing(path, record)
    if details["type"] == "string_type":
        return _not_text(details["input"])
    if details["type"] == "string_pattern_mismatch":
        return _FORMS.get(path[-1], _CODE)
    context: Mapping[str, Any] = details.get("ctx", {})
    return _MESSAGES.get(details["type"], "{0}").format(
        details["msg"].removeprefix("Value error, "), **context
    )


def _missing(path: tuple[str, ...], record: str) -> str:
    lists = [_ENTRY[step] for step in path[:-1] if step in _ENTRY]
    return f"missing: every {lists[-1] if lists else record} needs its {path[-1]}"


def _not_text(value: object) -> str:
    if isinstance(value, bool | int | float):
        return f'must be text: put it in quotes, "{str(value).lower()}"'
    return (
        "must be text"
        if value is not None
        else "empty: write the text, or leave the field out where it may be"
    )
