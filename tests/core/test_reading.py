"""What the class reads: the digest or the attached text, and the definitions printed beside."""

from quizapp.core.kinds import question
from quizapp.core.passage import Definition, Passage, reading
from quizapp.core.question import Shuffle
from tests.make import PASSAGE, record

SURE = (Definition(term="Stated", meaning="Flatly."), Definition(term="Hoped", meaning="Perhaps."))
SAYS = (Definition(term="Article says so", meaning="In these or other words."),)
PASSAGE_WITH_TERMS = Passage(**PASSAGE, definitions={"tfns": SAYS, "sureness": SURE})


def beside(kind: str) -> tuple[Definition, ...]:
    shown = question(record(kind)).present(Shuffle("a seed", choices=False))
    return PASSAGE_WITH_TERMS.beside(kind, shown.offered)


def test_the_digest_is_read_under_its_byline() -> None:
    found = reading(Passage(**PASSAGE), None)
    assert found.byline == "A made-up opinion article"
    assert [paragraph.number for paragraph in found.paragraphs] == [1, 2, 3]


def test_an_attached_text_takes_the_place_of_the_digest() -> None:
    found = reading(Passage(**PASSAGE, source="The Harbour Post"), ["One.", "Two.", "Three."])
    assert found.byline == "The Harbour Post"
    assert [(p.number, p.text) for p in found.paragraphs] == [
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
    ]


def test_statements_are_defined_by_their_own_list() -> None:
    assert beside("tfns") == SAYS


def test_sorting_into_defined_categories_is_defined_beside() -> None:
    assert beside("classify") == SURE


def test_other_questions_have_no_definitions() -> None:
    assert beside("single") == ()
