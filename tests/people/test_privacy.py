"""What is kept about a person is handed over whole, and erased whole, on both databases."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, String, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON, TypeDecorator

from quizapp import audit, db
from quizapp.config import Settings
from quizapp.models import (
    Accommodation,
    Attempt,
    AttemptQuestion,
    AuditEntry,
    Enrolment,
    Invitation,
    LoginSession,
    Quiz,
    RecoveryCode,
    ResponseChange,
    Throttle,
    User,
)
from quizapp.people import passwords, purging
from quizapp.people.queries import belongings
from quizapp.people.queries.belongings import SECRET_ENDINGS, USERS, conditions
from quizapp.people.service import erasing, retention
from quizapp.people.service.retention import Keep
from tests.people.conftest import PHRASE
from tests.whole_school import WholeSchool, build

DAY = timedelta(days=1)
KEEP = Keep.by(Settings())
ONLY = {"S1": "canary-of-one", "S2": "canary-of-two"}


@pytest.fixture
def school(app: Flask) -> WholeSchool:
    """Give the whole school, in which every column that can holds a canary of its person."""
    school = build(app)
    with db.writing(school.engine) as work:
        for who, canary in ONLY.items():
            complete(work, school.ids[who])
            plant(work, school.ids[who], canary)
            subject = f"user {school.ids[who]}"
            audit.record(work, school.ids["T1"], "tell", subject, db.now(), after=canary)
            said = {"of": [f"PII-{who}-name"]}
            audit.record(work, school.ids[who], "speak", "classroom 1", db.now(), before=said)
        kept = work.get_one(User, school.ids["ADM"])
        kept.password_hash = passwords.hashed(PHRASE)
    return school


def complete(work: Session, user_id: int) -> None:
    """Add what the school lacks of a person, so that every table holds something of theirs."""
    seat = work.scalars(select(Enrolment).where(Enrolment.user_id == user_id)).one()
    work.add(Accommodation(enrolment_id=seat.id, extra_time_percent=25, no_timer=False))
    mine = conditions(user_id)[AttemptQuestion.__table__]
    asked = work.scalars(select(AttemptQuestion.id).where(mine)).first()
    work.add(RecoveryCode(user_id=user_id, code_hash="0" * 64, created_at=db.now()))
    work.add(ResponseChange(attempt_question_id=asked, sequence=1, answer=0, saved_at=db.now()))
    work.flush()


def plant(work: Session, user_id: int, canary: str) -> None:
    """Write a canary into every column of a person's rows that takes words."""
    for table, mine in conditions(user_id).items():
        for column in table.columns:
            words = isinstance(column.type, String) and (column.type.length or 999) > 32
            listed = any(column.name in str(check.sqltext) for check in checks(table))
            values: dict[str, Any] = {}
            if table is USERS and column.name in {"name", "login"}:
                continue
            if words and not listed:
                values = {column.name: f"{canary} {column.name}"[: column.type.length]}
            elif isinstance(column.type, JSON | TypeDecorator) and column.name == "answer":
                values = {column.name: {"said": f"{canary} {table.name}"}}
            if values:
                work.execute(update(table).where(mine).values(values))


def checks(table: Any) -> list[Any]:
    return [check for check in table.constraints if hasattr(check, "sqltext")]


def in_tables(engine: Engine, *words: str) -> set[str]:
    """Return the columns of all tables in which one of these is found."""
    found = set()
    with engine.connect() as connection:
        for table in belongings.Base.metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                found |= {
                    f"{table.name}.{name}"
                    for name, value in row.items()
                    if any(word in json.dumps(value, default=str) for word in words)
                }
    return found


def exported(school: WholeSchool, who: str) -> dict[str, Any]:
    with db.open_session(school.engine, writes=False) as work:
        found = belongings.everything(work, school.ids[who], db.now())
    return json.loads(json.dumps(found))


@pytest.mark.both_databases
def test_every_row_of_a_person_is_handed_over_in_every_column(school: WholeSchool) -> None:
    said = exported(school, "S1")["rows"]
    with school.engine.connect() as connection:
        for table, mine in conditions(school.ids["S1"]).items():
            rows = connection.execute(select(table).where(mine)).mappings().all()
            assert rows, f"the test has no {table.name}"
            assert len(said[table.name]) == len(rows)
            assert set(said[table.name][0]) == set(table.columns.keys())
    canaries = {c for c in in_tables(school.engine, ONLY["S1"]) if not c.endswith(SECRET_ENDINGS)}
    rows = {f"{t}.{n}" for t, found in said.items() for r in found for n in r if has(r[n])}
    assert canaries - {"audit_entry.after"} == rows


