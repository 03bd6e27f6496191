"""Questions and answers in one line of words, for tables and files."""

from collections import defaultdict

from quizapp.core.kinds import Question
from quizapp.core.kinds.cloze import BLANK
from quizapp.core.question import Answer


def asks(question: Question) -> str:
    """Return what a question asks, on one line, its blanks as lines to write on."""
    return " ".join(BLANK.sub("____", question.stem).split())


def in_words(question: Question, answer: Answer | None) -> str:
    """Return an answer as a person would write it down; nothing for a blank one."""
    if question.type == "short":
        return str(answer or "")
    taken: dict[int, list[str]] = defaultdict(list)
    for pick in question.picks(answer):
        taken[pick.part].append(question.parts[pick.part].choices[pick.choice].text)
    labels = [part.label for part in question.parts]
    return "; ".join(
        f"{labels[part]}: {texts[0]}" if labels[part] else "; ".join(texts)
        for part, texts in taken.items()
    )
