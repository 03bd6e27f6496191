"""The words in which pages of authoring name kinds, difficulties and states."""

from quizapp.core.kinds import KIND_NAMES
from quizapp.pages import plural

DIFFICULTIES = {"E": "Easy", "M": "Medium", "H": "Hard"}
STATES = {"draft": "Draft", "ready": "Ready", "retired": "Retired"}
STATE_MEANINGS = {
    "draft": "Only instructors see it; it cannot be given to a class yet.",
    "ready": "It can go into quizzes that are given to classes.",
    "retired": "It is kept for attempts that used it, and offered for nothing new.",
}
KIND_USES = {
    "single": "One list of choices, one of them right.",
    "multi": "One list of choices, two or more of them right; the page says how many.",
    "tfns": "A statement: does the article say so, say otherwise, or not say?",
    "match": "Each left side takes one of the right sides.",
    "order": "Steps to be brought into the right order.",
    "classify": "Cards to be sorted into named categories.",
    "cloze": "A text with blanks; each blank has choices of its own.",
    "short": "A sentence or two, marked at first by the ideas it names.",
}

VERDICTS = {
    "faults": "finds fault with a step of the article",
    "neutral": "does neither",
    "credits": "gives a step of the article credit",
}
PLANS = {
    "strict": "Strict: {questions} with the shares of a ready form",
    "practice": "Practice: {questions} in a freer mix of kinds and difficulty",
    "short": "Short: {questions} from all over",
}
"""The plans that passages usually have; another is called by its own name."""

FIELDS = {
    "stem": "Question",
    "options": "Choices",
    "pairs": "Pairs",
    "extra_right": "Extra right sides",
    "sequence": "Steps",
    "categories": "Categories",
    "cards": "Cards",
    "blanks": "Blanks",
    "rubric": "What earns points",
    "answer": "Right answer",
    "model_answer": "A good answer",
    "accept": "Ideas looked for",
    "explanation": "Explanation",
    "ask": "A question for any article",
    "skill": "Skill",
    "difficulty": "Difficulty",
    "paras": "Paragraphs",
    "topic": "Topic",
    "verdict": "Verdict",
    "quotes": "Quotes",
    "claims": "Claims",
    "enemies": "Not beside",
    "waive": "Waived rules",
    "note": "Note for instructors",
    "outside": "Outside facts",
    "feedback-true": "Feedback on 'Article says so'",
    "feedback-false": "Feedback on 'Article says otherwise'",
    "feedback-not-stated": "Feedback on 'Article does not say'",
    "misreading-true": "Misreading behind 'Article says so'",
    "misreading-false": "Misreading behind 'Article says otherwise'",
    "misreading-not-stated": "Misreading behind 'Article does not say'",
}


def plan(name: str, count: int) -> str:
    """Return what a plan for drawing quizzes is called."""
    questions = plural(count, "question")
    if name not in PLANS:
        return f"{name.capitalize()}: {questions}"
    return PLANS[name].format(questions=questions)


__all__ = [
    "DIFFICULTIES",
    "FIELDS",
    "KIND_NAMES",
    "KIND_USES",
    "PLANS",
    "STATES",
    "STATE_MEANINGS",
    "VERDICTS",
    "plan",
]
