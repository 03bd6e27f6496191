"""Files of scores and responses: read back, safe to open, and equal to the pages to the cent."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from quizapp import db
from quizapp.core.itemstats.numbers import TOO_FEW
from quizapp.core.kinds import KINDS, question
from quizapp.models import Assignment, AuditEntry, QuizQuestion, User
from quizapp.results import cells
from quizapp.results.wording import asks, in_words
from tests import make
from tests.conftest import School
from tests.core.test_itemstats import ONE_ANSWER
from tests.results.conftest import Sat
from tests.results.sat import make_attempt
from tests.results.test_summary_page import text


def rows(sat: Sat, what: str, person: User | None = None) -> list[dict[str, str]]:
    """Return a file as a spreadsheet reads it."""
    client = sat.school.as_(person or sat.school.ada)
    data = client.get(sat.address(f"{what}.csv")).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_scores_have_a_row_for_every_student(sat: Sat) -> None:
    found = rows(sat, "scores")
    assert [row["student"] for row in found] == ["Ben", "Dora", "Eli", "Finn"]
    dora = found[1]
    assert dora["user name"] == sat.dora.login
    assert (dora["section"], dora["state"], dora["tries"]) == ("A", "submitted", "1")
    assert (dora["score"], dora["out of"], dora["time"]) == ("0.67", "4", "0:05:00")
    assert dora["started (UTC)"] == "2026-09-07 08:00:00"
    assert dora["submitted (UTC)"] == "2026-09-07 08:05:00"
    keys = [f"{one.key} (of 1)" for one in sat.questions]
    assert [dora[key] for key in keys] == ["0", "0", "0.67", "0"]
    assert found[2]["state"] == "not started"
    assert {found[2][name] for name in (*keys, "score", "out of", "time")} == {""}


def test_responses_have_a_row_for_every_student_and_question(sat: Sat) -> None:
    found = rows(sat, "responses")
    assert len(found) == 12
    by_dora = [row for row in found if row["student"] == "Dora"]
    assert [row["kind"] for row in by_dora] == ["single", "multi", "match", "short"]
    assert [row["answer"] for row in by_dora] == [
        "A tunnel",
        "A bridge; A tunnel",
        "Bridge: planned; Ferry: closed; Shops: hoped for",
        "'=SUM(A1)",
    ]
    assert [row["right"] for row in by_dora] == ["no", "no", "partly", "no"]
    assert [row["misreadings"] for row in by_dora] == ["one thing for another"] * 3 + [""]
    assert by_dora[0]["saved (UTC)"] == "2026-09-07 08:01:00"
    blank = found[-1]
    assert (blank["student"], blank["answer"], blank["right"], blank["mark"]) == (
        "Finn",
        "",
        "blank",
        "0",
    )


def test_questions_have_a_row_each_with_all_their_numbers(sat: Sat) -> None:
    found = rows(sat, "questions")
    assert [row["question"] for row in found] == [one.key for one in sat.questions]
    first = found[0]
    assert (first["students"], first["right"], first["interval by"]) == ("3", "0.333333", "Wilson")
    assert first["by guessing"] == "0.333333"
    assert first["item-rest from"] == "needs at least 4 students"
    assert first["median seconds"] == "nobody saved an answer to it"
    assert (found[3]["blank"], found[3]["not reached"]) == ("1", "1")


def test_a_negative_number_stays_a_number_and_text_that_looks_like_one_stays_text() -> None:
    table = [["-5", -0.25, Decimal("-1.50"), None, TOO_FEW]]
    assert cells.csv_file(table).decode("utf-8-sig") == (
        "'-5,-0.25,-1.5,,needs at least 2 students\r\n"
    )


def test_numbers_keep_the_zeros_that_count() -> None:
    assert [cells.written(one) for one in (Decimal("10.00"), 100, 0.0, 20.5)] == [
        "10",
        "100",
        "0",
        "20.5",
    ]


def test_a_file_holds_no_student_who_is_not_on_the_page(sat: Sat) -> None:
    for what in ("scores", "responses"):
        assert {row["student"] for row in rows(sat, what, sat.helper)} <= {"Dora", "Eli"}
    for query in ("?section=B", "?sort=*", "?assignment_id=1"):
        page = sat.school.as_(sat.helper).get(sat.address(f"scores.csv{query}"))
        assert "Finn" not in page.text


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(start: str) -> None:
    assert cells.safe(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("cell", ["Dora", "0.67", "", "a=b", "'quoted'"])
def test_plain_cells_stay_as_they_are(cell: str) -> None:
    assert cells.safe(cell) == cell


def test_a_hostile_name_reaches_the_file_as_text(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(
            update(User).where(User.id == sat.dora.id).values(name='=HYPERLINK("x"),"y"\n;')
        )
    names = [row["student"] for row in rows(sat, "scores")]
    assert '\'=HYPERLINK("x"),"y"\n;' in names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Form A", "Form A - scores.csv"),
        ('a/b\\c:"d"\n..', "a b c d - scores.csv"),
        ("Été, 2026", "Été, 2026 - scores.csv"),
        ("///", "assignment - scores.csv"),
    ],
)
def test_a_file_is_named_for_its_assignment(title: str, name: str) -> None:
    assert cells.file_name(title, "scores") == name


def test_a_file_is_sent_to_be_saved_under_its_name_in_any_alphabet(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(Assignment).values(title="Été"))
    response = sat.school.as_(sat.school.ada).get(sat.address("scores.csv"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''%C3%89t%C3%A9%20-%20scores.csv" in disposition


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_text_comes_back_from_the_file(table: list[list[str]]) -> None:
    table = [[cell.replace("\r", "").replace("\0", "") for cell in row] for row in table]
    data = cells.csv_file(table).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [
        [cells.safe(cell) for cell in row] for row in table
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_and_answer_is_one_line_of_words(kind: str) -> None:
    core = question(make.record(kind))
    assert "{{" not in asks(core)
    words = in_words(core, ONE_ANSWER[kind])
    assert words
    assert "\n" not in words
    assert in_words(core, None) == ""


def test_an_unfinished_attempt_is_in_the_scores_and_not_in_the_responses(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        make_attempt(work, sat.assignment, sat.eli, [0, None, None, None], took=None)
    eli = rows(sat, "scores")[2]
    assert (eli["state"], eli["score"], eli["submitted (UTC)"]) == ("working", "", "")
    assert eli["started (UTC)"] == "2026-09-07 08:00:00"
    assert {row["student"] for row in rows(sat, "responses")} == {"Ben", "Dora", "Finn"}


SEVENTHS = [
    {"text": f"Card {i}", "category": "Stated" if i % 2 else "Hoped", "feedback": "So it is (P1)."}
    for i in range(7)
]


@pytest.mark.both_databases
def test_page_files_and_one_attempt_agree_to_the_cent(school: School) -> None:
    """Thirds, sevenths and blanks, points of 3.33, and a question dropped between attempts."""
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        kinds = ("match", "match", "multi", "single")
        questions = [make.make_question(work, school.passage, kind) for kind in kinds]
        questions.append(make.make_question(work, school.passage, "classify", cards=SEVENTHS))
        quiz = make.make_quiz(work, school.passage, questions, points=333)
        assignment = make.make_assignment(work, school.classroom, quiz)
        other = make.make_user(work, "Dora")
        make.enrol(work, school.classroom, other)
        third: list[int | None] = [0, 3, 3]
        by_ben = [third, [0, 1, 3], [0], 0, [1, 0, 1, 1, 0, 1, 1]]
        attempts = [make_attempt(work, assignment, school.ben, by_ben)]
        work.execute(delete(QuizQuestion).where(QuizQuestion.question_id == questions[3].id))
        by_dora = [third, third, None, [0] * 7]
        attempts.append(make_attempt(work, assignment, other, by_dora))
    sat = Sat(school, assignment, questions, other, other, other, other, other, {})
    scores, responses = rows(sat, "scores"), rows(sat, "responses")
    client = school.as_(school.ada)
    page = text(client.get(sat.address()).text)
    shown = []
    for attempt, row in zip(attempts, scores, strict=True):
        one = text(client.get(f"/attempts/{attempt.id}/result").text)
        of_one = re.search(r"([\d.]+) of ([\d.]+) in ", one)
        assert of_one is not None
        assert (row["score"], row["out of"]) == of_one.groups()
        student = school.ben if row["student"] == "Ben" else other
        own = text(school.as_(student).get(f"/attempts/{attempt.id}/review").text)
        assert f"{row['score']} of {row['out of']}" in own
        assert f"{row['student']} {row['score']}" in page
        by_question = {
            r["question"]: r["mark"] for r in responses if r["student"] == row["student"]
        }
        for key, mark in by_question.items():
            assert row[f"{key} (of 3.33)"] == mark
        nearly = sum(map(Decimal, by_question.values()))
        assert abs(nearly - Decimal(row["score"])) <= Decimal("0.005") * len(by_question)
        shown.append(Decimal(row["score"]) / Decimal(row["out of"]))
    mean = re.search(r"([\d.]+) mean of 16.65", page)
    assert mean is not None
    assert abs(Decimal(mean[1]) - sum(shown) / 2 * Decimal("16.65")) <= Decimal("0.01")


def test_who_takes_a_file_away_is_accounted_for(sat: Sat) -> None:
    files = ("scores.csv", "responses.csv", "questions.csv", "results.xlsx")
    for name in files:
        sat.school.as_(sat.school.ada).head(sat.address(name))
        sat.school.as_(sat.school.ada).get(sat.address(name))
        assert sat.school.as_(sat.school.cleo).get(sat.address(name)).status_code == 404
    entries = sat.school.add(
        lambda work: work.execute(
            select(AuditEntry.actor_id, AuditEntry.subject, AuditEntry.after)
            .where(AuditEntry.action == "export results")
            .order_by(AuditEntry.id)
        ).all()
    )
    subject = f"assignment {sat.assignment.id}"
    assert entries == [(sat.school.ada.id, subject, name.partition(".")[0]) for name in files]
