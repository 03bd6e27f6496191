"""A search in the address of a page, where anyone may have typed anything: what fits is used."""

from collections.abc import Collection, Mapping

from quizapp.forms import clean

LONGEST = 200


def words(sent: Mapping[str, str]) -> str:
    """Return the words searched for, cleaned and of bearable length."""
    return " ".join(clean(sent.get("text", "")).split())[:LONGEST]


def choice(sent: Mapping[str, str], name: str, offered: Collection[str]) -> str:
    """Return a filter's value, or '' when it is none of those offered."""
    value = sent.get(name, "")
    return value if value in offered else ""


def number(sent: Mapping[str, str], name: str, most: int) -> int | None:
    """Return a number from 0 to `most`, or None for anything else."""
    value = sent.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 10):
        return None
    return int(value) if int(value) <= most else None
