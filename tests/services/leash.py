"""Run a program that stops when whoever started it is gone, even if that was killed.

    python leash.py [--as-nobody] PROGRAM [ARGUMENT]...

The program takes this process's place, so its id is the one the starter knows.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1


def become_nobody() -> None:
    """Give up root's rights; a user who has none to give keeps their own."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)


def stop_with(starter: int) -> None:
    """Ask Linux for an interrupt when the starter ends; elsewhere the program just runs on.

    What a shell starts in the background is told to ignore interrupts: not so here.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != starter:
        sys.exit(1)


def main(arguments: list[str]) -> None:
    """Tie this process to its starter, then become the program."""
    starter = os.getppid()
    if arguments[0] == "--as-nobody":
        become_nobody()
        arguments = arguments[1:]
    stop_with(starter)
    os.execv(arguments[0], arguments)  # noqa: S606 - no shell is wanted here.


if __name__ == "__main__":
    main(sys.argv[1:])
