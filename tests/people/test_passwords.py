"""Passwords are kept as slow hashes, forgive how a phrase is typed, and must not be guessable."""

import subprocess
import sys

import pytest
from argon2 import PasswordHasher, extract_parameters

from quizapp.people import passwords, phrases

UNDER_GEVENT = """
from gevent import monkey; monkey.patch_all()
import gevent
from quizapp.people import passwords
beats = 0
def beat():
    global beats
    while True:
        beats += 1
        gevent.sleep(0.001)
heart = gevent.spawn(beat)
gevent.sleep(0.01)
before = beats
jobs = [gevent.spawn(passwords.hashed, "maple otter lantern sky") for _ in range(6)]
gevent.joinall(jobs, raise_error=True)
# Between two hashes it beats once even where each of them stops the world.
print(len(jobs), beats - before > 2 * len(jobs))
"""

PRIORITIES = """
from gevent import monkey; monkey.patch_all()
import os, sys
from quizapp.people import passwords
extra = 10 if sys.platform == "linux" else 0
own = lambda: os.getpriority(os.PRIO_PROCESS, 0)
print(min(own() + extra, 19) == passwords._apart(own), own() == os.getpriority(0, os.getpid()))
"""


def test_a_hash_is_argon2id_of_19_mib_two_passes_one_lane() -> None:
    found = extract_parameters(passwords.hashed("maple otter lantern sky"))
    assert found.type.name == "ID"
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19_456, 2, 1)


def test_the_hash_of_nobody_takes_as_long_as_any_other() -> None:
    assert not passwords.is_outdated(passwords.NOBODYS)
    assert not passwords.is_right(None, "maple otter lantern sky")


def test_a_hash_with_other_parameters_is_outdated_but_still_right() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("maple otter lantern sky")
    assert passwords.is_outdated(old)
    assert passwords.is_right(old, "maple otter lantern sky")


def test_a_damaged_hash_is_no_password() -> None:
    assert not passwords.is_right("$argon2id$nonsense", "anything")


@pytest.mark.parametrize(
    "typed", ["Maple Otter Lantern Sky", "maple-otter-lantern-sky", " MAPLE  otter.lantern,sky "]
)
def test_an_issued_phrase_may_be_typed_as_phones_type_it(typed: str) -> None:
    assert phrases.as_issued(typed) == "maple otter lantern sky"


def test_other_passwords_are_taken_exactly_but_for_unicode_form() -> None:
    kept = passwords.hashed("Ünïcode Päss")
    assert passwords.is_right(kept, "U\u0308ni\u0308code Pa\u0308ss")
    assert not passwords.is_right(kept, "ünïcode päss")
    assert not passwords.is_right(kept, "Ünïcode-Päss")


def test_a_password_that_is_too_long_is_not_even_hashed() -> None:
    assert not passwords.is_right(None, "x" * 1_000_000)
    assert passwords.is_too_long("\N{GRINNING FACE}" * 128) is False
    assert passwords.is_too_long("x" * 129)
    assert "at most 128" in str(passwords.weakness("x" * 129, 8, []))


def test_hashing_under_gevent_lets_others_go_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNDER_GEVENT], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("6 True\n", 0), done.stderr


def test_hashing_under_gevent_takes_only_what_time_others_leave() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRIORITIES], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("True True\n", 0), done.stderr


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "P@ssw0rd",
        "Summer2026!",
        "qwertyuiop",
        "12345678",
        "87654321",
        "aaaaaaaaaa",
        "abcabcabc",
        "iloveyou2",
        "BenSmith2010",
        "year11media",
        "quizquiz1",
        "1q2w3e4r5t",
    ],
)
def test_what_many_use_and_what_others_know_is_refused(password: str) -> None:
    weakness = passwords.weakness(password, 8, ["Ben Smith", "Year 11 Media"])
    assert weakness == "That is easily guessed. Four random words make a good one."


def test_staff_need_fifteen_characters_that_are_not_padding() -> None:
    assert "15 characters" in str(passwords.weakness("a-fine-one-7Qz", 15, []))
    assert passwords.weakness("passwordpassword1", 15, []) is not None
    assert passwords.weakness("cobalt fiddle 7Qz", 15, []) is None


def test_a_short_but_odd_password_will_do_for_a_student() -> None:
    assert passwords.weakness("xk9#mm2L", 8, ["Ben Smith"]) is None


def test_there_are_enough_distinct_plain_words_for_forty_bits() -> None:
    words = phrases.words()
    assert len(words) == len(set(words)) >= 1024
    assert all(3 <= len(word) <= 8 and word.isascii() and word.islower() for word in words)


def test_new_phrases_differ_and_are_good_enough_for_anybody() -> None:
    drawn = {phrases.new_phrase() for _ in range(200)}
    assert len(drawn) == 200
    assert all(len(phrase.split()) == 4 and len(phrase) >= 15 for phrase in drawn)
