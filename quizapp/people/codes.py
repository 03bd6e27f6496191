"""Class codes: short enough for a board, forgiving to type, too many to guess."""

import secrets
from typing import Final

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No 0 and O, no 1 and I: nobody can tell them apart on a board."""
LENGTH: Final = 8


def new_code() -> str:
    """Return a new code of 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(text: str | None) -> str:
    """Return a code as it was issued: capitals, without the spaces and hyphens people put in."""
    return "".join(c for c in (text or "").upper() if c.isascii() and c.isalnum())


def is_code(text: str | None) -> bool:
    """Tell whether a text can be a code at all; if not, it is no try at one."""
    return len(read(text)) == LENGTH


def shown(code: str) -> str:
    """Return a code as people read it aloud: in two halves."""
    return f"{code[:4]}-{code[4:]}"
