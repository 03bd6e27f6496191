"""The argument of a passage as a page tells it: one value with everything on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.argument.notation import read_map
from quizapp.core.argument.picture import Entry, Picture, outline, picture
from quizapp.core.argument.tally import Tally, tallies
from quizapp.core.passage import Assumption, Claim, Passage, Tension


@dataclass(frozen=True)
class Told:
    """What there is to show of an argument."""

    picture: Picture
    outline: tuple[Entry, ...]
    tensions: Sequence[Tension]
    assumptions: Sequence[Assumption]
    claims: Sequence[Claim]
    tallies: tuple[Tally, ...]


def told(passage: Passage) -> Told | None:
    """Return the argument of a passage, or None where its file has none."""
    if passage.argument is None:
        return None
    argument = read_map(passage.argument.map)
    return Told(
        picture(argument),
        outline(argument),
        passage.argument.tensions,
        passage.argument.assumptions,
        passage.claims,
        tallies(passage),
    )
