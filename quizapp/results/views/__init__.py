"""Pages of results: how a class did, question by question, its files, and marking."""

from quizapp.results.views import (
    attempts,
    challenges,
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
    "challenges",
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
