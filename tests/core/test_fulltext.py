"""A pasted full text fits the passage's paragraphs, or says line by line why not."""

from quizapp.core.fulltext import LONGEST, FullText, full_text
from quizapp.core.passage import Passage, Quote
from tests.make import PASSAGE

HARBOUR = Passage.model_validate(
    PASSAGE
    | {
        "quotes": [
            {"p": 2, "text": "often late"},
            {"p": 0, "text": "bridge or ferry"},
            {"p": 3, "text": "the shops' hope"},
        ]
    }
)
ONE, TWO, THREE = "A bridge is planned.", "The ferry is often late.", "It is the shops' hope."


def read(*blocks: str) -> FullText:
    """Return what becomes of blocks with empty lines between."""
    return full_text("\n\n".join(blocks), HARBOUR)


def test_a_fitting_text_becomes_its_paragraphs() -> None:
    assert read(ONE, TWO, THREE) == FullText((ONE, TWO, THREE), ())


def test_lines_of_one_paragraph_are_joined() -> None:
    assert read("A bridge\n  is planned.", TWO, THREE).paragraphs[0] == ONE


def test_empty_lines_hold_blanks_or_come_in_numbers() -> None:
    text = f"\n\n{ONE}\n \t\n\n{TWO}\n\n{THREE}\n\n"
    assert full_text(text, HARBOUR).paragraphs == (ONE, TWO, THREE)


def test_capitals_curly_quotes_and_blanks_do_not_matter() -> None:
    assert read(ONE, "It is OFTEN\u00a0late.", "It is the shops\u2019 hope.").misfits == ()


def test_a_title_may_stand_first_and_is_checked() -> None:
    assert read("Bridge or ferry?", ONE, TWO, THREE) == FullText((ONE, TWO, THREE), ())
    (misfit,) = read("Boats", ONE, TWO, THREE).misfits
    assert (misfit.line, misfit.message) == (1, 'The title should contain "bridge or ferry".')


def test_the_name_of_the_writer_may_stand_last() -> None:
    assert read(ONE, TWO, THREE, "By a writer") == FullText((ONE, TWO, THREE), ())
    assert read("Bridge or ferry?", ONE, TWO, THREE, "By a writer").misfits == ()


def test_a_quote_in_another_paragraph_is_named_with_its_line() -> None:
    (misfit,) = read(TWO, ONE, THREE).misfits
    assert misfit.line == 3
    assert misfit.message == 'Paragraph 2 should contain "often late". It stands in paragraph 1.'


def test_a_quote_may_stand_in_other_paragraphs_too() -> None:
    assert read(f"{ONE} It is not often late.", TWO, THREE).misfits == ()


def test_a_quote_of_a_paragraph_beyond_the_last_does_not_fit() -> None:
    odd = HARBOUR.model_copy(update={"quotes": (Quote(p=9, text="often late"),)})
    (misfit,) = full_text(f"{ONE}\n\n{TWO}\n\n{THREE}", odd).misfits
    assert misfit.line == 5


def test_a_quote_that_is_nowhere_is_named() -> None:
    (misfit,) = read(ONE, "The ferry sails.", THREE).misfits
    assert misfit.message.endswith("It stands nowhere in this text.")


def test_a_wrong_number_of_paragraphs_shows_where_they_fall_out_of_step() -> None:
    found = read(ONE, "An aside.", "Another.", "A third.", TWO, THREE)
    assert found.paragraphs == ()
    (misfit,) = found.misfits
    assert misfit.line == 9
    assert "has 3 paragraphs" in misfit.message
    assert "this text has 6" in misfit.message
    assert '"often late" belongs to paragraph 2 and stands in block 5.' in misfit.message


def test_a_wrong_number_of_unknown_paragraphs_is_still_said() -> None:
    (misfit,) = read("One block only.").misfits
    assert misfit.line == 1
    assert "this text has 1." in misfit.message


def test_no_text_is_said() -> None:
    assert read("", " \n").misfits[0].message == "There is no text here."


def test_a_text_that_is_too_long_is_refused() -> None:
    assert read("x" * (LONGEST + 1)).misfits[0].message == "Use at most 100,000 characters."
