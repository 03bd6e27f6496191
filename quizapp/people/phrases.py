"""Passphrases: four dictionary words drawn by chance, easy to read from a card and to type."""

import re
import secrets
from functools import cache
from pathlib import Path
from typing import Final

WORDS_FILE: Final = Path(__file__).parent / "words.txt"
LENGTH: Final = 4
"""Four of at least 1,024 words are at least 40 bits."""


@cache
def words() -> tuple[str, ...]:
    """Return the words that passphrases are made of."""
    return tuple(WORDS_FILE.read_text(encoding="utf-8").split())


def new_phrase() -> str:
    """Return a new passphrase, such as 'maple lantern otter bridge'."""
    return " ".join(secrets.choice(words()) for _ in range(LENGTH))


def as_issued(text: str) -> str:
    """Return a passphrase as it was issued, however its words were typed; other text unchanged.

    Phones capitalise, and people put hyphens or two spaces where the card has one.
    """
    parts = [part.lower() for part in re.split(r"[\s.,_-]+", text) if part]
    known = len(parts) == LENGTH and set(parts) <= set(words())
    return " ".join(parts) if known else text
