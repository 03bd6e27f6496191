"""The version of a question at fault, with the versions that could take its place."""

from dataclasses import dataclass

from quizapp.core.kinds import Question as CoreQuestion


@dataclass(frozen=True)
class Printed:
    """The version of a question that is to be regraded, and what else there is of it."""

    version_id: int
    number: int
    question_id: int
    key: str
    latest: int
    source_file: str | None
    created_by: int | None
    question: CoreQuestion
    others: tuple[tuple[int, CoreQuestion], ...]
    # Other versions by number, newest first, that offer the same choices.

    def other(self, number: int) -> CoreQuestion | None:
        """Return another version by its number, or None."""
        return dict(self.others).get(number)
