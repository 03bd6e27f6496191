"""The class summary as its teachers see it, and as nobody else does."""

import re
from typing import cast

import html5lib
import pytest
from sqlalchemy import update

from quizapp import db
from quizapp.models import Assignment, Enrolment, User
from quizapp.results.sorting import LISTED
from tests import make
from tests.conftest import School
from tests.results.conftest import BEN, KINDS, Sat
from tests.results.sat import make_attempt
from tests.results.test_workbook import inside

HOSTILE = ("<img src=x onerror=alert(1)>", '"><svg/onload=alert(2)>', "{{7*7}}")

REACHES = (
    *("summary", "summary/questions", "summary/questions/1"),
    *("scores.csv", "responses.csv", "questions.csv", "results.xlsx"),
)


def text(page: str) -> str:
    """Return what a page says, without its markup and with single spaces."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    return " ".join("".join(body.itertext()).split())


def students(page: str) -> list[str]:
    """Return the names in the table of students, in order."""
    table = page[page.index('id="students"') :]
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]*)', table)


def test_a_teacher_sees_how_the_class_did(sat: Sat) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address())
    assert page.status_code == 200
    said = text(page.text)
    assert "3 of 4 finished" in said
    assert "1.67 mean of 4" in said
    assert "0.67 median" in said
    assert "0.33" in said
    assert "One thing for another" in said
    assert "submitted by the clock" in said
    assert students(page.text) == ["Ben", "Dora", "Eli", "Finn"]


@pytest.mark.parametrize("rest", REACHES)
def test_only_the_classs_teachers_see_its_results(sat: Sat, rest: str) -> None:
    school = sat.school
    other = cast("User", school.add(make.make_user, "Olga", role="instructor"))
    for person in (school.ben, school.cleo, other):
        assert school.as_(person).get(sat.address(rest)).status_code == 404
    assert school.app.test_client().get(sat.address(rest)).status_code == 401


@pytest.mark.parametrize("rest", REACHES)
def test_an_assistant_sees_the_students_of_one_section_and_no_others(sat: Sat, rest: str) -> None:
    page = sat.school.as_(sat.helper).get(sat.address(rest))
    assert page.status_code == 200
    said = page.text if rest != "results.xlsx" else inside(page.data)["xl/sharedStrings.xml"]
    assert "Finn" not in said
    assert "Ben" not in said


def test_an_assistants_numbers_are_those_of_the_section(sat: Sat) -> None:
    said = text(sat.school.as_(sat.helper).get(sat.address()).text)
    assert "1 of 2 finished" in said
    assert "only students of section A" in said
    assert "needs at least 2 students" in said


def test_an_assistant_without_section_is_told_so(sat: Sat) -> None:
    said = text(sat.school.as_(sat.newcomer).get(sat.address()).text)
    assert "none given to you yet" in said
    assert "There are no students in your section yet" in said


def test_before_anybody_has_finished_the_page_says_what_will_come(school: School) -> None:
    questions = [school.add(make.make_question, school.passage)]
    quiz = school.add(make.make_quiz, school.passage, questions)
    assignment = cast("Assignment", school.add(make.make_assignment, school.classroom, quiz))
    page = school.as_(school.ada).get(f"/assignments/{assignment.id}/summary")
    assert "Nobody has finished yet." in page.text
    assert "<svg" not in page.text
    assert students(page.text) == ["Ben"]


@pytest.mark.parametrize(
    ("word", "order"),
    [
        ("name", ["Ben", "Dora", "Eli", "Finn"]),
        ("-name", ["Finn", "Eli", "Dora", "Ben"]),
        ("score", ["Finn", "Dora", "Ben", "Eli"]),
        ("-score", ["Ben", "Dora", "Finn", "Eli"]),
        ("time", ["Dora", "Ben", "Finn", "Eli"]),
        ("state", ["Eli", "Finn", "Ben", "Dora"]),
        ("section", ["Dora", "Eli", "Finn", "Ben"]),
    ],
)
def test_the_students_can_be_sorted_and_the_heading_says_how(
    sat: Sat, word: str, order: list[str]
) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address(f"summary?sort={word}")).text
    assert students(page) == order
    assert page.count("aria-sort=") == 1
    assert f'aria-sort="{"descending" if word.startswith("-") else "ascending"}"' in page


def test_a_second_click_on_a_heading_turns_the_order_round(sat: Sat) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address("summary?sort=score")).text
    assert "sort=-score#students" in page
    assert "sort=name#students" in page


def test_of_a_very_large_class_the_page_lists_the_first_and_all_when_asked(
    school: School,
) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        quiz = make.make_quiz(work, school.passage, [make.make_question(work, school.passage)])
        assignment = make.make_assignment(work, school.classroom, quiz)
        for number in range(LISTED):
            student = make.make_user(work, f"Student {number:03}")
            make.enrol(work, school.classroom, student)
            if number < 102:
                make_attempt(work, assignment, student, [1])
    address = f"/assignments/{assignment.id}/summary"
    client = school.as_(school.ada)
    page = client.get(f"{address}?sort=-name").text
    assert students(page) == [f"Student {number:03}" for number in reversed(range(LISTED))]
    assert "The first 200 of 201 students in this order." in text(page)
    assert "Student 099 and 2 more" in text(page)
    assert f'href="{address}?sort=-name&amp;students=all#students"' in page
    page = client.get(f"{address}?sort=-name&students=all").text
    assert students(page)[-1] == "Ben"
    assert len(students(page)) == LISTED + 1
    assert "in this order" not in text(page)
    assert f'href="{address}?sort=name&amp;students=all#students"' in page
    assert f'data-newest="{address}/newest?sort=-name&amp;students=all"' in page


@pytest.mark.parametrize("word", ["nonsense", "", "-", "score;drop", "score&sort=name", "%00"])
def test_an_unknown_sorting_falls_back_to_names(sat: Sat, word: str) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address(f"summary?sort={word}"))
    assert page.status_code == 200
    if not word.startswith("score&"):
        assert students(page.text) == ["Ben", "Dora", "Eli", "Finn"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is_typed(sat: Sat, name: str) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(User).where(User.id == sat.dora.id).values(name=name))
        work.execute(update(Enrolment).where(Enrolment.user_id == sat.dora.id).values(section=name))
    client = sat.school.as_(sat.school.ada)
    of_one = f"/attempts/{sat.attempts['Dora'].id}/result"
    for rest in (sat.address(), sat.address("summary/questions/1"), of_one):
        page = client.get(rest)
        assert page.status_code == 200
        assert "onerror=alert" not in re.sub(r"&lt;[^<]*", "", page.text)
        assert "<svg/onload" not in page.text
    assert name in text(client.get(sat.address()).text)


def test_the_weakest_skill_and_the_wrong_road_most_taken_are_named(school: School) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        weak = make.make_question(work, school.passage, skill="r-claim", paras=[2])
        others = [make.make_question(work, school.passage, "tfns") for _ in range(4)]
        quiz = make.make_quiz(work, school.passage, [weak, *others])
        assignment = make.make_assignment(work, school.classroom, quiz)
        for number in range(12):
            student = make.make_user(work, f"Student {number}")
            make.enrol(work, school.classroom, student)
            make_attempt(work, assignment, student, [int(number > 1), *(["false"] * 4)])
    said = text(school.as_(school.ada).get(f"/assignments/{assignment.id}/summary").text)
    assert "Claim. 17 % right (5 to 45 %), where the class earned 83 % of all marks" in said
    assert "10 of 12 chose “A tunnel”. Reread P2 (The ferry). All skills" in said
    assert "One thing for another. Swaps them. 10 of 12 took this wrong road" in said
    assert "1 student has not started: Ben." in said


def test_where_the_numbers_carry_nothing_the_page_says_so(school: School) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        quiz = make.make_quiz(work, school.passage, [make.make_question(work, school.passage)])
        assignment = make.make_assignment(work, school.classroom, quiz)
        make_attempt(work, assignment, school.ben, [0])
    said = text(school.as_(school.ada).get(f"/assignments/{assignment.id}/summary").text)
    assert "Nothing stands out beyond doubt" in said


@pytest.mark.parametrize("position", range(1, len(KINDS) + 1))
def test_a_questions_page_counts_its_choices_and_marks_the_key_in_words(
    sat: Sat, position: int
) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address(f"summary/questions/{position}"))
    assert page.status_code == 200
    assert "✓ key" in page.text
    assert "What they chose" in page.text


def test_choices_that_nobody_took_are_named_in_one_line(sat: Sat) -> None:
    said = text(sat.school.as_(sat.school.ada).get(sat.address("summary/questions/3")).text)
    assert "Nobody chose" in said
    assert "left blank" in said


@pytest.mark.parametrize("position", ["0", "5", "99999", "x", "-1"])
def test_a_question_that_is_not_there_is_not_found(sat: Sat, position: str) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address(f"summary/questions/{position}"))
    assert page.status_code == 404


def test_several_tries_are_counted_by_the_policy_and_the_page_says_which(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(Assignment).values(attempts_allowed=None, grading="mean"))
        make_attempt(work, sat.assignment, sat.dora, BEN, number=2)
    page = sat.school.as_(sat.school.ada).get(sat.address()).text
    said = text(page)
    assert "mean of all tries counts" in said
    assert "2.33" in said


def test_first_tries_are_one_click_away_and_every_link_keeps_to_them(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(Assignment).values(attempts_allowed=2, grading="best"))
        make_attempt(work, sat.assignment, sat.dora, BEN, number=2)
    client = sat.school.as_(sat.school.ada)
    as_graded = client.get(sat.address()).text
    assert "best try counts (count the first try)" in text(as_graded)
    assert f'href="{sat.address("summary?tries=first")}"' in as_graded
    page = client.get(sat.address("summary?tries=first")).text
    assert "first try counts (count the best try)" in text(page)
    assert "1.67 mean of 4" in text(page)
    assert "2.78 mean of 4" in text(as_graded)
    for rest in ("questions", "questions/1"):
        assert f'href="{sat.address(f"summary/{rest}?tries=first")}"' in page
    for rest in ("scores.csv", "responses.csv", "questions.csv", "results.xlsx"):
        assert f'href="{sat.address(f"{rest}?tries=first")}"' in page
    scores = client.get(sat.address("scores.csv?tries=first")).text
    assert re.search(r"Dora,.*,0.67,4,", scores)


@pytest.mark.parametrize("word", ["last", "", "first&tries=best", "%00"])
def test_other_words_for_tries_change_nothing(sat: Sat, word: str) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address(f"summary?tries={word}"))
    assert page.status_code == 200
    assert "tries=first" not in page.text


def test_all_numbers_of_all_questions_stand_on_one_page(sat: Sat) -> None:
    said = text(sat.school.as_(sat.school.ada).get(sat.address("summary/questions")).text)
    for number in ("Item-rest", "Item-total", "Efficiency", "Effective weight", "Not reached"):
        assert number in said
    assert "needs at least 4 students" in said
    assert "several are chosen" in said


def test_a_key_to_check_and_students_to_see_are_named(school: School) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        questions = [make.make_question(work, school.passage) for _ in range(18)]
        quiz = make.make_quiz(work, school.passage, questions)
        assignment = make.make_assignment(work, school.classroom, quiz)
        for number in range(18):
            student = make.make_user(work, f"Student {number:02}")
            make.enrol(work, school.classroom, student)
            answers = [2 if number > 11 else 0, *(int(nth >= number) for nth in range(17))]
            make_attempt(work, assignment, student, answers)
    said = text(school.as_(school.ada).get(f"/assignments/{assignment.id}/summary").text)
    assert (
        "Look at the key: the top third chose “A ferry” more often than the key (6 against" in said
    )
    assert re.search(r"\d students to see", said)


def test_the_page_is_well_formed_and_its_ids_are_unique(sat: Sat) -> None:
    client = sat.school.as_(sat.school.ada)
    for rest in (sat.address(), sat.address("summary/questions/3")):
        page = client.get(rest).text
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(page)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))


def test_nothing_is_styled_in_line(sat: Sat) -> None:
    client = sat.school.as_(sat.school.ada)
    for rest in (sat.address(), sat.address("summary/questions/1")):
        assert " style=" not in client.get(rest).text
