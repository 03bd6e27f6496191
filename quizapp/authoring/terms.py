"""The terms on which a quiz is given to a class, and what they mean in plain sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from quizapp.core.schedule import WHENS, Release
from quizapp.core.scoring import GRADING_NAMES, Grading
from quizapp.core.sharing import FEWEST
from quizapp.pages import lasting, plural, when

THINGS = ("their score", "their own answers", "the key", "the explanations")
MOMENTS = tuple(WHENS)


@dataclass(frozen=True)
class Terms:
    """When, how long, how often, how graded, in which order, and what is shown when."""

    title: str
    practice: bool
    opens_at: datetime
    closes_at: datetime | None
    time_limit: timedelta | None
    attempts_allowed: int | None
    grading: Grading
    shuffle_questions: bool
    shuffle_choices: bool
    release: Release
    share_figures: bool = False

    @property
    def shown(self) -> tuple[str, str, str, str]:
        """Return when the score, the answers, the key and the explanations are shown."""
        release = self.release
        return release.score, release.answers, release.key, release.explanation


def in_words(terms: Terms, zone: str, now: datetime) -> list[str]:
    """Return what will happen, as sentences for the person who gives the quiz."""
    return [
        _window(terms, zone, now),
        _time(terms),
        _tries(terms),
        _order(terms),
        *_shown(terms),
    ]


def _window(terms: Terms, zone: str, now: datetime) -> str:
    start = "at once" if terms.opens_at <= now else f"from {when(terms.opens_at, zone)}"
    if terms.closes_at is None:
        return f"Students can start {start}; it stays open until you close it."
    return f"Students can start {start}, until {when(terms.closes_at, zone)} ({zone} time)."


def _time(terms: Terms) -> str:
    if terms.time_limit is None:
        return "There is no time limit."
    ending = " The closing time ends every attempt." if terms.closes_at else ""
    return (
        f"Each attempt has {lasting(terms.time_limit)} from its start, longer for students who "
        f"have extra time.{ending}"
    )


def _tries(terms: Terms) -> str:
    counts = f" What counts: {GRADING_NAMES[terms.grading].lower()}."
    if terms.attempts_allowed is None:
        return f"Students may try as often as they like.{counts}"
    if terms.attempts_allowed == 1:
        return "Each student has one try."
    return f"Each student has {plural(terms.attempts_allowed, 'try', 'tries')}.{counts}"


def _order(terms: Terms) -> str:
    shuffled = [
        name
        for name, on in (("questions", terms.shuffle_questions), ("choices", terms.shuffle_choices))
        if on
    ]
    if not shuffled:
        return "Questions and choices stand in the same order for everyone."
    return f"The order of {' and '.join(shuffled)} is shuffled for each attempt."


def _shown(terms: Terms) -> Iterator[str]:
    pairs = sorted(zip(terms.shown, THINGS, strict=True), key=lambda pair: MOMENTS.index(pair[0]))
    for moment, group in groupby(pairs, key=lambda pair: pair[0]):
        things = _listed([thing for _, thing in group])
        if moment == "never":
            yield f"Students are never shown {things}."
        else:
            words = WHENS[moment]
            yield f"{words[0].upper()}{words[1:]}, students see {things}."
    if terms.release.argument:
        yield "With the explanations of a submitted attempt, they see how the article argues."
    if terms.share_figures:
        yield (
            f"After it closes, they see the mean and the median of the class, if {FEWEST} or more "
            "have finished."
        )


def _listed(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def cautions(terms: Terms) -> list[str]:
    """Return what a teacher may not have meant, where the terms let the key out early."""
    told = {terms.release.key, terms.release.explanation} & {"during", "submit"}
    if not told or terms.practice:
        return []
    if terms.attempts_allowed != 1:
        return ["Students who try again will have seen the key."]
    return ["Students who submit early see the key while others are still at work."]
