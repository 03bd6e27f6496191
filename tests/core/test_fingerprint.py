"""Fingerprints: equal records have equal ones."""

from quizapp.core.fingerprint import fingerprint


def test_the_order_of_fields_does_not_matter() -> None:
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})


def test_the_order_of_a_list_matters() -> None:
    assert fingerprint({"a": [1, 2]}) != fingerprint({"a": [2, 1]})
