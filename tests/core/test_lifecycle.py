"""Attempts from start to release, in any order of steps: the rules hold together at every moment.

The machine is a small school desk: one assignment, one student, a clock that only goes on. It
calls the rules as the app does and keeps its own, plainer account of what must be true.
"""

from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from quizapp.core import schedule
from quizapp.core.kinds import KINDS, question
from quizapp.core.question import Answer, InvalidAnswer, Shuffle
from quizapp.core.review import Reviewed, reviewed
from quizapp.core.schedule import GRACE, Allowance, Release, Window
from quizapp.core.scoring import grade, graded, total
from tests.core.strategies import answers, form, nonsense
from tests.make import AT, record

QUESTIONS = [question(record(kind)) for kind in sorted(KINDS)]
POINTS = [100 + 50 * i for i in range(len(QUESTIONS))]
WHENS = st.sampled_from(["during", "submit", "close", "never"])


class Attempts(RuleBasedStateMachine):
    """One student at one assignment; `stored` is what the open or last attempt has."""

    @initialize(
        limit=st.none() | st.integers(1, 30),
        length=st.none() | st.integers(5, 60),
        tries=st.none() | st.integers(1, 3),
        extra=st.sampled_from([0, 25, 100]),
        no_timer=st.booleans(),
        whens=st.tuples(WHENS, WHENS, WHENS, WHENS),
        practice=st.booleans(),
    )
    def give(
        self,
        limit: int | None,
        length: int | None,
        tries: int | None,
        extra: int,
        no_timer: bool,
        whens: tuple[schedule.When, ...],
        practice: bool,
    ) -> None:
        self.now: datetime = AT - timedelta(minutes=2)
        closes_at = AT + timedelta(minutes=length) if length else None
        time_limit = timedelta(minutes=limit) if limit else None
        self.window = Window(AT, closes_at, time_limit, tries)
        self.allowance = Allowance(extra, no_timer)
        self.release = Release(*whens)
        self.practice = practice
        self.started_at: datetime | None = None
        self.submitted = False
        self.stored: dict[int, Answer | None] = {}
        self.scores: list[object] = []
        self.starts = 0

    @property
    def is_open(self) -> bool:
        return self.started_at is not None and not self.submitted

    @property
    def ends_at(self) -> datetime | None:
        assert self.started_at is not None
        return schedule.deadline(self.window, self.allowance, self.started_at)

    @rule(seconds=st.sampled_from([1, 30, 59, 60, 61, 300, 1800]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: not self.is_open)
    @rule()
    def start(self) -> None:
        left = schedule.tries_left(self.window, self.starts)
        why = schedule.not_open(self.window, self.now)
        assert (why == "early") is (self.now < AT)
        if why or left == 0:
            return
        self.starts += 1
        self.started_at, self.submitted, self.stored = self.now, False, {}
        assert self.ends_at is None or self.ends_at > self.now

    @precondition(lambda self: self.is_open)
    @rule(place=st.integers(0, len(QUESTIONS) - 1), data=st.data())
    def save(self, place: int, data: st.DataObject) -> None:
        shuffle, asked = Shuffle(f"seed {self.starts}", choices=True), QUESTIONS[place]
        sent = form(asked.present(shuffle, data.draw(answers(asked))))
        if schedule.takes_answers(self.ends_at, self.now):
            self.stored[place] = asked.read(sent, shuffle)

    @precondition(lambda self: self.is_open)
    @rule(place=st.integers(0, len(QUESTIONS) - 1), sent=nonsense)
    def save_nonsense(self, place: int, sent: dict[str, list[str]]) -> None:
        before = dict(self.stored)
        try:
            answer = QUESTIONS[place].read(sent, Shuffle(f"seed {self.starts}", choices=True))
        except InvalidAnswer:
            assert self.stored == before
            return
        if schedule.takes_answers(self.ends_at, self.now):
            self.stored[place] = answer

    @precondition(lambda self: self.is_open)
    @rule()
    def submit(self) -> None:
        marks = self.marks()
        score = total(marks, POINTS)
        assert 0 <= score.share <= 1
        self.scores.append(score)
        self.submitted = True

    def marks(self) -> list[int]:
        return [
            grade(asked, self.stored.get(place), POINTS[place])
            for place, asked in enumerate(QUESTIONS)
        ]

    def review(self) -> list[Reviewed]:
        shown = schedule.shown(
            self.release,
            submitted=self.submitted,
            practice=self.practice,
            closed=schedule.is_over(self.window, self.now),
        )
        shuffle = Shuffle(f"seed {self.starts}", choices=True)
        return [
            reviewed(asked, shuffle, self.stored.get(place), mark, POINTS[place], shown, {})
            for place, (asked, mark) in enumerate(zip(QUESTIONS, self.marks(), strict=True))
        ]

    @invariant()
    def a_score_is_what_the_stored_answers_earn(self) -> None:
        if self.submitted:
            again = total(self.marks(), POINTS)
            assert self.scores[-1] == again
            exact = sum(
                (q.credit(self.stored.get(i)) * POINTS[i] for i, q in enumerate(QUESTIONS)),
                Fraction(0),
            )
            assert again.share == exact / sum(POINTS)

    @invariant()
    def tries_are_never_exceeded(self) -> None:
        allowed = self.window.attempts_allowed
        assert allowed is None or self.starts <= allowed

    @invariant()
    def nothing_is_taken_once_it_is_over(self) -> None:
        if self.is_open and schedule.is_over(self.window, self.now):
            assert not schedule.takes_answers(self.ends_at, self.now)

    @invariant()
    def an_attempt_gets_all_the_time_it_was_promised(self) -> None:
        if self.is_open and self.window.time_limit and not self.allowance.no_timer:
            assert self.started_at is not None
            promised = self.started_at + self.window.time_limit
            if self.window.closes_at:
                promised = min(promised, self.window.closes_at)
            if self.now < promised + GRACE:
                assert schedule.takes_answers(self.ends_at, self.now)

    @invariant()
    def no_key_is_shown_before_its_time(self) -> None:
        if self.started_at is None:
            return
        everyone_done = schedule.is_over(self.window, self.now)
        due = {
            "never": False,
            "close": self.submitted and everyone_done,
            "submit": self.submitted,
            "during": self.submitted or self.practice,
        }
        for found in self.review():
            keys = [choice.key for choice in found.choices] + [row.key for row in found.rows]
            if not due[self.release.key]:
                assert not any(keys)
                assert (found.model_answer, found.ideas) == ("", ())
            if not due[self.release.score]:
                assert found.mark is None
            if not due[self.release.explanation]:
                assert found.explanation == ()
                assert all(c.feedback == () for c in (*found.choices, *found.rows))
            if not due[self.release.answers]:
                assert not any(choice.taken for choice in found.choices)
                assert found.text == ""

    @invariant()
    def the_score_that_counts_is_one_of_those_reached(self) -> None:
        best = graded(self.scores, "best")
        assert best is None or best in self.scores


TestAttempts = Attempts.TestCase
TestAttempts.settings = settings(stateful_step_count=30)
