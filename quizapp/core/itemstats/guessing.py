"""What somebody who knows nothing and guesses would earn on a question, on average."""

from fractions import Fraction

from quizapp.core.itemstats.numbers import Undefined
from quizapp.core.kinds import Question

SEVERAL = Undefined("several are chosen")


def guess_score(question: Question) -> Fraction | Undefined:
    """Return the random guess score, as a share of the mark.

    Moodle's where it has one: 1 over the number of choices, for each separately answered part;
    0 for a written answer; none for multiple response. In an ordering of n steps each neighbour
    is met by 1 of n random orders, so the same rule holds there.
    """
    if question.type == "multi":
        return SEVERAL
    if question.type == "short":
        return Fraction(0)
    parts = question.parts
    return sum((Fraction(1, len(part.choices)) for part in parts), Fraction(0)) / len(parts)