def has(value: object) -> bool:
    return ONLY["S1"] in json.dumps(value)


@pytest.mark.both_databases
def test_what_is_handed_over_says_nothing_about_others_and_no_secret(school: WholeSchool) -> None:
    everything = exported(school, "S1")
    # What their teacher answered to a challenge of theirs is theirs, with a key in it.
    assert "KEY-answer" in {row.pop("answer") for row in everything["rows"]["challenge"]}
    said = json.dumps(everything)
    assert "PII-S1-name" in said
    assert "pii-s1-login" in said
    for word in (ONLY["S2"], "PII-S2", "PII-T1", "KEY-", "someone else's"):
        assert word not in said
    entries = everything["accounted"]
    assert [(entry["by"], entry["after"]) for entry in entries] == [("someone else", ONLY["S1"])]
    user = exported(school, "S1")["rows"]["user_account"][0]
    assert user["password_hash"] == "kept secret"


@pytest.mark.both_databases
def test_what_staff_did_is_handed_over_with_its_time(school: WholeSchool) -> None:
    did = exported(school, "T1")["did"]
    assert did["quiz.created_by"] == [
        {"id": school.ids["quiz"], "created_at": did["quiz.created_by"][0]["created_at"]}
    ]
    assert [entry["action"] for entry in did["audit_entry.actor_id"]] == ["tell", "tell"]


@pytest.mark.both_databases
def test_nothing_of_an_erased_person_is_left_and_everything_of_others(school: WholeSchool) -> None:
    user_id = school.ids["S1"]
    others = in_tables(school.engine, ONLY["S2"], "PII-S2-name")
    with db.writing(school.engine) as work:
        gone = erasing.erase(work, work.get_one(User, user_id), None, db.now())
    assert min(gone.values()) > 0
    assert in_tables(school.engine, ONLY["S1"], "PII-S1", "pii-s1") == set()
    assert in_tables(school.engine, ONLY["S2"], "PII-S2-name") == others
    with db.open_session(school.engine, writes=False) as work:
        for table, mine in conditions(user_id).items():
            count = work.scalar(select(func.count()).select_from(table).where(mine))
            assert count == (table is USERS), table.name
        rest = work.get_one(User, user_id)
        assert (rest.name, rest.login, rest.password_hash) == (
            "Erased person",
            f"erased-{user_id}",
            None,
        )
        last = work.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == ("erase person", f"user {user_id}")


