"""Pages of results: how a class did, question by question, its files, and marking by hand."""

from quizapp.results.views import (
    attempts,
    classes,
    comparing,
    definitions,
    files,
    live,
    marking,
    questions,
    regrading,
    summaries,
)
from quizapp.results.views.blueprint import blueprint

__all__ = [
    "attempts",
    "blueprint",
    "classes",
    "comparing",
    "definitions",
    "files",
    "live",
    "marking",
    "questions",
    "regrading",
    "summaries",
]
