"""Finds question files in folders and reads each, so that a bad one never stops the others."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizapp.bank.problem import Problem, file_problem
from quizapp.bank.yamlfile import LARGEST, Document, Unreadable, parse

SUFFIXES = (".yaml", ".yml")
PASSAGE_NAMES = ("passage.yaml", "passage.yml")
MISREADINGS_NAME = "misreadings.yaml"


@dataclass(frozen=True)
class Source:
    """A file as read. `listed` tells that it was found in a folder and not named by itself."""

    path: Path
    document: Document
    listed: bool

    @property
    def file(self) -> str:
        """Return the file's name as it was given."""
        return str(self.path)

    @property
    def fields(self) -> dict[str, object]:
        """Return the file's fields; none when it holds something else."""
        return self.document.data if isinstance(self.document.data, dict) else {}

    @property
    def holds_questions(self) -> bool:
        """Tell whether this is a file of questions."""
        return "questions" in self.fields

    @property
    def holds_passage(self) -> bool:
        """Tell whether this is a passage."""
        return self.path.name in PASSAGE_NAMES or "paragraphs" in self.fields

    @property
    def holds_misreadings(self) -> bool:
        """Tell whether this is the list of misreadings."""
        return "misreadings" in self.fields

    def problem(self, field: str, message: str) -> Problem:
        """Return a problem of this file, at the line of a field."""
        return file_problem(self.file, self.document.line(field.split(".")), message)


def read_sources(paths: Sequence[Path]) -> tuple[list[Source], list[Problem]]:
    """Return the files at these paths and in these folders, and what could not be read."""
    sources: list[Source] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for path, listed in _found(paths):
        if (real := os.path.realpath(path)) in seen:
            continue
        seen.add(real)
        read = read_source(path, listed=listed)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            sources.append(read)
    return sources, problems


def _found(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield every file with whether a folder listed it; folders first, as they tell more."""
    for path in sorted(paths, key=lambda path: not path.is_dir()):
        if not path.is_dir():
            yield path, False
            continue
        for file in sorted(path.rglob("*")):
            if file.suffix in SUFFIXES and not file.is_dir():
                yield file, True


def read_source(path: Path, *, listed: bool = False) -> Source | Problem:
    """Return a file as read, or why it could not be."""
    try:
        if path.exists() and not path.is_file():
            return file_problem(str(path), 1, "this is no file")
        with path.open("rb") as file:
            document = _under_questions(parse(file.read(LARGEST + 1)))
    except Unreadable as error:
        return file_problem(str(path), error.line, error.message)
    except OSError as error:
        return file_problem(str(path), 1, f"the file cannot be read: {error.strerror}")
    if not isinstance(document.data, dict):
        empty = "the file is empty" if document.data is None else "the file has no fields"
        return file_problem(str(path), 1, f"{empty}: write 'passage:' and 'questions:'")
    return Source(path, document, listed)


def _under_questions(document: Document) -> Document:
    """Return bare records, one or a list of them, as the questions of a file.

    An author elsewhere may know the record and not what a file of ours has around it.
    """
    data = document.data
    above: tuple[str, ...] = ("questions",)
    if isinstance(data, dict) and {"id", "type"} <= data.keys():
        records, above = [data], ("questions", "0")
    elif isinstance(data, list) and any(isinstance(record, dict) for record in data):
        records = data
    else:
        return document
    lines = {(*above, *path): line for path, line in document.lines.items()}
    return Document({"questions": records}, lines)
