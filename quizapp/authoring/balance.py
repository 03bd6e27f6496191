"""What a quiz is made of, as its maker weighs it: skills, difficulty, kinds and paragraphs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from quizapp.core.kinds.cloze import BLANK


@dataclass(frozen=True)
class Line:
    """One question in its place in a quiz, as far as the maker needs it."""

    id: int
    question_id: int
    key: str
    slug: str
    """The id of its record, by which other records name it."""
    position: int
    points: int
    """In hundredths of a point."""
    state: str
    kind: str
    skill: str
    difficulty: str
    paras: tuple[int, ...]
    topic: str
    enemies: frozenset[str]
    stem: str

    @property
    def text(self) -> str:
        """Return the question as a list shows it: blanks as lines."""
        return BLANK.sub("____", self.stem)

    @property
    def ready(self) -> bool:
        """Tell whether students get this question."""
        return self.state == "ready"


@dataclass(frozen=True)
class Share:
    """How many questions of a quiz have something in common."""

    name: str
    count: int


@dataclass(frozen=True)
class Balance:
    """The make-up of the questions that students get, and what to look at again."""

    questions: int
    points: int
    skills: tuple[Share, ...]
    difficulties: tuple[Share, ...]
    kinds: tuple[Share, ...]
    paragraphs: tuple[Share, ...]
    warnings: tuple[str, ...]


def balance(lines: Sequence[Line], skills: Sequence[str], paragraphs: int) -> Balance:
    """Return the make-up of a quiz; `skills` and the number of paragraphs are the passage's.

    Skills that no question has are left out, paragraphs that no question is about are shown with
    0, because a gap in the text is worth seeing.
    """
    given = [line for line in lines if line.ready]
    about = Counter(number for line in given for number in set(line.paras))
    return Balance(
        questions=len(given),
        points=sum(line.points for line in given),
        skills=_shares(skills, (line.skill for line in given)),
        difficulties=_shares("EMH", (line.difficulty for line in given)),
        kinds=_shares((), (line.kind for line in given)),
        paragraphs=tuple(Share(str(n), about[n]) for n in range(1, paragraphs + 1)),
        warnings=tuple(_warnings(lines)),
    )


@dataclass(frozen=True)
class Change:
    """How many questions of a quiz have something in common, before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """Two make-ups of one quiz side by side: what it is, and what it would be."""

    skills: tuple[Change, ...]
    difficulties: tuple[Change, ...]
    kinds: tuple[Change, ...]
    paragraphs: tuple[Change, ...]


def comparison(before: Balance, after: Balance) -> Comparison:
    """Return what would change; a skill or a kind that neither has is left out."""
    return Comparison(
        _changes(before.skills, after.skills),
        _changes(before.difficulties, after.difficulties),
        _changes(before.kinds, after.kinds),
        _changes(before.paragraphs, after.paragraphs),
    )


def _changes(before: Iterable[Share], after: Iterable[Share]) -> tuple[Change, ...]:
    was, will = ({share.name: share.count for share in shares} for shares in (before, after))
    # Those to come first: they stand in the order of the passage, and the rest has ended.
    names = [*will, *(name for name in was if name not in will)]
    return tuple(Change(name, was.get(name, 0), will.get(name, 0)) for name in names)


def _shares(order: Iterable[str], values: Iterable[str]) -> tuple[Share, ...]:
    counts = Counter(values)
    names = [*(name for name in order if name in counts)]
    names += [name for name, _ in counts.most_common() if name not in names]
    return tuple(Share(name, counts[name]) for name in names)


def _warnings(lines: Sequence[Line]) -> Iterable[str]:
    for line in lines:
        if not line.ready:
            yield f"{line.key} is {line.state}, so students do not get it."
    for one, other in combinations((line for line in lines if line.ready), 2):
        if other.slug in one.enemies or one.slug in other.enemies:
            yield f"{one.key} and {other.key} give each other away."
        elif one.topic == other.topic:
            yield f"{one.key} and {other.key} are both about the topic '{one.topic}'."
