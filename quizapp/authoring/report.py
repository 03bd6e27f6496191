"""How a passage's questions stand as a whole: against the plan, by chance, by quotes, in use."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import StatisticsError, correlation

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.lint import NEVER_WAIVED, bank_findings
from quizapp.core.lint.bank import stands_out
from quizapp.core.lint.blueprint import LEAST_TAKEN, pilot_agrees
from quizapp.core.lint.chance import at_least
from quizapp.core.lint.copying import quoted_phrases
from quizapp.core.lint.reading_level import grade
from quizapp.core.lint.rule import Pilot, Whole
from quizapp.core.lint.stem import HIGHEST_GRADE
from quizapp.core.passage import Passage
from quizapp.core.question import Answer, Waiver

PAIR_RULES = ("BNK-04", "BNK-05")


@dataclass(frozen=True)
class Planned:
    """How many questions of one sort there are, and how many the plan has; None plans nothing."""

    sort: str
    name: str
    count: int
    plan: int | None


@dataclass(frozen=True)
class Standing:
    """How often the key alone is the longest option, or the shortest."""

    name: str
    count: int
    of: int
    tail: float
    # How likely so many or more would be if length told nothing.


@dataclass(frozen=True)
class Noted:
    """Something to look at in one question."""

    question: Question
    message: str


@dataclass(frozen=True)
class Report:
    """What there is to know of a passage's questions as a whole."""

    questions: Sequence[Question]
    planned: tuple[Planned, ...]
    places: tuple[tuple[int, int], ...]
    # The places of the keys of single choice, counted from 1, with how many keys stand there.
    lengths: tuple[Standing, ...]
    quoted: tuple[tuple[int, int, int], ...]
    # Paragraph, words of it that are quoted, words it has.
    pairs: tuple[Noted, ...]
    hard: tuple[Noted, ...]
    mean_grade: float | None
    waivers: tuple[tuple[Question, Waiver], ...]
    used: int
    # How many questions were answered at all.
    odd: tuple[Noted, ...]

    @property
    def quoted_words(self) -> int:
        """Return how many words of the article are quoted."""
        return sum(words for _, words, _ in self.quoted)

    @property
    def article_words(self) -> int:
        """Return how many words the article has."""
        return sum(total for *_, total in self.quoted)


def report(passage: Passage, questions: Sequence[Question], pilot: Mapping[str, Pilot]) -> Report:
    """Return the report on the questions about a passage, by their ids in `pilot`."""
    whole = Whole(questions, passage, pilot=pilot)
    single = [question for question in questions if isinstance(question, Single)]
    grades = [(question, _grade(question, passage)) for question in questions]
    return Report(
        questions,
        tuple(_planned(passage, questions)),
        tuple(sorted(Counter(min(each.keys) + 1 for each in single).items())),
        tuple(_standings(single)) if single else (),
        _quoted(whole),
        tuple(
            Noted(questions[place], found.message)
            for place, found in bank_findings(questions, passage)
            if found.rule in PAIR_RULES
        ),
        tuple(
            Noted(question, f"school grade {level:.1f}")
            for question, level in grades
            if level > HIGHEST_GRADE
        ),
        sum(level for _, level in grades) / len(grades) if grades else None,
        tuple(
            (question, waiver)
            for question in questions
            for waiver in question.waive
            if waiver.rule not in NEVER_WAIVED
        ),
        len(pilot),
        tuple(
            Noted(questions[place], note[1])
            for place, note in pilot_agrees(whole)
            if place is not None
        ),
    )


def _grade(question: Question, passage: Passage) -> float:
    return grade(f"{question.stem} {question.explanation}", passage.lint.easy)


def _planned(passage: Passage, questions: Sequence[Question]) -> Iterable[Planned]:
    plan = passage.lint.blueprint
    paragraphs = {str(n): count for n, count in plan.paragraph.items()} if plan else {}
    for sort, wanted, found in (
        ("skill", plan.skill if plan else {}, [q.skill for q in questions]),
        ("kind", plan.type if plan else {}, [q.type for q in questions]),
        ("difficulty", plan.difficulty if plan else {}, [q.difficulty for q in questions]),
        ("paragraph", paragraphs, [str(q.paras[0]) for q in questions]),
    ):
        counts = Counter(found)
        for name in [*wanted, *(name for name in sorted(counts) if name not in wanted)]:
            yield Planned(sort, name, counts[name], wanted.get(name))


def _standings(single: Sequence[Single]) -> Iterable[Standing]:
    chances = [1 / len(question.options) for question in single]
    for name, most in (("longest", max), ("shortest", min)):
        count = sum(stands_out(question, most) for question in single)
        yield Standing(name, count, len(single), at_least(count, chances))


def _quoted(whole: Whole) -> tuple[tuple[int, int, int], ...]:
    spans = quoted_phrases(whole)
    return tuple(
        (p, sum(map(len, spans.get(p, ()))), words)
        for p, words in sorted(whole.passage.lint.lengths.items())
    )


@dataclass(frozen=True)
class Answered:
    """One student's answer to a question, its mark, and that of everything else in the attempt."""

    slug: str
    answer: Answer | None
    mark: int
    out_of: int
    rest: int


def pilots(questions: Iterable[Question], answers: Iterable[Answered]) -> dict[str, Pilot]:
    """Return what answers tell about each question, pooled over all classes and quizzes."""
    by_slug: dict[str, list[Answered]] = defaultdict(list)
    for answer in answers:
        by_slug[answer.slug].append(answer)
    return {q.id: _pilot(q, by_slug[q.id]) for q in questions if q.id in by_slug}


def _pilot(question: Question, those: Sequence[Answered]) -> Pilot:
    shares = [float(Fraction(each.mark, each.out_of)) for each in those]
    try:
        related = correlation(shares, [float(each.rest) for each in those])
    except StatisticsError:
        # One answer alone, or all alike: nothing goes up or down with anything.
        related = None
    return Pilot(len(those), sum(shares) / len(shares), related, _idle(question, those))


def _idle(question: Question, those: Sequence[Answered]) -> tuple[str, ...]:
    """Return the wrong options that fewer than one student in twenty took."""
    if not isinstance(question, Single | Multi):
        return ()
    taken = Counter(pick.choice for each in those for pick in question.picks(each.answer))
    return tuple(
        option.text
        for place, option in enumerate(question.options)
        if not option.key and taken[place] < LEAST_TAKEN * len(those)
    )
