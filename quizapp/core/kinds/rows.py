"""What kinds with rows share: each row takes one choice, and each row earns an equal share."""

from abc import abstractmethod
from fractions import Fraction
from typing import ClassVar, cast

from quizapp.core.kinds.reading import chosen
from quizapp.core.question import (
    Answer,
    Fields,
    Pick,
    QuestionBase,
    ShownChoice,
    ShownRow,
    Shuffle,
)


class Rows(QuestionBase):
    """A question whose answer is one choice (or None) for each row, by authored position."""

    row_name: ClassVar[str]

    @abstractmethod
    def row_order(self, shuffle: Shuffle) -> list[int]:
        """Return the rows' authored positions in the order shown."""

    @abstractmethod
    def choice_order(self, row: int, shuffle: Shuffle) -> list[int]:
        """Return the authored positions of a row's choices in the order shown."""

    def shown_rows(self, shuffle: Shuffle, answer: Answer | None) -> tuple[ShownRow, ...]:
        """Return the rows as a student sees them, with what was taken in each."""
        taken = cast("list[int | None] | None", answer)
        return tuple(
            ShownRow(
                f"{self.row_name}-{shown}",
                self.parts[row].label,
                tuple(
                    ShownChoice(
                        str(value),
                        self.parts[row].choices[choice].text,
                        taken=taken is not None and taken[row] == choice,
                    )
                    for value, choice in enumerate(self.choice_order(row, shuffle))
                ),
            )
            for shown, row in enumerate(self.row_order(shuffle))
        )

    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:
        """Return the choice taken for each row, or None when all are blank."""
        answer: list[int | None] = [None] * len(self.parts)
        for shown, row in enumerate(self.row_order(shuffle)):
            name = f"{self.row_name}-{shown}"
            answer[row] = chosen(sent, name, self.choice_order(row, shuffle))
        return None if answer == [None] * len(answer) else answer

    def credit(self, answer: Answer | None) -> Fraction:
        """Return the share of rows whose choice is the key."""
        right = sum(self.parts[p.part].choices[p.choice].key for p in self.picks(answer))
        return Fraction(right, len(self.parts))

    def picks(self, answer: Answer | None) -> tuple[Pick, ...]:
        """Return the choice taken for every row that has one."""
        taken = cast("list[int | None]", answer or [])
        return tuple(Pick(row, choice) for row, choice in enumerate(taken) if choice is not None)
