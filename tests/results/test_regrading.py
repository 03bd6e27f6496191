"""Regrading as a teacher proposes, confirms and undoes it, and as students meet it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp import db
from quizapp.core.correcting import with_key
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    AuditEntry,
    Question,
    QuestionVersion,
    Quiz,
    Regrade,
    Regraded,
    Response,
)
from quizapp.results.queries.regrading import printed
from quizapp.results.service.regrading import mend_question
from quizapp.results.views import regrading
from tests import make
from tests.results.conftest import DORA, FINN, Sat
from tests.results.sat import make_attempt
from tests.results.test_marking_page import give
from tests.results.test_summary_page import text

POINT = make.in_parts(1)
CONFIRM = {"go": "confirm", "reason": "The tunnel is meant."}


def engine(sat: Sat) -> Any:
    return sat.school.app.extensions["quiz_engine"]


def version(sat: Sat, position: int = 1) -> int:
    """Return the id of the version at a position of the quiz."""
    with Session(engine(sat)) as work:
        return work.scalars(
            select(AttemptQuestion.version_id).where(
                AttemptQuestion.attempt_id == sat.attempts["Ben"].id,
                AttemptQuestion.position == position,
            )
        ).one()


def regrade(sat: Sat, position: int = 1, **fields: Any) -> TestResponse:
    """Send a proposal as the teacher."""
    where = sat.address(f"regrade/{version(sat, position)}")
    data = {"policy": "replace", **fields}
    ada = sat.school.as_(sat.school.ada)
    if data.get("go") == "confirm":
        data = {"seen": seen(ada.post(where, data=data | {"go": "preview"}).text), **data}
    return ada.post(where, data=data)


def seen(page: str) -> str:
    """Return what a page says it has shown of a regrade; nothing where it refuses the form."""
    found = re.search(r'name="seen" value="(\w+)"', page)
    return found[1] if found else ""


def scores(sat: Sat) -> dict[str, tuple[int | None, int]]:
    with Session(engine(sat)) as work:
        rows = {name: work.get_one(Attempt, one.id) for name, one in sat.attempts.items()}
        return {name: (row.score, row.out_of) for name, row in rows.items()}


def everything(sat: Sat) -> list[Any]:
    """Return all marks, scores and flags."""
    with Session(engine(sat)) as work:
        marks = work.execute(select(Response.attempt_question_id, Response.mark, Response.answer))
        flags = work.execute(select(AttemptQuestion.id, AttemptQuestion.dropped))
        totals = work.execute(select(Attempt.id, Attempt.score, Attempt.out_of))
        return [sorted(map(tuple, rows), key=repr) for rows in (marks, flags, totals)]


def undo(sat: Sat, regrade_id: int = 1) -> TestResponse:
    return sat.school.as_(sat.school.ada).post(sat.address(f"regrades/{regrade_id}/undo"))


def test_a_proposal_shows_every_affected_student_and_changes_nothing(sat: Sat) -> None:
    before = everything(sat)
    reply = regrade(sat, key="1", go="preview")
    said = text(reply.text)
    assert reply.status_code == 200
    assert "2 of 3 attempts change" in said
    # Ben had all four; Dora had two pairs of three.
    assert "Ben 1 → 0 4 → 3 of 4" in said
    assert "Dora 0 → 1 0.67 → 1.67 of 4" in said
    assert "33\N{NO-BREAK SPACE}% → 33\N{NO-BREAK SPACE}%".replace("\xa0", " ") in said
    assert everything(sat) == before


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("fields", "ben", "dora", "finn", "most"),
    [
        ({"policy": "replace", "key": "1"}, -1, 1, 0, 4),
        ({"policy": "both", "key": "1"}, 0, 1, 0, 4),
        ({"policy": "raise", "key": "1"}, 0, 1, 0, 4),
        ({"policy": "full"}, 0, 1, 1, 4),
        ({"policy": "drop"}, -1, 0, 0, 3),
    ],
)
def test_every_policy_changes_scores_exactly_and_undoing_restores_them(
    sat: Sat, fields: dict[str, str], ben: int, dora: int, finn: int, most: int
) -> None:
    before, rows = scores(sat), everything(sat)
    assert regrade(sat, **fields, **CONFIRM).location == sat.address("regrades/1")
    change = {"Ben": ben, "Dora": dora, "Finn": finn}
    assert scores(sat) == {
        name: ((before[name][0] or 0) + change[name] * POINT, most * POINT) for name in before
    }
    assert undo(sat).status_code == 303
    assert everything(sat) == rows
    assert undo(sat).status_code == 409
    assert everything(sat) == rows


@pytest.mark.both_databases
def test_full_marks_reach_blanks_and_undoing_leaves_no_trace_of_them(sat: Sat) -> None:
    rows = everything(sat)
    made = regrade(sat, 4, policy="full", **CONFIRM)
    # Finn had left the written answer blank.
    assert scores(sat)["Finn"][0] == (sat.attempts["Finn"].score or 0) + POINT
    assert regrade(sat, 4, policy="full", **CONFIRM).location == made.location
    undo(sat)
    assert everything(sat) == rows


def test_undoing_brings_back_a_mark_that_nobody_would_be_given_today(sat: Sat) -> None:
    # As an older version of the app may have given it.
    one, mark = sat.attempts["Ben"].id, POINT // 4
    with db.writing(engine(sat)) as work:
        place = select(AttemptQuestion.id).where(
            AttemptQuestion.attempt_id == one, AttemptQuestion.position == 1
        )
        answer = update(Response).where(Response.attempt_question_id.in_(place))
        work.execute(answer.values(mark=mark))
        work.execute(update(Attempt).where(Attempt.id == one).values(score=3 * POINT + mark))
    before = everything(sat)
    regrade(sat, policy="full", **CONFIRM)
    assert everything(sat) != before
    undo(sat)
    assert everything(sat) == before


@pytest.mark.both_databases
def test_the_same_regrade_twice_changes_nothing_the_second_time(sat: Sat) -> None:
    first = regrade(sat, key="1", **CONFIRM)
    rows = everything(sat)
    second = regrade(sat, key="1", **CONFIRM | {"reason": "Sent again."})
    assert first.location == second.location
    assert everything(sat) == rows
    with Session(engine(sat)) as work:
        assert len(work.scalars(select(Regrade)).all()) == 1
        entries = select(AuditEntry).where(AuditEntry.action == "regrade")
        assert len(work.scalars(entries).all()) == 1
    assert "No score changes" in text(regrade(sat, key="1", go="preview").text)


@contextmanager
def few_values(engine: Engine, most: int) -> Iterator[None]:
    """See that no statement holds more values than this: every database has its limit."""

    def count(*told: Any) -> None:
        _connection, _cursor, statement, values, _context, many = told
        assert many or len(values) <= most, statement

    event.listen(engine, "before_cursor_execute", count)
    yield
    event.remove(engine, "before_cursor_execute", count)


def test_no_statement_of_a_regrade_grows_with_the_attempts(sat: Sat) -> None:
    with db.writing(engine(sat)) as work:
        for number in range(2, 42):
            make_attempt(work, sat.assignment, sat.dora, DORA, number=number)
    before = everything(sat)
    with few_values(engine(sat), 30):
        assert "42 of 43 attempts change" in text(regrade(sat, policy="full", go="preview").text)
        assert regrade(sat, policy="full", **CONFIRM).status_code == 303
        after = everything(sat)
        assert undo(sat).status_code == 303
    assert everything(sat) == before != after


def test_the_first_are_listed_and_all_on_request(sat: Sat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regrading, "LISTED", 1)
    first = regrade(sat, policy="full", go="preview").text
    assert first.count("→ <b>") == 1
    assert "The first 1 are listed. List all 2" in text(first)
    every = regrade(sat, policy="full", students="all").text
    assert every.count("→ <b>") == 2
    assert "List all" not in every
    assert seen(first) == seen(every)
    made = regrade(sat, policy="full", **CONFIRM).location
    ada = sat.school.as_(sat.school.ada)
    first, every = ada.get(made).text, ada.get(f"{made}?students=all").text
    assert "The first 1 are listed. List all 2" in text(first)
    assert [page.count("question=1") for page in (first, every)] == [1, 2]


@pytest.mark.both_databases
def test_what_was_not_shown_is_not_done_but_shown(sat: Sat) -> None:
    ada, where = sat.school.as_(sat.school.ada), sat.address(f"regrade/{version(sat)}")
    data = {"policy": "replace", "key": "1"} | CONFIRM
    shown = seen(ada.post(where, data=data | {"go": "preview"}).text)
    with db.writing(engine(sat)) as work:
        assignment = work.get_one(Assignment, sat.assignment.id)
        make_attempt(work, assignment, sat.eli, (1, None, None, None))
    before = everything(sat)
    for fields in ({"seen": shown}, {"seen": ""}, {"seen": shown, "policy": "both"}):
        reply = ada.post(where, data=data | fields)
        assert reply.status_code == 409
        assert "not what was shown to you" in reply.text
        assert "The tunnel is meant." in reply.text
        assert everything(sat) == before
    reply = ada.post(where, data=data)
    assert "Eli 0 → 1 0 → 1 of 4" in text(reply.text)
    assert ada.post(where, data=data | {"seen": seen(reply.text)}).status_code == 303
    assert scores(sat)["Dora"][0] == (sat.attempts["Dora"].score or 0) + POINT


def test_dropping_makes_no_answer_of_a_blank_and_leaves_other_assignments_alone(sat: Sat) -> None:
    with db.writing(engine(sat)) as work:
        quiz = work.get_one(Quiz, sat.assignment.quiz_id)
        other = make.make_assignment(work, sat.school.classroom, quiz)
        elsewhere = make_attempt(work, other, sat.finn, FINN)
        was = (elsewhere.score, elsewhere.out_of)
    marks, flags, _totals = everything(sat)
    regrade(sat, 4, policy="drop", **CONFIRM)
    assert everything(sat)[0] == marks
    assert [place for place in everything(sat)[1] if place not in flags] != []
    with Session(engine(sat)) as work:
        found = work.get_one(Attempt, elsewhere.id)
        assert (found.score, found.out_of) == was
        dropped = select(AttemptQuestion.attempt_id).where(AttemptQuestion.dropped.is_(True))
        assert elsewhere.id not in work.scalars(dropped).all()


def test_what_nobody_has_submitted_yet_is_regraded_for_those_to_come(sat: Sat) -> None:
    with db.writing(engine(sat)) as work:
        quiz = work.get_one(Quiz, sat.assignment.quiz_id)
        fresh = make.make_assignment(work, sat.school.classroom, quiz)
    ada, where = sat.school.as_(sat.school.ada), f"/assignments/{fresh.id}/regrade/{version(sat)}"
    dry_run = ada.post(where, data={"policy": "full", "go": "preview"})
    assert "0 of 0 attempts change" in text(dry_run.text)
    made = ada.post(where, data={"policy": "full", "seen": seen(dry_run.text), **CONFIRM})
    assert made.status_code == 303
    with db.writing(engine(sat)) as work:
        pupil = make.make_user(work, "Gina")
        make.enrol(work, sat.school.classroom, pupil)
        begun = make_attempt(work, fresh, pupil, DORA, took=None)
    sat.school.as_(pupil).post(f"/attempts/{begun.id}/submit")
    with Session(engine(sat)) as work:
        marks = select(Response.mark).join(AttemptQuestion).order_by(AttemptQuestion.position)
        assert work.scalars(marks.where(AttemptQuestion.attempt_id == begun.id)).first() == POINT


def test_answers_that_nothing_changes_for_may_come_in_meanwhile(sat: Sat) -> None:
    ada, where = sat.school.as_(sat.school.ada), sat.address(f"regrade/{version(sat)}")
    data = {"policy": "replace", "key": "1"} | CONFIRM
    shown = seen(ada.post(where, data=data | {"go": "preview"}).text)
    with db.writing(engine(sat)) as work:
        assignment = work.get_one(Assignment, sat.assignment.id)
        make_attempt(work, assignment, sat.eli, (2, None, None, None))
    assert ada.post(where, data=data | {"seen": shown}).status_code == 303


def test_where_both_keys_are_accepted_the_tables_show_both(sat: Sat) -> None:
    regrade(sat, policy="both", key="1", **CONFIRM)
    ada = sat.school.as_(sat.school.ada)
    page = text(ada.get(sat.address("summary/questions/1")).text)
    assert "A bridge ✓ key whoBen" in page
    assert "A tunnel ✓ key whoDora" in page
    assert "A ferry whoFinn" in page


def test_a_newer_regrade_takes_the_place_of_the_older_one_until_it_is_undone(sat: Sat) -> None:
    regrade(sat, key="1", **CONFIRM)
    after_first = everything(sat)
    regrade(sat, policy="drop", **CONFIRM)
    assert scores(sat)["Dora"][1] == 3 * POINT
    assert undo(sat, 1).status_code == 409
    assert undo(sat, 2).status_code == 303
    assert everything(sat) == after_first


@pytest.mark.both_databases
def test_marks_given_by_hand_stay_and_the_page_says_so(sat: Sat) -> None:
    give(sat, sat.school.ada, "Dora", mark="0.25")
    said = text(regrade(sat, 4, policy="full", go="preview").text)
    assert "1 mark given by hand stays as it is." in said
    before = scores(sat)
    regrade(sat, 4, policy="full", **CONFIRM)
    assert scores(sat)["Dora"] == before["Dora"]
    give(sat, sat.school.ada, "Ben", mark="0.5")
    undo(sat)
    assert scores(sat)["Ben"][0] == (before["Ben"][0] or 0) - POINT // 2


@pytest.mark.both_databases
def test_whoever_submits_later_is_marked_by_the_ruling_and_back_when_it_is_undone(
    sat: Sat,
) -> None:
    with db.writing(engine(sat)) as work:
        sat.attempts["Eli"] = make_attempt(
            work, sat.assignment, sat.eli, (1, None, None, None), took=None
        )
    regrade(sat, key="1", **CONFIRM)
    eli = sat.school.as_(sat.eli)
    assert eli.post(f"/attempts/{sat.attempts['Eli'].id}/submit").status_code == 303
    assert scores(sat)["Eli"] == (POINT, 4 * POINT)
    undo(sat)
    assert scores(sat)["Eli"] == (0, 4 * POINT)
    regrade(sat, policy="drop", **CONFIRM)
    assert scores(sat)["Eli"] == (0, 3 * POINT)


@pytest.mark.both_databases
@pytest.mark.parametrize(("policy", "out_of"), [("full", 4), ("drop", 3)])
def test_what_is_decided_while_someone_works_holds_for_them(
    sat: Sat, policy: str, out_of: int
) -> None:
    with db.writing(engine(sat)) as work:
        sat.attempts["Eli"] = make_attempt(work, sat.assignment, sat.eli, (None,) * 4, took=None)
    regrade(sat, policy=policy, **CONFIRM)
    sat.school.as_(sat.eli).post(f"/attempts/{sat.attempts['Eli'].id}/submit")
    assert scores(sat)["Eli"] == (POINT if policy == "full" else 0, out_of * POINT)


def test_summary_question_page_and_file_follow(sat: Sat) -> None:
    ada = sat.school.as_(sat.school.ada)
    regrade(sat, key="1", **CONFIRM)
    assert ",3,4," in ada.get(sat.address("scores.csv")).text
    page = text(ada.get(sat.address("summary/questions/1")).text)
    assert "33" in page
    undo(sat)
    regrade(sat, policy="drop", **CONFIRM)
    assert ",3,3," in ada.get(sat.address("scores.csv")).text
    for rest in ("summary", "summary/questions", "summary/questions/1"):
        assert "it counts for nobody" in ada.get(sat.address(rest)).text
    assert ada.get(sat.address("responses.csv")).status_code == 200
    attempt = text(ada.get(f"/attempts/{sat.attempts['Ben'].id}/result").text)
    assert "not counted" in attempt


def test_the_corrected_question_becomes_its_next_version_only_where_the_page_owns_it(
    sat: Sat,
) -> None:
    with db.writing(engine(sat)) as work:
        work.execute(update(Question).values(created_by=sat.school.ada.id))
    regrade(sat, key="1", mend="y", explanation="It is a tunnel (P1).", **CONFIRM)
    with db.writing(engine(sat)) as work:
        question = work.get_one(Question, sat.questions[0].id)
        newest = work.scalars(
            select(QuestionVersion).where(
                QuestionVersion.question_id == question.id, QuestionVersion.number == 2
            )
        ).one()
        assert question.latest == 2
        assert newest.content["explanation"] == "It is a tunnel (P1)."
        work.execute(update(Question).values(source_file="a.yaml"))
    assert "comes from the file a.yaml" in text(
        sat.school.as_(sat.school.ada).get(sat.address(f"regrade/{version(sat, 2)}")).text
    )
    regrade(sat, 2, key=["0", "2"], mend="y", **CONFIRM)
    with Session(engine(sat)) as work:
        assert work.get_one(Question, sat.questions[1].id).latest == 1


def test_a_question_is_mended_once_and_only_as_it_was_printed(sat: Sat) -> None:
    with db.writing(engine(sat)) as work:
        asked = printed(work, work.get_one(Assignment, sat.assignment.id), version(sat))
        assert asked is not None
        question, who = work.get_one(Question, asked.question_id), sat.school.ada.id
        other = with_key(asked.question, [1])
        # Nothing is different; a file owns it; it is mended; somebody has mended it since.
        assert not mend_question(work, asked, asked.question, who, make.AT)
        question.source_file = "a.yaml"
        assert not mend_question(work, asked, other, who, make.AT)
        question.source_file = None
        assert mend_question(work, asked, other, who, make.AT)
        assert not mend_question(work, asked, with_key(asked.question, [2]), who, make.AT)
        assert question.latest == 2
        entry = work.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("edit question", f"question {question.id}")
    assert (entry.before, entry.after) == ({"version": 1}, {"version": 2})


def test_a_colleague_does_not_mend_what_is_not_theirs(sat: Sat) -> None:
    page = sat.school.as_(sat.school.ada).get(sat.address(f"regrade/{version(sat)}"))
    assert "next version" not in page.text
    regrade(sat, key="1", mend="y", **CONFIRM)
    with Session(engine(sat)) as work:
        assert work.get_one(Question, sat.questions[0].id).latest == 1


def test_other_kinds_take_their_key_from_a_newer_version(sat: Sat) -> None:
    refused = regrade(sat, 3, go="preview")
    assert refused.status_code == 422
    assert "Choose the version with the right key." in refused.text
    own = make.record("match")
    own["pairs"][0]["right"], own["pairs"][1]["right"] = "late", "planned"
    with db.writing(engine(sat)) as work:
        old = work.get_one(QuestionVersion, version(sat, 3))
        content = old.content | {"pairs": own["pairs"], "extra_right": own["extra_right"]}
        values = {"kind": "match", "skill": old.skill, "difficulty": "E", "created_at": make.AT}
        work.add(
            QuestionVersion(
                question_id=old.question_id, number=2, content=content, content_hash="2", **values
            )
        )
    said = text(regrade(sat, 3, version="2", **CONFIRM | {"go": "preview"}).text)
    # Ben had matched as printed: one of his three pairs is still right.
    assert "Ben 1 → 0.33" in said
    assert regrade(sat, 3, version="2", **CONFIRM).status_code == 303
    assert scores(sat)["Ben"][0] == 3 * POINT + POINT // 3


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"key": "0"}, "This is the printed key."),
        ({"key": ["0", "1"]}, "These choices cannot be the key of this question."),
        ({"key": []}, "These choices cannot be the key of this question."),
        ({"key": "9"}, "is not a valid choice"),
        ({"policy": "guess"}, "Not a valid choice."),
        ({"key": "1", "version": "7"}, "Not a valid choice."),
        ({"key": "1", "go": "confirm", "reason": " "}, "Please fill this in."),
        ({"key": "1", "explanation": "x" * 5_001}, "Use at most 5,000 characters."),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(
    sat: Sat, fields: dict[str, Any], message: str
) -> None:
    reply = regrade(sat, **fields)
    assert reply.status_code == 422
    assert message in text(reply.text)
    with Session(engine(sat)) as work:
        assert work.scalars(select(Regrade)).all() == []


def test_the_audit_keeps_old_and_new_scores_who_and_why(sat: Sat) -> None:
    regrade(sat, key="1", **CONFIRM)
    with Session(engine(sat)) as work:
        entry = work.scalars(select(AuditEntry).where(AuditEntry.action == "regrade")).one()
    ben = str(sat.attempts["Ben"].id)
    assert entry.actor_id == sat.school.ada.id
    assert entry.before["scores"][ben] == 4 * POINT
    assert entry.after["scores"][ben] == 3 * POINT
    assert entry.after["reason"] == "The tunnel is meant."
    # Finn's score stays what it was, and is not listed.
    assert entry.after["scores"].keys() == {ben, str(sat.attempts["Dora"].id)}
    undo(sat)
    with Session(engine(sat)) as work:
        entry = work.scalars(select(AuditEntry).where(AuditEntry.action == "undo regrade")).one()
    assert entry.before["scores"][ben] == 3 * POINT
    assert entry.after["scores"][ben] == 4 * POINT


def ben(sat: Sat, path: str) -> str:
    return text(sat.school.as_(sat.school.ben).get(path).text)


def test_affected_students_are_told_until_they_put_it_away(sat: Sat) -> None:
    regrade(sat, key="1", explanation="It is a tunnel (P1).", **CONFIRM)
    attempt = f"/attempts/{sat.attempts['Ben'].id}"
    for page in ("/assignments", f"{attempt}/review", f"{attempt}/review/1"):
        said = ben(sat, page)
        assert "Question 1 was regraded. Its key has been corrected. Your mark: 1 → 0." in said
        assert "The tunnel is meant." in said
    review = ben(sat, f"{attempt}/review/1")
    assert "Why. It is a tunnel" in review
    assert "3 of 4" in ben(sat, f"{attempt}/review")
    client = sat.school.as_(sat.school.ben)
    assert client.post(f"{attempt}/notices", data={"back": "home"}).location == "/assignments"
    assert client.post(f"{attempt}/notices").location == f"{attempt}/review"
    assert "Your mark" not in ben(sat, "/assignments")
    assert "This question was regraded. Its key has been corrected." in ben(
        sat, f"{attempt}/review/1"
    )
    undo(sat)
    for page in ("/assignments", f"{attempt}/review", f"{attempt}/review/1"):
        assert "taken back. Your mark is again 1 instead of 0." in ben(sat, page)
    # Finn's mark never changed.
    with Session(engine(sat)) as work:
        finn = work.scalars(
            select(Regraded)
            .join(AttemptQuestion, AttemptQuestion.id == Regraded.attempt_question_id)
            .where(AttemptQuestion.attempt_id == sat.attempts["Finn"].id)
        ).one()
    assert not finn.affects


def test_nobody_is_told_a_mark_or_a_reason_before_it_is_released(sat: Sat) -> None:
    with db.writing(engine(sat)) as work:
        work.execute(update(Assignment).values(show_explanation="close"))
    regrade(sat, key="1", **CONFIRM)
    assert "was regraded" in ben(sat, "/assignments")
    attempt = f"/attempts/{sat.attempts['Ben'].id}"
    for page in ("/assignments", f"{attempt}/review", f"{attempt}/review/1"):
        assert "The tunnel is meant." not in ben(sat, page)
    with db.writing(engine(sat)) as work:
        work.execute(update(Assignment).values(show_score="close"))
    for page in ("/assignments", f"{attempt}/review", f"{attempt}/review/1"):
        assert "was regraded" not in ben(sat, page)


def test_a_dropped_question_is_shown_as_not_counted(sat: Sat) -> None:
    regrade(sat, policy="drop", **CONFIRM)
    attempt = f"/attempts/{sat.attempts['Ben'].id}/review"
    assert "3 of 3 points" in ben(sat, attempt)
    assert "not counted" in ben(sat, attempt)
    assert "not counted, 1" in ben(sat, f"{attempt}/1")


def test_only_the_teacher_of_the_class_regrades(sat: Sat) -> None:
    where = sat.address(f"regrade/{version(sat)}")
    for person in (sat.school.ben, sat.school.cleo, sat.helper):
        client = sat.school.as_(person)
        assert client.get(where).status_code == 404
        assert client.post(where, data=CONFIRM).status_code == 404
    assert sat.school.as_(sat.school.ada).get(sat.address("regrade/999")).status_code == 404


def test_the_list_of_marking_names_the_regrades(sat: Sat) -> None:
    regrade(sat, policy="full", **CONFIRM)
    said = text(sat.school.as_(sat.school.ada).get(sat.address("marking")).text)
    assert "Full marks: everyone who was given the question gets its full mark · Ada" in said
    page = text(sat.school.as_(sat.school.ada).get(sat.address("regrades/1")).text)
    assert "2 attempts changed" in page
    assert "in force" in page
    assert sat.school.as_(sat.school.ada).get(sat.address("regrades/9")).status_code == 404
