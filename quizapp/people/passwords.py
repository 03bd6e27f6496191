"""Passwords and passphrases: kept only as slow hashes, and refused when easily guessed.

Hash and verify outside a write transaction: each takes tens of milliseconds.
"""

import os
import re
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from quizapp.people import phrases

LONGEST: Final = 128
LONGEST_BYTES: Final = 1024
LEAST_OF_STAFF: Final = 15
LEAST_OF_STUDENTS: Final = 8
AT_ONCE: Final = 2
NICER: Final = 10
"""How far hashing stands back behind all else: it then gets about a tenth of a busy core."""

# Argon2id with 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet.
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Of a password nobody has, so that an unknown user name takes as long as a wrong password.
NOBODYS: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$8nD+SJPeEuYMNCCcWmyZBA$"
    "hOi5eDEQGMbdiyfxyYcdUMO61XQBlV3TWt0JWzEpLkA"
)
COMMON: Final = frozenset((Path(__file__).parent / "common.txt").read_text().split())
RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "zaq12wsxcde34rfv",
)
PARTS: Final = re.compile(r"[^\W_]{3,}")
LEET: Final = str.maketrans("013457@$!", "oieastasi")

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _slots() -> threading.BoundedSemaphore:
    # Made at first use: by then gevent has replaced what must not stop its loop.
    return threading.BoundedSemaphore(AT_ONCE)


def _apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run slow work a few at a time; under gevent in a real thread, so that others are served."""
    with _slots():
        if "gevent.monkey" in sys.modules:
            from gevent import get_hub  # noqa: PLC0415 - loaded only where gevent serves
            from gevent.monkey import is_module_patched  # noqa: PLC0415 - see above

            if is_module_patched("threading"):
                return get_hub().threadpool.apply(_giving_way, (work, *args), kwargs)  # type: ignore[no-any-return]
        return work(*args, **kwargs)


def _giving_way(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run slow work in a thread that takes only what processor time the others leave.

    A class that signs in would otherwise hold up a class that saves.
    """
    if sys.platform == "linux":
        # Of this thread alone. Source: setpriority(2), under "C library/kernel differences".
        others = os.getpriority(os.PRIO_PROCESS, os.getpid())
        os.setpriority(os.PRIO_PROCESS, 0, min(others + NICER, 19))
    return work(*args, **kwargs)


def _prepared(password: str) -> str:
    return phrases.as_issued(unicodedata.normalize("NFKC", password))


def is_too_long(password: str) -> bool:
    """Tell whether a password is longer than any that is hashed."""
    return len(password) > LONGEST or len(password.encode(errors="replace")) > LONGEST_BYTES


def hashed(password: str) -> str:
    """Return what the database keeps of a password."""
    return _apart(HASHER.hash, _prepared(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the one hashed, as slowly when there is none."""
    if is_too_long(password):
        return False
    fits = _apart(_fits, password_hash or NOBODYS, _prepared(password))
    return fits and password_hash is not None


def _fits(password_hash: str, password: str) -> bool:
    """Verify without raising, which gevent's threads would tell at length in the server's log."""
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def weakness(password: str, least: int, known: Iterable[str]) -> str | None:
    """Return why a new password is refused, or None; `known` are names others know."""
    if len(password) < least:
        return f"Use at least {least} characters. Four random words make a good one."
    if is_too_long(password):
        return f"Use at most {LONGEST} characters."
    text = unicodedata.normalize("NFKC", password).casefold()
    guessed = {
        *COMMON,
        "quiz",
        *(part for name in known for part in PARTS.findall(name.casefold())),
    }
    if min(_left(text, guessed), _left(text.translate(LEET), guessed)) < least // 2:
        return "That is easily guessed. Four random words make a good one."
    return None


def _left(text: str, guessed: set[str]) -> int:
    """Count the characters that are no guessed word, repetition, run, nor number at an end."""
    text = re.sub(r"(.+?)\1+", r"\1", _without(text, guessed))
    text = re.sub(r"(?<![^\W\d_])[\d\W_]+|[\d\W_]+$", " ", _without(text, guessed))
    for run in (*RUNS, *(run[::-1] for run in RUNS)):
        for size in range(len(run), 3, -1):
            text = _without(text, {run[at : at + size] for at in range(len(run) - size + 1)})
    return len(re.sub(r"[\W_]", "", text))


def _without(text: str, words: set[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    return text
