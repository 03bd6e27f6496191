"""The balance of a quiz: what it is made of, and what its maker should look at again."""

from typing import Any

from quizapp.authoring.balance import Balance, Line, Share, balance


def line(slug: str = "A01", **changes: Any) -> Line:
    """Return a line of a quiz."""
    values: dict[str, Any] = {
        "id": 1,
        "question_id": 1,
        "key": f"harbour-{slug}",
        "slug": slug,
        "position": 1,
        "points": 100,
        "state": "ready",
        "kind": "single",
        "skill": "c-detail",
        "difficulty": "E",
        "paras": (1,),
        "topic": slug,
        "enemies": frozenset(),
        "stem": "What is planned?",
    }
    return Line(**values | changes)


def weighed(*lines: Line) -> Balance:
    """Return the balance of some lines."""
    return balance(lines, ["c-gist", "c-detail", "r-claim"], 3)


def test_questions_and_points_are_counted() -> None:
    found = weighed(line("A01"), line("A02", points=250))
    assert (found.questions, found.points) == (2, 350)


def test_skills_and_difficulties_keep_their_own_order() -> None:
    found = weighed(
        line("A01", skill="r-claim", difficulty="H"),
        line("A02", skill="c-gist", difficulty="E"),
        line("A03", skill="r-claim", difficulty="E"),
    )
    assert found.skills == (Share("c-gist", 1), Share("r-claim", 2))
    assert found.difficulties == (Share("E", 2), Share("H", 1))


def test_kinds_stand_most_frequent_first() -> None:
    found = weighed(line("A01", kind="cloze"), line("A02"), line("A03"))
    assert found.kinds == (Share("single", 2), Share("cloze", 1))


def test_a_skill_that_the_passage_no_longer_has_is_still_counted() -> None:
    assert weighed(line(skill="r-old")).skills == (Share("r-old", 1),)


def test_paragraphs_that_no_question_is_about_show() -> None:
    found = weighed(line("A01", paras=(3, 1)), line("A02", paras=(0, 3)))
    assert found.paragraphs == (Share("1", 1), Share("2", 0), Share("3", 2))


def test_questions_that_give_each_other_away_are_named_from_either_side() -> None:
    one, other = line("A01"), line("B05", enemies=frozenset({"A01"}))
    told = ("harbour-A01 and harbour-B05 give each other away.",)
    assert weighed(one, other).warnings == told
    assert weighed(line("A01", enemies=frozenset({"B05"})), line("B05")).warnings == told


def test_a_topic_twice_is_named() -> None:
    found = weighed(line("A01", topic="bridge"), line("A02", topic="bridge"))
    assert found.warnings == ("harbour-A01 and harbour-A02 are both about the topic 'bridge'.",)


def test_what_students_do_not_get_is_not_weighed_but_named() -> None:
    found = weighed(line("A01", state="retired", topic="x"), line("A02", topic="x"))
    assert found.questions == 1
    assert found.warnings == ("harbour-A01 is retired, so students do not get it.",)


def test_an_empty_quiz_has_an_empty_balance() -> None:
    assert weighed().questions == 0
    assert weighed().skills == ()
