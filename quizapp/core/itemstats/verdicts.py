"""What the numbers of one question call for, in words with their reason; silent when nothing is.

The rules, worst first:

1. *Look at the key*: in the top third of the class, a wrong choice was taken by more students than
   a key of the same part, and by `LEAST_TOP` at least. Not for orderings, where a right chain that
   starts one place late moves every place. Of written answers *look at the accepted phrases*:
   more than half of the top third, and `LEAST_TOP` at least, wrote none of them.
2. *Sorts the wrong way round*: the whole 95 % interval of item-rest lies below 0.
3. *Harder than guessing*: the whole 95 % interval of facility lies below the random guess score.
4. *Hardly sorts*: the whole 95 % interval of item-rest lies below `WEAK`, under which Moodle's
   question bank calls a check "very likely" needed.
5. *A strong lure*: a wrong choice was taken by more students than the key, and by `LEAST_LURED`.
6. *Often left blank* and *not reached*: by `LEAST_BLANK` students and a fifth of all at least.
7. *Everyone got it right*, from `LEAST_RIGHT` students on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.numbers import Interval, Undefined
from quizapp.core.itemstats.wordings import ChoiceCount, PartCount, WrongChoice

LEAST_TOP = 3
LEAST_LURED = 3
LEAST_BLANK = 3
LEAST_RIGHT = 5
BLANK_SHARE = Fraction(1, 5)
WEAK = 0.3
LONGEST_QUOTE = 60

Rule: TypeAlias = Literal[
    "key", "phrases", "backwards", "guessing", "flat", "lure", "blank", "not reached", "all right"
]
Grave: TypeAlias = Literal["bad", "warn", ""]


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a question, and why."""

    rule: Rule
    says: str
    because: str
    grave: Grave


def verdicts(found: ItemSummary) -> tuple[Verdict, ...]:
    """Return what the numbers of a question call for, worst first."""
    return tuple(verdict for rule in RULES for verdict in rule(found))


def _key(found: ItemSummary) -> Iterator[Verdict]:
    if found.item.question.type in {"order", "short"}:
        return
    rivals = [
        rival for wording in found.wordings for part in wording.parts for rival in _rivals(part)
    ]
    if rivals:
        rival, key, label = max(rivals, key=lambda one: one[0].thirds[2] - one[1])
        reason = (
            f"the top third chose {quoted(WrongChoice(label, rival))} more often than the key"
            f" ({rival.thirds[2]} against {key})"
        )
        yield Verdict("key", "Look at the key", reason, "bad")


def _phrases(found: ItemSummary) -> Iterator[Verdict]:
    if found.item.question.type != "short":
        return
    newest = found.wordings[-1]
    without, top = newest.parts[0].choices[-1].thirds[2], newest.thirds[2]
    if without >= LEAST_TOP and 2 * without > top:
        reason = f"{without} of {top} in the top third wrote none of them"
        yield Verdict("phrases", "Look at the accepted phrases", reason, "warn")


def _rivals(part: PartCount) -> Iterator[tuple[ChoiceCount, int, str]]:
    """Yield the wrong choices that beat a key in the top third, with its count and the part."""
    # Of several keys each has to be taken, unless a regrade says that one is enough.
    of_keys = max if part.either else min
    key = of_keys((choice.thirds[2] for choice in part.choices if choice.key), default=0)
    for choice in part.choices:
        if not choice.key and choice.thirds[2] >= LEAST_TOP and choice.thirds[2] > key:
            yield choice, key, part.label


def _backwards(found: ItemSummary) -> Iterator[Verdict]:
    span = found.sorts.item_rest_interval
    if isinstance(span, Interval) and span.high < 0:
        reason = "those who did better elsewhere did worse here, beyond doubt"
        yield Verdict("backwards", "Sorts the wrong way round", reason, "bad")


def _guessing(found: ItemSummary) -> Iterator[Verdict]:
    span, guess = found.interval, found.guess
    if isinstance(span, Undefined) or isinstance(guess, Undefined) or span.high >= guess:
        return
    reason = f"fewer got it right than guessing would bring ({_percent(guess)})"
    yield Verdict("guessing", "Harder than guessing", reason, "warn")


def _flat(found: ItemSummary) -> Iterator[Verdict]:
    span = found.sorts.item_rest_interval
    if isinstance(span, Interval) and 0 <= span.high < WEAK:
        reason = "it hardly goes with the rest: item-rest is below 0.3, beyond doubt"
        yield Verdict("flat", "Hardly sorts", reason, "warn")


def _lure(found: ItemSummary) -> Iterator[Verdict]:
    lure = found.wrong_choice
    if lure is None or lure.choice.count < LEAST_LURED:
        return
    part = next(part for part in found.wordings[-1].parts if lure.choice in part.choices)
    key = max((choice.count for choice in part.choices if choice.key), default=0)
    if lure.choice.count > key:
        reason = f"{quoted(lure)} drew {lure.choice.count} of {lure.choice.of}, the key {key}"
        yield Verdict("lure", "A strong lure", reason, "warn")


def _blank(found: ItemSummary) -> Iterator[Verdict]:
    skipped = found.omitted - found.not_reached
    if _many(skipped, found.count):
        yield Verdict("blank", "Often left blank", f"by {skipped} of {found.count}", "")


def _not_reached(found: ItemSummary) -> Iterator[Verdict]:
    late = found.not_reached
    if _many(late, found.count):
        reason = f"{late} of {found.count} answered nothing from here on"
        yield Verdict("not reached", "Not reached", reason, "")


def _many(blank: int, count: int) -> bool:
    return blank >= LEAST_BLANK and Fraction(blank, count) >= BLANK_SHARE


def _all_right(found: ItemSummary) -> Iterator[Verdict]:
    if found.count >= LEAST_RIGHT and found.facility == 1:
        reason = "it tells no student from another"
        yield Verdict("all right", "Everyone got it right", reason, "")


RULES: tuple[Callable[[ItemSummary], Iterator[Verdict]], ...] = (
    _key,
    _phrases,
    _backwards,
    _guessing,
    _flat,
    _lure,
    _blank,
    _not_reached,
    _all_right,
)


def quoted(lure: WrongChoice) -> str:
    """Return a wrong choice in quotation marks, with the part of the question it stands in."""
    label = f"{_short(lure.label)}: " if lure.label else ""
    return f"{label}“{_short(lure.choice.text)}”"


def _short(text: str) -> str:
    plain = " ".join(text.split()).rstrip(".")
    if len(plain) <= LONGEST_QUOTE:
        return plain
    return plain[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _percent(share: Fraction) -> str:
    return f"{100 * float(share):.0f}\N{NO-BREAK SPACE}%"
