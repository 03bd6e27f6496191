"""Describes question files as a JSON Schema, so that editors complete and check them in typing."""

import json
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from quizapp.bank.meanings import FIELDS
from quizapp.core.kinds import Question

NAME: Final = "schema.json"
"""The schema's name in the folder of the bank."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _QuestionFile(BaseModel):
    """A file of questions about one passage."""

    model_config = ConfigDict(extra="forbid")

    passage: str
    questions: list[Annotated[Question, Field(discriminator="type")]]


def file_schema() -> str:
    """Return the JSON Schema of a file of questions, as text."""
    schema = _QuestionFile.model_json_schema()
    schema["title"] = "Questions"
    for each in (schema, *schema["$defs"].values()):
        _describe(each)
    return json.dumps({"$schema": _DIALECT} | schema, indent=2) + "\n"


def _describe(model: dict[str, Any]) -> None:
    """Say what each field is for, in place of a title that only repeats its name."""
    for name, field in model["properties"].items():
        field.pop("title", None)
        field["description"] = FIELDS[name]
