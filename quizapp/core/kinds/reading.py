"""How kinds read what a page sent: exactly one value where one is due, and only offered ones."""

from quizapp.core.question import Fields, InvalidAnswer

GONE = "That choice is not one of those offered. Reload the page and choose again."


def only(sent: Fields, name: str) -> str:
    """Return the single value of a field, or '' when it was not sent or left blank.

    Raises InvalidAnswer when the field came more than once with different values.
    """
    values = set(sent.get(name, ()))
    if len(values) > 1:
        raise InvalidAnswer(name, "Two different answers came for one field. Choose one.")
    return values.pop() if values else ""


def offered(value: str, count: int, name: str) -> int:
    """Return a shown position from 0 to count - 1. Raises InvalidAnswer for anything else."""
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and int(value) < count):
        raise InvalidAnswer(name, GONE)
    return int(value)


def chosen(sent: Fields, name: str, order: list[int]) -> int | None:
    """Return the authored position behind a field that holds one shown position, or None."""
    value = only(sent, name)
    return order[offered(value, len(order), name)] if value else None
