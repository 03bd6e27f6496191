"""The passage's page and command: a full text is attached when it fits, and stays here alone."""

from pathlib import Path

import pytest
from sqlalchemy import select

from quizapp import db
from quizapp.models import AuditEntry, Passage
from tests.conftest import School

FITS = "A bridge is planned.\n\nThe ferry is often late.\n\nThe shops may gain."


def stored(school: School) -> list[str] | None:
    """Return the full text that the database has."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return work.scalars(select(Passage.full_text)).one()


def page(school: School, action: str = "") -> str:
    """Return the address of the passage's page or of an action on it."""
    return f"/passages/{school.passage.id}{action}"


def test_only_instructors_see_the_page_and_attach(school: School) -> None:
    assert school.as_(school.ada).get(page(school)).status_code == 200
    for person in (school.ben, school.cleo):
        client = school.as_(person)
        assert client.get(page(school)).status_code == 404
        assert client.post(page(school, "/text"), data={"text": FITS}).status_code == 404
        assert client.post(page(school, "/text/remove")).status_code == 404
    assert stored(school) is None


def test_a_passage_that_is_not_there_is_not_found(school: School) -> None:
    ada = school.as_(school.ada)
    for address in ("/passages/99", "/passages/0", "/passages/9999999999"):
        assert ada.get(address).status_code == 404


def test_the_digest_is_shown_until_a_text_is_attached(school: School) -> None:
    shown = school.as_(school.ada).get(page(school)).text
    assert "The writer says a bridge is planned." in shown
    assert "Attach it" in shown


@pytest.mark.both_databases
def test_a_fitting_text_is_attached_and_removed_again(school: School) -> None:
    ada = school.as_(school.ada)
    answer = ada.post(page(school, "/text"), data={"text": f"  {FITS}\r\n"}, follow_redirects=True)
    assert "The class now reads the full text." in answer.text
    assert stored(school) == FITS.split("\n\n")
    assert "The shops may gain." in ada.get(page(school)).text
    answer = ada.post(page(school, "/text/remove"), follow_redirects=True)
    assert "The class now reads the digest." in answer.text
    assert stored(school) is None


def test_the_audit_keeps_who_attached_and_not_the_text(school: School) -> None:
    school.as_(school.ada).post(page(school, "/text"), data={"text": FITS})
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        (entry,) = work.scalars(select(AuditEntry)).all()
    assert (entry.actor_id, entry.action) == (school.ada.id, "attach full text")
    assert entry.before is None
    assert entry.after is None


def test_a_text_that_does_not_fit_is_explained_line_by_line_and_kept(school: School) -> None:
    text = FITS.replace("often late", "on time")
    answer = school.as_(school.ada).post(page(school, "/text"), data={"text": text})
    assert answer.status_code == 422
    assert "<b>Line 3:</b>" in answer.text
    assert "The ferry is on time." in answer.text
    assert stored(school) is None


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "x" * 100_001, "one\n\ntwo", "<b>\n\n'\n\n🙂", "\ud800"]
)
def test_nonsense_is_refused_in_words(school: School, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    answer = school.as_(school.ada).post(page(school, "/text"), data={"text": raw})
    assert answer.status_code == 422
    assert stored(school) is None


def test_a_form_without_the_field_is_refused(school: School) -> None:
    assert school.as_(school.ada).post(page(school, "/text")).status_code == 422


def test_removing_nothing_says_so(school: School) -> None:
    assert school.as_(school.ada).post(page(school, "/text/remove")).status_code == 409


def run(school: School, *args: str) -> tuple[int, str]:
    """Return the exit code and the words of a command."""
    result = school.app.test_cli_runner().invoke(args=["passage", *args])
    return result.exit_code, result.output


def test_the_command_attaches_and_removes(school: School, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(f"\ufeff{FITS}\n", encoding="utf-8")
    code, said = run(school, "attach", str(file))
    assert (code, said) == (0, "Classes now read the full text of harbour.\n")
    assert stored(school) == FITS.split("\n\n")
    assert run(school, "remove", "--passage", "harbour")[0] == 0
    assert stored(school) is None
    assert run(school, "remove")[0] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"one\n\ntwo", "article.txt:3: The passage has 3 paragraphs"),
        ("good\nnaïve".encode("latin-1"), "article.txt:2: not UTF-8"),
        (b"", "There is no text here."),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    ],
)
def test_the_command_names_file_and_line(
    school: School, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(content)
    code, output = run(school, "attach", str(file))
    assert code == 1
    assert said in output
    assert stored(school) is None


def test_the_command_asks_which_passage(school: School, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(FITS)
    assert "There is no passage 'bay'" in run(school, "attach", str(file), "--passage", "bay")[1]
    second = {"key": "bay", "title": "Bay", "content": {}, "content_hash": ""}
    school.add(lambda work: work.add(Passage(**second)))
    assert "bay, harbour" in run(school, "attach", str(file))[1]


def test_without_a_passage_the_command_says_what_to_do(app, tmp_path: Path) -> None:  # noqa: ANN001
    file = tmp_path / "article.txt"
    file.write_text(FITS)
    result = app.test_cli_runner().invoke(args=["passage", "attach", str(file)])
    assert "flask bank load" in result.output
