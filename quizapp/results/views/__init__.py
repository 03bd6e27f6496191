"""Pages of results: how a class did, one question, one student's attempt, and files of both."""

from quizapp.results.views import attempts, files, questions, summaries
from quizapp.results.views.blueprint import blueprint

__all__ = ["attempts", "blueprint", "files", "questions", "summaries"]
