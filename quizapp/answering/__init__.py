"""Taking a quiz: start, questions, saving, submitting, review."""
