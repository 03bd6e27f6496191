"""Reads a bank: folders and files in, passages with their questions out, and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.bank.problem import Problem
from quizapp.bank.records import (
    Placed,
    Records,
    passage_problem,
    read_misreadings,
    read_passage,
    read_questions,
)
from quizapp.bank.sources import (
    MISREADINGS_NAME,
    PASSAGE_NAMES,
    Source,
    read_source,
    read_sources,
)
from quizapp.core.kinds import Question
from quizapp.core.lint import (
    bank_findings,
    passage_findings,
    question_findings,
    waived,
    whole_findings,
)
from quizapp.core.lint.article import Article
from quizapp.core.lint.record import misreadings_known
from quizapp.core.lint.rule import Whole
from quizapp.core.misreading import Misreading
from quizapp.core.passage import Passage
from quizapp.core.question import Waiver


@dataclass
class Folder:
    """A passage and the questions read for it.

    `whole` tells that the passage's own folder was read, so that nothing of it is missing.
    """

    passage: Passage
    source: Source
    whole: bool
    questions: list[Placed] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Bank:
    """Passages with their questions, the misreadings they name, and every problem found."""

    folders: tuple[Folder, ...]
    misreadings: tuple[Misreading, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that keep the bank from being loaded."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def waivers(self) -> tuple[tuple[str, Waiver], ...]:
        """Return the waivers that count, each with the id of its question."""
        return tuple(
            (placed.question.id, waiver)
            for folder in self.folders
            for placed in folder.questions
            for waiver in placed.question.waive
            if waived(waiver.rule, placed.question)
        )


@dataclass(frozen=True)
class Depth:
    """How closely to look: with which articles, how many trial draws, and whether at the whole."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    draws: int = 20
    whole: bool = True


def read_bank(paths: Sequence[Path], home: Path | None = None, depth: Depth | None = None) -> Bank:
    """Return what these files and folders hold, read and checked.

    A passage or the misreadings that are not among them are looked for beside them, then in
    `home`, the folder of the whole bank. Questions that name no passage are about the one beside
    them, or about the only one at home that has their topics and skills.
    """
    reader = _Reader(home, depth or Depth())
    sources, problems = read_sources(paths)
    reader.problems += problems
    for source in sources:
        reader.take_lists(source)
    for source in sources:
        if source.holds_questions:
            reader.take_questions(source)
    return reader.bank()


