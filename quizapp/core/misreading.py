"""A misreading is the named error behind a wrong choice, such as 'scale taken for cause'."""

from pydantic import Field

from quizapp.core.passage import Record


class Misreading(Record):
    """One named way to misread, in words that a student understands."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    name: str = Field(min_length=3, max_length=60)
    description: str = Field(min_length=10, max_length=200)