@pytest.mark.parametrize("name", ["Anna K.", 'Li "Lily" Wu', "(Bo)"])
def test_a_name_of_any_shape_is_taken_out_of_the_audit(school: WholeSchool, name: str) -> None:
    change(school, "S1", name=name)
    with db.writing(school.engine) as work:
        audit.record(work, None, "add students", "classroom 1", db.now(), after=[name, "Anna Kirk"])
        audit.record(work, None, "rename", "classroom 1", db.now(), after="Anna Kirk's")
        erasing.erase(work, work.get_one(User, school.ids["S1"]), None, db.now())
        said = [entry.after for entry in work.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert said[-3:-1] == [None, "Anna Kirk's"]


@pytest.mark.both_databases
def test_what_an_erased_teacher_wrote_stays_with_the_school(school: WholeSchool) -> None:
    with db.writing(school.engine) as work:
        erasing.erase(work, work.get_one(User, school.ids["T1"]), None, db.now())
    assert in_tables(school.engine, "PII-T1", "pii-t1") == set()
    with db.open_session(school.engine, writes=False) as work:
        assert work.get_one(Quiz, school.ids["quiz"]).created_by == school.ids["T1"]
        assert work.get_one(User, school.ids["T1"]).name == erasing.ERASED


def change(school: WholeSchool, who: str, **values: Any) -> None:
    with db.writing(school.engine) as work:
        work.execute(update(User).where(User.id == school.ids[who]).values(values))


def erased(school: WholeSchool) -> set[str]:
    with db.open_session(school.engine, writes=False) as work:
        gone = set(work.scalars(select(User.id).where(User.erased_at.is_not(None))))
    return {name for name in school.people if school.ids[name] in gone}


@pytest.mark.both_databases
def test_what_is_older_than_it_is_kept_goes_and_the_rest_stays(
    school: WholeSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = db.now()
    change(school, "S3", erase_at=now - DAY)
    change(school, "S4", erase_at=now + DAY)
    with db.writing(school.engine) as work:
        work.add(Throttle(key="old", started_at=now - 2 * DAY, count=1))
        work.add(Throttle(key="new", started_at=now, count=1))
        work.execute(update(LoginSession).values(created_at=now - DAY))
        work.execute(update(AuditEntry).values(at=now - KEEP.audit - DAY))
        work.execute(update(Invitation).values(expires_at=now - 91 * DAY))
    with db.open_session(school.engine, writes=False) as work:
        due = {rule.name: rule.due for rule in retention.rules(work, KEEP, now)}
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)
    with db.open_session(school.engine, writes=True) as work:
        some = retention.remove_old(work, KEEP, now)
    assert (some["Audit"], due["Audit"] > 2) == (2, True)
    gone = purging.purge(school.engine, KEEP)
    assert gone == due
    assert {name: count > 0 for name, count in gone.items()} == {
        "Students": True,
        "Drafts of answers": False,
        "Audit": True,
        "Links": True,
        "Counts of tries": True,
        "Devices": True,
    }
    assert erased(school) == {"S3"}
    assert set(purging.purge(school.engine, KEEP).values()) == {0}


@pytest.mark.both_databases
def test_students_go_when_nobody_saw_them_for_as_long_as_they_are_kept(school: WholeSchool) -> None:
    assert purging.purge(school.engine, KEEP)["Students"] == 0
    later = db.now() + KEEP.students + 3 * DAY
    change(school, "S2", seen_at=later - DAY)
    change(school, "S4", held_at=later)
    with db.writing(school.engine) as work:
        theirs = Attempt.user_id == school.ids["S3"]
        assert work.execute(update(Attempt).where(theirs).values(started_at=later - DAY)).rowcount
    with db.writing(school.engine) as work:
        while retention.erase_due(work, KEEP, later)["Students"]:
            pass
    assert erased(school) == {"S1", "SX"}


def drafts(work: Session) -> set[int]:
    return set(work.scalars(select(ResponseChange.id)))


@pytest.mark.both_databases
def test_drafts_go_a_year_after_an_attempt_was_handed_in(school: WholeSchool) -> None:
    handed_in = select(AttemptQuestion.id).join(Attempt).where(Attempt.submitted_at.is_not(None))
    with db.writing(school.engine) as work:
        asked = list(work.scalars(handed_in))
        work.add_all(
            ResponseChange(attempt_question_id=one, sequence=9, answer=0, saved_at=db.now())
            for one in asked
        )
        work.flush()
        old = set(
            work.scalars(
                select(ResponseChange.id).where(ResponseChange.attempt_question_id.in_(asked))
            )
        )
        every = drafts(work)
        last = work.scalar(select(func.max(Attempt.submitted_at)))
        assert last is not None
        retention.remove_old(work, KEEP, last + KEEP.history - DAY)
        assert drafts(work) & old
        retention.remove_old(work, KEEP, last + KEEP.history + DAY)
        assert drafts(work) == every - old
        assert old


@pytest.mark.both_databases
def test_nothing_of_a_person_on_hold_goes(school: WholeSchool) -> None:
    change(school, "S1", held_at=db.now())
    with db.writing(school.engine) as work:
        work.execute(update(AuditEntry).values(at=db.now() - KEEP.audit - DAY))
        mine = conditions(school.ids["S1"])
        work.execute(
            update(Attempt)
            .where(mine[belongings.Base.metadata.tables["attempt"]])
            .values(submitted_at=db.now() - KEEP.history - DAY)
        )
    purging.purge(school.engine, KEEP)
    with db.writing(school.engine) as work:
        kept = {(entry.actor_id, entry.subject) for entry in work.scalars(select(AuditEntry))}
        assert (school.ids["T1"], f"user {school.ids['S1']}") in kept
        assert (school.ids["S1"], "classroom 1") in kept
        assert work.scalars(
            select(ResponseChange).where(mine[belongings.Base.metadata.tables["response_change"]])
        ).first()
        user = work.get_one(User, school.ids["S1"])
        with pytest.raises(erasing.OnHold):
            erasing.erase(work, user, None, db.now())
        with pytest.raises(erasing.OnHold):
            erasing.plan(work, user, school.ids["ADM"], db.now())


def test_the_server_purges_by_itself(school: WholeSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    change(school, "S3", erase_at=db.now() - DAY)
    monkeypatch.setattr(purging, "FIRST_S", 0)
    purger = purging.start(school.app)
    assert purger.done.wait(20)
    purger.stop()
    assert erased(school) == {"S3"}


@pytest.fixture
def admin(school: WholeSchool) -> Any:
    """Give the administrator's browser."""
    return school._client("ADM")


def test_an_administrator_hands_over_a_file_and_it_is_accounted_for(
    school: WholeSchool, admin: Any
) -> None:
    response = admin.post(f"/people/{school.ids['S1']}/export")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.json["rows"]["user_account"][0]["name"] == "PII-S1-name"
    with db.open_session(school.engine, writes=False) as work:
        actions = work.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-1] == "export person"


def test_erasing_takes_the_passphrase_and_a_week_and_can_be_taken_back(
    school: WholeSchool, admin: Any
) -> None:
    page = f"/people/{school.ids['S1']}"
    assert "Please fill this in." in admin.post(f"{page}/erase").text
    wrong = admin.post(f"{page}/erase", data={"current": "wrong"})
    assert wrong.status_code == 422
    assert "That is not your passphrase." in wrong.text
    assert admin.post(f"{page}/erase", data={"current": PHRASE}).status_code == 303
    assert "will be erased" in admin.get(page).text
    assert school._client("S1").get("/account").status_code == 401
    assert purging.purge(school.engine, KEEP)["Students"] == 0
    assert admin.post(f"{page}/keep").status_code == 303
    with db.open_session(school.engine, writes=False) as work:
        user = work.get_one(User, school.ids["S1"])
        assert user.erase_at is None
        assert user.suspended_at is not None


def test_a_hold_stops_a_planned_erasure(school: WholeSchool, admin: Any) -> None:
    page = f"/people/{school.ids['S1']}"
    admin.post(f"{page}/erase", data={"current": PHRASE})
    admin.post(f"{page}/hold", data={"held": "1"})
    assert "On hold since" in admin.get(page).text
    assert admin.post(f"{page}/erase", data={"current": PHRASE}).status_code == 409
    admin.post(f"{page}/hold", data={"held": ""})
    assert "On hold since" not in admin.get(page).text


def test_an_erased_person_is_in_no_list(school: WholeSchool, admin: Any) -> None:
    with db.writing(school.engine) as work:
        erasing.erase(work, work.get_one(User, school.ids["S1"]), None, db.now())
    assert "Erased person" not in admin.get("/people").text
    assert admin.get(f"/people/{school.ids['S1']}").status_code == 404


def test_the_administrator_sees_what_is_kept_for_how_long(admin: Any) -> None:
    page = admin.get("/people/kept").text
    for words in ("1,095 days", "365 days", "90 days", "12 h"):
        assert words in page


def test_the_command_line_hands_over_erases_and_purges(
    app: Flask, school: WholeSchool, tmp_path: Path
) -> None:
    run = app.test_cli_runner().invoke
    file = tmp_path / "person.json"
    assert run(args=["privacy", "export", "pii-s1-login", "--output", str(file)]).exit_code == 0
    assert json.loads(file.read_text())["rows"]["user_account"][0]["name"] == "PII-S1-name"
    assert "Nobody" in run(args=["privacy", "export", "nobody"]).output
    assert run(args=["privacy", "erase", "pii-s1-login"], input="n\n").exit_code == 1
    change(school, "S1", held_at=db.now())
    assert "on hold" in run(args=["privacy", "erase", "pii-s1-login", "--yes"]).output
    change(school, "S1", held_at=None)
    assert "attempt: " in run(args=["privacy", "erase", "pii-s1-login", "--yes"]).output
    assert "Nobody" in run(args=["privacy", "erase", "pii-s1-login", "--yes"]).output
    assert "Students: 0" in run(args=["privacy", "purge"]).output
