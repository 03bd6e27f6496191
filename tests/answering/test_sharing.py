"""How the passage argues and how the class did reach students where the teacher shares them."""

from datetime import timedelta
from typing import Any

import pytest

from quizapp import db
from quizapp.core.schedule import GRACE
from quizapp.models import Assignment
from tests import make
from tests.answering.conftest import LATER, Desk, Student
from tests.answering.test_statements import MOST, statements

TOLD = ("The bridge is planned and hoped for.", "A bridge is wanted.", "The shops gain.")
WAITING = "How the class did is shown after this closes"
BESIDE = "Beside your class"


def submitted(desk: Desk, **changes: Any) -> Student:
    """Return Ben, who has submitted an attempt."""
    ben = desk.student().start(desk.given("single", **changes))
    ben.submit()
    return ben


def said(ben: Student) -> str:
    """Return what the review says, without the token in its head that time changes."""
    return ben.review().partition("<main")[2]


def argument(ben: Student) -> Any:
    return ben.client.get(f"/attempts/{ben.attempt_id}/argument")


@pytest.mark.both_databases
def test_how_it_argues_is_linked_and_shown_without_what_is_for_instructors(desk: Desk) -> None:
    ben = submitted(desk, show_argument=True)
    assert f'href="/attempts/{ben.attempt_id}/argument"' in ben.review()
    page = argument(ben)
    assert page.status_code == 200
    assert [text for text in TOLD if text not in page.text] == []
    assert page.text.count("<rect") == 2
    assert "/questions/" not in page.text
    assert "Questions" not in page.text


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"show_argument": True, "show_explanation": "never"},
        {"show_argument": True, "show_explanation": "close"},
    ],
)
def test_how_it_argues_is_not_there_before_or_without_its_release(
    desk: Desk, terms: dict[str, Any]
) -> None:
    ben = submitted(desk, **terms)
    assert "/argument" not in ben.review()
    assert argument(ben).status_code == 404


def test_how_it_argues_waits_for_the_end_of_the_attempt_in_practice_too(desk: Desk) -> None:
    given = desk.given("single", practice=True, show_explanation="during", show_argument=True)
    ben = desk.student().start(given)
    ben.post(1, choice="1", go="check")
    assert argument(ben).status_code == 404
    ben.submit()
    assert argument(ben).status_code == 200


def test_a_passage_without_an_argument_has_no_link_and_no_page(desk: Desk) -> None:
    def give(work: Any) -> Assignment:
        bare = make.make_passage(work, key="bare", argument=None)
        quiz = make.make_quiz(work, bare, [make.make_question(work, bare)])
        values = {"opens_at": db.now() - LATER, "show_argument": True}
        return make.make_assignment(work, desk.school.classroom, quiz, **values)

    ben = desk.student().start(desk.school.add(give))  # type: ignore[arg-type]
    ben.submit()
    assert "/argument" not in ben.review()
    assert argument(ben).status_code == 404


def test_nobody_else_opens_it(desk: Desk) -> None:
    ben = submitted(desk, show_argument=True)
    for person in (desk.school.ada, desk.school.cleo):
        client = desk.school.as_(person)
        assert client.get(f"/attempts/{ben.attempt_id}/argument").status_code == 404


def finished(desk: Desk, others: int, *, closes: bool = True, **changes: Any) -> Student:
    """Return Ben, who finished with as many others an assignment that has closed since.

    The others have 10, 20, 30 percent and so on; Ben has 55.
    """
    terms = {"share_figures": True, "closes_at": db.now() + LATER if closes else None}
    given = desk.given("single", **terms | changes)
    ben = desk.student().start(given)
    ben.submit()

    def sit(work: Any) -> None:
        for n in range(1, others + 1):
            student = make.make_user(work, f"Other {n}")
            make.enrol(work, desk.school.classroom, student)
            done = {"submitted_at": db.now(), "out_of": 1000, "score": 100 * n}
            make.make_attempt(work, work.get_one(Assignment, given.id), student, **done)
        if closes:
            work.get_one(Assignment, given.id).closes_at = db.now() - GRACE

    desk.school.add(sit)
    desk.move(ben.attempt_id, score=550, out_of=1000)
    return ben


@pytest.mark.both_databases
def test_after_closing_five_who_finished_see_mean_and_median_beside_their_score(desk: Desk) -> None:
    ben = finished(desk, others=4)
    with statements(desk) as sent:
        page = ben.review()
    assert len(sent) <= MOST["review"], sent
    assert BESIDE in page
    assert "5 students finished." in page
    figures = [part.partition("<")[0] for part in page.split("</b><span>")[1:4]]
    assert figures == [
        "55.0\N{NO-BREAK SPACE}%",
        "31.0\N{NO-BREAK SPACE}%",
        "30.0\N{NO-BREAK SPACE}%",
    ]
    assert [text for text in ("Other", "10.0", "40.0") if text in page] == []


def test_four_are_told_when_it_would_be_shown(desk: Desk) -> None:
    page = finished(desk, others=3).review()
    assert WAITING in page
    assert "Mean of the class" not in page


def test_before_it_closes_one_submission_more_changes_nothing(desk: Desk) -> None:
    given = desk.given("single", share_figures=True, closes_at=db.now() + LATER)
    ben = desk.student().start(given)
    ben.submit()
    before = said(ben)
    assert WAITING in before

    def sit(work: Any) -> None:
        for n in range(6):
            done = {"submitted_at": db.now(), "out_of": 10, "score": n}
            student = make.make_user(work, f"Other {n}")
            make.make_attempt(work, work.get_one(Assignment, given.id), student, **done)

    desk.school.add(sit)
    assert said(ben) == before


def test_an_attempt_that_the_clock_has_yet_to_submit_holds_the_figures_back(desk: Desk) -> None:
    ben = finished(desk, others=5)
    assert "Mean of the class" in ben.review()
    given = desk.attempt(ben.attempt_id).assignment_id

    def start(work: Any) -> None:
        late = make.make_user(work, "Late")
        make.make_attempt(work, work.get_one(Assignment, given), late)

    desk.school.add(start)
    assert "Mean of the class" not in ben.review()


@pytest.mark.parametrize(
    "terms", [{"share_figures": False}, {"show_score": "never"}, {"closes": False}]
)
def test_nothing_is_said_of_the_class_where_it_never_will_be(
    desk: Desk, terms: dict[str, Any]
) -> None:
    page = finished(desk, others=6, **terms).review()
    assert BESIDE not in page
    assert WAITING not in page


def test_who_has_left_the_class_still_counts_so_that_leaving_tells_nothing(desk: Desk) -> None:
    ben = finished(desk, others=5)
    before = said(ben)

    def leave(work: Any) -> None:
        for seat in work.query(make.Enrolment).filter_by(role="student"):
            if seat.user_id != desk.school.ben.id:
                seat.removed_at = db.now() - timedelta(hours=1)

    desk.school.add(leave)
    assert said(ben) == before
