"""Three usual ways to give a quiz, each a set of terms to begin with."""

from datetime import datetime, timedelta
from typing import Any, Final

PRESETS = {
    "graded": "Graded quiz",
    "homework": "Homework",
    "practice": "Practice",
}
PRESET_USES = {
    "graded": "One try against the clock; the key after it closes.",
    "homework": "A week's time and two tries; the key after it closes.",
    "practice": "As often as they like, with feedback after each question.",
}


def preset(name: str, local_now: datetime) -> dict[str, Any]:
    """Return what a form begins with; times are times of day in the class's zone."""
    start = local_now.replace(second=0, microsecond=0, tzinfo=None)
    if name == "practice":
        return _shown("during", "during", "during", "during") | {
            "practice": True,
            "opens": start,
            "grading": "best",
            "shuffle_questions": False,
            "shuffle_choices": True,
        }
    homework = name == "homework"
    evening = (start + timedelta(days=7)).replace(hour=20, minute=0)
    return _shown("submit", "submit" if homework else "close", "close", "close") | {
        "opens": start,
        "closes": evening if homework else start + timedelta(hours=2),
        "time_limit": None if homework else 30,
        "attempts": 2 if homework else 1,
        "grading": "best" if homework else "first",
        "shuffle_questions": not homework,
        "shuffle_choices": True,
    }


def _shown(score: str, answers: str, key: str, explanation: str) -> dict[str, Any]:
    return {
        "show_score": score,
        "show_answers": answers,
        "show_key": key,
        "show_explanation": explanation,
    }


AT_ONCE: Final = _shown("submit", "submit", "submit", "submit") | {
    "grading": "best",
    "shuffle_questions": False,
    "shuffle_choices": True,
}
"""What the sample, the demo and the benchmarks give: all is shown as soon as it is handed in."""
