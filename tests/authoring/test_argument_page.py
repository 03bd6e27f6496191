"""The page on how a passage argues: the map as picture and as list, and the questions on each."""

import re
from html import unescape

from quizapp import db
from quizapp.loading import load_folder
from quizapp.models import Passage
from tests import make
from tests.conftest import School
from tests.shipped import ALWAGHT, HOME
from tests.statements import counted


def test_claims_tensions_and_the_map_link_the_questions_that_touch_them(school: School) -> None:
    about = school.add(make.make_question, school.passage, id="ABOUT", claims=["1.1"])
    retired = school.add(
        make.make_question, school.passage, id="GONE", claims=["1.1"], state="retired"
    )
    page = unescape(school.as_(school.ada).get(f"/passages/{school.passage.id}/argument").text)
    assert page.count(f'href="/questions/{about.id}"') == 2
    assert f"/questions/{retired.id}" not in page
    for text in ("The bridge is planned and hoped for.", "Both can be.", "A bridge is wanted."):
        assert text in page
    assert page.count("<rect") == 2
    assert page.count('class="line') == 1
    assert "Supported by" in page


def test_the_page_of_the_first_passage_draws_every_relation(school: School) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        load_folder(work, HOME / "alwaght", make.AT)
        passage = work.query(Passage).filter_by(key="alwaght").one()
    page = school.as_(school.ada).get(f"/passages/{passage.id}/argument").text
    assert page.count('class="line') == 24
    assert page.count("<rect") == 26
    assert ALWAGHT.passage.argument is not None
    for tension in ALWAGHT.passage.argument.tensions:
        part = page.partition(f'<li id="{tension.id}">')[2].partition("</li>")[0]
        assert re.search(r'href="/questions/\d+"', part), tension.id


def test_a_passage_without_an_argument_has_no_such_page(school: School) -> None:
    bare = school.add(make.make_passage, key="bare", argument=None)
    ada = school.as_(school.ada)
    assert ada.get(f"/passages/{bare.id}/argument").status_code == 404
    assert "/argument" not in ada.get(f"/passages/{bare.id}").text
    assert "/argument" in ada.get(f"/passages/{school.passage.id}").text


def test_only_instructors_open_it(school: School) -> None:
    for person in (school.ben, school.cleo):
        address = f"/passages/{school.passage.id}/argument"
        assert school.as_(person).get(address).status_code == 404


def test_it_takes_the_same_selects_however_many_questions(school: School) -> None:
    ada, address = school.as_(school.ada), f"/passages/{school.passage.id}/argument"
    with counted(school.app) as few:
        ada.get(address)
    for n in range(5):
        school.add(make.make_question, school.passage, id=f"N{n}", claims=["1.1"])
    with counted(school.app) as many:
        ada.get(address)
    assert len(few) == len(many)