class _Reader:
    """Gathers what several files hold."""

    def __init__(self, home: Path | None, depth: Depth) -> None:
        self.problems: list[Problem] = []
        self._home = home
        self._depth = depth
        self._folders: dict[str, Folder | None] = {}
        # None stands for a passage that was found and could not be read.
        self._misreadings: dict[str, Misreading] | None = None
        # None until a list of them was read; codes are not judged without one.
        self._sought = False

    def take_lists(self, source: Source) -> None:
        """Take a passage or the misreadings from a file, or say that it holds nothing known."""
        if source.holds_questions:
            return
        if source.holds_passage:
            self._take_passage(source, whole=source.listed)
        elif source.holds_misreadings:
            self._take_misreadings(source)
        else:
            message = "the file holds no questions, passage or misreadings: write 'questions:'"
            self.problems.append(source.problem("", message))

    def _take_passage(self, source: Source, *, whole: bool) -> None:
        key = str(source.fields.get("key", ""))
        passage = read_passage(source)
        if self._folders.get(key) is not None:
            message = f"another passage has the key '{key}': choose a new one"
            self.problems.append(source.problem("key", message))
        elif isinstance(passage, Passage):
            self._folders[key] = Folder(passage, source, whole)
        else:
            self._folders.setdefault(key, None)
            self.problems += passage

    def _take_misreadings(self, source: Source) -> None:
        self._sought = True
        misreadings = read_misreadings(source)
        if isinstance(misreadings, list):
            self.problems += misreadings
        else:
            self._misreadings = {m.code: m for m in misreadings} | (self._misreadings or {})

    def take_questions(self, source: Source) -> None:
        """Take the questions of a file and give them to their passage."""
        records = read_questions(source)
        self.problems += records.problems
        key = (
            source.fields["passage"]
            if "passage" in source.fields
            else self._fitting(source, records)
        )
        if not isinstance(key, str):
            message = "passage: missing: name the key of the passage the questions are about"
            self.problems.append(source.problem("passage", message))
            return
        if key not in self._folders:
            self._look_elsewhere(key, source)
        folder = self._folders[key]
        if folder is not None:
            folder.questions += records.questions
            folder.ids |= records.ids
        if not self._sought:
            self._find_misreadings(source)

    def _fitting(self, source: Source, records: Records) -> str | None:
        """Return the passage of a file that names none: beside it, or the only one that fits."""
        fitting = set()
        for path in self._passages_near(source):
            found = read_source(path)
            passage = read_passage(found) if isinstance(found, Source) else None
            if isinstance(passage, Passage):
                if path.parent == source.path.parent:
                    return passage.key
                if all(_fits(placed.question, passage) for placed in records.questions):
                    fitting.add(passage.key)
        return fitting.pop() if len(fitting) == 1 else None

    def _look_elsewhere(self, key: str, source: Source) -> None:
        for path in self._passages_near(source):
            found = read_source(path)
            if isinstance(found, Source) and found.fields.get("key") == key:
                self._take_passage(found, whole=False)
                return
        self._folders[key] = None
        self.problems.append(source.problem("passage", f"passage: there is no passage '{key}'"))

    def _passages_near(self, source: Source) -> Iterator[Path]:
        for name in PASSAGE_NAMES:
            yield source.path.parent / name
            if self._home is not None:
                yield from sorted(self._home.glob(f"*/{name}"))

    def _find_misreadings(self, source: Source) -> None:
        homes = [source.path.parent.parent, *([self._home] if self._home else [])]
        for path in (home / MISREADINGS_NAME for home in homes):
            found = read_source(path)
            if isinstance(found, Source) and found.holds_misreadings:
                self._take_misreadings(found)
                return

    def bank(self) -> Bank:
        """Return everything taken, checked."""
        folders = tuple(folder for folder in self._folders.values() if folder is not None)
        for folder in folders:
            self.problems += _problems(folder, self._misreadings, self._depth)
        misreadings = tuple((self._misreadings or {}).values())
        return Bank(folders, misreadings, tuple(sorted(self.problems)))


def _fits(question: Question, passage: Passage) -> bool:
    """Tell whether a passage has a question's topic and skill."""
    return question.topic in passage.topics and passage.skill(question.skill) is not None


def _problems(
    folder: Folder, codes: dict[str, Misreading] | None, depth: Depth
) -> Iterator[Problem]:
    """Yield what lint finds in a passage and its questions."""
    article = depth.articles.get(folder.passage.key)
    for placed in folder.questions:
        for finding in question_findings(placed.question, folder.passage, article):
            yield placed.problem(finding)
        for finding in misreadings_known(placed.question, codes) if codes is not None else ():
            yield placed.problem(finding)
    questions = [placed.question for placed in folder.questions]
    known = folder.ids if folder.whole else None
    for place, finding in bank_findings(questions, folder.passage, known):
        yield folder.questions[place].problem(finding)
    if folder.whole and depth.whole:
        yield from _whole_problems(folder, Whole(questions, folder.passage, article, depth.draws))


def _whole_problems(folder: Folder, whole: Whole) -> Iterator[Problem]:
    """Yield what lint finds in the passage itself, and by counting all its questions."""
    for finding in passage_findings(folder.passage, whole.article):
        yield passage_problem(folder.source, finding)
    for place, finding in whole_findings(whole) if whole.questions else ():
        if place is None:
            yield passage_problem(folder.source, finding)
        else:
            yield folder.questions[place].problem(finding)
