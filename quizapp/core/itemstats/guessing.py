"""What somebody who knows nothing and guesses would earn on a question, on average."""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from quizapp.core.itemstats.numbers import Undefined
from quizapp.core.kinds import Question
from quizapp.core.question import Pick

SEVERAL = Undefined("several are chosen")


def guess_score(question: Question, also_right: Collection[Pick] = ()) -> Fraction | Undefined:
    """Return the random guess score, as a share of the mark.

    Moodle's where it has one: 1 over the number of choices, for each separately answered part;
    0 for a written answer; none for multiple response. In an ordering of n steps each neighbour
    is met by 1 of n random orders, so the same rule holds there. What a regrade accepts besides the
    key is hit by chance as well.
    """
    if question.type == "multi":
        return SEVERAL
    if question.type == "short":
        return Fraction(0)
    parts = question.parts
    right = Counter(pick.part for pick in also_right)
    shares = [Fraction(1 + right[i], len(part.choices)) for i, part in enumerate(parts)]
    return sum(shares, Fraction(0)) / len(parts)
