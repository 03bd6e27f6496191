"""A class in three parts by score, so that a choice can be looked at among strong and weak."""

from collections.abc import Mapping
from itertools import groupby

LEAST_FOR_THIRDS = 9
"""Below so many, a third is one or two students and says nothing."""
THIRDS = ("bottom", "middle", "top")


def thirds(totals: Mapping[int, int]) -> dict[int, int]:
    """Return 0, 1 or 2 for the bottom, middle and top third, for each attempt with its total.

    Equal totals stay together: a run of them goes where the middle of its ranks lies. Empty when
    there are fewer than `LEAST_FOR_THIRDS`.
    """
    count = len(totals)
    if count < LEAST_FOR_THIRDS:
        return {}
    found: dict[int, int] = {}
    ranked = sorted(totals, key=totals.__getitem__)
    for _, run in groupby(ranked, key=totals.__getitem__):
        same = list(run)
        twice_the_middle = 2 * len(found) + len(same)
        found.update(dict.fromkeys(same, 3 * twice_the_middle // (2 * count)))
    return found
