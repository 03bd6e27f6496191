"""Measures how long the bank takes to lint and quizzes take to draw: python -m benchmarks.bank.

What is aimed at: the whole bank linted in less than a second, one question in less than 20 ms.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

from quizapp.bank.files import Depth, Folder, read_bank
from quizapp.core.draw import card, drawn
from quizapp.core.lint import bank_findings, question_findings, whole_findings
from quizapp.core.lint.rule import Whole
from quizapp.core.lint.text import content_tokens, normalise, outside_quotes, words
from quizapp.core.lint.wording import sentences

HOME = Path(__file__).parent.parent / "questions"
DRAWS = 1000
ROUNDS = 5

_KEPT = (normalise, words, outside_quotes, content_tokens, sentences)
"""What lint remembers of texts; each measurement begins with nothing remembered."""


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return how long something takes: the median of a few rounds, none warmed by another.

    It is all computing, so what counts is the time of this process, on a busy machine too.
    """
    times = []
    for _ in range(rounds):
        for kept in _KEPT:
            kept.cache_clear()
        start = process_time()
        work()
        times.append(process_time() - start)
    return median(times)


def folder(passage: str = "alwaght") -> Folder:
    """Return a passage of the bank with its questions."""
    (found,) = read_bank([HOME / passage], HOME, Depth(whole=False)).folders
    return found


def whole_bank_read() -> float:
    """Return the seconds from the files of the whole bank to everything that lint finds."""
    return seconds(lambda: read_bank([HOME], HOME))


def whole_bank_linted() -> float:
    """Return the seconds that all rules take on all questions, once these are read."""
    read = folder()
    questions = [placed.question for placed in read.questions]

    def lint() -> None:
        for question in questions:
            question_findings(question, read.passage)
        bank_findings(questions, read.passage)
        whole_findings(Whole(questions, read.passage))

    return seconds(lint)


def one_item_linted() -> float:
    """Return the seconds that the slowest question takes, as in the editor."""
    read = folder()

    def times() -> Iterator[float]:
        for placed in read.questions:
            question = placed.question
            yield seconds(lambda each=question: question_findings(each, read.passage), rounds=3)  # type: ignore[misc]

    return max(times())


def strict_draws() -> float:
    """Return the seconds of a thousand strict draws, each from a seed of its own."""
    read = folder()
    cards = [card(placed.question) for placed in read.questions]
    plan = read.passage.draws["strict"]
    return seconds(lambda: [drawn(cards, plan, seed) for seed in range(DRAWS)], rounds=1)


MEASURED: dict[str, tuple[Callable[[], float], float | None]] = {
    "whole bank read and linted": (whole_bank_read, 1.0),
    "whole bank linted": (whole_bank_linted, 1.0),
    "slowest question linted": (one_item_linted, 0.020),
    "a thousand strict draws": (strict_draws, None),
}
"""What is measured, and how many seconds are aimed at."""


def main() -> None:
    """Print what was measured beside what is aimed at."""
    for name, (measure, aim) in MEASURED.items():
        beside = "" if aim is None else f"   (aim: {aim * 1000:.0f} ms)"
        print(f"{name:28}{measure() * 1000:9.1f} ms{beside}")


if __name__ == "__main__":
    main()
