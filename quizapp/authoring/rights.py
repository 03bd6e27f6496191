"""Who may change what in authoring: files own their questions, authors own theirs."""

from dataclasses import dataclass
from typing import Protocol

from quizapp.core.refusal import Refused


class OwnedByFile(Refused):
    """What comes from a file is changed in the file, so that page and file never disagree."""

    status = 403
    message = "This comes from a file and is changed there. Make a copy to change it here."


class NotYours(Refused):
    """What someone else made is changed by its author or an administrator."""

    status = 403
    message = "Only the person who made this may change it. Make a copy of your own instead."


@dataclass(frozen=True)
class Author:
    """Who is writing, as much as the rights depend on."""

    id: int
    administers: bool


class Made(Protocol):
    """Something that a person or a file made."""

    @property
    def created_by(self) -> int | None:
        """Return the person who made it."""


def check(made: Made, author: Author, *, from_file: bool) -> None:
    """Let an author change something of their own. Raises OwnedByFile or NotYours."""
    if from_file:
        raise OwnedByFile
    if made.created_by != author.id and not author.administers:
        raise NotYours


def may_change(made: Made, author: Author, *, from_file: bool) -> bool:
    """Tell whether an author may change something."""
    try:
        check(made, author, from_file=from_file)
    except Refused:
        return False
    return True
